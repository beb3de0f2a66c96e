// Vectors in the memory of a small WebAssembly module (scan.wat), which compares them with a question eight times as
// fast as a loop of JavaScript, and thirty times where each is first compared in bytes. It does not know what a label
// stands for, nor which vectors are good: whoever calls has checked them.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../config.ts'
import { AppError } from '../errors.ts'

/** The part of the platform's WebAssembly that is used here; the types of Node 20 leave it out. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { exports: unknown }
}

type Dots = (question: number, vector: number, count: number, length: number, out: number) => void
interface Exports {
  memory: { buffer: ArrayBuffer; grow(pages: number): number }
  dots: Dots
  coarseDots: Dots
}

const PAGE = 65_536
/** Components that the module reads at once: vectors are filled up with zeros to a multiple of that. */
const STEP = 32
/** Coarse components are whole numbers up to this, those of the question up to the other. */
const COARSE_MAX = 127
const QUESTION_MAX = 32_767
/** Fewer vectors are compared exactly at once: the coarse pass saves less than it costs. */
const COARSE_FROM = 4000

let compiled: object | undefined

export class Scan {
  readonly size: number
  readonly dimensions: number
  readonly #stride: number
  readonly #exports: Exports
  readonly #memory: ArrayBuffer
  /** Where the parts lie in the memory, in bytes: the question in two forms, the vectors in two, what comes out. */
  readonly #at: { question: number; coarseQuestion: number; vectors: number; coarse: number; out: number }
  /** What one step of a coarse component is worth, and how long an error of coarseness can be. */
  readonly #coarseness: { step: number; error: number }

  /**
   * @param vectors all vectors one after another; copied
   * @throws AppError `internal` when they are more than the module can hold (4 GB)
   */
  constructor(vectors: Float32Array, dimensions: number) {
    this.size = vectors.length / dimensions
    this.dimensions = dimensions
    this.#stride = Math.ceil(dimensions / STEP) * STEP
    compiled ??= new WebAssembly.Module(readFileSync(path.join(ROOT, 'dist', 'stores', 'scan.wasm')))
    this.#exports = new WebAssembly.Instance(compiled).exports as Exports
    const question = 0
    const coarseQuestion = question + 4 * this.#stride
    const vectorsAt = coarseQuestion + 2 * this.#stride
    const coarse = vectorsAt + 4 * this.#stride * this.size
    const out = coarse + this.#stride * this.size
    this.#at = { question, coarseQuestion, vectors: vectorsAt, coarse, out }
    try {
      this.#exports.memory.grow(Math.ceil((out + 4 * this.size) / PAGE))
    } catch (cause) {
      throw new AppError('internal', `内存放不下 ${this.size} 个向量。`, { cause })
    }
    this.#memory = this.#exports.memory.buffer
    // One copy is twice as fast as many small ones.
    if (this.#stride === dimensions) new Float32Array(this.#memory, vectorsAt, vectors.length).set(vectors)
    else
      for (let label = 0; label < this.size; label++)
        this.vectorAt(label).set(vectors.subarray(label * dimensions, (label + 1) * dimensions))
    this.#coarseness = this.size < COARSE_FROM ? { step: 1, error: Infinity } : this.#writeCoarse(vectors)
  }

  /**
   * The dot product of a vector with each of `labels` (ascending; all when absent), at the place of its label. What
   * is not asked for keeps the value of an earlier call. A view that the next call overwrites.
   */
  dots(vector: Float32Array, labels?: Uint32Array): Float32Array {
    const { question, vectors, out } = this.#at
    new Float32Array(this.#memory, question, this.dimensions).set(vector)
    const bytes = 4 * this.#stride
    this.#inRuns(labels, (first, count) =>
      this.#exports.dots(question, vectors + first * bytes, count, bytes, out + 4 * first),
    )
    return new Float32Array(this.#memory, out, this.size)
  }

  /**
   * The labels, ascending, among which the `limit` nearest certainly are: those that a coarse comparison cannot rule
   * out. All that are allowed where there are few.
   * @param vector of length 1
   * @param labels ascending; all when absent
   */
  shortlist(vector: Float32Array, limit: number, labels?: Uint32Array): Uint32Array | undefined {
    const count = labels?.length ?? this.size
    if (count < COARSE_FROM || limit * 4 > count) return labels
    const coarse = this.#coarseDots(vector, labels)
    const { step, error } = this.#coarseness
    const unit = QUESTION_MAX / step
    // Both the last of the nearest and the one compared with it may be off by the whole error.
    const least = kthLargest(coarse, labels, limit, unit) - 2 * (error + this.#questionError) * unit
    const found: number[] = []
    if (labels) {
      for (const label of labels) if (coarse[label]! >= least) found.push(label)
    } else for (let label = 0; label < this.size; label++) if (coarse[label]! >= least) found.push(label)
    return Uint32Array.from(found)
  }

  /** A view, not a copy. */
  vectorAt(label: number): Float32Array {
    return new Float32Array(this.#memory, this.#at.vectors + 4 * this.#stride * label, this.dimensions)
  }

  /** Each component as a whole number of steps; the longest error that this makes of any vector. */
  #writeCoarse(vectors: Float32Array): { step: number; error: number } {
    const { size, dimensions } = this
    const skipped = this.#stride - dimensions
    let highest = 0
    for (let i = 0; i < vectors.length; i++) {
      const component = vectors[i]!
      if (component > highest) highest = component
      else if (-component > highest) highest = -component
    }
    const step = highest / COARSE_MAX
    const coarse = new Int8Array(this.#memory, this.#at.coarse, this.#stride * size)
    let longest = 0
    for (let from = 0, at = 0; from < vectors.length; from += dimensions, at += skipped) {
      let squares = 0
      for (let i = from; i < from + dimensions; i++, at++) {
        const component = vectors[i]!
        // As Math.round, in half the time.
        const steps = (component / step + (component < 0 ? -0.5 : 0.5)) | 0
        const error = component - steps * step
        coarse[at] = steps
        squares += error * error
      }
      if (squares > longest) longest = squares
    }
    return { step, error: Math.sqrt(longest) }
  }

  /** What whole numbers may change of a question's products: half a step in each component, times a vector shorter than 2. */
  get #questionError(): number {
    return (0.5 / QUESTION_MAX) * Math.sqrt(this.dimensions) * 2
  }

  #coarseDots(vector: Float32Array, labels?: Uint32Array): Int32Array {
    const { coarseQuestion, coarse, out } = this.#at
    const whole = new Int16Array(this.#memory, coarseQuestion, this.dimensions)
    for (let i = 0; i < vector.length; i++) whole[i] = Math.round(vector[i]! * QUESTION_MAX)
    this.#inRuns(labels, (first, count) =>
      this.#exports.coarseDots(
        coarseQuestion,
        coarse + first * this.#stride,
        count,
        this.#stride,
        out + 4 * first,
      ),
    )
    return new Int32Array(this.#memory, out, this.size)
  }

  /** Neighbours are compared in one go: a call costs as much as half a vector. */
  #inRuns(labels: Uint32Array | undefined, run: (first: number, count: number) => void): void {
    if (labels === undefined) run(0, this.size)
    else
      for (let from = 0, i = 1; i <= labels.length; i++) {
        if (i < labels.length && labels[i] === labels[i - 1]! + 1) continue
        run(labels[from]!, i - from)
        from = i
      }
  }
}

const BUCKETS = 4096

/**
 * A number that at least k of the values reach, and hardly more: the lower end of the bucket that the k-th lies in.
 * @param unit the values lie between this and its negative, some rounding aside
 */
function kthLargest(values: Int32Array, labels: Uint32Array | undefined, k: number, unit: number): number {
  const perBucket = BUCKETS / (2.1 * unit)
  const held = new Uint32Array(BUCKETS)
  const bucketOf = (value: number) => (value * perBucket + BUCKETS / 2) | 0
  if (labels) for (const label of labels) held[bucketOf(values[label]!)]! += 1
  else for (let label = 0; label < values.length; label++) held[bucketOf(values[label]!)]! += 1
  let bucket = BUCKETS - 1
  for (let above = held[bucket]!; above < k; above += held[bucket]!) bucket--
  return (bucket - BUCKETS / 2) / perBucket
}
