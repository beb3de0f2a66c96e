// Records as a list: which ones, in what order, and how many there would be under each other choice.
// Pure over the open library; knows neither ranking nor HTTP.

import type { Engine } from './engine.ts'
import { AppError } from './errors.ts'
import { filterValues, type Library } from './library.ts'
import { squash, type Vocabulary } from './question/vocabulary.ts'
import {
  CHOSEN_MAX,
  FILTER_KEYS,
  type FilterKey,
  type Filters,
  type PolicyRecord,
  RecordKind,
  type RecordsPage,
  type RecordsQuery,
} from './schema.ts'

/**
 * One page of records. Without `sort` they come in the order of the documents, or as asked for where ids are given;
 * ids that no record has are left out.
 * @throws AppError `invalid_request` when more than `CHOSEN_MAX` ids are asked for.
 */
export function browse(
  { library, vocabulary }: Pick<Engine, 'library' | 'vocabulary'>,
  query: RecordsQuery,
): RecordsPage {
  const { q, id, ids, sort, order, limit, offset } = query
  const filters: Filters = vocabulary.resolve(
    Object.fromEntries(
      FILTER_KEYS.flatMap((key) => (query[key] === undefined ? [] : [[key, filterValues(query, key)]])),
    ),
  )
  const chosen = chosenRecords(library, [...listed(id), ...(ids?.split(',') ?? [])])
  const admits = admission(vocabulary, q, id === undefined && ids === undefined ? undefined : chosen)
  const found = [...library.matching(filters)].filter(admits)
  if (sort) found.sort(comparison(library, sort, order === 'desc' ? -1 : 1))
  else if (chosen.size > 0) {
    const places = new Map([...chosen].map((index, place) => [index, place]))
    found.sort((a, b) => places.get(a)! - places.get(b)!)
  }
  if (!sort && order === 'desc') found.reverse()
  return {
    total: found.length,
    items: found.slice(offset, offset + limit).map((index) => library.records[index]!),
    facets: countFacets(library, filters, admits),
  }
}

type Admission = (index: number) => boolean

const listed = (value: string | string[] | undefined) => (typeof value === 'string' ? [value] : (value ?? []))

function chosenRecords(library: Library, ids: readonly string[]): Set<number> {
  const wanted = new Set(ids.map((id) => id.trim()).filter(Boolean))
  if (wanted.size > CHOSEN_MAX)
    throw new AppError('invalid_request', `ids：一次最多取 ${CHOSEN_MAX} 个条目，请分次再取。`)
  return new Set([...wanted].map((id) => library.indexOf(id)).filter((index) => index >= 0))
}

/** Whether a record is among the chosen ones and holds every word of `q`, in whatever spelling. */
function admission(
  vocabulary: Vocabulary,
  q: string | undefined,
  chosen: Set<number> | undefined,
): Admission {
  const words = (q ?? '').split(/\s+/u).map(squash).filter(Boolean)
  return (index) =>
    (chosen?.has(index) ?? true) && words.every((word) => vocabulary.wording(index).includes(word))
}

// ---- Order -----------------------------------------------------------------------------------------------------

const NUMBERS = new Intl.Collator('en', { numeric: true })
const TITLES = new Intl.Collator('zh-u-co-pinyin', { numeric: true })

/** Compares indexes of records. What is equal stays in the order of the documents, in both directions. */
function comparison({ documents, records }: Library, sort: 'number' | 'title' | 'document', sign: 1 | -1) {
  const place = new Map(documents.map(({ summary }, i) => [summary.id, i]))
  const compare: Record<typeof sort, (a: PolicyRecord, b: PolicyRecord) => number> = {
    number: (a, b) => NUMBERS.compare(a.number, b.number),
    title: (a, b) => TITLES.compare(a.title, b.title),
    document: (a, b) => place.get(a.documentId)! - place.get(b.documentId)!,
  }
  return (a: number, b: number) => sign * compare[sort](records[a]!, records[b]!) || a - b
}

// ---- Facets ----------------------------------------------------------------------------------------------------

/**
 * Per key and value, how many records there would be if this value were the key's only one and all else stayed:
 * what a person gets who chooses it instead.
 */
function countFacets(library: Library, filters: Filters, admits: Admission): RecordsPage['facets'] {
  const asFiltered = library.matching(filters)
  return Object.fromEntries(
    FILTER_KEYS.map((key) => {
      const counts = new Map<string, number>()
      const candidates = key === 'kind' || filters[key] ? library.matching(without(filters, key)) : asFiltered
      // Choosing a value sets its key, and then a notice's body is left out where `matching` leaves it out.
      const bodies = key === 'kind' || key === 'document' || filters.kind !== undefined
      for (const index of candidates)
        if ((bodies || library.records[index]!.kind !== 'body') && admits(index))
          for (const value of library.facets[index]![key] ?? [])
            counts.set(value, (counts.get(value) ?? 0) + 1)
      return [key, Object.fromEntries(counts)]
    }),
  )
}

/** All other filters. Every kind instead of none at all, since bodies are only shown to those who name a kind. */
function without(filters: Filters, key: FilterKey): Filters {
  const { [key]: _, ...others } = filters
  return key === 'kind' ? { ...others, kind: [...RecordKind.options] } : others
}
