// The exact store: compares the question with every allowed vector, in one Float32Array.
// It knows nothing of files or graphs; the graph store leans on it for similarities and for narrow searches.

import { AppError } from '../errors.ts'
import {
  checkLabels,
  checkQuestionVector,
  checkVectors,
  type Neighbor,
  type VectorStore,
} from './vector-store.ts'

export class ExactStore implements VectorStore {
  readonly size: number
  readonly dimensions: number
  #vectors: Float32Array | undefined

  /**
   * @param vectors all vectors one after another; kept, not copied, so it must not change afterwards
   * @throws AppError `internal` naming a bad vector by its label
   */
  constructor(vectors: Float32Array, dimensions: number) {
    checkVectors(vectors, dimensions)
    this.size = vectors.length / dimensions
    this.dimensions = dimensions
    this.#vectors = vectors
  }

  search(vector: Float32Array, limit: number, within?: Uint32Array): Neighbor[] {
    const vectors = this.#open()
    checkQuestionVector(vector, this.dimensions)
    if (within) checkLabels(within, this.size)
    return nearest(within ?? this.size, limit, (label) => dot(vectors, label * this.dimensions, vector))
  }

  /** The same figure, to the last bit, that `search` gives: a store that found labels otherwise ranks them by it. */
  similarity(label: number, vector: Float32Array): number {
    return dot(this.#open(), label * this.dimensions, vector)
  }

  /** A view, not a copy. */
  vectorAt(label: number): Float32Array {
    return this.#open().subarray(label * this.dimensions, (label + 1) * this.dimensions)
  }

  close(): void {
    this.#vectors = undefined
  }

  #open(): Float32Array {
    if (!this.#vectors) throw new AppError('internal', '向量索引已经关闭。')
    return this.#vectors
  }
}

/** The order of all results: nearest first, ties by label. */
export function nearestFirst(a: Neighbor, b: Neighbor): number {
  return b.similarity - a.similarity || a.label - b.label
}

/** Keeps the best while scanning: sorts and cuts whenever twice the limit has come together. */
function nearest(
  labels: Uint32Array | number,
  limit: number,
  similarityOf: (label: number) => number,
): Neighbor[] {
  if (limit < 1) return []
  const count = typeof labels === 'number' ? labels : labels.length
  let kept: Neighbor[] = []
  let floor = -Infinity
  for (let i = 0; i < count; i++) {
    const label = typeof labels === 'number' ? i : labels[i]!
    const similarity = similarityOf(label)
    // Equal to the floor is no gain: labels ascend, so the ones already kept win the tie.
    if (similarity <= floor) continue
    kept.push({ label, similarity })
    if (kept.length < 2 * limit + 64) continue
    kept = kept.sort(nearestFirst).slice(0, limit)
    floor = kept.at(-1)!.similarity
  }
  return kept.sort(nearestFirst).slice(0, limit)
}

/** Four sums side by side: twice as fast as one, since the additions need not wait for each other. */
function dot(vectors: Float32Array, start: number, vector: Float32Array): number {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  const whole = vector.length & ~3
  for (let i = 0; i < whole; i += 4) {
    a += vectors[start + i]! * vector[i]!
    b += vectors[start + i + 1]! * vector[i + 1]!
    c += vectors[start + i + 2]! * vector[i + 2]!
    d += vectors[start + i + 3]! * vector[i + 3]!
  }
  for (let i = whole; i < vector.length; i++) a += vectors[start + i]! * vector[i]!
  return a + b + (c + d)
}
