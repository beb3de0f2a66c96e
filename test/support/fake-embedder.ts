// An embedder without a model: each character adds to one component, so texts with common characters are near each
// other. Deterministic, and it counts what it is asked for.

import { createHash } from 'node:crypto'
import type { Embedder } from '../../src/embedders/embedder.ts'
import { AppError } from '../../src/errors.ts'
import { normalize } from '../../src/text/normalize.ts'

const DIMENSIONS = 64

export interface FakeEmbedder extends Embedder {
  /** Every text embedded as a passage so far, in order. */
  readonly passages: string[]
  /** Set it, and questions fail as they do when the model's process has died. */
  broken: boolean
}

/** @param model two names make two models, whose vectors must not be compared */
export function fakeEmbedder(model = 'fake'): FakeEmbedder {
  const passages: string[] = []
  const fake: FakeEmbedder = {
    passages,
    broken: false,
    profile: {
      name: model,
      pooling: 'mean',
      queryPrefix: '',
      passagePrefix: '',
      dimensions: DIMENSIONS,
      maxTokens: 512,
      quantized: false,
    },
    fingerprint: createHash('sha256').update(model).digest('hex'),
    async embedQuestion(text) {
      if (fake.broken) throw new AppError('embedder_failed', '模型进程已退出。')
      return vectorOf(text, model)
    },
    async embedPassages(texts, onProgress) {
      if (fake.broken) throw new AppError('embedder_failed', '模型进程已退出。')
      return texts.map((text, i) => {
        passages.push(text)
        onProgress?.(i + 1)
        return vectorOf(text, model)
      })
    },
    failure: () => (fake.broken ? '模型进程已退出。' : undefined),
    close: async () => {},
  }
  return fake
}

function vectorOf(text: string, model: string): Float32Array {
  const vector = new Float32Array(DIMENSIONS)
  for (const character of normalize(text)) {
    const hash = createHash('sha256').update(`${model}\0${character}`).digest()
    vector[hash.readUInt16LE(0) % DIMENSIONS]! += 1
  }
  const length = Math.hypot(...vector)
  if (length === 0) throw new AppError('embedder_failed', '要计算向量的文字是空的。')
  return vector.map((component) => component / length)
}
