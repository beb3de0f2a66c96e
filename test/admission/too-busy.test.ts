// A desk that is too busy: who waits, who is sent away, and that nobody who is gone or only reads holds a place.

import { getEventListeners } from 'node:events'
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
  STREAM,
  withModel,
} from './entrance.ts'

const { engine, desk, held } = entrances()

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
  it('accounts for who left while waiting, and counts no refusal', async () => {
    const LEFT = { left: true, code: 'internal' }
    const { slow, waiting, go } = held()
    const client = desk({ turns: { ...TURNS, patience: 10_000 } }, slow)
    const first = client.post('/api/search', { query: QUESTION })
    await vi.waitFor(() => expect(waiting).toHaveLength(1))
    const leaving = new AbortController()
    const left = [STREAM, JSON_TYPE].map((headers) =>
      client.post('/api/ask', { question: QUESTION }, { headers, signal: leaving.signal }),
    )
    await vi.waitFor(() => expect(client.admission.waiting).toBe(2))
    // As the server says it.
    leaving.abort('Client connection prematurely closed.')
    await Promise.all(left)
    expect(client.accounts.map(({ left, code }) => ({ left, code }))).toEqual([LEFT, LEFT])
    expect(client.admission.waiting).toBe(0)
    expect(client.admission.refused).toEqual({ rate_limited: 0, overloaded: 0, timeout: 0 })
    go()
    await first
    await expectIdle(client.admission)
    expect(client.faults).toEqual([])
  })
  it('has a place for the next one while a language model writes', async () => {
    const { own, write } = withModel(engine())
    const client = desk({ turns: { ...TURNS, waiting: 0 } }, own)
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
  it('keeps nothing of who has been answered', async () => {
    const listening = vi.spyOn(EventTarget.prototype, 'addEventListener')
    try {
      const client = desk({})
      for (const headers of [STREAM, JSON_TYPE])
        await (await client.post('/api/ask', { question: QUESTION }, { headers })).text()
      await expectIdle(client.admission)
      const left = listening.mock.calls.flatMap(([, listener], i) => {
        const signal = listening.mock.contexts[i] as AbortSignal
        return (listener as () => void).name === 'leave' ? [getEventListeners(signal, 'abort')] : []
      })
      expect(left.length).toBeGreaterThanOrEqual(2)
      for (const listeners of left) expect(listeners.map(({ name }) => name)).not.toContain('leave')
    } finally {
      listening.mockRestore()
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
  it('searches while no further answer may be open', async () => {
    const { own, write } = withModel(engine())
    const client = desk({ openMax: 1 }, own)
    const answer = client.post('/api/ask', { question: QUESTION })
    await vi.waitFor(() => expect(client.admission).toMatchObject({ working: 0, open: 1 }))
    await expectTooOften(await client.post('/api/ask', { question: QUESTION }), 'overloaded')
    await expectTooOften(
      await client.post('/api/ask', { question: QUESTION }, { headers: STREAM }),
      'overloaded',
    )
    const quotes = { question: QUESTION, answerer: 'extractive' }
    for (const [path, body] of [
      ['/api/search', { query: QUESTION }],
      ['/api/ask', quotes],
    ] as const)
      expect((await client.post(path, body)).status).toBe(200)
    await vi.waitFor(() => write())
    expect((await answer).status).toBe(200)
    await expectIdle(client.admission)
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
