// What runs inside the child process: loads one model, then embeds one text after the other. The only importer of
// @xenova/transformers, whose `run()` blocks its thread and whose native part may crash: hence a process of its own.
// It does not know questions from passages, nor who asks; whoever forked it adds prefixes and watches over it.

import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { env, pipeline } from '@xenova/transformers'
import { assertUnitVector } from './embedder.ts'
import type { EmbeddingProfile } from './profiles.ts'

/** The child's first argument, as JSON. */
export interface ChildOptions {
  /** Absolute path of the folder that holds the model's folder. Not read when `hub` is given. */
  readonly modelDir: string
  /** Folder of the model, or owner/name on the hub. */
  readonly name: string
  /** http(s) address of a hub. Without it, nothing is ever fetched. */
  readonly hub?: string
  readonly profile: EmbeddingProfile
}

/** A message to the child: complete texts, prefix included, not longer than makes sense: tokenising blocks too. */
export interface EmbedRequest {
  readonly id: number
  readonly texts: readonly string[]
}

/**
 * A message from the child: one per text, in order, with how long the model took; after an `error` none follows for that
 * request.
 */
export type EmbedReply =
  | { readonly id: number; readonly vector: Float32Array; readonly ms: number }
  | { readonly id: number; readonly error: string }

async function loadModel({ modelDir, name, hub, profile }: ChildOptions) {
  env.useFSCache = false
  env.useBrowserCache = false
  env.allowRemoteModels = hub !== undefined
  // A folder that happens to have the hub model's name must not take its place.
  env.allowLocalModels = hub === undefined
  if (hub === undefined) env.localModelPath = modelDir + path.sep
  else env.remoteHost = hub
  const extract = await pipeline('feature-extraction', name, { quantized: profile.quantized })
  extract.tokenizer.model_max_length = profile.maxTokens

  return async (text: string): Promise<Float32Array> => {
    const output = await extract(text, { pooling: profile.pooling, normalize: true })
    if (!(output.data instanceof Float32Array)) throw new Error('the model does not give float32')
    assertUnitVector(output.data, profile.dimensions)
    return output.data
  }
}

const waiting: EmbedRequest[] = []
let working = false

async function work(): Promise<void> {
  if (working) return
  working = true
  const embed = await loading
  for (let request = waiting.shift(); request; request = waiting.shift()) {
    for (const text of request.texts) {
      const started = performance.now()
      const reply = await embed(text).then(
        (vector): EmbedReply => ({ id: request.id, vector, ms: performance.now() - started }),
        (error: unknown): EmbedReply => ({ id: request.id, error: String(error) }),
      )
      // With a callback, a parent that has gone is no uncaught error; the disconnect ends this process.
      process.send?.(reply, undefined, undefined, () => {})
      // Inference never leaves this thread: without a pause neither the reply nor a disconnect would get through.
      await setImmediate()
      if ('error' in reply) break
    }
  }
  working = false
}

// Listening comes before loading, so that no message is lost.
process.on('message', (request: EmbedRequest) => {
  waiting.push(request)
  void work()
})
// The parent has gone or is done. No inference is under way here: it would have kept this event from arriving.
process.on('disconnect', () => process.exit(0))
// Ctrl-C reaches the whole process group; the parent decides when this process ends.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})

// A model that does not load ends the process; the reason stands on stderr, which the parent keeps.
const loading = loadModel(JSON.parse(process.argv[2] ?? '{}') as ChildOptions)
await loading
