// Runs the desk: listens at once, opens the engine, says where it is, and stops in order when it is told to.

import { setMaxListeners } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { type Admission, openAdmission } from './admission/admission.ts'
import { guardedServer } from './admission/connections.ts'
import { malformedReply, refuseMalformed } from './admission/malformed.ts'
import { createApp } from './app.ts'
import { type Lock, servingAlone } from './builds/lock.ts'
import type { Settings } from './config.ts'
import type { Engine, OpeningHooks } from './engine.ts'
import { AppError } from './errors.ts'
import { NO_GAPS, openGaps } from './gaps/gaps.ts'
import type { FaultHook } from './http-errors.ts'
import { openMetrics } from './operating/metrics.ts'
import type { RequestObserver } from './operating/requests.ts'
import { openRenewed, type Renewal } from './renewal.ts'

/** Time for open answers to finish before connections are cut; with the farewell and the model's end it is over within 8 s. */
const GRACE_MS = 4_000
/** Time for those still open then to hear that they are cut. */
const FAREWELL_MS = 500

/** Connections that may wait to be taken: fewer, and in a rush clients try again only after seconds. The system may lower it. */
const BACKLOG = 4_096

export interface Serving {
  address: string
  /** The one in use; another build may have taken its place at the next call. */
  readonly engine: Engine
  /** Who works, waits and was refused at the moment. */
  readonly admission: Admission
  close(): Promise<void>
}

/**
 * Listens and opens the engine; until that is done, requests get 503.
 * @throws AppError `invalid_request` when the address cannot be listened on, `conflict` when another server uses the
 *   same folders, and whatever opening the engine throws.
 */
export async function serve(
  settings: Settings,
  hooks: OpeningHooks & {
    onFault?: FaultHook
    onRequest?: RequestObserver['requestEnded']
  },
): Promise<Serving> {
  let desk: Renewal | undefined
  const closing = new AbortController()
  const cutting = new AbortController()
  const gaps = settings.GAPS === 'on' ? openGaps(settings.GAPS_DIR, hooks) : NO_GAPS
  const admission = openAdmission({
    limits: {
      chat: settings.RATE_LIMIT_CHAT,
      search: settings.RATE_LIMIT_SEARCH,
      feedback: settings.RATE_LIMIT_CHAT,
      streams: settings.RATE_LIMIT_STREAMS,
    },
    trustedProxies: settings.TRUSTED_PROXIES,
  })
  const troubles = () => [desk?.failure(), gaps.failure()].filter((line) => line !== undefined)
  const metrics = openMetrics({ engine: () => desk?.engine(), troubles, queue: () => admission })
  const app = createApp({
    engine: () => desk?.engine(),
    troubles,
    gaps,
    admission,
    observer: {
      streaming: metrics.streaming,
      requestEnded: (account) => {
        metrics.requestEnded(account)
        hooks.onRequest?.(account)
      },
    },
    figures: { metrics, readers: settings.METRICS },
    allowedOrigins: settings.ALLOWED_ORIGINS,
    ...(hooks.onFault && { onFault: hooks.onFault }),
    closing: closing.signal,
    cutting: cutting.signal,
  })
  // Every answer listens for it, and they are many.
  setMaxListeners(0, cutting.signal)
  const server = guardedServer(getRequestListener(app.fetch, { errorHandler: malformedReply }))
  refuseMalformed(server)
  await listen(server, settings)
  // A connection that the system could not hand over is nobody's request, and no reason to end.
  server.on('error', ({ code }: NodeJS.ErrnoException) =>
    hooks.onWarning?.(`有连接没有接进来（${code}），请检查打开文件数的上限和内存。`),
  )
  let lock: Lock | undefined
  try {
    lock = await servingAlone(foldersOf(settings), hooks.onWarning)
    desk = await openRenewed(settings, { ...metrics.hooks, ...hooks })
  } catch (error) {
    server.close()
    server.closeAllConnections()
    await lock?.release()
    throw error
  }
  const [open, held] = [desk, lock]
  return {
    address: addressOf(server, settings.HOST),
    get engine() {
      return open.engine()
    },
    admission,
    close: async () => {
      closing.abort()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeIdleConnections()
      const timers = [
        setTimeout(() => cutting.abort(), GRACE_MS),
        setTimeout(() => server.closeAllConnections(), GRACE_MS + FAREWELL_MS),
      ]
      await closed
      timers.forEach(clearTimeout)
      await gaps.close()
      await open.close()
      await held.release()
    },
  }
}

/** The folders that one server at a time may use, by their settings. */
const foldersOf = ({ INDEX_DIR, GAPS, GAPS_DIR }: Settings) => ({
  INDEX_DIR,
  ...(GAPS === 'on' && { GAPS_DIR }),
})

function listen(server: Server, { PORT, HOST }: Settings): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause: NodeJS.ErrnoException) => {
      const why: Record<string, string> = {
        EADDRINUSE: `端口 ${PORT} 已被占用：请关闭占用它的程序，或用 PORT=8788 换一个端口。`,
        EACCES: `没有权限监听端口 ${PORT}：请用 1024 以上的端口。`,
        EADDRNOTAVAIL: `本机没有地址 ${HOST}：请检查 HOST。`,
        ENOTFOUND: `本机没有地址 ${HOST}：请检查 HOST。`,
      }
      reject(
        new AppError('invalid_request', why[cause.code ?? ''] ?? `无法监听 ${HOST}:${PORT}。`, { cause }),
      )
    }
    server.once('error', failed)
    server.listen({ port: PORT, host: HOST, backlog: BACKLOG }, () => {
      server.off('error', failed)
      resolve()
    })
  })
}

function addressOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
