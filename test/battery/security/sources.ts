// S13, S15 and S33: what the product's source and its lock file cannot do: unpack, read XML, call anybody but the two
// servers that an operator names, run what packages bring for their installation.

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { ROOT } from '../../../src/config.ts'
import { type Case, Count } from '../case.ts'

const SRC = path.join(ROOT, 'src')

/** What reaches out or unpacks, as `module name`, and the only files that may import it. */
const REACHES: readonly [name: RegExp, files: readonly string[]][] = [
  // To the language model of LLM_BASE_URL. What listens, and what reads addresses, calls nobody.
  [
    /^node:(?:https?|net) (?!createServer$|STATUS_CODES$|BlockList$|SocketAddress$|isIP(?:v[46])?$)/u,
    ['answerers/llm/client.ts'],
  ],
  // To MODEL_HUB; without it no remote model is allowed.
  [/^@xenova\/transformers /u, ['embedders/local-child.ts']],
  // The processes of the native parts.
  [/^node:child_process /u, ['children/link.ts']],
  [/^node:(?:tls|dgram|dns|dns\/promises|http2|inspector|vm|cluster|zlib) /u, []],
  [
    /^(?:undici|axios|got|node-fetch|ws|jszip|yauzl|adm-zip|unzipper|fflate|pako|tar|xml2js|sax|fast-xml-parser|@xmldom\/.*|jsdom|cheerio|mammoth|pdf.*|xlsx|exceljs) /u,
    [],
  ],
]
const GLOBALS =
  /^(?:fetch|WebSocket|EventSource|XMLHttpRequest|DecompressionStream|eval|Function|DOMParser)$/u

/** Packages whose installation runs a program, as npm is allowed to by package.json. */
const SCRIPTS = ['esbuild', 'hnswlib-node', 'nodejieba', 'protobufjs', 'sharp']
/** Below these, packages have known holes. */
const FLOORS: Readonly<Record<string, string>> = {
  hono: '4.13.11',
  '@hono/node-server': '2.1.3',
  sharp: '0.34.0',
}
const EXACT = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/u

interface Package {
  version?: string
  resolved?: string
  integrity?: string
  link?: boolean
  hasInstallScript?: boolean
}

export const SOURCES: readonly Case[] = [
  {
    id: 'S13',
    what: 'no archive, no XML (S15) and no foreign address is read by any file of the server',
    tiers: ['sample', 't1', 'b'],
    async run() {
      const count = new Count()
      for (const file of readdirSync(SRC, { recursive: true, encoding: 'utf8' })) {
        if (!file.endsWith('.ts') || file.startsWith(path.join('web', 'client'))) continue
        for (const used of new Set(usedBy(file))) count.add(fault(file, used))
      }
      return count.tally('modules and globals used by the server')
    },
  },
  {
    id: 'S33',
    what: 'the lock file: exact versions, digests, known scripts, no holes that are known',
    tiers: ['sample', 't1', 'b'],
    async run() {
      const count = new Count()
      const lock: { packages: Record<string, Package> } = json('package-lock.json')
      const { dependencies, devDependencies, allowScripts } = json('package.json')
      for (const [name, version] of Object.entries<string>({ ...dependencies, ...devDependencies }))
        count.add(EXACT.test(version) ? undefined : `${name} ${version} is not exact`)
      const scripts: string[] = []
      for (const [at, one] of Object.entries(lock.packages)) {
        if (at === '') continue
        const name = at.slice(at.lastIndexOf('node_modules/') + 'node_modules/'.length)
        if (one.hasInstallScript) scripts.push(name)
        count.add(wrong(name, one))
      }
      count.add(scripts.sort().join() === SCRIPTS.join() ? undefined : `scripts: ${scripts}`)
      count.add(Object.keys(allowScripts).sort().join() === SCRIPTS.join() ? undefined : 'allowScripts')
      return count.tally(`${Object.keys(lock.packages).length - 1} packages, ${scripts.length} with a script`)
    },
  },
]

const json = (name: string) => JSON.parse(readFileSync(path.join(ROOT, name), 'utf8'))

function wrong(name: string, { version = '', resolved, integrity, link }: Package): string | undefined {
  if (link) return `${name} is a link`
  if (!EXACT.test(version) || integrity === undefined || !/^sha512-/u.test(integrity))
    return `${name} ${version}`
  if (resolved !== undefined && !/^https:/u.test(resolved)) return `${name} from ${resolved}`
  const floor = FLOORS[name]
  return floor !== undefined && version.localeCompare(floor, 'en', { numeric: true }) < 0
    ? `${name} ${version} is below ${floor}`
    : undefined
}

/** What a file imports or passes on besides types, and all that it names. */
function usedBy(file: string): string[] {
  const used: string[] = []
  const keys = new Set<number>()
  const { program, module } = parseSync(file, readFileSync(path.join(SRC, file), 'utf8'))
  for (const { moduleRequest, entries } of module.staticImports)
    for (const { importName, isType } of entries)
      if (!isType) used.push(`${moduleRequest.value} ${importName.name ?? '*'}`)
  for (const { entries } of module.staticExports)
    for (const { moduleRequest, importName, isType } of entries)
      if (moduleRequest && !isType) used.push(`${moduleRequest.value} ${importName.name ?? '*'}`)
  new Visitor({
    ImportExpression({ source }) {
      used.push(source.type === 'Literal' ? `${source.value} *` : 'a module named at run time')
    },
    Identifier({ name, start }) {
      if (!keys.has(start)) used.push(name)
    },
    // What an object has may be called as a global is: request.fetch is none, globalThis.fetch is one.
    MemberExpression({ object, property, computed }) {
      const isGlobal = object.type === 'Identifier' && object.name === 'globalThis'
      if (!computed && !isGlobal) keys.add(property.start)
    },
    Property({ key, computed, shorthand }) {
      if (!computed && !shorthand) keys.add(key.start)
    },
  }).visit(program)
  return used
}

function fault(file: string, used: string): string | undefined {
  if (GLOBALS.test(used) || used === 'a module named at run time') return `${file} uses ${used}`
  const reach = REACHES.find(([name]) => name.test(used))
  return reach && !reach[1].includes(file.replaceAll(path.sep, '/')) ? `${file} loads ${used}` : undefined
}
