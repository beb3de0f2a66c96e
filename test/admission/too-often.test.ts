// Clients that ask too often over HTTP, or have too much open: they are refused, each by itself, and told when to come
// again, on a portal's page too.

import { describe, expect, it, vi } from 'vitest'
import { eventsOf } from '../app/client.ts'
import {
  entrances,
  expectIdle,
  expectTooOften,
  JSON_TYPE,
  NONE,
  PORTAL,
  QUESTION,
  type Sent,
  STREAM,
  withModel,
} from './entrance.ts'

const { desk, engine, held } = entrances()

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
  it('count answers of a language model that are waited for: they take as long', async () => {
    const { own, write } = withModel(engine())
    const client = desk({ limits: { ...NONE, streams: 1 } }, own)
    const answer = client.post('/api/ask', { question: QUESTION })
    await vi.waitFor(() => expect(client.admission).toMatchObject({ working: 0, open: 1 }))
    for (const headers of [STREAM, JSON_TYPE])
      await expectTooOften(await client.post('/api/ask', { question: QUESTION }, { headers }))
    await vi.waitFor(() => write())
    expect((await answer).status).toBe(200)
    await expectIdle(client.admission)
  })
  it('do not count answers of quotes that are waited for', async () => {
    const { slow, go, waiting } = held()
    const client = desk({ limits: { ...NONE, streams: 1 } }, slow)
    const both = [1, 2].map(() => client.post('/api/ask', { question: QUESTION }))
    await vi.waitFor(() => expect(waiting).toHaveLength(2))
    go()
    for (const response of await Promise.all(both)) expect(response.status).toBe(200)
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
