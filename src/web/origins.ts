// Which other sites may use the desk, and what every reply says about that: CORS for the interface and the widget,
// frames for the page made to be framed, and the security headers of all the rest. Knows paths, not what they serve.

import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { secureHeaders } from 'hono/secure-headers'

/** What a page of another site may load or call. */
export const SHARED_PATHS = ['/api/*', '/widget.js', '/assets/*'] as const
/** The page that an allowed site may put into a frame. */
export const FRAMED_PATH = '/embed'

/** Chromium asks again after two hours at the latest. */
const PREFLIGHT_SECONDS = 7200

/**
 * Lets pages of exactly these origins read the replies; never with cookies, of which the desk has none.
 * A bare OPTIONS, which is no preflight, is left to the routes and refused there as it is without any origin. Where no
 * site asks, nothing is allowed: the reply need not be made anew, which takes as long as a small one itself.
 * @param origins as browsers send them, already validated by `config.ts`
 */
export function sharing(origins: readonly string[]): MiddlewareHandler {
  const allow = cors({
    origin: [...origins],
    allowMethods: ['GET', 'HEAD', 'POST'],
    allowHeaders: ['Content-Type', 'Accept'],
    exposeHeaders: ['X-Request-Id', 'Retry-After'],
    maxAge: PREFLIGHT_SECONDS,
  })
  return async (context, next) => {
    const { req } = context
    const asked = req.header(req.method === 'OPTIONS' ? 'Access-Control-Request-Method' : 'Origin')
    if (asked !== undefined) return allow(context, next)
    await next()
    context.res.headers.append('Vary', 'Origin')
  }
}

/** Headers of every reply. Only `FRAMED_PATH` can be framed, and only by these origins. */
export function security(origins: readonly string[]): MiddlewareHandler {
  const own = secureHeaders(headers(["'none'"]))
  const shared = secureHeaders({ ...headers(["'none'"]), crossOriginResourcePolicy: 'cross-origin' })
  // X-Frame-Options cannot name an origin: where one is to be let in, it would only stand in the way.
  const framed = secureHeaders({
    ...headers(origins.length > 0 ? [...origins] : ["'none'"]),
    xFrameOptions: false,
  })
  return (context, next) => {
    const { path } = context.req
    if (path === FRAMED_PATH) return framed(context, next)
    return path === '/widget.js' || path.startsWith('/api/') ? shared(context, next) : own(context, next)
  }
}

const headers = (frameAncestors: string[]): NonNullable<Parameters<typeof secureHeaders>[0]> => ({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    connectSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors,
  },
  xFrameOptions: 'DENY',
  referrerPolicy: 'same-origin',
  strictTransportSecurity: false,
})
