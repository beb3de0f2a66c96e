// Brings the scores of several legs (words, vectors, …) on one scale and adds them up. Pure: it does not know what a leg
// measures, nor which weights are good (the evaluation does).

/** One signal: a score per record, higher is better, and its share in the sum. Weights need not add up to 1. */
export interface Leg {
  readonly scores: Float32Array
  readonly weight: number
  /** Indexes that mean and deviation are taken over, when those that are fused are not typical of all. */
  readonly reference?: ArrayLike<number>
}

export interface Fused {
  /** The weighted sum for each allowed index, -Infinity for the others. */
  readonly scores: Float32Array
  /** What one leg said of an index, as a standard score; 0 where all its scores are equal. */
  standard(leg: number, index: number): number
}

/**
 * The weighted sum of the legs' standard scores (mean 0, standard deviation 1 over the reference; all zero when the
 * scores are all equal, for such a leg says nothing), as a convex combination: weights are divided by their sum. Unlike
 * reciprocal ranks it keeps how far ahead a record is: see Bruch, Gai and Ingber, "An Analysis of Fusion Functions for
 * Hybrid Retrieval", 2022 (arXiv 2210.11934).
 * @param allowed distinct indexes into the scores; all of them when left out
 * @throws RangeError for no legs, legs of different length, a weight that is negative or not finite, weights that are
 *   all zero, an index outside the scores, or a score of the reference that is not finite
 */
export function fuse(legs: readonly Leg[], allowed?: ArrayLike<number>): Fused {
  const length = legs[0]?.scores.length
  if (length === undefined) throw new RangeError('fuse: no legs')
  if (legs.some(({ scores }) => scores.length !== length)) throw new RangeError('fuse: legs differ in length')
  if (legs.some(({ weight }) => !(weight >= 0 && weight < Infinity)))
    throw new RangeError('fuse: weights must be finite and not negative')
  const total = legs.reduce((sum, { weight }) => sum + weight, 0)
  if (total === 0) throw new RangeError('fuse: all weights are zero')

  const spreads = legs.map(({ scores, reference = allowed }) => spread(scores, reference))
  const fused = new Float32Array(length).fill(-Infinity)
  const count = allowed?.length ?? length
  for (let position = 0; position < count; position += 1) {
    const index = allowed ? allowed[position]! : position
    let sum = 0
    for (let leg = 0; leg < legs.length; leg += 1) {
      const { mean, deviation } = spreads[leg]!
      const { scores, weight } = legs[leg]!
      if (deviation > 0) sum += (weight / total) * ((scores[index]! - mean) / deviation)
    }
    fused[index] = sum
  }
  return {
    scores: fused,
    standard(leg, index) {
      const { mean, deviation } = spreads[leg]!
      return deviation === 0 ? 0 : (legs[leg]!.scores[index]! - mean) / deviation
    },
  }
}

/** Scores are sorted into so many buckets before the best ones are sorted for good. */
const BUCKETS = 1024

/** The indexes of the highest scores, best first, ties in the given order. Takes time in proportion to their number. */
export function best(scores: Float32Array, allowed: ArrayLike<number>, limit: number): number[] {
  if (allowed.length <= 2 * limit)
    return Array.from(allowed)
      .sort((a, b) => scores[b]! - scores[a]!)
      .slice(0, limit)
  let lowest = Infinity
  let highest = -Infinity
  for (let i = 0; i < allowed.length; i++) {
    const score = scores[allowed[i]!]!
    if (score < lowest) lowest = score
    if (score > highest) highest = score
  }
  if (lowest === highest) return Array.from({ length: limit }, (_, i) => allowed[i]!)
  const perBucket = BUCKETS / (highest - lowest)
  const bucketOf = (score: number) => Math.min(BUCKETS - 1, ((score - lowest) * perBucket) | 0)
  const held = new Uint32Array(BUCKETS)
  for (let i = 0; i < allowed.length; i++) held[bucketOf(scores[allowed[i]!]!)]! += 1
  let last = BUCKETS - 1
  for (let above = held[last]!; above < limit; above += held[last]!) last--
  const [above, among]: [number[], number[]] = [[], []]
  for (let i = 0; i < allowed.length; i++) {
    const bucket = bucketOf(scores[allowed[i]!]!)
    if (bucket > last) above.push(allowed[i]!)
    else if (bucket === last) among.push(allowed[i]!)
  }
  return [...best(scores, above, above.length), ...best(scores, among, limit - above.length)]
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
    if (score === undefined) throw new RangeError(`fuse: no score ${index}`)
    if (!Number.isFinite(score)) throw new RangeError(`fuse: score ${index} is ${score}`)
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
