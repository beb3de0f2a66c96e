// Documents, records, passages and facets of the open build, and which records a filter allows. Read only.

import type { ParsedDocument } from './corpus/documents.ts'
import { type Facets, facetsOf } from './corpus/facets.ts'
import type { Passage } from './corpus/passages.ts'
import { FILTER_KEYS, type FilterKey, type Filters, type PolicyRecord } from './schema.ts'

/** A document as a build keeps it. */
export type LibraryDocument = Omit<ParsedDocument, 'proof'>

export interface Library {
  readonly documents: readonly LibraryDocument[]
  /** All records in the order of their documents; indexes into this list are what filters and rankings speak of. */
  readonly records: readonly PolicyRecord[]
  readonly facets: readonly Facets[]
  readonly passages: readonly Passage[]
  /** Index of the record that each passage belongs to. */
  readonly recordOfPassage: Uint32Array
  /** Indexes of the passages of kind `passage`: what the lexical indexes are over. */
  readonly lexicalPassages: Uint32Array
  /** The passages of a record, with their indexes. */
  passagesOf(record: number): { passage: Passage; index: number }[]
  document(id: string): LibraryDocument | undefined
  record(id: string): PolicyRecord | undefined
  indexOf(recordId: string): number
  /** Indexes of the records that satisfy the filters, in order; all of them without filters. */
  matching(filters: Filters): Uint32Array
}

export function openLibrary(documents: readonly LibraryDocument[], passages: readonly Passage[]): Library {
  const documentById = new Map(documents.map((document) => [document.summary.id, document]))
  const records = documents.flatMap((document) => document.records)
  const indexById = new Map(records.map((record, i) => [record.id, i]))
  const facets = records.map((record) => {
    const { summary, territory, batch } = documentById.get(record.documentId)!
    return facetsOf(record, { date: summary.date, batch, territory })
  })
  const recordOfPassage = Uint32Array.from(passages, ({ recordId }) => indexById.get(recordId)!)
  const byRecord: { passage: Passage; index: number }[][] = records.map(() => [])
  passages.forEach((passage, index) => {
    byRecord[recordOfPassage[index]!]!.push({ passage, index })
  })
  return {
    documents,
    records,
    facets,
    passages,
    recordOfPassage,
    lexicalPassages: Uint32Array.from(passages.flatMap(({ kind }, i) => (kind === 'passage' ? [i] : []))),
    passagesOf: (record) => byRecord[record]!,
    document: (id) => documentById.get(id),
    record: (id) => records[indexById.get(id) ?? -1],
    indexOf: (id) => indexById.get(id) ?? -1,
    matching: (filters) => matching(records, facets, filters),
  }
}

/** The values of one filter key as a list; empty when the key is not set. */
export function filterValues(filters: Filters, key: FilterKey): string[] {
  const value = filters[key]
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}

/** Bodies stay out of filtered lists unless `kind` asks for them or nothing but `document` is set. */
function matching(
  records: readonly PolicyRecord[],
  facets: readonly Facets[],
  filters: Filters,
): Uint32Array {
  const set = FILTER_KEYS.filter((key) => filters[key] !== undefined)
  const wanted = set.map((key) => [key, new Set(filterValues(filters, key).map(comparable))] as const)
  const bodies = filters.kind !== undefined || set.every((key) => key === 'document')
  const allowed: number[] = []
  facets.forEach((values, i) => {
    if (!bodies && records[i]!.kind === 'body') return
    if (wanted.every(([key, any]) => values[key]?.some((value) => any.has(comparable(value)))))
      allowed.push(i)
  })
  return Uint32Array.from(allowed)
}

const comparable = (value: string) => value.normalize('NFKC')
