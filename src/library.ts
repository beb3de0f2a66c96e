// Documents, records, passages and facets of the open build, and which records a filter allows. Read only.

import type { ParsedDocument } from './corpus/documents.ts'
import { type Facets, facetsOf } from './corpus/facets.ts'
import { PASSAGE_KINDS, type Passage } from './corpus/passages.ts'
import { AppError } from './errors.ts'
import { FILTER_KEYS, type FilterKey, type Filters, type PolicyRecord } from './schema.ts'
import type { Bm25 } from './text/bm25.ts'
import type { Tokenizer } from './text/tokenize.ts'

/** A document as a build keeps it. */
export type LibraryDocument = Omit<ParsedDocument, 'proof'>

export interface Library {
  readonly documents: readonly LibraryDocument[]
  /** All records in the order of their documents; indexes into this list are what filters and rankings speak of. */
  readonly records: readonly PolicyRecord[]
  readonly facets: readonly Facets[]
  readonly passages: readonly Passage[]
  /** Index of the record that each passage belongs to: rising, the passages of a record stand together. */
  readonly recordOfPassage: Uint32Array
  /** The passages of record r are `firstPassage[r]` to `firstPassage[r + 1]`. */
  readonly firstPassage: Uint32Array
  /** Kind of each passage, as its place in `PASSAGE_KINDS`. */
  readonly kindOfPassage: Uint8Array
  /** Indexes of the passages of kind `passage`: what the lexical indexes are over. */
  readonly lexicalPassages: Uint32Array
  /** Index of the body of each document that has one, by its id. */
  readonly bodies: ReadonlyMap<string, number>
  /** The passages of a record, with their indexes. */
  passagesOf(record: number): { passage: Passage; index: number }[]
  document(id: string): LibraryDocument | undefined
  record(id: string): PolicyRecord | undefined
  indexOf(recordId: string): number
  /** Indexes of the records that satisfy the filters, in order; all of them without filters. */
  matching(filters: Filters): Uint32Array
}

/** @throws AppError `index_mismatch` for passages of records that are not there, or out of their order */
export function openLibrary(documents: readonly LibraryDocument[], passages: readonly Passage[]): Library {
  const documentById = new Map(documents.map((document) => [document.summary.id, document]))
  const records = documents.flatMap((document) => document.records)
  const indexById = new Map(records.map((record, i) => [record.id, i]))
  const facets = records.map((record) => {
    const { summary, territory, batch } = documentById.get(record.documentId)!
    return facetsOf(record, { date: summary.date, batch, territory })
  })
  const recordOfPassage = Uint32Array.from(passages, ({ recordId }) => indexById.get(recordId)!)
  const firstPassage = new Uint32Array(records.length + 1)
  for (const record of recordOfPassage) if (record < records.length) firstPassage[record + 1]! += 1
  for (let record = 0; record < records.length; record++) firstPassage[record + 1]! += firstPassage[record]!
  if (recordOfPassage.some((record, i) => i < firstPassage[record]! || i >= firstPassage[record + 1]!))
    throw new AppError('index_mismatch', '段落与文件内容不符，请重新建立索引。')
  const holding = holdersOf(facets)
  return {
    documents,
    records,
    facets,
    passages,
    recordOfPassage,
    firstPassage,
    kindOfPassage: Uint8Array.from(passages, ({ kind }) => PASSAGE_KINDS.indexOf(kind)),
    lexicalPassages: Uint32Array.from(passages.flatMap(({ kind }, i) => (kind === 'passage' ? [i] : []))),
    passagesOf: (record) =>
      passages
        .slice(firstPassage[record], firstPassage[record + 1])
        .map((passage, i) => ({ passage, index: firstPassage[record]! + i })),
    bodies: new Map(
      records.flatMap(({ kind, documentId }, i) => (kind === 'body' ? [[documentId, i] as const] : [])),
    ),
    document: (id) => documentById.get(id),
    record: (id) => records[indexById.get(id) ?? -1],
    indexOf: (id) => indexById.get(id) ?? -1,
    matching: (filters) => matching(records, holding, filters),
  }
}

/** The values of one filter key as a list; empty when the key is not set. */
export function filterValues(filters: Filters, key: FilterKey): string[] {
  const value = filters[key]
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}

const PAIRS_TRIED = 3

/**
 * The records that can have a phrase: those with one of its rarest pairs of characters. One would do, but a pair may only
 * have come about where a quotation mark was taken out. Any record for a phrase without a pair (one character, Latin
 * letters).
 */
export function nominator(library: Library, tokenizer: Tokenizer, characters: Bm25) {
  return (phrase: string): ReadonlySet<number> | undefined => {
    const pairs = tokenizer.characters(phrase).filter((term) => /^\p{Script=Han}{2}$/u.test(term))
    if (pairs.length === 0) return undefined
    const rarest = pairs
      .map((pair) => characters.textsWith(pair))
      .filter(({ length }) => length > 0)
      .sort((a, b) => a.length - b.length)
      .slice(0, PAIRS_TRIED)
    return new Set(
      rarest.flatMap((texts) =>
        Array.from(texts, (i) => library.recordOfPassage[library.lexicalPassages[i]!]!),
      ),
    )
  }
}

type Holders = Partial<Record<FilterKey, Map<string, number[]>>>

/** Which records have a value: by key and comparable value. */
function holdersOf(facets: readonly Facets[]): Holders {
  const holders: Holders = {}
  for (const key of FILTER_KEYS) {
    const byValue = new Map<string, number[]>()
    holders[key] = byValue
    facets.forEach((values, record) => {
      for (const value of new Set(values[key]?.map(comparable))) {
        const records = byValue.get(value)
        if (records) records.push(record)
        else byValue.set(value, [record])
      }
    })
  }
  return holders
}

/** Bodies stay out of filtered lists unless `kind` asks for them or nothing but `document` is set. */
function matching(records: readonly PolicyRecord[], holding: Holders, filters: Filters): Uint32Array {
  const set = FILTER_KEYS.filter((key) => filters[key] !== undefined)
  // How many of the keys a record satisfies, as long as it has satisfied all so far.
  const satisfied = new Uint8Array(records.length)
  for (const [before, key] of set.entries())
    for (const value of filterValues(filters, key))
      for (const record of holding[key]!.get(comparable(value)) ?? [])
        if (satisfied[record] === before) satisfied[record] = before + 1
  const bodies = filters.kind !== undefined || set.every((key) => key === 'document')
  const allowed = new Uint32Array(records.length)
  let count = 0
  for (let record = 0; record < records.length; record++)
    if (satisfied[record] === set.length && (bodies || records[record]!.kind !== 'body'))
      allowed[count++] = record
  return allowed.subarray(0, count)
}

const comparable = (value: string) => value.normalize('NFKC')
