// What the desk says of its own state: whether it can answer, and with what.

import { z } from '@hono/zod-openapi'
import type { Engine } from './engine.ts'

export const Health = z
  .object({
    status: z.enum(['ok', 'degraded', 'starting']),
    build: z.string().optional(),
    builtAt: z.iso.datetime().optional(),
    model: z.string().optional(),
    documents: z.int(),
    records: z.int(),
    passages: z.int(),
    degraded: z.array(z.string()).optional(),
  })
  .openapi('Health')
export type Health = z.infer<typeof Health>

/** While the engine is being opened. */
export const STARTING: Health = { status: 'starting', documents: 0, records: 0, passages: 0 }

/** @param besides what is wrong though the engine is not to blame */
export function healthOf(engine: Engine, besides: readonly string[] = []): Health {
  const { build, builtAt, model, library } = engine
  const degraded = [...engine.degraded, ...besides]
  return {
    status: degraded.length > 0 ? 'degraded' : 'ok',
    build,
    builtAt,
    ...(model && { model }),
    documents: library.documents.length,
    records: library.records.length,
    passages: library.passages.length,
    ...(degraded.length > 0 && { degraded }),
  }
}
