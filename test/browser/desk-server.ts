// The real desk over a real socket: the engine that ships, the pages as built. For tests of the whole path.

import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { createApp } from '../../src/app.ts'
import { openDesk } from '../support/desk.ts'
import { listen, stop } from './scripted-desk.ts'

export interface RunningDesk {
  readonly address: string
  close(): Promise<void>
}

/** Opens the desk on a free port. Call it in `beforeAll`. @param allowedOrigins of host pages that may embed it */
export async function openRunningDesk(allowedOrigins: readonly string[] = []): Promise<RunningDesk> {
  const engine = await openDesk()
  const app = createApp({ engine: () => engine, allowedOrigins })
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  return { address: await listen(server), close: () => stop(server) }
}
