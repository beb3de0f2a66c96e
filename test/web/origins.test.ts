// Which origins may read, call and frame, on an app that has nothing else. What the whole desk does is tested in
// test/app/embedding.test.ts.

import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { FRAMED_PATH, SHARED_PATHS, security, sharing } from '../../src/web/origins.ts'

const PORTAL = 'https://portal.example.gov.cn'
const OTHER = 'http://10.0.0.8:8080'

function appFor(origins: readonly string[]): Hono {
  const app = new Hono()
  app.use(security(origins))
  for (const path of SHARED_PATHS) app.use(path, sharing(origins))
  app.on(['GET', 'POST'], '*', (context) => context.text('ok'))
  app.options('*', (context) => context.text('bare', 405))
  return app
}
const app = appFor([PORTAL, OTHER])
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET', of = app) =>
  of.request(path, { method, headers })
const PREFLIGHT = {
  'Access-Control-Request-Method': 'POST',
  'Access-Control-Request-Headers': 'content-type',
}

describe('a reply', () => {
  it.each(['/api/ask', '/api/records', '/widget.js', '/assets/style.css'])(
    'of %s is read by allowed origins, each by its own name, never with cookies',
    async (path) => {
      for (const origin of [PORTAL, OTHER]) {
        const { headers } = await ask(path, { Origin: origin })
        expect(headers.get('Access-Control-Allow-Origin')).toBe(origin)
        expect(headers.get('Access-Control-Allow-Credentials')).toBeNull()
        expect(headers.get('Access-Control-Expose-Headers')).toBe('X-Request-Id,Retry-After')
        expect(headers.get('Vary')).toBe('Origin')
      }
      for (const origin of ['null', '*', `${PORTAL}.evil.example`, 'https://evil.example'])
        expect((await ask(path, { Origin: origin })).headers.get('Access-Control-Allow-Origin')).toBeNull()
    },
  )
  it.each(['/', '/records', '/documents/a', '/docs', '/embed', '/widget.js.map'])(
    'of %s is read by no other origin',
    async (path) => {
      const { headers } = await ask(path, { Origin: PORTAL })
      expect(headers.get('Access-Control-Allow-Origin')).toBeNull()
    },
  )
  it('is read by nobody where no origin is allowed', async () => {
    const { headers } = await ask('/api/ask', { Origin: PORTAL }, 'GET', appFor([]))
    expect(headers.get('Access-Control-Allow-Origin')).toBeNull()
  })
})

describe('a preflight', () => {
  it('is granted what pages need, and remembered for two hours', async () => {
    const response = await ask('/api/ask', { ...PREFLIGHT, Origin: PORTAL }, 'OPTIONS')
    expect(response.status).toBe(204)
    expect(response.headers.get('Access-Control-Allow-Methods')).toBe('GET,HEAD,POST')
    expect(response.headers.get('Access-Control-Allow-Headers')).toBe('Content-Type,Accept')
    expect(response.headers.get('Access-Control-Max-Age')).toBe('7200')
  })
  it('is no bare OPTIONS, which the routes refuse', async () => {
    const response = await ask('/api/ask', { Origin: PORTAL }, 'OPTIONS')
    expect([response.status, response.headers.get('Vary')]).toEqual([405, 'Origin'])
    expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull()
  })
})

describe('the headers of a reply', () => {
  const POLICY =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
    "base-uri 'none'; form-action 'self'; frame-ancestors "

  it.each([
    ['/', "'none'", 'DENY', 'same-origin'],
    ['/assets/style.css', "'none'", 'DENY', 'same-origin'],
    ['/api', "'none'", 'DENY', 'same-origin'],
    ['/api/ask', "'none'", 'DENY', 'cross-origin'],
    ['/widget.js', "'none'", 'DENY', 'cross-origin'],
    ['/embed', `${PORTAL} ${OTHER}`, null, 'same-origin'],
    ['/embed/', "'none'", 'DENY', 'same-origin'],
  ])('%s say who may frame it and who may load it', async (path, ancestors, frames, loaded) => {
    const { headers } = await ask(path)
    expect(headers.get('Content-Security-Policy')).toBe(POLICY + ancestors)
    expect(headers.get('X-Frame-Options')).toBe(frames)
    expect(headers.get('Cross-Origin-Resource-Policy')).toBe(loaded)
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Referrer-Policy')).toBe('same-origin')
    // Left to whoever speaks TLS for the desk.
    expect(headers.get('Strict-Transport-Security')).toBeNull()
  })
  it('let nobody frame anything where no origin is allowed', async () => {
    const { headers } = await ask(FRAMED_PATH, {}, 'GET', appFor([]))
    expect(headers.get('Content-Security-Policy')).toBe(`${POLICY}'none'`)
    expect(headers.get('X-Frame-Options')).toBeNull()
  })
})
