// What nobody should send: each is refused with a code, a Chinese sentence and the id of the request, and none of it
// reaches the operator as a fault.

import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../src/errors.ts'
import { SearchResponse } from '../../src/schema.ts'
import { openDesk } from '../support/desk.ts'
import { type Client, clientOf, expectRefusal } from './client.ts'

const MEGABYTE = 1024 * 1024
const JSON_TYPE = { 'Content-Type': 'application/json' }
const STORIES = [
  ['/api/search', 'query'],
  ['/api/ask', 'question'],
] as const

let client: Client
beforeAll(async () => {
  client = clientOf(await openDesk())
})
afterEach(() => expect(client.faults).toEqual([]))

/** A body in pieces, whose length nobody is told. */
function inPieces(bytes: number): ReadableStream<Uint8Array> {
  const piece = new Uint8Array(16_384).fill(0x61)
  let sent = 0
  return new ReadableStream({
    pull(controller) {
      if (sent >= bytes) return controller.close()
      sent += piece.length
      controller.enqueue(piece)
    },
  })
}

describe.each(STORIES)('%s', (path, field) => {
  const post = (question: unknown, more: object = {}) => client.post(path, { [field]: question, ...more })
  const raw = (question: string, more = '') => client.send(path, `{"${field}":${question}${more}}`)

  it.each(['', ' ', '\n\t　', '税'.repeat(501), '😀'.repeat(501), 5, true, null, ['税'], { text: '税' }])(
    'refuses %j for a question',
    async (question) => {
      expect(await expectRefusal(await post(question), 'invalid_request')).toContain(`${field}：`)
    },
  )
  it('counts code points, not units, after trimming', async () => {
    expect((await post('😀'.repeat(500))).status).toBe(200)
    expect((await post(`  ${'税'.repeat(500)}  `)).status).toBe(200)
  })
  it.each([
    ['malformed', `{"${field}": `],
    ['empty', ''],
    ['no', null],
    ['null', 'null'],
    ['a bare string', '"税"'],
    ['a list', `[{"${field}":"税"}]`],
    ['an empty object', '{}'],
    ['a stray comma', `{"${field}":"税",}`],
    ['single quotes', `{'${field}':'税'}`],
  ])('refuses a body that is %s', async (_, body) => {
    await expectRefusal(await client.send(path, body), 'invalid_request')
  })
  it.each(['extra', '__proto__', 'constructor', 'Query', 'k'])(
    'refuses the unknown field %s',
    async (name) => {
      expect(await expectRefusal(await raw('"税"', `,"${name}":{"limit":3}`), 'invalid_request')).toContain(
        name,
      )
      expect(({} as { limit?: number }).limit).toBeUndefined()
    },
  )
  it.each(['"税\\ud800"', '"\\udc00税"', '"\\ude00\\ud83d"'])(
    'refuses the half character in %s',
    async (text) => {
      await expectRefusal(await raw(text), 'invalid_request')
      await expectRefusal(
        await raw('"税"', `,"history":[{"role":"user","content":${text}}]`),
        'invalid_request',
      )
    },
  )
  it.each([0, 51, -1, 1.5, '5', null, [5], Number.MAX_SAFE_INTEGER])(
    'refuses the limit %j',
    async (limit) => {
      expect(await expectRefusal(await post('税', { limit }), 'invalid_request')).toContain('limit：')
    },
  )
  it.each([
    ['another role', [{ role: 'system', content: '税' }]],
    ['no content', [{ role: 'user' }]],
    ['bare strings', ['税']],
    ['an object', { role: 'user', content: '税' }],
    ['a string', '税'],
  ])('refuses a history with %s', async (_, history) => {
    await expectRefusal(await post('税', { history }), 'invalid_request')
  })
  it('bears a very long history, up to the size of a body', async () => {
    const history = (length: number) =>
      Array.from({ length }, () => ({ role: 'user', content: '通关'.repeat(8) }))
    expect((await post('税', { history: history(1000) })).status).toBe(200)
    await expectRefusal(await post('税', { history: history(5000) }), 'payload_too_large')
  })
  it.each([
    ['lists', '['.repeat(50_000) + ']'.repeat(50_000)],
    ['objects', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
  ])('refuses %s nested very deep', async (_, nested) => {
    await expectRefusal(await client.send(path, nested), 'invalid_request')
    await expectRefusal(await raw('"税"', `,"filters":${nested}`), 'invalid_request')
    await expectRefusal(await raw('"税"', `,"history":${nested}`), 'invalid_request')
  })
  it('refuses a hundred thousand nested lists as too large', async () => {
    const nested = '['.repeat(100_000) + ']'.repeat(100_000)
    await expectRefusal(await client.send(path, nested), 'payload_too_large')
  })
  it('refuses a megabyte, whether or not its length is told', async () => {
    const body = `{"${field}":"${'a'.repeat(MEGABYTE)}"}`
    const told = { ...JSON_TYPE, 'Content-Length': String(body.length) }
    await expectRefusal(await client.send(path, body), 'payload_too_large')
    await expectRefusal(await client.send(path, body, told), 'payload_too_large')
    await expectRefusal(await client.send(path, inPieces(MEGABYTE)), 'payload_too_large')
  })
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'json',
    'application/json-patch',
  ])('refuses the content type %s', async (type) => {
    const sent = client.send(path, `{"${field}":"税"}`, { 'Content-Type': type })
    await expectRefusal(await sent, 'unsupported_media')
  })
  it('refuses bytes without a content type', async () => {
    const bytes = new TextEncoder().encode(`{"${field}":"税"}`)
    await expectRefusal(await client.send(path, bytes, {}), 'unsupported_media')
  })
  it.each(['application/json; charset=utf-8', 'Application/JSON'])(
    'takes the content type %s',
    async (type) => {
      expect((await client.send(path, `{"${field}":"税"}`, { 'Content-Type': type })).status).toBe(200)
    },
  )
  it.each([
    ['a NUL', '"汇总\\u0000征税"'],
    ['a byte order mark', '"\\ufeff汇总征税"'],
    ['characters without width', '"汇总\\u200b征税\\u202e"'],
    ['markup', '"<script>alert(1)</script>汇总征税"'],
    ['patterns', '"(.*)+$ %s {{y}} $1 汇总征税\\\\"'],
    ['a key given twice', `"通关","${field}":"汇总征税"`],
    ['an unfinished byte sequence', '"汇总征税\ufffd"'],
  ])('is not upset by %s', async (_, question) => {
    const response = await raw(question)
    expect(response.status).toBe(200)
    const { hits } = SearchResponse.pick({ hits: true }).parse(await response.json())
    expect(hits.map(({ id }) => id)).toContain('fj-2017-b5/13')
  })
})

describe('an address', () => {
  it.each(['/nope', '/api', '/api/', '/api/nope', '/api/documents/', '/api/records/fj-2017-b5', '/api/records/a/b/c',
    '/api/documents/nope', '/api/documents/__proto__', '/api/documents/%E7%A8%8E', '/api/documents/%ff',
    '/api/documents/..%2f..%2fpackage.json', '/api/records/fj-2017-b5/99', '/api/records/fj-2017-b5/__proto__',
    '/api/records/nope/1', '/assets/nope.js', '/assets/..%2f..%2fpackage.json', '/assets/constructor', '/API/search',
  ])('that leads nowhere is not found: %s', async (path) => {
    await expectRefusal(await client.get(path), 'not_found')
  }) // biome-ignore format: one list
  it('that leads nowhere is not found by post either', async () => {
    await expectRefusal(await client.post('/api/nope', {}), 'not_found')
    await expectRefusal(await client.request('POST', '/api/nope'), 'not_found')
  })
  it.each([
    ['GET', '/api/search', 'POST'],
    ['PUT', '/api/ask', 'POST'],
    ['OPTIONS', '/api/ask', 'POST'],
    ['POST', '/api/records', 'GET, HEAD'],
    ['DELETE', '/api/records/fj-2017-b5/13', 'GET, HEAD'],
    ['PATCH', '/api/documents', 'GET, HEAD'],
    ['POST', '/api/health', 'GET, HEAD'],
    ['POST', '/openapi.json', 'GET, HEAD'],
    ['DELETE', '/', 'GET, HEAD'],
    ['POST', '/records', 'GET, HEAD'],
    ['POST', '/embed', 'GET, HEAD'],
    ['OPTIONS', '/widget.js', 'GET, HEAD'],
  ])('refuses %s %s and says what it takes', async (method, path, allowed) => {
    const response = await client.request(method, path)
    expect(response.headers.get('Allow')).toBe(allowed)
    await expectRefusal(response, 'method_not_allowed')
  })
  it.each(['limit=0', 'limit=501', 'limit=-1', 'limit=abc', 'limit=1.5', 'limit=1&limit=2', 'offset=-1', 'offset=x',
    'colour=red', '__proto__=1', 'q=a&q=b', `q=${'a'.repeat(501)}`,
  ])('with ?%s is refused', async (query) => {
    await expectRefusal(await client.get(`/api/records?${query}`), 'invalid_request')
  }) // biome-ignore format: one list
})

describe('every reply', () => {
  const replies: [string, number, ErrorCode | undefined, (client: Client) => Promise<Response>][] = [
    ['an answer', 200, undefined, (c) => c.post('/api/ask', { question: '汇总征税' })],
    [
      'a stream',
      200,
      undefined,
      (c) => c.post('/api/ask', { question: '税' }, { Accept: 'text/event-stream' }),
    ],
    ['health', 200, undefined, (c) => c.get('/api/health')],
    ['the interface’s page', 200, undefined, (c) => c.get('/docs')],
    ['the reader', 200, undefined, (c) => c.get('/documents/fj-2017-b5')],
    ['a style sheet', 200, undefined, (c) => c.get('/assets/style.css')],
    ['a bad request', 400, 'invalid_request', (c) => c.post('/api/ask', {})],
    ['nothing found', 404, 'not_found', (c) => c.get('/nope')],
    ['a wrong method', 405, 'method_not_allowed', (c) => c.get('/api/ask')],
    ['a large body', 413, 'payload_too_large', (c) => c.send('/api/ask', inPieces(MEGABYTE))],
    [
      'a wrong type',
      415,
      'unsupported_media',
      (c) => c.send('/api/ask', 'x', { 'Content-Type': 'text/plain' }),
    ],
    [
      'a desk not yet open',
      503,
      'index_missing',
      () => clientOf(undefined).post('/api/ask', { question: '税' }),
    ],
  ]
  it.each(replies)('that is %s carries the security headers', async (_, status, code, send) => {
    const response = await send(client)
    expect(response.status).toBe(status)
    const { headers } = response
    const policy = headers.get('Content-Security-Policy') ?? ''
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ])
      expect(policy.split('; ')).toContain(rule)
    expect(policy).not.toMatch(/unsafe|\*/u)
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('X-Frame-Options')).toBe('DENY')
    expect(headers.get('Referrer-Policy')).toBe('same-origin')
    expect(headers.get('X-Powered-By')).toBeNull()
    expect(headers.get('Access-Control-Allow-Origin')).toBeNull()
    expect(headers.get('X-Request-Id')).toMatch(/^[\da-f-]{36}$/u)
    if (code) await expectRefusal(response, code)
    else await response.text()
  })
})
