// The two legs of a search and their fusion: which records answer a query best, and why. Knows indexes and vectors,
// not HTTP, filters or answers.

import type { Engine } from './engine.ts'
import { AppError } from './errors.ts'
import { fuse, zScores } from './text/fuse.ts'
import { normalize } from './text/normalize.ts'

/**
 * What each signal counts for. Convex: the signals are z-normalised over the allowed records first. Chosen on the
 * development questions (`npm run eval`); the order of the kinds matters more than the exact figures.
 */
export const WEIGHTS = { words: 0.05, characters: 0.15, passage: 0.35, sentence: 0.25, title: 0.15 } as const
/** Share of the vectors' weight that goes to words and characters when no vectors are at hand: all of it. */
const KEYWORDS_ONLY = { words: 0.4, characters: 0.6 } as const
/** So many nearest vectors are looked at; a record with none among them gets the similarity of the farthest. */
export const NEIGHBOURS = 2000

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
  /** What each signal said of an allowed record, z-normalised over all of them. */
  signalsOf(record: number): Partial<Record<Signal, number>>
  /** Highest cosine of any passage; absent when only keywords were searched. */
  nearest?: number
  /** Cosine of the question and each passage, by index; 0 for those not looked at. */
  similarity?: Float32Array
  /** Set when a question could not be embedded and keywords had to do. */
  keywordsOnly: boolean
}

/** The allowed records, best first, ties by their order in the library. */
export async function rank(engine: Engine, query: string, allowed: Uint32Array): Promise<Ranking> {
  const lexical = lexicalScores(engine, query)
  const dense = await denseScores(engine, query, allowed)
  const signals: [Signal, Float32Array, number][] = dense
    ? [
        ['words', lexical.words, WEIGHTS.words],
        ['characters', lexical.characters, WEIGHTS.characters],
        ['passage', dense.passage, WEIGHTS.passage],
        ['sentence', dense.sentence, WEIGHTS.sentence],
        ['title', dense.title, WEIGHTS.title],
      ]
    : [
        ['words', lexical.words, KEYWORDS_ONLY.words],
        ['characters', lexical.characters, KEYWORDS_ONLY.characters],
      ]
  const fused = fuse(
    signals.map(([, scores, weight]) => ({ scores, weight })),
    allowed,
  )
  const ranked = Array.from(allowed, (record): Ranked => {
    const nearest = dense?.bestPassage[record] ?? -1
    const passage = nearest >= 0 ? nearest : lexical.bestPassage[record]!
    return { record, score: fused[record]!, ...(passage >= 0 && { passage }) }
  })
  ranked.sort((a, b) => b.score - a.score || a.record - b.record)
  let standard: (readonly [Signal, Float32Array])[] | undefined
  return {
    ranked,
    signalsOf: (record) => {
      standard ??= signals.map(([signal, scores]) => [signal, zScores(scores, allowed)] as const)
      return Object.fromEntries(standard.map(([signal, scores]) => [signal, scores[record]!]))
    },
    ...(dense && { nearest: dense.nearest, similarity: dense.similarity }),
    keywordsOnly: !dense && allowed.length > 0,
  }
}

interface LexicalScores {
  words: Float32Array
  characters: Float32Array
  /** Per record, the passage that has most of the characters. */
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
    words: new Float32Array(size),
    characters: new Float32Array(size),
    bestPassage: new Int32Array(size).fill(-1),
  }
  library.lexicalPassages.forEach((passage, i) => {
    const record = library.recordOfPassage[passage]!
    scores.words[record] = Math.max(scores.words[record]!, byWords[i]!)
    if (scores.bestPassage[record] !== -1 && byCharacters[i]! <= scores.characters[record]!) return
    scores.characters[record] = byCharacters[i]!
    scores.bestPassage[record] = passage
  })
  return scores
}

interface DenseScores {
  passage: Float32Array
  sentence: Float32Array
  title: Float32Array
  /** Per record, the stretch of sentences nearest to the question; −1 where none was looked at. */
  bestPassage: Int32Array
  nearest: number
  similarity: Float32Array
}

/** Highest similarity of each record by kind of passage; undefined where the question has no vector. */
async function denseScores(
  { dense, library }: Engine,
  query: string,
  allowed: Uint32Array,
): Promise<DenseScores | undefined> {
  const text = normalize(query)
  // A question of signs that do not count has no vector, which is no fault of the model.
  if (!dense || allowed.length === 0 || text.trim() === '') return undefined
  let vector: Float32Array
  try {
    vector = await dense.embedder.embedQuestion(text)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'embedder_failed') throw error
    // The engine keeps why; the question is answered by keywords, and the answer says so.
    return undefined
  }
  const size = library.records.length
  const within =
    allowed.length < size ? labelsOf(engineRecords(library.recordOfPassage, allowed, size)) : undefined
  const neighbours = dense.store.search(vector, NEIGHBOURS, within)
  const farthest = neighbours.at(-1)?.similarity ?? 0
  const scores: DenseScores = {
    passage: new Float32Array(size).fill(farthest),
    sentence: new Float32Array(size).fill(farthest),
    title: new Float32Array(size).fill(farthest),
    bestPassage: new Int32Array(size).fill(-1),
    nearest: neighbours[0]?.similarity ?? 0,
    similarity: new Float32Array(library.passages.length),
  }
  const seen = { passage: new Uint8Array(size), sentence: new Uint8Array(size), title: new Uint8Array(size) }
  for (const { label, similarity } of neighbours) {
    scores.similarity[label] = similarity
    const { kind } = library.passages[label]!
    const record = library.recordOfPassage[label]!
    if (kind === 'passage' && scores.bestPassage[record] === -1) scores.bestPassage[record] = label
    // Neighbours come nearest first: the first of a kind is the record's best.
    if (seen[kind][record]) continue
    seen[kind][record] = 1
    scores[kind][record] = similarity
  }
  // A record without sentences or a name of its own is judged by its passages instead.
  for (let record = 0; record < size; record++) {
    if (!seen.sentence[record]) scores.sentence[record] = scores.passage[record]!
    if (!seen.title[record]) scores.title[record] = scores.passage[record]!
  }
  return scores
}

function engineRecords(recordOfPassage: Uint32Array, allowed: Uint32Array, size: number) {
  const isAllowed = new Uint8Array(size)
  for (const record of allowed) isAllowed[record] = 1
  return { recordOfPassage, isAllowed }
}

function labelsOf({ recordOfPassage, isAllowed }: ReturnType<typeof engineRecords>): Uint32Array {
  const labels: number[] = []
  recordOfPassage.forEach((record, label) => {
    if (isAllowed[record]) labels.push(label)
  })
  return Uint32Array.from(labels)
}
