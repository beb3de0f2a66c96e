// Whether an approximate store finds what a scan of the same vectors finds, tried with a few probes.
// It knows nothing of how the store works, nor of what follows when it cannot be trusted.

import type { ExactStore } from './exact.ts'
import type { VectorStore } from './vector-store.ts'

/** Share of what a scan finds that a store must find to be trusted. */
const RECALL = 0.98
/** Asking for a vector by itself costs one search; asking for what is near another place costs a scan as well. */
const OWN_PROBES = 100
const NEAR_PROBES = 20
const NEAR_LIMIT = 10
/** Two similarities closer than this are the same: identical texts have identical vectors, and any of them will do. */
const SAME = 1e-5

/** Whether a store can stand in for a scan: it finds its own vectors, and what lies near places between them. */
export function isTrusted(store: VectorStore, exact: ExactStore): boolean {
  if (!findsItself(store, exact)) return false
  const limit = Math.min(NEAR_LIMIT, exact.size)
  const labels = probeLabels(exact.size, NEAR_PROBES)
  let found = 0
  for (const [i, label] of labels.entries()) {
    const probe = between(exact.vectorAt(label), exact.vectorAt(labels[(i + 1) % labels.length]!))
    const farthest = exact.search(probe, limit).at(-1)!.similarity
    found += store.search(probe, limit).filter((it) => it.similarity >= farthest - SAME).length
  }
  return found >= RECALL * limit * labels.length
}

/** The cheaper half of `isTrusted`, without a scan: enough to see that a store is not of these vectors. */
export function findsItself(store: VectorStore, exact: ExactStore): boolean {
  const labels = probeLabels(exact.size, OWN_PROBES)
  const found = labels.filter((label) => {
    const vector = exact.vectorAt(label)
    const nearest = store.search(vector, 1)[0]
    return (
      nearest !== undefined &&
      nearest.similarity >= exact.similarities(vector, Uint32Array.of(label))[label]! - SAME
    )
  })
  return found.length >= RECALL * labels.length
}

/** Labels spread by the golden ratio: evenly, yet in step with no pattern in the order of the vectors. */
function probeLabels(size: number, most: number): number[] {
  return Array.from({ length: Math.min(most, size) }, (_, i) => Math.floor(((i * 0.6180339887) % 1) * size))
}

/** A place between two vectors, nearer to the first, at length 1. */
function between(first: Float32Array, second: Float32Array): Float32Array {
  const sum = first.map((value, i) => value + second[i]! / 2)
  const length = Math.hypot(...sum)
  return sum.map((value) => value / length)
}
