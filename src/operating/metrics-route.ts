// Who may read the figures, and where: GET /metrics. By default only this machine, since the figures tell strangers how
// busy a desk is and what fails. It knows no figure.

import { BlockList, isIPv6 } from 'node:net'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Settings } from '../config.ts'
import { raise } from '../http-errors.ts'
import type { Metrics } from './metrics.ts'

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/** What a proxy adds: behind one, every visitor comes from this machine. */
const FORWARDED = ['Forwarded', 'Via', 'X-Forwarded-For', 'X-Real-IP']

/** What this machine calls itself: a page that has its own name lead here sends that name. */
const OWN_NAMES = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u

/** To whoever may not, there is no such address. */
export function metricsRoute(
  // biome-ignore lint/suspicious/noExplicitAny: a route of any app, whatever its variables
  app: OpenAPIHono<any>,
  metrics: Pick<Metrics, 'text'>,
  readers: Settings['METRICS'],
): void {
  app.get('/metrics', async (context) => {
    if (readers === 'off' || (readers === 'local' && !isLocal(context)))
      raise('not_found', '没有这个地址，请查看 /docs。')
    const { text, type } = await metrics.text()
    return context.body(text, 200, { 'Content-Type': type, 'Cache-Control': 'no-store' })
  })
}

function isLocal({ env, req }: Context): boolean {
  const address = env?.incoming?.socket?.remoteAddress
  return (
    typeof address === 'string' &&
    LOOPBACK.check(address, isIPv6(address) ? 'ipv6' : 'ipv4') &&
    OWN_NAMES.test(new URL(req.url).hostname) &&
    FORWARDED.every((name) => req.header(name) === undefined)
  )
}
