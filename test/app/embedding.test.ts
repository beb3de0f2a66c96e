// The desk inside other people's pages: which origins may read its replies, which may frame it, and what they load.

import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine.ts'
import type { ErrorCode } from '../../src/errors.ts'
import { openDesk } from '../support/desk.ts'
import { type Client, clientOf, eventsOf, expectRefusal } from './client.ts'

const PORTAL = 'https://portal.example.gov.cn'
const INTRANET = 'http://10.0.0.8:8080'
const ALLOWED = [PORTAL, INTRANET]
/** Near an allowed origin, or made to look like one. */
const STRANGERS = [
  'null', '*', '', 'https://', 'undefined',
  'http://portal.example.gov.cn', 'https://portal.example.gov.cn:443', 'https://portal.example.gov.cn:8443',
  'https://portal.example.gov.cn.evil.example', 'https://evil.example/portal.example.gov.cn',
  'https://evilportal.example.gov.cn', 'https://sub.portal.example.gov.cn', 'https://example.gov.cn', 'https://gov.cn',
  'https://PORTAL.example.gov.cn', 'HTTPS://portal.example.gov.cn', 'https://portal.example.gov.cn.',
  'https://portal.example.gov.cn/', 'https://portal.example.gov.cn/desk', 'https://portal.example.gov.cn#', 
  'https://user@portal.example.gov.cn', 'https://portal.example.gov.cn@evil.example', 'https://portal-example.gov.cn',
  'https://portal.example.gov.c', 'https://ortal.example.gov.cn', 'https://portal.example.gov.cn, https://evil.example',
  'https://evil.example https://portal.example.gov.cn', 'https://portal%2eexample.gov.cn', 'https://portal.example.gov.cn\\',
  'chrome-extension://portal.example.gov.cn', 'http://10.0.0.8', 'http://10.0.0.8:80', 'https://10.0.0.8:8080',
  'http://10.0.0.8:80800', 'http://127.0.0.1:8787',
] // biome-ignore format: one list

let engine: Engine
let client: Client
beforeAll(async () => {
  engine = await openDesk()
  client = clientOf(engine, { allowedOrigins: ALLOWED })
})

const PREFLIGHT = {
  'Access-Control-Request-Method': 'POST',
  'Access-Control-Request-Headers': 'content-type',
}
const STREAM = { Accept: 'text/event-stream' }
type Send = (client: Client, headers: Record<string, string>) => Promise<Response>
const SHARED: [string, Send][] = [
  ['health', (c, headers) => c.get('/api/health', headers)],
  ['records', (c, headers) => c.get('/api/records?limit=1', headers)],
  ['an answer', (c, headers) => c.post('/api/ask', { question: '汇总征税' }, headers)],
  ['a stream', (c, headers) => c.post('/api/ask', { question: '汇总征税' }, { ...STREAM, ...headers })],
  ['a preflight', (c, headers) => c.request('OPTIONS', '/api/ask', { ...PREFLIGHT, ...headers })],
  ['a refusal', (c, headers) => c.post('/api/ask', {}, headers)],
  ['no such address', (c, headers) => c.get('/api/nope', headers)],
  ['the widget', (c, headers) => c.get('/widget.js', headers)],
  ['a style sheet', (c, headers) => c.get('/assets/style.css', headers)],
]
/** Addresses that only the desk's own pages use. */
const OWN = ['/', '/records', '/embed', '/documents/fj-2017-b5', '/docs', '/openapi.json', '/nope']

function expectUnshared({ headers }: Response): void {
  expect(headers.get('Access-Control-Allow-Origin')).toBeNull()
  expect(headers.get('Access-Control-Allow-Credentials')).toBeNull()
}
const varies = ({ headers }: Response) => (headers.get('Vary') ?? '').split(/,\s*/u)

describe.each(SHARED)('of %s', (_, send) => {
  it.each(ALLOWED)('the reply can be read by %s, without cookies', async (origin) => {
    const response = await send(client, { Origin: origin })
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(origin)
    expect(response.headers.get('Access-Control-Allow-Credentials')).toBeNull()
    expect(response.headers.get('Access-Control-Expose-Headers')).toBe('X-Request-Id,Retry-After')
    expect(response.headers.get('X-Request-Id')).toMatch(/^[\da-f-]{36}$/u)
    expect(varies(response).filter((name) => name === 'Origin')).toHaveLength(1)
    await response.text()
  })
  it('the reply cannot be read by an origin that only looks like one of them', async () => {
    expect(STRANGERS.length).toBeGreaterThan(20)
    for (const origin of STRANGERS) {
      const response = await send(client, { Origin: origin })
      expectUnshared(response)
      expect(varies(response), origin).toContain('Origin')
      await response.text()
    }
  })
  it('the reply varies with the origin, also where none is sent and none is allowed', async () => {
    const alone = clientOf(engine)
    for (const [who, headers] of [
      [client, {}],
      [alone, {}],
      [alone, { Origin: PORTAL }],
      [alone, { Origin: 'null' }],
    ] as const) {
      const response = await send(who, headers)
      expectUnshared(response)
      expect(varies(response)).toContain('Origin')
      await response.text()
    }
  })
})

describe('a preflight', () => {
  const ask = (headers: Record<string, string>, path = '/api/ask') => client.request('OPTIONS', path, headers)

  it('lets a page send a question as JSON, and is remembered', async () => {
    const response = await ask({ ...PREFLIGHT, Origin: PORTAL })
    expect(response.status).toBe(204)
    expect(await response.text()).toBe('')
    expect(response.headers.get('Access-Control-Allow-Methods')?.split(',')).toContain('POST')
    expect(response.headers.get('Access-Control-Allow-Headers')?.split(',')).toContain('Content-Type')
    expect(Number(response.headers.get('Access-Control-Max-Age'))).toBeGreaterThanOrEqual(600)
  })
  it('grants neither other methods nor whatever header is asked for', async () => {
    const wish = { 'Access-Control-Request-Method': 'DELETE', 'Access-Control-Request-Headers': 'X-Wish' }
    const { headers } = await ask({ ...wish, Origin: PORTAL })
    expect(headers.get('Access-Control-Allow-Methods')).toBe('GET,HEAD,POST')
    expect(headers.get('Access-Control-Allow-Headers')).not.toMatch(/wish|\*/iu)
  })
  it('is answered before the desk is ready', async () => {
    const early = clientOf(undefined, { allowedOrigins: ALLOWED })
    const response = await early.request('OPTIONS', '/api/ask', { ...PREFLIGHT, Origin: PORTAL })
    expect([response.status, response.headers.get('Access-Control-Allow-Origin')]).toEqual([204, PORTAL])
  })
  it('is not what a bare OPTIONS is', async () => {
    await expectRefusal(await ask({ Origin: PORTAL }), 'method_not_allowed')
  })
})

describe('a page of an allowed origin', () => {
  it('gets the whole stream of an answer', async () => {
    const question = { question: '退货中心仓由哪些部门负责？' }
    const response = await client.post('/api/ask', question, { ...STREAM, Origin: PORTAL })
    expect(response.headers.get('Content-Type')).toMatch(/^text\/event-stream/u)
    const events = eventsOf(await response.text()).map(({ event }) => event)
    expect([events[0], events.at(-1)]).toEqual(['hits', 'final'])
    expect(events).toContain('text')
  })
  it.each([
    ['a bad question', 'invalid_request', (c: Client) => c.post('/api/ask', {}, { Origin: PORTAL })],
    [
      'a large body',
      'payload_too_large',
      (c: Client) => c.send('/api/ask', 'a'.repeat(200_000), { Origin: PORTAL }),
    ],
    [
      'a desk not yet open',
      'index_missing',
      () => clientOf(undefined, { allowedOrigins: ALLOWED }).get('/api/records', { Origin: PORTAL }),
    ],
  ] as [string, ErrorCode, (c: Client) => Promise<Response>][])(
    'can read what is wrong: %s',
    async (_, code, send) => {
      const response = await send(client)
      expect(response.headers.get('Access-Control-Allow-Origin')).toBe(PORTAL)
      await expectRefusal(response, code)
    },
  )
  it.each(OWN)('reads nothing at %s', async (path) => {
    expectUnshared(await client.get(path, { Origin: PORTAL }))
  })
})

describe('the widget', () => {
  it('is one script, kept for minutes and asked for again by its tag', async () => {
    const response = await client.get('/widget.js')
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(response.headers.get('Cache-Control')).toMatch(/^public, max-age=(?:60|300|600)$/u)
    expect(await response.text()).toContain('cewen-chat')
    const tag = response.headers.get('ETag')!
    const again = await client.get('/widget.js', { 'If-None-Match': tag, Origin: PORTAL })
    expect([again.status, again.headers.get('Access-Control-Allow-Origin')]).toEqual([304, PORTAL])
    expect((await client.get('/widget.js', { 'If-None-Match': '"other"' })).status).toBe(200)
  })
  it('is light, and needs nothing else: no other script, nothing read as code, no key', async () => {
    const script = await (await client.get('/widget.js')).text()
    expect(gzipSync(script).length).toBeLessThan(40 * 1024)
    expect(script).not.toMatch(/\bimport\s*[({"']|\bfrom\s*["']|\beval\(|new Function|document\.write/u)
    expect(script).not.toMatch(/localStorage|sessionStorage|document\.cookie|Authorization|api[_-]?key/iu)
    const addresses = [...script.matchAll(/https?:\/\/[\w.-]+/gu)].map(([address]) => address)
    expect(addresses.filter((address) => address !== 'http://www.w3.org')).toEqual([])
  })
  it('and the interface may be loaded by other sites, all else only by the desk’s own pages', async () => {
    const policyOf = async (path: string) =>
      (await client.get(path)).headers.get('Cross-Origin-Resource-Policy')
    for (const path of ['/widget.js', '/api/health', '/api/nope'])
      expect([path, await policyOf(path)]).toEqual([path, 'cross-origin'])
    for (const path of [...OWN, '/assets/style.css', '/widget.js.map', '/api'])
      expect([path, await policyOf(path)]).toEqual([path, 'same-origin'])
  })
})

describe('frames', () => {
  const framersOf = ({ headers }: Response) =>
    /(?:^|; )frame-ancestors ([^;]*)/u.exec(headers.get('Content-Security-Policy') ?? '')?.[1]

  it('of /embed may stand in pages of exactly the allowed origins', async () => {
    const response = await client.get('/embed')
    expect(response.status).toBe(200)
    expect(framersOf(response)).toBe(`${PORTAL} ${INTRANET}`)
    expect(response.headers.get('X-Frame-Options')).toBeNull()
    expect(response.headers.get('Content-Security-Policy')).toMatch(
      /^default-src 'none'; script-src 'self';/u,
    )
  })
  it('of /embed may stand nowhere when no origin is allowed', async () => {
    expect(framersOf(await clientOf(engine).get('/embed'))).toBe("'none'")
  })
  it.each([
    ...OWN.filter((path) => path !== '/embed'),
    '/embed/',
    '/embed/x',
    '/Embed',
    '/widget.js',
    '/api/health',
  ])('of %s may stand nowhere', async (path) => {
    const response = await client.get(path, { Origin: PORTAL })
    expect(framersOf(response)).toBe("'none'")
    expect(response.headers.get('X-Frame-Options')).toBe('DENY')
  })
})
