// Who is let in over HTTP: clients that ask too often, a desk that is too busy, work that takes too long; and that
// whoever is refused is told when to come again, on a portal's page too.

import { beforeAll, describe, expect, it, vi } from 'vitest'
import { type Admission, type AdmissionOptions, openAdmission } from '../../src/admission/admission.ts'
import { createApp } from '../../src/app.ts'
import type { Engine } from '../../src/engine.ts'
import type { ErrorCode } from '../../src/errors.ts'
import { topicVectors } from '../../src/gate/topics.ts'
import { eventsOf, expectRefusal } from '../app/client.ts'
import { openDesk } from '../support/desk.ts'

const PORTAL = 'https://portal.example.gov.cn'
const NONE = { chat: 0, search: 0, feedback: 0, streams: 0 }
const JSON_TYPE = { 'Content-Type': 'application/json' }
const STREAM = { ...JSON_TYPE, Accept: 'text/event-stream' }
const QUESTION = '进口货物能不能先提货后缴税？'

let engine: Engine
beforeAll(async () => {
  engine = await openDesk()
  // As a server does at its start.
  await topicVectors(engine.dense!.embedder)
})

interface Sent {
  headers?: Record<string, string>
  /** The address of the socket. */
  peer?: string
  signal?: AbortSignal
}

function desk(options: AdmissionOptions, open: Engine = engine) {
  const admission = openAdmission(options)
  const faults: unknown[] = []
  const app = createApp({
    engine: () => open,
    admission,
    allowedOrigins: [PORTAL],
    onFault: (error) => faults.push(error),
  })
  const send = async (
    path: string,
    init: RequestInit,
    { headers = {}, peer = '203.0.113.7', signal }: Sent,
  ) =>
    app.request(
      path,
      {
        ...init,
        headers: { ...(init.headers as Record<string, string>), ...headers },
        signal: signal ?? null,
      },
      { incoming: { socket: { remoteAddress: peer } } },
    )
  return {
    admission,
    faults,
    get: (path: string, sent: Sent = {}) => send(path, {}, sent),
    post: (path: string, body: unknown, sent: Sent = {}) =>
      send(path, { method: 'POST', body: JSON.stringify(body), headers: JSON_TYPE }, sent),
  }
}
/** A turn is free again a moment after its end. */
const expectIdle = (admission: Admission) =>
  vi.waitFor(() => expect(admission).toMatchObject({ working: 0, waiting: 0, open: 0 }))

/** The engine with a model that waits until it is told to go on. */
function held() {
  const { embedder, store } = engine.dense!
  const waiting: (() => void)[] = []
  const embedQuestion = async (text: string) => {
    await new Promise<void>((resolve) => waiting.push(resolve))
    return embedder.embedQuestion(text)
  }
  const slow: Engine = { ...engine, dense: { store, embedder: { ...embedder, embedQuestion } } }
  return { slow, waiting, go: () => waiting.splice(0).forEach((resolve) => void resolve()) }
}

async function expectTooOften(response: Response, code: ErrorCode = 'rate_limited'): Promise<number> {
  const message = await expectRefusal(response, code)
  const seconds = Number(response.headers.get('Retry-After'))
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(60)
  if (!message.includes('同时')) expect(message).toContain(`请 ${seconds} 秒后再试`)
  return seconds
}

describe('a client that asks too often', () => {
  const LIMITS = { chat: 2, search: 3, feedback: 1, streams: 0 }
  const ask = (client: ReturnType<typeof desk>, sent: Sent = {}) =>
    client.post('/api/ask', { question: '你好' }, sent)

  it('is refused, and told when to come again', async () => {
    const client = desk({ limits: LIMITS })
    expect([(await ask(client)).status, (await ask(client)).status]).toEqual([200, 200])
    expect(await expectTooOften(await ask(client))).toBe(60)
    expect(client.admission.refused.rate_limited).toBe(1)
    expect(client.faults).toEqual([])
  })
  it('is told so on a page of a portal as well, under the usual headers', async () => {
    const client = desk({ limits: LIMITS })
    const sent = { headers: { Origin: PORTAL } }
    await ask(client, sent)
    await ask(client, sent)
    const { status, headers } = await ask(client, sent)
    expect(status).toBe(429)
    expect(headers.get('Access-Control-Allow-Origin')).toBe(PORTAL)
    expect(headers.get('Access-Control-Expose-Headers')).toBe('X-Request-Id,Retry-After')
    expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
  })
  it('is not taken for another one, whatever it writes about itself', async () => {
    const client = desk({ limits: LIMITS })
    for (let i = 0; i < 2; i++) await ask(client)
    for (const name of ['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'CF-Connecting-IP', 'True-Client-IP'])
      for (const claim of ['198.51.100.9', 'for=198.51.100.9', '127.0.0.1', '::1'])
        await expectTooOften(await ask(client, { headers: { [name]: claim } }))
    expect((await ask(client, { peer: '203.0.113.8' })).status).toBe(200)
  })
  it('is told from others by the proxy that it came through', async () => {
    const client = desk({ limits: LIMITS, trustedProxies: ['10.0.0.0/8'] })
    const through = (claims: string) => ({ peer: '10.0.0.1', headers: { 'X-Forwarded-For': claims } })
    for (let i = 0; i < 2; i++) await ask(client, through('203.0.113.7'))
    await expectTooOften(await ask(client, through('198.51.100.9, 203.0.113.7')))
    expect((await ask(client, through('203.0.113.7, 198.51.100.9'))).status).toBe(200)
  })
  it('has questions, searches and ratings counted apart', async () => {
    const client = desk({ limits: LIMITS })
    const rating = { answerId: '0'.repeat(32), rating: 1 }
    for (let i = 0; i < 2; i++) await ask(client)
    expect((await client.post('/api/feedback', rating)).status).toBe(204)
    await expectTooOften(await client.post('/api/feedback', rating))
    expect((await client.post('/api/search', { query: QUESTION })).status).toBe(200)
    expect((await client.get('/api/records?limit=1')).status).toBe(200)
    expect((await client.post('/api/match', { profile: { text: '跨境电商' } })).status).toBe(200)
    for (const path of [
      '/api/records',
      '/api/records/fj-2017-b5/13',
      '/api/documents',
      '/api/documents/fj-2017-b5',
    ])
      await expectTooOften(await client.get(path))
    await expectTooOften(await client.post('/api/search', { query: QUESTION }))
    await expectTooOften(await client.post('/api/match', {}))
    await expectTooOften(await ask(client))
  })
  it('is counted however it spells the address', async () => {
    const client = desk({ limits: LIMITS })
    for (let i = 0; i < 2; i++) await ask(client)
    for (const path of ['/api/ask', '/api/%61sk', '/api/ask?', '/api/ask?x=1', '/api/ask#x'])
      expect((await client.post(path, { question: '你好' })).status, path).toBe(429)
    for (const path of ['/api/ask/', '//api/ask', '/api//ask', '/API/ask', '/api/./ask/.'])
      expect([404, 405, 429], path).toContain((await client.post(path, { question: '你好' })).status)
  })
  it('still learns whether the desk is well, and gets the pages', async () => {
    const client = desk({ limits: { chat: 1, search: 1, feedback: 1, streams: 1 } })
    for (let i = 0; i < 3; i++)
      for (const path of ['/api/health', '/', '/docs', '/openapi.json', '/widget.js'])
        expect((await client.get(path)).status, path).toBe(200)
  })
  it('has no limits unless they are set', async () => {
    const client = desk({})
    for (let i = 0; i < 30; i++) expect((await ask(client)).status).toBe(200)
  })
})

describe('streams of one client', () => {
  it('are three at once; the next may begin when one has ended or was left', async () => {
    const { slow, waiting, go } = held()
    const client = desk({ limits: { ...NONE, streams: 3 } }, slow)
    const leaving = new AbortController()
    const stream = (sent: Sent = {}) =>
      client.post('/api/ask', { question: QUESTION }, { ...sent, headers: STREAM })
    const open = [await stream({ signal: leaving.signal }), await stream(), await stream()]
    await vi.waitFor(() => expect(waiting).toHaveLength(3))
    const refused = await stream()
    expect(refused.headers.get('Content-Type')).toMatch(/^application\/json/u)
    await expectTooOften(refused)
    const others = await stream({ peer: '203.0.113.8' })
    expect(others.status).toBe(200)
    leaving.abort()
    open.push(await stream())
    expect(open[3]!.status).toBe(200)
    await expectTooOften(await stream())
    await vi.waitFor(() => expect(waiting).toHaveLength(5))
    go()
    for (const response of [...open.slice(1), others])
      expect(eventsOf(await response.text()).at(-1)!.event).toBe('final')
    await open[0]!.text()
    await expectIdle(client.admission)
  })
  it('do not count answers that are waited for', async () => {
    const { slow, go, waiting } = held()
    const client = desk({ limits: { ...NONE, streams: 1 } }, slow)
    const both = [1, 2].map(() => client.post('/api/ask', { question: QUESTION }))
    await vi.waitFor(() => expect(waiting).toHaveLength(2))
    go()
    for (const response of await Promise.all(both)) expect(response.status).toBe(200)
  })
})

describe('a desk that is too busy', () => {
  const TURNS = { working: 1, waiting: 2, patience: 300 }

  it('refuses whom it has no place for, and says when to come again; health is not queued', async () => {
    const { slow, waiting, go } = held()
    const client = desk({ turns: { ...TURNS, patience: 10_000 } }, slow)
    const sent = { headers: { Origin: PORTAL } }
    const search = () => client.post('/api/search', { query: QUESTION }, sent)
    const first = search()
    await vi.waitFor(() => expect(waiting).toHaveLength(1))
    const queued = [client.get('/api/records?limit=1'), client.post('/api/ask', { question: QUESTION })]
    await vi.waitFor(() => expect(client.admission.waiting).toBe(2))
    const refusals = [
      await search(),
      await client.get('/api/records', sent),
      await client.post('/api/match', { profile: { text: '跨境电商' } }, sent),
      await client.post('/api/ask', { question: QUESTION }, sent),
    ]
    for (const response of refusals) {
      expect(response.headers.get('Access-Control-Allow-Origin')).toBe(PORTAL)
      await expectTooOften(response, 'overloaded')
    }
    expect(client.admission.refused.overloaded).toBe(4)
    expect((await client.get('/api/health')).status).toBe(200)
    expect((await client.get('/api/documents/fj-2017-b5')).status).toBe(200)
    go()
    expect((await first).status).toBe(200)
    await vi.waitFor(() => expect(waiting).toHaveLength(1))
    go()
    for (const response of queued) expect((await response).status).toBe(200)
    await expectIdle(client.admission)
    expect(client.faults).toEqual([])
  })
  it('lets nobody wait for ever', async () => {
    const { slow, waiting, go } = held()
    const client = desk({ turns: TURNS }, slow)
    const first = client.post('/api/search', { query: QUESTION })
    await vi.waitFor(() => expect(waiting).toHaveLength(1))
    await expectTooOften(await client.post('/api/search', { query: QUESTION }), 'overloaded')
    const stream = await client.post('/api/ask', { question: QUESTION }, { headers: STREAM })
    await expectTooOften(stream, 'overloaded')
    go()
    expect((await first).status).toBe(200)
    await expectIdle(client.admission)
  })
  it('lets a chat wait where a search is sent away: it is one of few that are open', async () => {
    const { slow, waiting, go } = held()
    const client = desk({ turns: { working: 1, waiting: 0, patience: 10_000 }, openMax: 3 }, slow)
    const stream = () => client.post('/api/ask', { question: QUESTION }, { headers: STREAM })
    const all = [stream(), stream(), stream()]
    await vi.waitFor(() => expect(client.admission).toMatchObject({ working: 1, waiting: 2 }))
    await expectTooOften(await client.post('/api/search', { query: QUESTION }), 'overloaded')
    await expectTooOften(await stream(), 'overloaded')
    for (const _ of all) {
      await vi.waitFor(() => expect(waiting).toHaveLength(1))
      go()
    }
    for (const response of all) expect(eventsOf(await (await response).text()).at(-1)!.event).toBe('final')
    await expectIdle(client.admission)
  })
  it('shows each chat what was found before any is written on', async () => {
    const { slow, waiting, go } = held()
    const client = desk({ turns: { working: 1, waiting: 0, patience: 10_000 }, openMax: 2 }, slow)
    const heard: string[] = []
    const read = async (name: string) => {
      const response = await client.post('/api/ask', { question: QUESTION }, { headers: STREAM })
      const decoder = new TextDecoder()
      for await (const part of response.body!)
        heard.push(...eventsOf(decoder.decode(part)).map(({ event }) => `${name} ${event}`))
    }
    const all = [read('a'), read('b')]
    for (const _ of all) {
      await vi.waitFor(() => expect(waiting).toHaveLength(1))
      go()
    }
    await Promise.all(all)
    expect(heard.filter((one) => !one.endsWith('text'))).toEqual(['a hits', 'b hits', 'a final', 'b final'])
  })
  it('forgets who left while waiting, and counts no refusal', async () => {
    const { slow, waiting, go } = held()
    const client = desk({ turns: { ...TURNS, patience: 10_000 } }, slow)
    const first = client.post('/api/search', { query: QUESTION })
    await vi.waitFor(() => expect(waiting).toHaveLength(1))
    const leaving = new AbortController()
    const left = [STREAM, JSON_TYPE].map((headers) =>
      client.post('/api/ask', { question: QUESTION }, { headers, signal: leaving.signal }),
    )
    await vi.waitFor(() => expect(client.admission.waiting).toBe(2))
    leaving.abort()
    await Promise.all(left)
    expect(client.admission.waiting).toBe(0)
    expect(client.admission.refused).toEqual({ rate_limited: 0, overloaded: 0, timeout: 0 })
    go()
    await first
    await expectIdle(client.admission)
    expect(client.faults).toEqual([])
  })
  it('has a place for the next one while a language model writes', async () => {
    let write = () => {}
    const llm: Engine['answerers']['extractive'] = {
      name: 'llm',
      async *answer() {
        await new Promise<void>((resolve) => {
          write = resolve
        })
        yield '好。'
        return { text: '好。', marked: [] }
      },
    }
    const client = desk(
      { turns: { ...TURNS, waiting: 0 } },
      { ...engine, answerers: { ...engine.answerers, llm } },
    )
    for (const headers of [STREAM, JSON_TYPE]) {
      const answer = client.post('/api/ask', { question: QUESTION }, { headers })
      await vi.waitFor(() => expect(client.admission).toMatchObject({ working: 0, open: 1 }))
      expect((await client.post('/api/search', { query: QUESTION })).status).toBe(200)
      await vi.waitFor(() => write())
      const text = await (await answer).text()
      expect(text).toContain('"answeredBy":"llm"')
      await expectIdle(client.admission)
    }
  })
  it('has only so many answers open at once', async () => {
    const client = desk({ openMax: 2, limits: { ...NONE, streams: 5 } })
    const stream = () => client.post('/api/ask', { question: QUESTION }, { headers: STREAM })
    const open = [await stream(), await stream()]
    for (let i = 0; i < 5; i++) await expectTooOften(await stream(), 'overloaded')
    for (const response of open) expect(eventsOf(await response.text()).at(-1)!.event).toBe('final')
    expect((await stream()).status).toBe(200)
  })
  it('waits for no reader: an answer that nobody reads is open, but it has no turn', async () => {
    const client = desk({ turns: { ...TURNS, waiting: 0 } })
    const unread = await client.post('/api/ask', { question: QUESTION, limit: 50 }, { headers: STREAM })
    await vi.waitFor(() => expect(client.admission).toMatchObject({ working: 0, open: 1 }))
    expect((await client.post('/api/search', { query: QUESTION })).status).toBe(200)
    expect(eventsOf(await unread.text()).at(-1)!.event).toBe('final')
    await expectIdle(client.admission)
  })
})

describe('what takes too long', () => {
  const TIME = { working: 100, writing: 300 }

  it('is ended with a timeout, and gives its place back', async () => {
    const { slow } = held()
    const client = desk({ time: TIME, turns: { working: 1, waiting: 0, patience: 1 } }, slow)
    const asked: [string, object][] = [
      ['/api/search', { query: QUESTION }],
      ['/api/ask', { question: QUESTION }],
      ['/api/match', { profile: { text: '跨境电商' } }],
    ]
    for (const [path, body] of asked) {
      const message = await expectRefusal(await client.post(path, body), 'timeout')
      expect(message).toContain('0.1 秒')
      await expectIdle(client.admission)
    }
    expect(client.admission.refused.timeout).toBe(3)
    expect(client.faults).toEqual([])
  })
  it('ends a stream with an `error` event, and nothing after it', async () => {
    const { slow, waiting, go } = held()
    const client = desk({ time: TIME }, slow)
    const response = await client.post('/api/ask', { question: QUESTION }, { headers: STREAM })
    expect(eventsOf(await response.text())).toEqual([
      { event: 'error', data: { error: expect.objectContaining({ code: 'timeout' }) } },
    ])
    expect(waiting).toHaveLength(1)
    go()
    await expectIdle(client.admission)
    expect(client.faults).toEqual([])
  })
  it('stops the work: the model is not asked about the rest of what a firm told', async () => {
    const { slow, waiting, go } = held()
    const client = desk({ time: TIME }, slow)
    const text = '我们做跨境电商零售进口。常有退货。货物放在保税仓。想先提货再缴税。员工来自台湾。'
    await expectRefusal(await client.post('/api/match', { profile: { text } }), 'timeout')
    expect(waiting).toHaveLength(1)
    go()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(waiting).toHaveLength(0)
  })
})

it('the interface says that it may refuse so', async () => {
  const client = desk({})
  const { paths } = (await (await client.get('/openapi.json')).json()) as {
    paths: Record<string, Record<string, { responses: object }>>
  }
  for (const path of ['/api/ask', '/api/search', '/api/match', '/api/records', '/api/feedback'])
    for (const { responses } of Object.values(paths[path]!))
      expect(Object.keys(responses), path).toEqual(expect.arrayContaining(['429', '503', '504']))
})
