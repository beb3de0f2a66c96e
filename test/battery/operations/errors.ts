// Errors over HTTP, of every kind and from every route: none tells how the desk is made or what it holds.

import type { Answerer } from '../../../src/answerers/answerer.ts'
import { createApp } from '../../../src/app.ts'
import { type Engine, openEngine } from '../../../src/engine.ts'
import { AppError } from '../../../src/errors.ts'
import { deskSettings } from '../../support/desk.ts'
import { type Case, Count } from '../case.ts'
import { ownFolder, startDesk } from '../running.ts'

/** Paths of a machine, frames of a stack, names of source files; scores; rows of figures as vectors are. */
const INSIDE: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a path', /(?:^|[\s"'(：])\/(?:work|home|root|tmp|usr|app|srv|data|proc|etc|var|opt)\b|[A-Z]:\\/u],
  ['a stack', /\bat \S+ ?\(|node:internal|node_modules|\.[cm]?[jt]s:\d+|"stack"/u],
  ['an error of the language', /\b(?:Type|Range|Syntax|Reference|Zod)Error\b|ENOENT|ECONN|SQLITE/u],
  ['a score', /score|cosine|"trace"|"support"/u],
  ['a vector', /(?:-?\d+\.\d+(?:e-?\d+)?[,\s]+){4}/u],
]

/** What no reply at all may hold: scores are told to whoever asks how a hit was found. */
const OUTSIDE = INSIDE.filter(([what]) => ['a path', 'a stack', 'a vector'].includes(what))

const ROUTES = [
  ['POST', '/api/search'],
  ['POST', '/api/ask'],
  ['POST', '/api/match'],
  ['POST', '/api/feedback'],
] as const

const BODIES: readonly string[] = [
  '', '{', '[]', 'null', '"税"', '5', '{"', '{}', '{"question":5}', '{"query":[]}', '{"question":""}',
  `{"question":"${'税'.repeat(501)}"}`, '{"question":"税","limit":0}', '{"question":"税","limit":1.5}',
  '{"question":"税","filters":{"x":"y"}}', '{"query":"税","filters":{"kind":5}}', '{"question":"税","answerer":"gpt"}',
  '{"question":"税","answerer":"llm"}', '{"question":"税","history":[{"role":"system","content":"x"}]}',
  '{"profile":5}', '{"profile":{"text":5}}', '{"answerId":"x","rating":2}', '{"answerId":"none","rating":1}',
  '{"question":"\\ud800"}', '{"question":"税","__proto__":{"a":1}}', `${'['.repeat(100_000)}`,
  '/etc/passwd', `{"question":"${'税'.repeat(50_000)}"}`, '{"question":"进口货物能不能先提货后缴税？"}', '{"query":"退货"}',
] // biome-ignore format: one list

const ADDRESSES: readonly (readonly [method: string, path: string])[] = [
  ['GET', '/nope'], ['GET', '/api/nope'], ['GET', '/api/records/x/y'], ['GET', '/api/documents/x'], ['GET', '/documents/x'],
  ['GET', '/assets/x.js'], ['GET', '/assets/..%2f..%2f..%2fpackage.json'], ['GET', '/api/documents/..%2f..%2fetc%2fpasswd'],
  ['GET', '/api/records?limit=0'], ['GET', '/api/records?limit=x'], ['GET', '/api/records?sort=score'], ['GET', '/api/records?x=y'],
  ['GET', '/api/records?offset=-1'], ['GET', '/api/ask'], ['PUT', '/api/search'], ['DELETE', '/api/documents/x'], ['PATCH', '/'],
  ['POST', '/'], ['POST', '/metrics'], ['OPTIONS', '/api/ask'], ['GET', '/%00'], ['GET', '/api/documents/%E0%A4%A'],
] // biome-ignore format: one list

const TYPES = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
]

const S26: Case = {
  id: 'S26',
  what: 'no vector, path, stack or score in any error, and none of the first three in any reply',
  tiers: ['sample', 't1', 'b'],
  async run() {
    const count = new Count()
    const statuses = new Map<number, number>()
    const look = async (what: string, response: Response) => {
      const text = await response.text()
      if (response.status < 400) {
        const found = OUTSIDE.find(([, pattern]) => pattern.test(text))
        count.add(found && `${what} → ${response.status} gives ${found[0]}`)
        return
      }
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
      count.add(given(what, response, text))
    }
    const own = await ownFolder()
    const desk = await startDesk({ INDEX_DIR: own.index })
    try {
      for (const [method, route] of ROUTES)
        for (const body of BODIES)
          for (const type of TYPES)
            for (const accept of ['application/json', 'text/event-stream'])
              await look(
                `${method} ${route} ${type} ${body.slice(0, 40)}`,
                await fetch(desk.address + route, {
                  method,
                  body,
                  headers: { 'Content-Type': type, Accept: accept },
                }),
              )
      for (const [method, address] of ADDRESSES)
        await look(`${method} ${address}`, await fetch(desk.address + address, { method }))
    } finally {
      await desk.stop()
      own.remove()
    }
    for (const [what, thrown] of FAULTS)
      for (const [method, path] of [...ROUTES, ['GET', '/api/records'], ['GET', '/api/documents']] as const)
        for (const accept of ['application/json', 'text/event-stream'])
          await look(`${what}: ${method} ${path}`, await failing(thrown, method, path, accept))
    for (const [what, text] of await brokenStreams()) count.add(givenInStream(what, text))
    return count.tally(
      [...statuses]
        .sort()
        .map(([status, times]) => `${times} × ${status}`)
        .join(', '),
    )
  },
}

/** Thrown wherever the engine is touched, as a bug or a broken part would. */
const FAULTS: readonly (readonly [what: string, thrown: unknown])[] = [
  ['a bug', new TypeError("Cannot read properties of undefined (reading 'score')")],
  ['the system', Object.assign(new Error("ENOENT: no such file, open '/srv/cewen/x'"), { code: 'ENOENT' })],
  ['a vector', new RangeError('bad vector 0.123456 -0.234567 0.345678 0.456789 0.567891')],
  ['a part', new AppError('index_mismatch', '索引与文件不符。', { cause: new Error('/srv/cewen/builds/x') })],
]

async function failing(thrown: unknown, method: string, path: string, accept: string): Promise<Response> {
  const engine = new Proxy({} as Engine, {
    get: (_, name) => {
      if (name === 'then') return undefined
      throw thrown
    },
  })
  const app = createApp({ engine: () => engine })
  const body = { query: '税', question: '税', profile: { text: '税' }, answerId: 'x', rating: 1 }
  const fields: Record<string, readonly string[]> = {
    '/api/search': ['query'],
    '/api/ask': ['question'],
    '/api/match': ['profile'],
    '/api/feedback': ['answerId', 'rating'],
  }
  const sent = Object.fromEntries(Object.entries(body).filter(([name]) => fields[path]?.includes(name)))
  return app.request(path, {
    method,
    headers: { 'Content-Type': 'application/json', Accept: accept },
    ...(method === 'POST' && { body: JSON.stringify(sent) }),
  })
}

/** Answers that fail when their first words are already out. */
async function brokenStreams(): Promise<[what: string, text: string][]> {
  const engine = await openEngine(await deskSettings())
  try {
    const streams: [string, string][] = []
    for (const [what, thrown] of FAULTS) {
      const { extractive } = engine.answerers
      const broken: Answerer = {
        name: extractive.name,
        async *answer() {
          yield '企业'
          throw thrown
        },
      }
      const app = createApp({
        engine: () => ({ ...engine, answerers: { ...engine.answerers, extractive: broken } }),
      })
      const response = await app.request('/api/ask', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
        body: JSON.stringify({ question: '进口货物能不能先提货后缴税？' }),
      })
      streams.push([`${what}, behind the first words`, await response.text()])
    }
    return streams
  } finally {
    await engine.close()
  }
}

/** The last event is an error as others are; what came before it are hits and words. */
function givenInStream(what: string, text: string): string | undefined {
  const [, data = ''] = /event: error\ndata: ([^\n]+)\n\n$/u.exec(text) ?? []
  const found = INSIDE.find(([, pattern]) => pattern.test(data))
  if (found) return `${what}: the event gives ${found[0]}: ${data}`
  return ERROR_BODY.test(data) ? undefined : `${what}: no error event: ${text.slice(-200)}`
}

const ERROR_BODY = /^\{"error":\{"code":"[a-z_]+","message":"[^"]+","requestId":"[\da-f-]{36}"\}\}$/u

function given(what: string, response: Response, text: string): string | undefined {
  const all = `${text}\n${[...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')}`
  const found = INSIDE.find(([, pattern]) => pattern.test(all))
  if (found) return `${what} → ${response.status} gives ${found[0]}: ${text.slice(0, 200)}`
  // A page that is not there is a page all the same.
  if (response.headers.get('Content-Type')?.startsWith('text/html')) return undefined
  return ERROR_BODY.test(text)
    ? undefined
    : `${what} → ${response.status} is no error body: ${text.slice(0, 200)}`
}

export const ERRORS: readonly Case[] = [S26]
