// The embedding port: text in, unit vectors out. Ingest and search know only this file.
// It does not know where vectors come from, what they are compared with, or how they are stored.

import { AppError } from '../errors.ts'
import type { EmbeddingProfile } from './profiles.ts'

/**
 * Turns text into vectors. What every implementation keeps to (`test/embedders/embedder.contract.ts` proves it):
 * - one vector per text, in the order given; an empty list gives an empty list;
 * - each vector is a Float32Array of its own with `profile.dimensions` finite components and length 1 ± 0.01,
 *   so that a dot product is the cosine;
 * - the same text gives the same vector, whatever else is embedded beside it;
 * - whoever calls gives bare text: the prefixes of the profile are added here, once;
 * - any failure, blank text included, throws AppError `embedder_failed`. There is never a filler vector and never
 *   a shorter list.
 */
export interface Embedder {
  /** How the model is used: pooling, prefixes, dimensions, length. */
  readonly profile: EmbeddingProfile
  /**
   * SHA-256 (hex) that names model and recipe. Vectors may be compared only if their fingerprints are equal;
   * a build keeps it in its manifest.
   */
  readonly fingerprint: string
  /** The vector of one question. Text beyond `profile.maxTokens` does not count. */
  embedQuestion(text: string): Promise<Float32Array>
  /**
   * The vectors of passages, in order. Text beyond `profile.maxTokens` does not count.
   * `onProgress` hears how many are done, rising from 1 to `texts.length`. All or nothing: one bad text fails the call.
   * @throws UnembeddableText where it is known which one
   */
  embedPassages(texts: readonly string[], onProgress?: (done: number) => void): Promise<Float32Array[]>
  /** Why questions get no vector at this moment, in words for people; undefined while they do. */
  failure(): string | undefined
  /**
   * Lets what is being computed finish, then frees everything. Passages whose turn has not come and later calls
   * throw; closing twice is harmless.
   */
  close(): Promise<void>
}

/** One of several texts has no vector, and trying again would not help. */
export class UnembeddableText extends AppError {
  /** Its place among the texts. */
  readonly index: number

  constructor(index: number, message: string, cause: unknown) {
    super('embedder_failed', message, { cause })
    this.index = index
  }
}

/** How far from 1 the length of a vector may be. float32 rounding stays below 1e-6; a missing normalisation does not. */
const LENGTH_TOLERANCE = 0.01

/**
 * Lets only a usable vector pass: NaN, zero or unnormalised vectors damage a vector index without a word.
 * @throws AppError `embedder_failed` saying what is wrong with it.
 */
export function assertUnitVector(vector: Float32Array, dimensions: number): void {
  if (vector.length !== dimensions)
    throw new AppError(
      'embedder_failed',
      `向量有 ${vector.length} 维，应为 ${dimensions} 维：模型与用法不符。`,
    )
  let squares = 0
  for (const component of vector) squares += component * component
  // Written so that NaN and Infinity fail too.
  if (!(Math.abs(Math.sqrt(squares) - 1) <= LENGTH_TOLERANCE))
    throw new AppError('embedder_failed', `向量长度为 ${Math.sqrt(squares)}，应为 1：模型输出不可用。`)
}
