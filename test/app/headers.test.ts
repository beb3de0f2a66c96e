// What every reply says to browsers, whatever it is: pages, files, answers, streams, refusals and faults of our own.

import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { Engine } from '../../src/engine.ts'
import { openDesk } from '../support/desk.ts'
import { type Client, clientOf } from './client.ts'

let engine: Engine
let client: Client
beforeAll(async () => {
  engine = await openDesk()
  client = clientOf(engine)
})

const EXAMPLES: Record<string, string> = {
  '/api/records/{document}/{number}': '/api/records/fj-2017-b5/13',
  '/api/documents/{id}': '/api/documents/fj-2017-b5',
  '/documents/:id': '/documents/fj-2017-b5',
  '/assets/:name': '/assets/style.css',
}
const BODIES: Record<string, object> = {
  '/api/search': { query: '汇总征税' },
  '/api/ask': { question: '汇总征税' },
  '/api/match': { profile: { text: '我们做跨境电商' } },
  '/api/feedback': { answerId: 'x', rating: 1 },
}

/** Every route that the app has, with an address that it serves. */
function routes(): [method: string, path: string][] {
  const app = createApp({ engine: () => undefined })
  const all = app.routes
    .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/gu, '{$1}')}`)
  return [...new Set(all)].map((route) => {
    const [method, path] = route.split(' ') as [string, string]
    return [method, EXAMPLES[path] ?? EXAMPLES[path.replaceAll(/\{(\w+)\}/gu, ':$1')] ?? path]
  })
}

function expectGuarded({ headers }: Response): void {
  const policy = headers.get('Content-Security-Policy') ?? ''
  const says = new Map(policy.split('; ').map((one) => one.split(/ (.*)/su) as [string, string]))
  expect(says.get('default-src')).toBe("'none'")
  expect(says.get('base-uri')).toBe("'none'")
  expect(says.get('form-action')).toBe("'self'")
  expect(says.get('frame-ancestors')).toBe("'none'")
  expect(says.get('script-src')).toBe("'self'")
  expect(says.get('style-src')).toBe("'self'")
  expect(says.get('connect-src')).toBe("'self'")
  expect(says.get('img-src')).toBe("'self' data:")
  expect(says.get('object-src') ?? says.get('default-src')).toBe("'none'")
  expect(policy).not.toMatch(/unsafe|\*/u)
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
  expect(headers.get('Referrer-Policy')).toBe('same-origin')
  expect(headers.get('X-Request-Id')).toMatch(/^[\da-f-]{36}$/u)
  expect(headers.get('X-Powered-By')).toBeNull()
  expect(headers.get('Set-Cookie')).toBeNull()
}

describe('the headers that protect', () => {
  it.each(routes())('are on what %s %s gives', async (method, path) => {
    const body = BODIES[path]
    const response = body ? await client.post(path, body) : await client.request(method, path)
    expect(response.status).toBeLessThan(path === '/api/feedback' ? 405 : 400)
    expect(response.status).not.toBe(405)
    expectGuardedUnlessFramed(path, response)
    await response.text()
  })

  const refusals: [number, string, (c: Client) => Promise<Response>][] = [
    [404, 'an unknown address', (c) => c.get('/nope')],
    [404, 'an unknown address of the interface', (c) => c.get('/api/nope')],
    [404, 'the page of an unknown document', (c) => c.get('/documents/nope')],
    [404, 'an unknown file', (c) => c.get('/assets/nope.js')],
    [405, 'another method', (c) => c.request('DELETE', '/api/records')],
    [400, 'a bad question', (c) => c.post('/api/ask', { question: '' })],
    [400, 'no JSON', (c) => c.send('/api/ask', '{')],
    [413, 'a large body', (c) => c.send('/api/ask', 'a'.repeat(200_000))],
    [
      415,
      'a form',
      (c) => c.send('/api/ask', 'a=b', { 'Content-Type': 'application/x-www-form-urlencoded' }),
    ],
    [
      204,
      'a preflight',
      (c) => c.request('OPTIONS', '/api/ask', { 'Access-Control-Request-Method': 'POST' }),
    ],
    [200, 'a stream', (c) => c.post('/api/ask', { question: '汇总征税' }, { Accept: 'text/event-stream' })],
    [200, 'a HEAD', (c) => c.request('HEAD', '/')],
    [503, 'a desk not yet open', () => clientOf(undefined).get('/api/records')],
    [503, 'the health of a desk not yet open', () => clientOf(undefined).get('/api/health')],
    [503, 'a desk that closes', () => clientOf(engine, { closing: AbortSignal.abort() }).get('/')],
    [500, 'a fault of our own', () => clientOf(broken).get('/api/records')],
  ]
  it.each(refusals)('are on %i, %s', async (status, _, send) => {
    const response = await send(client)
    expect(response.status).toBe(status)
    expectGuarded(response)
    await response.text()
  })

  it('are on a file that has not changed', async () => {
    const tag = (await client.get('/widget.js')).headers.get('ETag')!
    const response = await client.get('/widget.js', { 'If-None-Match': tag })
    expect(response.status).toBe(304)
    expectGuarded(response)
  })
})

/** Everything asked of it is a fault. */
const broken = new Proxy({} as Engine, {
  get() {
    throw new TypeError('broken')
  },
})

function expectGuardedUnlessFramed(path: string, response: Response): void {
  expectGuarded(response)
  expect(response.headers.get('X-Frame-Options')).toBe(path === '/embed' ? null : 'DENY')
}
