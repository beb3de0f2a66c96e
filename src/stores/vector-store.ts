// The port of the vector stores, with the refusals that every store shares.
// It knows nothing of where vectors come from, what a label stands for, or how a store finds neighbors.

import { AppError } from '../errors.ts'

export interface Neighbor {
  /** Place of the vector in insertion order, 0 … size − 1. */
  label: number
  /** Cosine, −1 … 1: the dot product in single precision (to some 1e-6), since all vectors have length 1. */
  similarity: number
}

export interface VectorStore {
  readonly size: number
  readonly dimensions: number
  /**
   * The `limit` nearest vectors, nearest first, ties by label; fewer only when fewer are allowed.
   * @param vector length 1, finite, `dimensions` long
   * @param within the labels allowed, strictly ascending; all when absent. It holds before the limit does.
   * @throws AppError `internal` for a bad vector or bad labels, and after `close`.
   */
  search(vector: Float32Array, limit: number, within?: Uint32Array): Promise<Neighbor[]>
  /**
   * The similarity of each allowed vector, at the place of its label; what stands at other places means nothing. The
   * same figures, to the last bit, that `search` gives. Good until the next call of either.
   * @throws AppError as `search`
   */
  similarities(vector: Float32Array, within?: Uint32Array): Float32Array
  /** Why searches take longer than they should at this moment, in words for people; undefined while they do not. */
  failure(): string | undefined
  close(): Promise<void>
}

/** How far the length of a vector may be from 1: room for float32 and quantised models, not for a filler vector. */
const LENGTH_TOLERANCE = 0.01

/** What is wrong with a vector, or undefined. NaN fails the comparison, so it needs no test of its own. */
function vectorFault(vectors: Float32Array, start: number, dimensions: number): string | undefined {
  let squares = 0
  for (let i = start; i < start + dimensions; i++) squares += vectors[i]! * vectors[i]!
  const length = Math.sqrt(squares)
  if (Math.abs(length - 1) <= LENGTH_TOLERANCE) return undefined
  return Number.isFinite(length) ? `长度是 ${length.toFixed(3)}，应当是 1` : '含有不是有限数的分量'
}

/**
 * Checks a whole set before any of it is stored: one NaN is enough to make neighbors unreachable in a graph.
 * @throws AppError `internal` naming the first bad vector by its label.
 */
export function checkVectors(vectors: Float32Array, dimensions: number): void {
  if (!Number.isInteger(dimensions) || dimensions < 1 || vectors.length % dimensions !== 0)
    throw new AppError('internal', `向量数据的长度 ${vectors.length} 不是维数 ${dimensions} 的整数倍。`)
  for (let start = 0; start < vectors.length; start += dimensions) {
    const fault = vectorFault(vectors, start, dimensions)
    if (fault) throw new AppError('internal', `第 ${start / dimensions} 号向量无效：${fault}。`)
  }
}

/** @throws AppError `internal` when the vector of a question has the wrong dimensions, length or a bad component. */
export function checkQuestionVector(vector: Float32Array, dimensions: number): void {
  if (vector.length !== dimensions)
    throw new AppError('internal', `问题的向量有 ${vector.length} 维，索引是 ${dimensions} 维。`)
  const fault = vectorFault(vector, 0, dimensions)
  if (fault) throw new AppError('internal', `问题的向量无效：${fault}。`)
}

/** @throws AppError `internal` when labels are not strictly ascending or reach beyond the store. */
export function checkLabels(within: Uint32Array, size: number): void {
  for (let i = 1; i < within.length; i++)
    if (within[i]! <= within[i - 1]!)
      throw new AppError('internal', `允许的向量编号没有从小到大排列（第 ${i} 个）。`)
  if (within.length > 0 && within.at(-1)! >= size)
    throw new AppError('internal', `向量编号 ${within.at(-1)} 超出索引范围（共 ${size} 个）。`)
}
