// What the machine can do at this moment: an empty JSON route of the same framework, and the bare call of the model, both
// on the core that the desk will have. Figures of the desk are read beside these.

import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { readSettings } from '../../../src/config.ts'
import { openLocalEmbedder } from '../../../src/embedders/local.ts'
import { embedderOptions } from '../../../src/engine.ts'
import { normalize } from '../../../src/text/normalize.ts'
import { answering } from '../asking.ts'
import { realQuestions } from './questions.ts'

const CALLS = 200

export interface Measured {
  /** Where the empty route is. */
  address: string
  /** How long the model took for each question, inside its own process, milliseconds. */
  calls: number[]
}

answering<'measure', Measured>(async () => {
  const app = new Hono().all('/*', (context) => context.json({ ok: true }))
  const server = createAdaptorServer({ fetch: app.fetch })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const calls: number[] = []
  const onModelCall = (ms: number) => calls.push(ms)
  const embedder = await openLocalEmbedder({ ...embedderOptions(readSettings({})), onModelCall })
  const questions = await realQuestions(CALLS)
  const untilWarm = questions.slice(0, 20)
  for (const question of untilWarm) await embedder.embedQuestion(normalize(question))
  calls.length = 0
  for (const question of questions) await embedder.embedQuestion(normalize(question))
  await embedder.close()
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls }
})
