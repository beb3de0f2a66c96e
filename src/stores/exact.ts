// The exact store: compares the question with every allowed vector.
// It knows nothing of files or graphs; the graph store leans on it for similarities and for narrow searches.

import { AppError } from '../errors.ts'
import { Scan } from './scan.ts'
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
  #scan: Scan | undefined

  /**
   * @param vectors all vectors one after another; copied
   * @throws AppError `internal` naming a bad vector by its label
   */
  constructor(vectors: Float32Array, dimensions: number) {
    checkVectors(vectors, dimensions)
    this.size = vectors.length / dimensions
    this.dimensions = dimensions
    this.#scan = new Scan(vectors, dimensions)
  }

  async search(vector: Float32Array, limit: number, within?: Uint32Array): Promise<Neighbor[]> {
    const scan = this.check(vector, within)
    const shortlist = scan.shortlist(vector, limit, within)
    return nearest(shortlist ?? this.size, limit, scan.dots(vector, shortlist))
  }

  similarities(vector: Float32Array, within?: Uint32Array): Float32Array {
    return this.check(vector, within).dots(vector, within)
  }

  /** A view, not a copy. */
  vectorAt(label: number): Float32Array {
    return this.#open().vectorAt(label)
  }

  /** Never: there is nothing between it and its vectors. */
  failure(): undefined {
    return undefined
  }

  async close(): Promise<void> {
    this.#scan = undefined
  }

  /** @throws AppError `internal` where `search` does */
  check(vector: Float32Array, within?: Uint32Array): Scan {
    const scan = this.#open()
    checkQuestionVector(vector, this.dimensions)
    if (within) checkLabels(within, this.size)
    return scan
  }

  #open(): Scan {
    if (!this.#scan) throw new AppError('internal', '向量索引已经关闭。')
    return this.#scan
  }
}

/** The order of all results: nearest first, ties by label. */
export function nearestFirst(a: Neighbor, b: Neighbor): number {
  return b.similarity - a.similarity || a.label - b.label
}

/** Keeps the best while scanning: sorts and cuts whenever twice the limit has come together. */
function nearest(labels: Uint32Array | number, limit: number, similarities: Float32Array): Neighbor[] {
  if (limit < 1) return []
  const count = typeof labels === 'number' ? labels : labels.length
  let kept: Neighbor[] = []
  let floor = -Infinity
  for (let i = 0; i < count; i++) {
    const label = typeof labels === 'number' ? i : labels[i]!
    const similarity = similarities[label]!
    // Equal to the floor is no gain: labels ascend, so the ones already kept win the tie.
    if (similarity <= floor) continue
    kept.push({ label, similarity })
    if (kept.length < 2 * limit + 64) continue
    kept = kept.sort(nearestFirst).slice(0, limit)
    floor = kept.at(-1)!.similarity
  }
  return kept.sort(nearestFirst).slice(0, limit)
}
