// The declared ways to use an embedding model. A model used with another model's pooling or prefixes still gives
// vectors, only bad ones, so the recipe is chosen by name and never guessed from the files.

import { AppError } from '../errors.ts'

/** How a model is used. All of it takes part in the fingerprint, except the name. */
export interface EmbeddingProfile {
  readonly name: string
  /** `mean`: mean over the attention mask; `cls`: the first token. L2 normalisation follows in both. */
  readonly pooling: 'mean' | 'cls'
  /** Put before a question, as in the model's training. */
  readonly queryPrefix: string
  /** Put before a passage. */
  readonly passagePrefix: string
  /** Components of a vector. */
  readonly dimensions: number
  /** Tokens that count, prefix and special tokens included; the rest of the text is cut off. */
  readonly maxTokens: number
  /** true: `onnx/model_quantized.onnx` (int8); false: `onnx/model.onnx`. */
  readonly quantized: boolean
}

/** Sources: `index/model/README.md`; the model cards of intfloat/multilingual-e5-small and BAAI/bge-small-zh-v1.5. */
const PROFILES: readonly EmbeddingProfile[] = [
  {
    name: 'cewen-embed',
    pooling: 'mean',
    queryPrefix: 'query: ',
    passagePrefix: 'passage: ',
    dimensions: 384,
    maxTokens: 512,
    quantized: true,
  },
  {
    name: 'multilingual-e5-small',
    pooling: 'mean',
    queryPrefix: 'query: ',
    passagePrefix: 'passage: ',
    dimensions: 384,
    maxTokens: 512,
    quantized: true,
  },
  {
    name: 'bge-small-zh-v1.5',
    pooling: 'cls',
    queryPrefix: '为这个句子生成表示以用于检索相关文章：',
    passagePrefix: '',
    dimensions: 512,
    maxTokens: 512,
    quantized: true,
  },
]

/** @throws AppError `invalid_request` listing the known names. */
export function profileNamed(name: string): EmbeddingProfile {
  const profile = PROFILES.find((known) => known.name === name)
  if (profile) return profile
  const known = PROFILES.map((each) => each.name).join('、')
  throw new AppError('invalid_request', `MODEL_PROFILE：没有名为“${name}”的模型用法，可选：${known}。`)
}
