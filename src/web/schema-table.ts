// Shows a JSON schema (as OpenAPI 3.1 uses it) as a type in words and as a table of its fields.
// A `$ref` becomes a link to the named schema. Every text is escaped. Pure.

import { escapeHtml as esc } from './escape.ts'

export type Json = Readonly<Record<string, unknown>>

/** Deepest nesting of unnamed objects that is spelt out. */
const DEEPEST = 6

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A string as it is, anything else as the empty string. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The id of a named schema on the page. */
export function schemaId(name: string): string {
  return `schema-${name}`
}

/** The type of a schema as HTML: links for references, allowed values, limits and the default. */
export function typeOf(schema: unknown): string {
  if (schema === true || schema === undefined) return '任意'
  if (!isObject(schema)) return ''
  return [kindOf(schema), ...limitsOf(schema).map(esc)].filter((part) => part !== '').join('，')
}

function kindOf(schema: Json): string {
  if (typeof schema.$ref === 'string') return reference(schema.$ref)
  const choices = [...list(schema.anyOf), ...list(schema.oneOf)]
  if (choices.length > 0) return choices.map(typeOf).join(' | ')
  if (list(schema.allOf).length > 0) return list(schema.allOf).map(typeOf).join(' + ')
  if (schema.const !== undefined) return code(schema.const)
  if (list(schema.enum).length > 0) return list(schema.enum).map(code).join(' | ')
  if (schema.type === 'array') return `数组，每项：${typeOf(schema.items)}`
  if (isObject(schema.additionalProperties) && !isObject(schema.properties))
    return `object，每个值：${typeOf(schema.additionalProperties)}`
  const types = Array.isArray(schema.type) ? schema.type : [schema.type]
  return types.map((type) => esc(text(type))).join(' | ') || (isObject(schema.properties) ? 'object' : '任意')
}

function reference(ref: string): string {
  const name = ref.split('/').at(-1) ?? ref
  return `<a href="#${esc(schemaId(name))}"><code>${esc(name)}</code></a>`
}

function code(value: unknown): string {
  return `<code>${esc(JSON.stringify(value) ?? '')}</code>`
}

/** Names of limits in words. zod writes the largest safe integers where there is no limit; those are left out. */
const LIMITS = [
  ['minimum', '最小'],
  ['maximum', '最大'],
  ['minLength', '最短'],
  ['maxLength', '最长'],
  ['minItems', '最少项数'],
  ['maxItems', '最多项数'],
  ['pattern', '格式'],
  ['format', '格式'],
  ['default', '默认'],
] as const

function limitsOf(schema: Json): string[] {
  return LIMITS.flatMap(([key, label]) => {
    const value = schema[key]
    if (value === undefined || Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER) return []
    return [`${label} ${typeof value === 'string' ? value : JSON.stringify(value)}`]
  })
}

interface Field {
  readonly path: string
  readonly required: boolean
  readonly schema: unknown
}

/** The fields of an object, or of the objects in an array, as a table; empty for anything without fields. */
export function fieldTable(schema: unknown): string {
  const fields = fieldsOf(schema, '', 0)
  if (fields.length === 0) return ''
  const rows = fields.map(({ path, required, schema: field }) => {
    const description = isObject(field) ? text(field.description) : ''
    const example =
      isObject(field) && field.example !== undefined ? `例：${JSON.stringify(field.example)}` : ''
    const remark = [description, example].filter((part) => part !== '').join('　')
    return `<tr><th scope="row"><code>${esc(path)}</code></th><td>${required ? '必有' : '可选'}</td><td>${typeOf(
      field,
    )}</td><td>${esc(remark)}</td></tr>`
  })
  return `<table><thead><tr><th scope="col">字段</th><th scope="col">出现</th><th scope="col">类型</th><th scope="col">说明</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`
}

/** Fields in order, those of unnamed inner objects after their parent with a dotted path. References end there. */
function fieldsOf(schema: unknown, prefix: string, depth: number): Field[] {
  if (!isObject(schema) || depth > DEEPEST) return []
  if (schema.type === 'array') return fieldsOf(schema.items, `${prefix.replace(/\.$/, '')}[].`, depth + 1)
  const parts = [...list(schema.allOf), ...list(schema.anyOf), ...list(schema.oneOf)]
  const required = new Set(list(schema.required))
  const own = Object.entries(isObject(schema.properties) ? schema.properties : {}).flatMap(
    ([name, field]) => [
      { path: prefix + name, required: required.has(name), schema: field },
      ...fieldsOf(field, `${prefix}${name}.`, depth + 1),
    ],
  )
  return [...own, ...parts.flatMap((part) => fieldsOf(part, prefix, depth + 1))]
}
