// What is kept of requests, over the whole interface: the pattern of the route and how it ended, never what was said.

import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { Engine } from '../../src/engine.ts'
import { AppError } from '../../src/errors.ts'
import { digestOf, type RequestAccount } from '../../src/operating/requests.ts'
import { openDesk } from '../support/desk.ts'

const QUESTION = '进口货物能不能先提货后缴税？'
const STREAM = { Accept: 'text/event-stream' }

let engine: Engine
const ended: RequestAccount[] = []
let streams: number[] = []
beforeAll(async () => {
  engine = await openDesk()
})
beforeEach(() => {
  ended.length = 0
  streams = []
})

function appOf(open: Engine | undefined, closing?: AbortSignal) {
  return createApp({
    engine: () => open,
    ...(closing && { closing }),
    observer: {
      requestEnded: (account) => void ended.push(account),
      streaming: (change) => void streams.push(change),
    },
  })
}

const post = (path: string, body: unknown, headers = {}, app = appOf(engine)) =>
  app.request(path, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', ...headers },
  })

describe('a request', () => {
  it('that was answered has its outcome, who answered, and a digest in place of the question', async () => {
    const response = await post('/api/ask', { question: QUESTION })
    expect(ended).toEqual([
      {
        requestId: response.headers.get('X-Request-Id'),
        method: 'POST',
        route: '/api/ask',
        status: 200,
        ms: expect.any(Number),
        question: digestOf(QUESTION),
        outcome: 'answered',
        answeredBy: 'extractive',
      },
    ])
    expect(ended[0]!.ms).toBeGreaterThan(0)
  })
  it('that was searched has the digest too, the same for the same question', async () => {
    await post('/api/search', { query: ` ${QUESTION} ` })
    await post('/api/search', { query: '别的问题' })
    expect(ended.map(({ question }) => question)).toEqual([digestOf(QUESTION), digestOf('别的问题')])
    expect(ended[0]!.question).toMatch(/^[\da-f]{16}$/u)
    expect(ended[0]!.question).not.toBe(ended[1]!.question)
  })
  it.each([
    ['GET', '/api/records/fj-2017-b5/13?q=13812345678', '/api/records/:document/:number', 200],
    ['HEAD', '/api/documents/fj-2017-b5', '/api/documents/:id', 200],
    ['GET', '/api/documents/李强13812345678', '/api/documents/:id', 404],
    ['GET', '/documents/fj-2017-b5', '/documents/:id', 200],
    ['GET', '/assets/none.js', '/assets/:name', 404],
    ['GET', '/13812345678', '(none)', 404],
    ['DELETE', '/api/ask', '(none)', 405],
    ['GET', '/api/health', '/api/health', 200],
  ])('has the pattern of its route, not its address: %s %s', async (method, path, route, status) => {
    await appOf(engine).request(path, { method })
    expect(ended).toMatchObject([{ method, route, status }])
    expect(JSON.stringify(ended)).not.toContain('13812345678')
  })
  it.each([
    ['no JSON', '{', 400, 'invalid_request'],
    ['too large', `{"question":"${'税'.repeat(60_000)}"}`, 413, 'payload_too_large'],
    ['against the schema', '{"question":"我叫李强"}x', 400, 'invalid_request'],
    ['of an unknown field', '{"question":"税","我叫李强":1}', 400, 'invalid_request'],
  ])('whose body is %s has the code of its refusal', async (_, body, status, code) => {
    await post('/api/ask', body, { 'Content-Length': `${Buffer.byteLength(body)}` })
    expect(ended).toMatchObject([{ route: '/api/ask', status, code }])
    expect(JSON.stringify(ended)).not.toContain('李强')
  })
  it('is kept while the desk starts, and when it closes', async () => {
    await post('/api/ask', { question: QUESTION }, {}, appOf(undefined))
    const closing = new AbortController()
    closing.abort()
    await appOf(engine, closing.signal).request('/api/health')
    expect(ended).toMatchObject([
      { status: 503, code: 'index_missing', requestId: expect.stringMatching(/^[\da-f-]{36}$/u) },
      { status: 503, code: 'shutting_down', requestId: expect.stringMatching(/^[\da-f-]{36}$/u) },
    ])
  })
})

describe('a stream', () => {
  it('has ended when its last event is sent, not when it begins', async () => {
    const response = await post('/api/ask', { question: QUESTION }, STREAM)
    expect(streams).toEqual([1])
    expect(ended).toEqual([])
    await response.text()
    await vi.waitFor(() => expect(ended).toHaveLength(1))
    expect(streams).toEqual([1, -1])
    expect(ended).toMatchObject([{ status: 200, outcome: 'answered', question: digestOf(QUESTION) }])
    expect(ended[0]).not.toHaveProperty('left')
  })
  it('that ended with an error has its code', async () => {
    const failing = {
      ...engine.answerers.extractive,
      // biome-ignore lint/correctness/useYield: it fails before it has anything to say
      async *answer(): AsyncGenerator<string, never> {
        throw new AppError('answerer_failed', '没有写成。')
      },
    }
    const open = { ...engine, degraded: [], answerers: { extractive: failing } }
    await (await post('/api/ask', { question: QUESTION }, STREAM, appOf(open))).text()
    await vi.waitFor(() => expect(ended).toHaveLength(1))
    expect(ended).toMatchObject([{ status: 200, code: 'answerer_failed' }])
  })
  it('whose reader leaves says so', async () => {
    const response = await post('/api/ask', { question: QUESTION }, STREAM)
    await response.body!.cancel()
    await vi.waitFor(() => expect(ended).toHaveLength(1))
    expect(ended[0]).toMatchObject({ left: true })
    expect(ended[0]).not.toHaveProperty('outcome')
  })
})
