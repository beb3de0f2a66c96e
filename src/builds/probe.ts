// Whether the files of a build that was just written answer as what they were written from: read again, counted, and
// asked. It knows nothing of how a build becomes the current one.

import { isDeepStrictEqual } from 'node:util'
import { passagesOf } from '../corpus/passages.ts'
import { AppError } from '../errors.ts'
import type { LibraryDocument } from '../library.ts'
import type { PolicyRecord } from '../schema.ts'
import { ExactStore } from '../stores/exact.ts'
import { isTrusted } from '../stores/trust.ts'
import type { Bm25 } from '../text/bm25.ts'
import {
  openStore,
  readDocumentsFile,
  readLexical,
  readPassages,
  readVectors,
  type StoredPassage,
} from './files.ts'

/** What a build was written from. */
export interface Written {
  documents: readonly LibraryDocument[]
  passages: readonly StoredPassage[]
  words: Bm25
  characters: Bm25
  /** The terms of a stretch of sentences, as they went into the indexes; by its place among those. */
  terms: { words(text: number): readonly string[]; characters(text: number): readonly string[] }
  /** Both or neither. */
  vectors?: Float32Array | undefined
  dimensions?: number | undefined
}

/** So many stretches of sentences, spread evenly, are asked of each lexical index. */
const LEXICAL_PROBES = 20

/**
 * Reads a build's files again and tries them.
 * @throws AppError `internal` naming what is not as it was written; `index_mismatch` for a file that cannot be read
 */
export async function probe(folder: string, written: Written): Promise<void> {
  const documents = await readDocumentsFile(folder)
  const passages = await readPassages(folder)
  if (!isDeepStrictEqual(documents, stored(written.documents))) throw refused('文件')
  if (!isDeepStrictEqual(passages, stored(written.passages))) throw refused('段落')
  if (!haveTheirPlaces(documents, passages)) throw refused('位置')
  for (const leg of ['words', 'characters'] as const)
    if (!answersAlike(await readLexical(folder, leg), written[leg], written.terms[leg]))
      throw refused('关键词索引')
  const { vectors, dimensions } = written
  if (vectors && dimensions !== undefined && !(await findsNeighbors(folder, vectors, dimensions)))
    throw refused('向量')
}

const refused = (what: string) =>
  new AppError('internal', `新索引写入后核对不一致（${what}），已放弃；原有索引不受影响。`)

/** As it comes back from a file: without the fields that are undefined. */
const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** Whether every offset points at the words it stands for: records into their document, passages into their record. */
function haveTheirPlaces(documents: readonly LibraryDocument[], passages: readonly StoredPassage[]): boolean {
  const expected = documents.flatMap(({ records, text }) =>
    records.flatMap((record) => passagesOf(record, text)),
  )
  return (
    documents.every(({ records, text }) => records.every((record) => hasItsPlace(record, text))) &&
    expected.length === passages.length &&
    passages.every(({ digest: _, ...passage }, i) => isDeepStrictEqual(passage, expected[i]))
  )
}

/** A cell that several rows share stands outside of most of them. */
function hasItsPlace({ start, end, spans, content }: PolicyRecord, text: string): boolean {
  const within = (from: number, to: number) => (span: { start: number; end: number }) =>
    from <= span.start && span.start <= span.end && span.end <= to
  const own = spans.filter(({ field }) => field === 'content')
  return (
    [{ start, end }, ...spans].every(within(0, text.length)) &&
    own.every(within(start, end)) &&
    own.map((span) => text.slice(span.start, span.end)).join('') === content
  )
}

/** The same scores for the words of some texts, each of which is among those found. */
function answersAlike(read: Bm25, written: Bm25, termsOf: (text: number) => readonly string[]): boolean {
  const { size } = written
  if (read.size !== size) return false
  const step = Math.max(1, Math.floor(size / LEXICAL_PROBES))
  for (let text = 0; text < size; text += step) {
    const terms = termsOf(text)
    const scores = read.score(terms)
    if (terms.length > 0 && !(scores[text]! > 0)) return false
    if (!isDeepStrictEqual(scores, written.score(terms))) return false
  }
  return true
}

/**
 * Whether each vector is in its place, and the store over them finds what a scan finds: 20 questions between passages,
 * 100 of passages themselves.
 */
async function findsNeighbors(folder: string, vectors: Float32Array, dimensions: number): Promise<boolean> {
  const read = await readVectors(folder)
  if (read.length !== vectors.length || read.some((value, i) => value !== vectors[i])) return false
  const exact = new ExactStore(vectors, dimensions)
  const store = await openStore(folder, dimensions)
  try {
    return await isTrusted((vector, limit) => store.search(vector, limit), exact)
  } finally {
    await store.close()
    await exact.close()
  }
}
