// Ranks texts by the words they share with a question: Okapi BM25 over postings in typed arrays. Pure; it does not know
// how texts become terms (tokenize.ts) nor which text is which record.

import { type Postings, readPostings, writePostings } from './postings.ts'

export interface Bm25Options {
  /**
   * How fast repetition stops counting. Higher: a text that says a word five times gains more over one that says it once;
   * 0: once is as good as often. Sensible 0.5 to 2.
   */
  readonly k1?: number
  /** How much long texts are held back, 0 (not at all) to 1 (in proportion to their length). */
  readonly b?: number
}

/** The values of Robertson and Zaragoza (2009, §3.5), as in Lucene: short records of unequal length are their case. */
const DEFAULTS = { k1: 1.2, b: 0.75 }

export interface Bm25 {
  /** How many texts there are. */
  readonly size: number
  /**
   * One score per text, 0 where no term occurs, never negative for weights that are not.
   * A list counts a term as often as it is named; a map gives each term its weight.
   */
  score(terms: readonly string[] | ReadonlyMap<string, number>): Float32Array
  /**
   * How telling a term is: ln(1 + (N - n + 0.5) / (n + 0.5)) for n of N texts that have it (Robertson and Zaragoza
   * 2009, equation 3.2, with the 1 that Lucene adds so that no word counts against a text). Highest for a term that no
   * text has.
   */
  idf(term: string): number
  /** The texts that have a term, rising. */
  textsWith(term: string): Uint32Array
  /** All of it as bytes for `readBm25`. */
  toBytes(): Uint8Array<ArrayBuffer>
}

/** A term counts at most this often in one text; BM25 has long stopped caring by then. */
const MOST = 65_535

/**
 * Builds the index; each text is given as its terms, repeated as often as they occur.
 * @throws RangeError for k1 < 0, b outside 0 to 1, or a term that is empty or not well-formed Unicode
 */
export function buildBm25(texts: Iterable<readonly string[]>, options: Bm25Options = {}): Bm25 {
  const { k1 = DEFAULTS.k1, b = DEFAULTS.b } = options
  if (!(k1 >= 0 && k1 < Infinity)) throw new RangeError(`bm25: k1 is ${k1}, must be 0 or more`)
  if (!(b >= 0 && b <= 1)) throw new RangeError(`bm25: b is ${b}, must be 0 to 1`)
  const columns = new Map<string, { texts: number[]; counts: number[] }>()
  let size = 0
  for (const text of texts) {
    for (const [term, count] of tally(text)) {
      let column = columns.get(term)
      if (!column) {
        if (term === '' || /\p{Cs}/u.test(term)) throw new RangeError(`bm25: bad term in text ${size}`)
        column = { texts: [], counts: [] }
        columns.set(term, column)
      }
      column.texts.push(size)
      column.counts.push(Math.min(count, MOST))
    }
    size += 1
  }

  const terms = [...columns.keys()]
  const from = new Uint32Array(terms.length + 1)
  for (const [t, term] of terms.entries()) from[t + 1] = from[t]! + columns.get(term)!.texts.length
  const postings = new Uint32Array(from[terms.length]!)
  const counts = new Uint16Array(postings.length)
  for (const [t, term] of terms.entries()) {
    postings.set(columns.get(term)!.texts, from[t]!)
    counts.set(columns.get(term)!.counts, from[t]!)
  }
  return scorer({ k1, b, size, terms, from, texts: postings, counts })
}

function tally(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
  return counts
}

function scorer(postings: Postings): Bm25 {
  const { k1, b, size, terms, from, texts, counts } = postings
  const columns = new Map(terms.map((term, t) => [term, t]))
  const lengths = new Float64Array(size)
  for (let p = 0; p < texts.length; p += 1) lengths[texts[p]!]! += counts[p]!
  const average = lengths.reduce((sum, length) => sum + length, 0) / size

  // What a posting adds is known before any question, but for the idf and the weight of the term.
  const gains = new Float32Array(texts.length)
  for (let p = 0; p < texts.length; p += 1) {
    const count = counts[p]!
    const held = k1 * (1 - b + (b * lengths[texts[p]!]!) / average)
    gains[p] = (count * (k1 + 1)) / (count + held)
  }
  const idfOf = (having: number) => Math.log(1 + (size - having + 0.5) / (having + 0.5))

  return {
    size,
    score(asked) {
      const scores = new Float32Array(size)
      for (const [term, weight] of asked instanceof Map ? asked : tally(asked as readonly string[])) {
        const t = columns.get(term)
        if (t === undefined) continue
        const [first, end] = [from[t]!, from[t + 1]!]
        const worth = weight * idfOf(end - first)
        for (let p = first; p < end; p += 1) scores[texts[p]!]! += worth * gains[p]!
      }
      return scores
    },
    idf(term) {
      const t = columns.get(term)
      return idfOf(t === undefined ? 0 : from[t + 1]! - from[t]!)
    },
    textsWith(term) {
      const t = columns.get(term)
      return t === undefined ? new Uint32Array() : texts.subarray(from[t]!, from[t + 1]!)
    },
    toBytes: () => writePostings(postings),
  }
}

/**
 * Reads what `toBytes` wrote.
 * @throws AppError `index_mismatch` when anything about the bytes is not as it must be
 */
export function readBm25(bytes: Uint8Array): Bm25 {
  return scorer(readPostings(bytes))
}
