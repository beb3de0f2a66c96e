// One vector of the states that a model gives for the tokens of a text. transformers.js does the same through tensors
// that are proxies, which takes a quarter of the time of a question's vector.

import type { EmbeddingProfile } from './profiles.ts'

/**
 * The mean of the states (`mean`) or the first of them (`cls`), brought to length 1.
 * @param states shape [tokens, dimensions], row by row
 * @returns shape [dimensions]; no vector of length 1 where a state is not finite or all are zero
 */
export function pooled(
  states: Float32Array,
  tokens: number,
  pooling: EmbeddingProfile['pooling'],
): Float32Array {
  const dimensions = states.length / tokens
  const counted = pooling === 'mean' ? tokens : 1
  const sums = new Float64Array(dimensions)
  for (let token = 0; token < counted; token++)
    for (let at = 0; at < dimensions; at++) sums[at]! += states[token * dimensions + at]!
  // The length of the mean is as good as that of the sum: only the direction is left.
  const length = Math.hypot(...sums)
  return Float32Array.from(sums, (sum) => sum / length)
}
