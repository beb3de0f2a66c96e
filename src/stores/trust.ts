// Whether an approximate search finds what a scan of the same vectors finds, tried with a few probes.
// It knows nothing of how the search works, nor of what follows when it cannot be trusted.

import type { ExactStore } from './exact.ts'
import type { Neighbor } from './vector-store.ts'

/** Share of what a scan finds that a search must find to be trusted. */
const RECALL = 0.98
/** Asking for a vector by itself costs one search; asking for what is near another place costs a scan as well. */
const OWN_PROBES = 100
const NEAR_PROBES = 20
const NEAR_LIMIT = 10
/** Two similarities closer than this are the same: identical texts have identical vectors, and any of them will do. */
const SAME = 1e-5

/** As VectorStore.search among all vectors, but approximate. */
export type Search = (vector: Float32Array, limit: number) => Promise<Neighbor[]>

/** Whether a search can stand in for a scan: it finds each vector by itself, and what lies near places between them. */
export async function isTrusted(search: Search, exact: ExactStore): Promise<boolean> {
  if (!(await findsItself(search, exact))) return false
  const limit = Math.min(NEAR_LIMIT, exact.size)
  const labels = probeLabels(exact.size, NEAR_PROBES)
  let found = 0
  for (const [i, label] of labels.entries()) {
    const probe = between(exact.vectorAt(label), exact.vectorAt(labels[(i + 1) % labels.length]!))
    const farthest = (await exact.search(probe, limit)).at(-1)!.similarity
    found += (await search(probe, limit)).filter((it) => it.similarity >= farthest - SAME).length
  }
  return found >= RECALL * limit * labels.length
}

/** The cheaper half of `isTrusted`, without a scan: enough to see that a search is not among these vectors. */
export async function findsItself(search: Search, exact: ExactStore): Promise<boolean> {
  const labels = probeLabels(exact.size, OWN_PROBES)
  let found = 0
  for (const label of labels) {
    const vector = exact.vectorAt(label)
    const [nearest] = await search(vector, 1)
    const own = exact.similarities(vector, Uint32Array.of(label))[label]!
    if (nearest !== undefined && nearest.similarity >= own - SAME) found += 1
  }
  return found >= RECALL * labels.length
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
