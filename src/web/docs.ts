// Renders an OpenAPI document as one plain page: operations, their fields, their answers, and the schemas they share.
// Pure: an object in, HTML out. Knows OpenAPI 3.1, and of this product's routes only the requests that are shown as examples.

import { escapeHtml as esc } from './escape.ts'
import { fieldTable, isObject, type Json, list, schemaId, text, typeOf } from './schema-table.ts'

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const

/** The page at `/docs`. Whatever the document holds is escaped; the page has no script and no inline style. */
export function docsPage(openapi: object): string {
  const root: Json = { ...openapi }
  const about = isObject(root.info) ? root.info : {}
  const operations = operationsOf(root)
  const schemas = isObject(root.components) ? root.components.schemas : undefined
  const named = Object.entries(isObject(schemas) ? schemas : {})
  const title = text(about.title) || '策问'
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>接口文档 — ${esc(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/style.css">
</head>
<body class="docs">
<div class="sheet">
<header class="top">
<p class="back"><a href="/">← 返回提问</a></p>
<h1>接口文档</h1>
<p class="source">${esc([title, text(about.version)].filter(Boolean).join(' '))} · <a href="/openapi.json">openapi.json</a></p>
${prose(about.description)}
</header>
<main>
<nav aria-label="接口一览"><ul class="operations">
${operations.map(({ id, method, path, spec }) => `<li><a href="#${esc(id)}"><code>${method.toUpperCase()} ${esc(path)}</code></a> ${esc(text(spec.summary))}</li>`).join('\n')}
</ul></nav>
<section><h2 id="page-examples">示例</h2>
${EXAMPLES.map(([label, command]) => `<h3>${esc(label)}</h3>\n<pre tabindex="0"><code>${esc(command)}</code></pre>`).join('\n')}
</section>
${operations.map(operationSection).join('\n')}
<section><h2 id="page-schemas">数据结构</h2>
${named.map(([name, schema]) => schemaSection(name, schema)).join('\n')}
</section>
</main>
</div>
</body>
</html>
`
}

const EXAMPLES = [
  [
    '提问，等待完整回答',
    `curl -s http://127.0.0.1:8787/api/ask \\
  -H 'content-type: application/json' -H 'accept: application/json' \\
  -d '{"question": "进口货物能不能先提货后缴税？"}'`,
  ],
  [
    '提问，边答边收（事件依次为 hits、text、final；出错时为 error）',
    `curl -sN http://127.0.0.1:8787/api/ask \\
  -H 'content-type: application/json' -H 'accept: text/event-stream' \\
  -d '{"question": "进口货物能不能先提货后缴税？"}'`,
  ],
  [
    '检索条目',
    `curl -s http://127.0.0.1:8787/api/search \\
  -H 'content-type: application/json' \\
  -d '{"query": "汇总征税", "limit": 5}'`,
  ],
] as const

interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly spec: Json
  /** Parameters of the path and of the operation. */
  readonly parameters: readonly Json[]
}

function operationsOf(root: Json): Operation[] {
  const paths = isObject(root.paths) ? Object.entries(root.paths) : []
  return paths.flatMap(([path, item]) => {
    if (!isObject(item)) return []
    return METHODS.flatMap((method) => {
      const spec = item[method]
      if (!isObject(spec)) return []
      const parameters = [...list(item.parameters), ...list(spec.parameters)].filter(isObject)
      return [{ id: `${method}${path.replace(/[^\w]+/g, '-')}`, method, path, spec, parameters }]
    })
  })
}

function operationSection({ id, method, path, spec, parameters }: Operation): string {
  const body = isObject(spec.requestBody) ? spec.requestBody : undefined
  const responses = isObject(spec.responses) ? Object.entries(spec.responses) : []
  return `<section class="operation">
<h2 id="${esc(id)}"><code>${method.toUpperCase()} ${esc(path)}</code></h2>
${text(spec.summary) === '' ? '' : `<p>${esc(text(spec.summary))}</p>`}
${prose(spec.description)}
${parameters.length === 0 ? '' : `<h3>参数</h3>\n${parameterTable(parameters)}`}
${body === undefined ? '' : `<h3>请求内容</h3>\n${prose(body.description)}\n${contentTables(body.content)}`}
<h3>回复</h3>
${responses.map(([status, response]) => responsePart(status, response)).join('\n')}
</section>`
}

function parameterTable(parameters: readonly Json[]): string {
  const rows = parameters.map((parameter) => {
    const schema = isObject(parameter.schema) ? parameter.schema : {}
    const description = text(parameter.description) || text(schema.description)
    const name = text(parameter.name) || text(parameter.$ref)
    return `<tr><th scope="row"><code>${esc(name)}</code></th><td>${esc(text(parameter.in))}${
      parameter.required === true ? '，必填' : ''
    }</td><td>${typeOf(schema)}</td><td>${esc(description)}</td></tr>`
  })
  return `<table><thead><tr><th scope="col">名称</th><th scope="col">位置</th><th scope="col">类型</th><th scope="col">说明</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`
}

function responsePart(status: string, response: unknown): string {
  const spec = isObject(response) ? response : {}
  return `<h4><code>${esc(status)}</code> ${esc(text(spec.description))}</h4>\n${contentTables(spec.content)}`
}

function contentTables(content: unknown): string {
  if (!isObject(content)) return ''
  return Object.entries(content)
    .map(([media, value]) => {
      const schema = isObject(value) ? value.schema : undefined
      return `<p><code>${esc(media)}</code>：${typeOf(schema)}</p>\n${fieldTable(schema)}`
    })
    .join('\n')
}

function schemaSection(name: string, schema: unknown): string {
  const description = isObject(schema) ? prose(schema.description) : ''
  return `<section class="schema"><h3 id="${esc(schemaId(name))}"><code>${esc(name)}</code></h3>
${description}
<p>${typeOf(schema)}</p>
${fieldTable(schema)}</section>`
}

function prose(value: unknown): string {
  return text(value) === '' ? '' : `<p class="prose">${esc(text(value))}</p>`
}
