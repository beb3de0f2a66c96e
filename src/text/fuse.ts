// Brings the scores of several legs (words, vectors, …) on one scale and adds them up. Pure: it does not know what a leg
// measures, nor which weights are good (the evaluation does).

/** One signal: a score per record, higher is better, and its share in the sum. Weights need not add up to 1. */
export interface Leg {
  readonly scores: Float32Array
  readonly weight: number
}

/**
 * Standard scores: mean 0 and standard deviation 1 over the allowed indexes, all zero when the scores are all equal (such
 * a leg says nothing). Indexes that are not allowed get -Infinity.
 * @param allowed distinct indexes into `scores`; all of them when left out
 * @throws RangeError for an index outside `scores` or an allowed score that is not finite
 */
export function zScores(scores: Float32Array, allowed?: ArrayLike<number>): Float32Array {
  const standard = new Float32Array(scores.length).fill(-Infinity)
  const { mean, deviation } = spread(scores, allowed)
  const count = allowed?.length ?? scores.length
  for (let position = 0; position < count; position += 1) {
    const index = allowed ? allowed[position]! : position
    standard[index] = deviation === 0 ? 0 : (scores[index]! - mean) / deviation
  }
  return standard
}

/**
 * The weighted sum of the legs' standard scores, as a convex combination (weights are divided by their sum); -Infinity
 * for what is not allowed. Unlike reciprocal ranks it keeps how far ahead a record is: see Bruch, Gai and Ingber,
 * "An Analysis of Fusion Functions for Hybrid Retrieval", 2022 (arXiv 2210.11934).
 * @throws RangeError for no legs, legs of different length, a weight that is negative or not finite, weights that are
 *   all zero, and as `zScores`
 */
export function fuse(legs: readonly Leg[], allowed?: ArrayLike<number>): Float32Array {
  const length = legs[0]?.scores.length
  if (length === undefined) throw new RangeError('fuse: no legs')
  if (legs.some(({ scores }) => scores.length !== length)) throw new RangeError('fuse: legs differ in length')
  if (legs.some(({ weight }) => !(weight >= 0 && weight < Infinity)))
    throw new RangeError('fuse: weights must be finite and not negative')
  const total = legs.reduce((sum, { weight }) => sum + weight, 0)
  if (total === 0) throw new RangeError('fuse: all weights are zero')

  const spreads = legs.map(({ scores }) => spread(scores, allowed))
  const fused = new Float32Array(length).fill(-Infinity)
  const count = allowed?.length ?? length
  for (let position = 0; position < count; position += 1) {
    const index = allowed ? allowed[position]! : position
    let sum = 0
    for (const [leg, { mean, deviation }] of spreads.entries()) {
      const { scores, weight } = legs[leg]!
      if (deviation > 0) sum += (weight / total) * ((scores[index]! - mean) / deviation)
    }
    fused[index] = sum
  }
  return fused
}

/**
 * Mean and standard deviation (of the whole population). In double precision the sum of equal 32-bit scores is exact, so
 * their deviation is exactly 0 and no rounding is blown up into a signal.
 */
function spread(scores: Float32Array, allowed?: ArrayLike<number>): { mean: number; deviation: number } {
  const count = allowed?.length ?? scores.length
  let sum = 0
  for (let position = 0; position < count; position += 1) {
    const index = allowed ? allowed[position]! : position
    const score = scores[index]
    if (score === undefined) throw new RangeError(`zScores: no score ${index}`)
    if (!Number.isFinite(score)) throw new RangeError(`zScores: score ${index} is ${score}`)
    sum += score
  }
  const mean = sum / count
  let squares = 0
  for (let position = 0; position < count; position += 1) {
    const distance = scores[allowed ? allowed[position]! : position]! - mean
    squares += distance * distance
  }
  return { mean, deviation: Math.sqrt(squares / count) }
}
