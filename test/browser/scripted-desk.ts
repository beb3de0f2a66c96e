// The real pages with their real headers, and in place of the engine a script: a test answers each question itself,
// piece by piece, late, wrongly or not at all. Also tiny servers for the pages of somebody else.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { createApp } from '../../src/app.ts'
import type {
  Answer,
  DocumentDetail,
  Filters,
  Hit,
  Message,
  PolicyRecord,
  RecordsPage,
} from '../../src/schema.ts'

/** One question that has come in and waits for what the test says. */
export interface Asked {
  readonly body: {
    question: string
    history?: Message[]
    filters?: Filters
    readFilters?: boolean
    offset?: number
  }
  /** Whether the other side has hung up. */
  readonly gone: () => boolean
  hits(hits?: readonly Hit[]): void
  text(delta: string): void
  /** The last event of a good stream. */
  final(answer: Answer): void
  /** An `error` event inside the stream. */
  error(message: string): void
  /** Ends the stream in good order, without a last event. */
  end(): void
  /** Breaks the connection. */
  cut(): void
  /** Refuses the question before any stream. */
  refuse(status: number, message: string): void
}

/** What the scripted library holds. */
export interface Shelf {
  readonly documents: readonly DocumentDetail[]
  readonly records: readonly PolicyRecord[]
}

export interface ScriptedDesk {
  readonly address: string
  shelf: Shelf
  /** Answers every question at once, instead of leaving it to `next`. */
  answerAll: ((body: Asked['body']) => Answer) | undefined
  /** The ratings that have come in. */
  readonly rated: object[]
  /** Refuses every rating with these words. */
  refuseRatings: string | undefined
  /** The next question that nobody has taken yet. */
  next(): Promise<Asked>
  /** How many questions have come in so far. */
  count(): number
  /** Stops listening and cuts every connection. */
  down(): Promise<void>
  /** Listens again, at the same address. */
  up(): Promise<void>
  close(): Promise<void>
}

/** @param allowedOrigins of host pages that may embed the desk */
export async function openScriptedDesk(
  shelf: Shelf,
  allowedOrigins: readonly string[] = [],
): Promise<ScriptedDesk> {
  const app = createApp({ engine: () => undefined, allowedOrigins })
  const pages = getRequestListener(app.fetch)
  const waiting: Asked[] = []
  const takers: ((asked: Asked) => void)[] = []
  let count = 0

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://desk')
    const isRating = request.method === 'POST' && pathname === '/api/feedback'
    const isAsk = request.method === 'POST' && pathname === '/api/ask'
    const found =
      request.method === 'GET' ? answerGet(desk.shelf, decodeURIComponent(pathname), searchParams) : undefined
    if (!isAsk && !isRating && found === undefined) return void pages(request, response)
    allowOrigin(request, response, allowedOrigins)
    if (found !== undefined) return void sendJson(response, 200, found)
    if (isRating)
      return void readBody(request).then((text) => {
        if (desk.refuseRatings) return refuse(response, 507, desk.refuseRatings)
        desk.rated.push(JSON.parse(text))
        response.writeHead(204).end()
      })
    void readBody(request).then((text) => {
      const asked = askedOf(JSON.parse(text), response)
      count += 1
      if (desk.answerAll) return asked.final(desk.answerAll(asked.body))
      const taker = takers.shift()
      if (taker) taker(asked)
      else waiting.push(asked)
    })
  })
  const address = await listen(server)
  const desk: ScriptedDesk = {
    address,
    shelf,
    answerAll: undefined,
    rated: [],
    refuseRatings: undefined,
    next: () => {
      const first = waiting.shift()
      return first ? Promise.resolve(first) : new Promise((resolve) => takers.push(resolve))
    },
    count: () => count,
    down: () => stop(server),
    up: async () => void (await listen(server, Number(new URL(address).port))),
    close: () => stop(server),
  }
  return desk
}

/** A server of somebody else's pages. */
export interface HostSite {
  readonly address: string
  /** The page at `/`, and the policy it is sent with. */
  html: string
  policy: string | undefined
  close(): Promise<void>
}

export async function openHostSite(): Promise<HostSite> {
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    if (site.policy !== undefined) response.setHeader('Content-Security-Policy', site.policy)
    response.end(site.html)
  })
  const site: HostSite = {
    address: await listen(server),
    html: '',
    policy: undefined,
    close: () => stop(server),
  }
  return site
}

export function listen(server: Server, port = 0): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    )
  })
}

export function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

function answerGet({ documents, records }: Shelf, path: string, query: URLSearchParams): object | undefined {
  if (path === '/api/documents')
    return {
      items: documents.map(({ text: _text, sections: _sections, records: inside, ...rest }) => ({
        ...rest,
        records: inside.length,
      })),
    }
  if (path === '/api/records') {
    const offset = Number(query.get('offset') ?? 0)
    const ids = [...query.getAll('id'), ...(query.get('ids')?.split(',') ?? [])]
    const found = ids.length === 0 ? records : records.filter(({ id }) => ids.includes(id))
    return {
      total: found.length,
      items: found.slice(offset, offset + Number(query.get('limit') ?? 50)),
      facets: facetsOf(records),
    }
  }
  const [kind, ...rest] = path.replace(/^\/api\//u, '').split('/')
  if (kind === 'documents') return documents.find(({ id }) => id === rest.join('/'))
  if (kind === 'records') return records.find(({ id }) => id === rest.join('/'))
  return undefined
}

function facetsOf(records: readonly PolicyRecord[]): RecordsPage['facets'] {
  const counted = (values: readonly string[]) => {
    const counts: Record<string, number> = {}
    for (const value of values) counts[value] = (counts[value] ?? 0) + 1
    return counts
  }
  return {
    document: counted(records.map(({ documentId }) => documentId)),
    area: counted(records.flatMap(({ implementedIn = [] }) => implementedIn)),
    unit: counted(records.flatMap(({ leadUnits = [] }) => leadUnits)),
    kind: counted(records.map(({ kind }) => kind)),
    innovation: counted(records.flatMap(({ innovationType = [] }) => innovationType)),
  }
}

function askedOf(body: Asked['body'], response: ServerResponse): Asked {
  const send = (event: string, data: unknown) => {
    if (!response.headersSent)
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  return {
    body,
    gone: () => response.destroyed,
    hits: (hits = []) => send('hits', hits),
    text: (delta) => send('text', { delta }),
    final: (answer) => {
      send('final', answer)
      response.end()
    },
    error: (message) => {
      send('error', { error: { code: 'internal', message, requestId: 'request-1' } })
      response.end()
    },
    end: () => response.end(),
    cut: () => void response.destroy(),
    refuse: (status, message) => refuse(response, status, message),
  }
}

function refuse(response: ServerResponse, status: number, message: string): void {
  sendJson(response, status, { error: { code: 'internal', message, requestId: 'request-1' } })
}

function sendJson(response: ServerResponse, status: number, content: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(content))
}

function allowOrigin(request: IncomingMessage, response: ServerResponse, allowed: readonly string[]): void {
  const { origin } = request.headers
  if (origin === undefined || !allowed.includes(origin)) return
  response.setHeader('Access-Control-Allow-Origin', origin)
  response.setHeader('Vary', 'Origin')
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
