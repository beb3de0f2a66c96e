// What runs inside the child process of a model: loads it, then embeds one text after the other. The only importer of
// @xenova/transformers, which cuts texts into tokens, and of onnxruntime-node, whose `run()` blocks its thread and whose
// native part may crash: hence a process of its own.
// It does not know questions from passages, nor who asks; whoever forked it adds prefixes and watches over it.

import path from 'node:path'
import { AutoModel, AutoTokenizer, env } from '@xenova/transformers'
import onnxruntime, { type InferenceSession, type Tensor } from 'onnxruntime-node'
import { answerParent } from '../children/child.ts'
import { assertUnitVector } from './embedder.ts'
import { pooled } from './pooling.ts'
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

/**
 * transformers.js 2.17 passes no options to onnxruntime, which then starts a thread for each core, bound to it whatever
 * `taskset` or a container says, and each spins: two cores were busy for what one does, and the desk had to wait for both.
 */
const ONE_THREAD: InferenceSession.SessionOptions = { intraOpNumThreads: 1, interOpNumThreads: 1 }

async function loadModel({ modelDir, name, hub, profile }: ChildOptions) {
  env.useFSCache = false
  env.useBrowserCache = false
  env.allowRemoteModels = hub !== undefined
  // A folder that happens to have the hub model's name must not take its place.
  env.allowLocalModels = hub === undefined
  if (hub === undefined) env.localModelPath = modelDir + path.sep
  else env.remoteHost = hub
  const tokenizer = await AutoTokenizer.from_pretrained(name)
  tokenizer.model_max_length = profile.maxTokens
  const file = profile.quantized ? 'model_quantized.onnx' : 'model.onnx'
  const session =
    hub === undefined
      ? await onnxruntime.InferenceSession.create(path.join(modelDir, name, 'onnx', file), ONE_THREAD)
      : await sessionFromHub(name, profile)

  return async (text: string): Promise<Float32Array> => {
    const { input_ids: ids } = tokenizer(text, { truncation: true, return_tensor: false }) as TokenIds
    const int64 = (values: BigInt64Array) => new onnxruntime.Tensor('int64', values, [1, ids.length])
    const inputs: Record<string, Tensor> = {
      input_ids: int64(BigInt64Array.from(ids, BigInt)),
      attention_mask: int64(new BigInt64Array(ids.length).fill(1n)),
      token_type_ids: int64(new BigInt64Array(ids.length)),
    }
    const taken = session.inputNames.map((input) => [input, inputs[input]!] as const)
    const { last_hidden_state: states } = await session.run(Object.fromEntries(taken))
    if (!(states?.data instanceof Float32Array)) throw new Error('the model does not give float32')
    const vector = pooled(states.data, ids.length, profile.pooling)
    assertUnitVector(vector, profile.dimensions)
    return vector
  }
}

interface TokenIds {
  readonly input_ids: readonly number[]
}

/** With as many threads as there are cores: it comes from memory, from where onnxruntime-node 1.14 reads no options. */
async function sessionFromHub(name: string, { quantized }: EmbeddingProfile): Promise<InferenceSession> {
  const model = (await AutoModel.from_pretrained(name, { quantized })) as unknown as {
    session: InferenceSession
  }
  return model.session
}

/** Most questions, at less than 10 ms each: 500 characters take 90. */
const isQuick = (text: EmbedRequest) => text.length <= 64

answerParent<EmbedRequest, EmbedReply>(async (text) => {
  const embed = await loading
  const started = performance.now()
  const vector = await embed(text)
  return { vector, ms: performance.now() - started }
}, isQuick)

const loading = loadModel(JSON.parse(process.argv[2] ?? '{}') as ChildOptions)
// A model that does not load is no fault of this process: whoever asks is told.
loading.catch(() => {})
