// The words of the open library that a question can name: documents, batches, years and the values of its facets.
// Everything comes from the documents, so that a new document brings its own.

import type { Facets } from '../corpus/facets.ts'
import { FILTER_KEYS, type FilterKey, type Filters, type PolicyRecord } from '../schema.ts'
import { normalize } from '../text/normalize.ts'

/** A facet value as it stands in the records, and normalized as a question is. */
export interface Value {
  value: string
  normal: string
  /** How people call it, canonical: whole, and without the province in front. */
  called: string[]
}

export interface NamedDocument {
  id: string
  /** Title and other names, normalized, without spaces and quotation marks. */
  names: string[]
  documentNumber?: string
  year?: string
  batch?: string
  territory?: string
}

export interface Vocabulary {
  documents: NamedDocument[]
  values: Record<FilterKey, Value[]>
  /** Gives words that mean the same one form. */
  canonical(text: string): string
  /** Values that the records of one document have. */
  ofDocument(id: string, key: FilterKey): ReadonlySet<string>
  /** Index of the body of a document; undefined where it has none. */
  bodyOf(id: string): number | undefined
  /** Indexes of the records of a kind with a number, in whatever document. */
  numbered(number: string, kind: string): number[]
  /** Filters with every unit as the documents print it: 省交通厅 finds 省交通运输厅. */
  resolve(filters: Filters): Filters
  /** Places that the documents are about: territories, areas and cities of their scopes. */
  places: ReadonlySet<string>
  /** Names of the records by index, squashed; empty where the source gives none. */
  titles: string[]
  /** Whether any record has the word, which must be normalized. */
  knows(word: string): boolean
  /** Name and wording of a record, squashed. */
  wording(record: number): string
}

interface Source {
  documents: readonly {
    summary: { id: string; title: string; documentNumber?: string | undefined; date?: string | undefined }
    names: readonly string[]
    batch?: string
    territory?: string
  }[]
  facets: readonly Facets[]
  records: readonly PolicyRecord[]
}

/** 〔2022〕, [2022], (2022) and 【2022】 alike. */
export const squash = (text: string) => normalize(text).replace(/[\s“”"'‘’《》〔〕[\]()【】（）]/gu, '')

/** @param canonical gives words that mean the same one form (see `Synonyms`); itself without a list */
export function vocabularyOf(
  library: Source,
  canonical: (text: string) => string = (text) => text,
): Vocabulary {
  const wordings: string[] = []
  const knownWords = new Map<string, boolean>()
  const wording = (record: number) => {
    const { title, content, innovationPoint = '' } = library.records[record]!
    wordings[record] ??= squash(`${title}\n${content}\n${innovationPoint}`)
    return wordings[record]
  }
  const byDocument = new Map<string, Record<FilterKey, Set<string>>>()
  const all = sets()
  const bodies = new Map(
    library.records.flatMap(({ kind, documentId }, i) => (kind === 'body' ? [[documentId, i] as const] : [])),
  )
  library.records.forEach(({ documentId }, i) => {
    const own = byDocument.get(documentId) ?? sets()
    byDocument.set(documentId, own)
    for (const key of FILTER_KEYS)
      for (const value of library.facets[i]![key] ?? []) {
        own[key].add(value)
        all[key].add(value)
      }
  })
  const values = Object.fromEntries(
    FILTER_KEYS.map((key) => [key, [...all[key]].map((value) => facetValue(value, canonical))]),
  ) as Record<FilterKey, Value[]>
  return {
    documents: library.documents.map(({ summary, names, batch, territory }) => ({
      id: summary.id,
      names: [summary.title, ...names].map(squash),
      ...(summary.documentNumber && { documentNumber: squash(summary.documentNumber) }),
      ...(summary.date && { year: summary.date.slice(0, 4) }),
      ...(batch && { batch }),
      ...(territory && { territory }),
    })),
    values,
    numbered: (number, kind) =>
      library.records.flatMap((record, i) => (record.number === number && record.kind === kind ? [i] : [])),
    resolve: (filters) => resolved(filters, values.unit, canonical),
    places: placesOf(library, values),
    canonical,
    ofDocument: (id, key) => byDocument.get(id)?.[key] ?? new Set(),
    bodyOf: (id) => bodies.get(id),
    titles: library.records.map(({ title, titleDerived, kind }) =>
      titleDerived || kind === 'section' ? '' : squash(title),
    ),
    knows: (word) => {
      const known =
        knownWords.get(word) ?? library.records.some((_, record) => wording(record).includes(word))
      if (knownWords.size < KNOWN_WORDS_KEPT) knownWords.set(word, known)
      return known
    },
    wording,
  }
}

/** Answers of `knows` that are kept; questions bring ever new words. */
const KNOWN_WORDS_KEPT = 50_000
/** Shorter names without their province would be found everywhere. */
const CALLED_MIN = 3

function facetValue(value: string, canonical: (text: string) => string): Value {
  const normal = normalize(value)
  const whole = canonical(normal)
  const short = whole.replace(/^(?:省|\p{Script=Han}{2,3}省)/u, '')
  const called = [normal, whole, ...(short.length >= CALLED_MIN ? [short] : [])]
  return { value, normal, called: [...new Set(called)] }
}

function sets(): Record<FilterKey, Set<string>> {
  return Object.fromEntries(FILTER_KEYS.map((key) => [key, new Set<string>()])) as Record<
    FilterKey,
    Set<string>
  >
}

function resolved(filters: Filters, units: readonly Value[], canonical: (text: string) => string): Filters {
  if (filters.unit === undefined) return filters
  const printed = [filters.unit].flat().flatMap((asked) => {
    const normal = normalize(asked)
    const same = units.filter((unit) => unit.normal === normal)
    const found = same.length > 0 ? same : units.filter(({ called }) => called.includes(canonical(normal)))
    return found.length > 0 ? found.map(({ value }) => value) : [asked]
  })
  return { ...filters, unit: printed.length === 1 ? printed[0]! : printed }
}

function placesOf(library: Source, values: Record<FilterKey, Value[]>): Set<string> {
  const territories = library.documents.flatMap(({ territory }) =>
    territory && territory !== '全国' ? [territory] : [],
  )
  const printed = [...values.area, ...values.scope].flatMap(({ normal }) =>
    [...normal.matchAll(/\p{Script=Han}{2}(?=片区|市|关区|综合实验区)/gu)].map(([place]) => place),
  )
  return new Set([...territories, ...printed])
}
