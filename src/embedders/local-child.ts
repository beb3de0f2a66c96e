// What runs inside the child process of a model: loads it, then embeds one text after the other. The only importer of
// @xenova/transformers, whose `run()` blocks its thread and whose native part may crash: hence a process of its own.
// It does not know questions from passages, nor who asks; whoever forked it adds prefixes and watches over it.

import path from 'node:path'
import { env, pipeline } from '@xenova/transformers'
import { answerParent } from '../children/child.ts'
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

/** A complete text, prefix included, not longer than makes sense: tokenising blocks too. */
export type EmbedRequest = string

export interface EmbedReply {
  readonly vector: Float32Array
  /** How long the model took. */
  readonly ms: number
}

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

answerParent<EmbedRequest, EmbedReply>(async (text) => {
  const embed = await loading
  const started = performance.now()
  const vector = await embed(text)
  return { vector, ms: performance.now() - started }
})

const loading = loadModel(JSON.parse(process.argv[2] ?? '{}') as ChildOptions)
// A model that does not load is no fault of this process: whoever asks is told.
loading.catch(() => {})
