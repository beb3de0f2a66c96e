// The words of the open library that a question can name: documents, batches, years and the values of its facets.
// Everything comes from the documents, so that a new document brings its own.

import type { Facets } from '../corpus/facets.ts'
import { FILTER_KEYS, type FilterKey, type Filters, type PolicyRecord } from '../schema.ts'
import { allMatches } from '../text/matches.ts'
import { normalize } from '../text/normalize.ts'
import { type Issuers, issuersOf } from './issuers.ts'
import { type NameIndex, namesOf } from './names.ts'
import { piecesOf } from './title-pieces.ts'
import { grouped, titleFinder } from './titles.ts'

/** A facet value as it stands in the records, and normalized as a question is. */
export interface Value {
  value: string
  normal: string
  /** How people call it, canonical: whole, and without the province in front. */
  called: string[]
}

/** A document with all that it can be called by. */
export interface NamedDocument {
  id: string
  /** Title and other names, normalized, without spaces and quotation marks. */
  names: string[]
  documentNumber?: string
  year?: string
  batch?: string
  territory?: string
}

/** What a question can name; made once for a library. */
export interface Vocabulary {
  documents: NamedDocument[]
  /** How documents are called by whose they are. */
  issuers: Issuers
  /** Documents by each piece of their names of a certain length, canonical. */
  pieces: ReadonlyMap<string, readonly NamedDocument[]>
  values: Record<FilterKey, Value[]>
  /** Titles and other names of the documents, canonical. */
  titles: readonly string[]
  /** What people call the values. */
  names: NameIndex
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
  /** The records whose names stand in a squashed text; short names are left out. */
  titledIn(text: string): number[]
  /** The records whose wording has a squashed phrase. */
  recordsWith(phrase: string): number[]
  /** How many of some records have a word in their wording. */
  share(word: string, records: ArrayLike<number>): 'none' | 'some' | 'all'
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
  bodies: ReadonlyMap<string, number>
}

/** Normalized, without what people leave out or put in: 〔2022〕, [2022], (2022) and 【2022】 alike. */
export const squash = (text: string) => normalize(text).replace(/[\s“”"'‘’《》〔〕[\]()【】（）]/gu, '')

/**
 * @param canonical gives words that mean the same one form (see `Synonyms`); itself without a list
 * @param nominate the only records that can have a word, where an index knows; undefined where all must be read
 */
export function vocabularyOf(
  library: Source,
  canonical: (text: string) => string = (text) => text,
  nominate: (word: string) => ReadonlySet<number> | undefined = () => undefined,
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
  library.records.forEach(({ documentId }, i) => {
    const own = byDocument.get(documentId) ?? sets()
    byDocument.set(documentId, own)
    for (const key of FILTER_KEYS)
      for (const value of library.facets[i]![key] ?? []) {
        own[key].add(value)
        all[key].add(value)
      }
  })
  const byNumber = grouped(library.records, ({ kind, number }) => `${kind} ${number}`)
  const recordsWith = (phrase: string) => {
    const among = nominate(phrase) ?? Array(library.records.length).keys()
    return Array.from(among).filter((record) => wording(record).includes(phrase))
  }
  const values = Object.fromEntries(
    FILTER_KEYS.map((key) => [key, [...all[key]].map((value) => facetValue(value, canonical))]),
  ) as Record<FilterKey, Value[]>
  const places = placesOf(library, values)
  const documents = library.documents.map(
    ({ summary, names, batch, territory }): NamedDocument => ({
      id: summary.id,
      names: [summary.title, ...names].map(squash),
      ...(summary.documentNumber && { documentNumber: squash(summary.documentNumber) }),
      ...(summary.date && { year: summary.date.slice(0, 4) }),
      ...(batch && { batch }),
      ...(territory && { territory }),
    }),
  )
  return {
    documents,
    titles: documents.flatMap((document) => document.names.map((name) => squash(canonical(name)))),
    issuers: issuersOf(documents, values),
    pieces: piecesOf(documents, canonical),
    values,
    numbered: (number, kind) => byNumber.get(`${kind} ${number}`) ?? [],
    resolve: (filters) => resolved(filters, values.unit, canonical),
    places,
    names: namesOf(values, places),
    canonical,
    ofDocument: (id, key) => byDocument.get(id)?.[key] ?? new Set(),
    bodyOf: (id) => library.bodies.get(id),
    titledIn: titleFinder(
      library.records.map(({ title, titleDerived, kind }) =>
        titleDerived || kind === 'section' ? '' : squash(title),
      ),
    ),
    recordsWith,
    share: (word, records) => {
      const among = nominate(word)
      let [having, lacking] = [false, false]
      for (let i = 0; i < records.length && !(having && lacking); i++) {
        const record = records[i]!
        if ((!among || among.has(record)) && wording(record).includes(word)) having = true
        else lacking = true
      }
      return having ? (lacking ? 'some' : 'all') : 'none'
    },
    knows: (word) => {
      const known = knownWords.get(word) ?? recordsWith(word).length > 0
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
    const plain = canonical(normal)
    const same = units.filter((unit) => unit.normal === normal)
    const found = same.length > 0 ? same : units.filter(({ called }) => called.includes(plain))
    return found.length > 0 ? found.map(({ value }) => value) : [asked]
  })
  return { ...filters, unit: printed.length === 1 ? printed[0]! : printed }
}

/** A place by what it is printed with; 业务的地市, 各设区市 name none. */
const PLACE = /(?!的|.[地区县])\p{Script=Han}{2}(?=片区|市|关区|综合实验区)/gu

function placesOf(library: Source, values: Record<FilterKey, Value[]>): Set<string> {
  const territories = library.documents.flatMap(({ territory }) =>
    territory && territory !== '全国' ? [territory] : [],
  )
  const printed = [...values.area, ...values.scope].flatMap(({ normal }) =>
    allMatches(normal, PLACE).map(([place]) => place),
  )
  return new Set([...territories, ...printed])
}
