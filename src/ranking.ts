// The signals of a search and their fusion: which records answer a query best, and why. Knows indexes and vectors,
// not HTTP, filters or answers.

import { PASSAGE_KINDS } from './corpus/passages.ts'
import type { Engine } from './engine.ts'
import { AppError } from './errors.ts'
import { best, fuse } from './text/fuse.ts'
import { normalize } from './text/normalize.ts'

/**
 * What each signal counts for. Convex: the signals are z-normalised over the allowed records first. Chosen on the
 * development questions. Of 500 other weights, five-fold cross-validation over 679 questions of four sets found none that
 * rank better: 0.885 against 0.886 (`npm run tune`, `test/eval/weights.json`).
 */
export const WEIGHTS = { words: 0.05, characters: 0.15, passage: 0.35, sentence: 0.25, title: 0.15 } as const
/** The weights where no vectors are at hand. */
const KEYWORDS_ONLY = { words: 0.4, characters: 0.6 } as const

/** Up to so many allowed records are all compared with the question; among more only those that a signal nominates. */
export const COMPARED_WHOLE = 2000
/** So many records are nominated by their characters, and those of so many nearest vectors. */
const NOMINATED = 150
/** Nominees are no fair sample of what is allowed: their vectors are measured against those of so many spread evenly. */
const REFERENCE = 250
/** So many records of a ranking are put in order; nobody leafs further. */
const RANKED = 120

type Signal = keyof typeof WEIGHTS

export interface Ranked {
  /** Index of the record in the library. */
  record: number
  score: number
  /** Index of the passage that fits best, if the record has any. */
  passage?: number
}

export interface Ranking {
  ranked: Ranked[]
  /** What each signal said of a ranked record, in standard deviations from the mean of what is allowed. */
  signalsOf(record: number): Partial<Record<Signal, number>>
  /** Of the query; absent when only keywords were searched. */
  vector?: Float32Array
  /** Highest cosine of any passage; absent when only keywords were searched. */
  nearest?: number
  /** Cosine of the question and a passage of a ranked record; undefined when only keywords were searched. */
  similarityOf(passage: number): number | undefined
  /** The words that were looked for, once each, without synonyms. */
  words: readonly string[]
  /** Set when a question could not be embedded and keywords had to do. */
  keywordsOnly: boolean
}

export interface Scope {
  /** Indexes of the records that may be ranked, ascending. */
  allowed: Uint32Array
  /** Those of them that must be in the ranking, wherever. */
  always?: Iterable<number>
  /** All that are allowed are ranked, however many. */
  whole?: boolean
}

/** The best of the allowed records, best first, ties by their order in the library. */
export async function rank(engine: Engine, query: string, scope: Scope): Promise<Ranking> {
  const { allowed, always = [], whole = false } = scope
  const size = engine.library.records.length
  // The model works in a process of its own: the words are looked up meanwhile.
  const embedding = questionVector(engine, query, allowed.length)
  // It is awaited below; where the words fail before, it must not count as one that nobody looks after.
  embedding.catch(() => {})
  const lexical = lexicalScores(engine, query)
  const vector = await embedding
  const all = whole || allowed.length <= COMPARED_WHOLE
  const pool = all ? allowed : union([await nominees(engine, lexical, vector, allowed), always], size)
  // Every record has its score in words; vectors are only looked at where it pays.
  const sample = all ? allowed : spreadOver(allowed, REFERENCE)
  const dense = vector && denseScores(engine, vector, all ? allowed : union([pool, sample], size))
  const signals: [Signal, Float32Array, number, Uint32Array][] = dense
    ? [
        ['words', lexical.words, WEIGHTS.words, allowed],
        ['characters', lexical.characters, WEIGHTS.characters, allowed],
        ['passage', dense.passage, WEIGHTS.passage, sample],
        ['sentence', dense.sentence, WEIGHTS.sentence, sample],
        ['title', dense.title, WEIGHTS.title, sample],
      ]
    : [
        ['words', lexical.words, KEYWORDS_ONLY.words, allowed],
        ['characters', lexical.characters, KEYWORDS_ONLY.characters, allowed],
      ]
  const { scores, standard } = fuse(
    signals.map(([, scores, weight, reference]) => ({ scores, weight, reference })),
    pool,
  )
  const first = best(scores, pool, whole ? pool.length : RANKED)
  const behind = [...always].filter((record) => !first.includes(record))
  const ranked = [...first, ...behind].map((record): Ranked => {
    const nearest = dense?.bestPassage[record] ?? -1
    const passage = nearest >= 0 ? nearest : lexical.bestPassage[record]!
    const score = scores[record]!
    return passage >= 0 ? { record, score, passage } : { record, score }
  })
  return {
    ranked,
    signalsOf: (record) =>
      Object.fromEntries(signals.map(([name], signal) => [name, standard(signal, record)])),
    ...(vector && { vector }),
    ...(dense && { nearest: dense.nearest }),
    words: lexical.asked,
    similarityOf: (passage) => dense?.similarity[passage],
    keywordsOnly: !dense && allowed.length > 0,
  }
}

interface LexicalScores {
  /** The query's own words. */
  asked: string[]
  words: Float32Array
  characters: Float32Array
  /** Per record, the passage that has most of the characters; −1 where there is none. */
  bestPassage: Int32Array
}

/** The score of each record is that of its best passage: a long case must not win by having a little of everything. */
function lexicalScores(
  { tokenizer, synonyms, words, characters, library }: Engine,
  query: string,
): LexicalScores {
  const asked = tokenizer.words(query)
  const added = synonyms.expand(query, asked).join(' ')
  const byWords = words.score([...asked, ...tokenizer.words(added)])
  const byCharacters = characters.score([...tokenizer.characters(query), ...tokenizer.characters(added)])
  const size = library.records.length
  const scores: LexicalScores = {
    asked: [...new Set(asked)],
    words: new Float32Array(size),
    characters: new Float32Array(size),
    bestPassage: new Int32Array(size).fill(-1),
  }
  const { lexicalPassages, recordOfPassage } = library
  for (let i = 0; i < lexicalPassages.length; i++) {
    const passage = lexicalPassages[i]!
    const record = recordOfPassage[passage]!
    if (byWords[i]! > scores.words[record]!) scores.words[record] = byWords[i]!
    if (scores.bestPassage[record] !== -1 && byCharacters[i]! <= scores.characters[record]!) continue
    scores.characters[record] = byCharacters[i]!
    scores.bestPassage[record] = passage
  }
  return scores
}

/** The vector of a question; undefined where none can be had: no model, a model that failed, nothing but signs. */
export async function questionVector(
  { dense }: Engine,
  query: string,
  allowed: number,
): Promise<Float32Array | undefined> {
  const text = normalize(query)
  // A question of signs that do not count has no vector, which is no fault of the model.
  if (!dense || allowed === 0 || text === '') return undefined
  try {
    return await dense.embedder.embedQuestion(text)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'embedder_failed') throw error
    // The engine keeps why; the question is answered by keywords, and the answer says so.
    return undefined
  }
}

/** The records that some signal puts forward. */
async function nominees(
  { dense, library }: Engine,
  lexical: LexicalScores,
  vector: Float32Array | undefined,
  allowed: Uint32Array,
): Promise<number[]> {
  const within = allowed.length < library.records.length ? passagesOf(library, allowed) : undefined
  const nearest = vector && dense ? await dense.store.search(vector, NOMINATED, within) : []
  return [
    ...best(lexical.characters, allowed, NOMINATED),
    ...nearest.map(({ label }) => library.recordOfPassage[label]!),
  ]
}

const PASSAGE = PASSAGE_KINDS.indexOf('passage')
const SENTENCE = PASSAGE_KINDS.indexOf('sentence')
const TITLE = PASSAGE_KINDS.indexOf('title')

interface DenseScores {
  passage: Float32Array
  sentence: Float32Array
  title: Float32Array
  /** Per record, the stretch of sentences nearest to the question; −1 where it has none. */
  bestPassage: Int32Array
  nearest: number
  similarity: Float32Array
}

/** Highest similarity of each of the records by kind of passage. */
function denseScores({ dense, library }: Engine, vector: Float32Array, records: Uint32Array): DenseScores {
  const size = library.records.length
  const labels = records.length < size ? passagesOf(library, records) : undefined
  const similarity = dense!.store.similarities(vector, labels).slice()
  const scores: DenseScores = {
    passage: new Float32Array(size),
    sentence: new Float32Array(size),
    title: new Float32Array(size),
    bestPassage: new Int32Array(size).fill(-1),
    nearest: -1,
    similarity,
  }
  const { kindOfPassage, firstPassage } = library
  const highest = new Float32Array(3)
  for (let i = 0; i < records.length; i++) {
    const record = records[i]!
    highest.fill(-1)
    for (let label = firstPassage[record]!; label < firstPassage[record + 1]!; label++) {
      const kind = kindOfPassage[label]!
      if (similarity[label]! <= highest[kind]!) continue
      highest[kind] = similarity[label]!
      if (kind === PASSAGE) scores.bestPassage[record] = label
    }
    const [passage, sentence, title] = [highest[PASSAGE]!, highest[SENTENCE]!, highest[TITLE]!]
    scores.nearest = Math.max(scores.nearest, passage, sentence, title)
    scores.passage[record] = passage
    // A record without sentences or a name of its own is judged by its passages instead.
    scores.sentence[record] = sentence === -1 ? passage : sentence
    scores.title[record] = title === -1 ? passage : title
  }
  return scores
}

/** The passages of records, which are in ascending order. */
function passagesOf({ firstPassage }: Engine['library'], records: Uint32Array): Uint32Array {
  let count = 0
  for (const record of records) count += firstPassage[record + 1]! - firstPassage[record]!
  const passages = new Uint32Array(count)
  let at = 0
  for (const record of records)
    for (let passage = firstPassage[record]!; passage < firstPassage[record + 1]!; passage++)
      passages[at++] = passage
  return passages
}

/** Distinct, in ascending order. @param size no member reaches it */
function union(parts: readonly Iterable<number>[], size: number): Uint32Array {
  const member = new Uint8Array(size)
  for (const part of parts) for (const one of part) member[one] = 1
  const found = new Uint32Array(size)
  let count = 0
  for (let one = 0; one < size; one++) if (member[one]) found[count++] = one
  return found.subarray(0, count)
}

/** So many of the records, at even distances. */
const spreadOver = (records: Uint32Array, count: number) =>
  Uint32Array.from({ length: count }, (_, i) => records[Math.floor((i * records.length) / count)]!)
