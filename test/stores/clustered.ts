// Seeded unit vectors around random centres, as embeddings lie: the same seed gives the same vectors everywhere.

import { seeded } from '../support/random.ts'

function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
}

export function unit(values: number[]): number[] {
  const length = Math.hypot(...values)
  return values.map((value) => value / length)
}

/** `count` vectors, cluster after cluster in turn: vector i belongs to centre i % centres. */
export function clustered(count: number, dimensions: number, seed: number, centres = 40): Float32Array {
  const places = seeded(1)
  const middles = Array.from({ length: centres }, () =>
    Array.from({ length: dimensions }, () => normal(places)),
  )
  const next = seeded(seed)
  const vectors = new Float32Array(count * dimensions)
  for (let i = 0; i < count; i++) {
    const middle = middles[i % centres]!
    vectors.set(unit(middle.map((value) => value + 0.6 * normal(next))), i * dimensions)
  }
  return vectors
}

export function at(vectors: Float32Array, dimensions: number, label: number): Float32Array {
  return vectors.slice(label * dimensions, (label + 1) * dimensions)
}
