// What the list shows as an address, and an address as what the list shows: filters, words, order and page in the
// query; the chosen records in the fragment. Pure: no DOM, no history.

import type { FilterKey, Filters } from '../../schema.ts'
import { FILTER_LABELS } from './labels.ts'

/** Records on a page of the list. */
export const PAGE_SIZE = 50
/** Longest filter text, in UTF-16 units: the server's limit. */
const WORDS_MAX = 500
/** Most values of one key: the server's limit. */
const VALUES_MAX = 50
/** Longest fragment that is kept in the address; a longer choice is kept in memory alone. */
const FRAGMENT_MAX = 1500

/** A page number that makes sense; beyond it the server takes no offset. */
const PAGE = /^[1-9]\d{0,3}$/

const KEYS = Object.keys(FILTER_LABELS) as FilterKey[]

export const SORTS = { document: '按文件', number: '按编号', title: '按标题' } as const
export type Sort = keyof typeof SORTS

export interface BrowseState {
  /** Words that a record must hold. */
  readonly q: string
  /** Every value is a list without repeats; a key without values is absent. */
  readonly filters: Filters
  readonly sort: Sort
  readonly order: 'asc' | 'desc'
  /** From 1. */
  readonly page: number
}

export const EVERYTHING: BrowseState = { q: '', filters: {}, sort: 'document', order: 'asc', page: 1 }

/** What an address asks for. Whatever it holds that makes no sense is passed over. */
export function readState(search: string): BrowseState {
  const query = new URLSearchParams(search)
  const filters: Filters = {}
  for (const key of KEYS) {
    const values = [...new Set(query.getAll(key).filter((value) => value !== '' && value.length <= 200))]
    if (values.length > 0) filters[key] = values.slice(0, VALUES_MAX)
  }
  const sort = query.get('sort') ?? ''
  const page = query.get('page') ?? ''
  return {
    q: (query.get('q') ?? '').slice(0, WORDS_MAX),
    filters,
    sort: Object.hasOwn(SORTS, sort) ? (sort as Sort) : EVERYTHING.sort,
    order: query.get('order') === 'desc' ? 'desc' : 'asc',
    page: PAGE.test(page) ? Number(page) : 1,
  }
}

/** The query of the address, with its question mark; empty for the list as it opens. */
export function writeState(state: BrowseState): string {
  const query = filterQuery(state)
  if (state.sort !== EVERYTHING.sort) query.set('sort', state.sort)
  if (state.order !== EVERYTHING.order) query.set('order', state.order)
  if (state.page > 1) query.set('page', String(state.page))
  return query.size === 0 ? '' : `?${query}`
}

/** The path of the server that answers it: one page, or as many records from the first as `limit` says (at most 500). */
export function recordsPath(state: BrowseState, limit?: number): string {
  const query = filterQuery(state)
  query.set('sort', state.sort)
  query.set('order', state.order)
  query.set('limit', String(limit ?? PAGE_SIZE))
  query.set('offset', String(limit === undefined ? (state.page - 1) * PAGE_SIZE : 0))
  return `/api/records?${query}`
}

function filterQuery({ q, filters }: BrowseState): URLSearchParams {
  const query = new URLSearchParams()
  if (q.trim() !== '') query.set('q', q)
  for (const key of KEYS) for (const value of chosenValues(filters, key)) query.append(key, value)
  return query
}

/** The chosen values of a key as a list. */
export function chosenValues(filters: Filters, key: FilterKey): readonly string[] {
  const given = filters[key]
  return given === undefined ? [] : typeof given === 'string' ? [given] : given
}

/** The filters with a value added, or without it when it was there. A key that has reached its limit takes no more. */
export function toggled(filters: Filters, key: FilterKey, value: string): Filters {
  const { [key]: _, ...rest } = filters
  const had = chosenValues(filters, key)
  const values = had.includes(value)
    ? had.filter((other) => other !== value)
    : [...had, value].slice(0, VALUES_MAX)
  return values.length === 0 ? rest : { ...rest, [key]: values }
}

// ---- The fragment ---------------------------------------------------------------------------------------------

/** What stands behind the number sign: the chosen records, and whether they are being compared. */
export interface Choice {
  /** Ids of records, in the order of choosing, without repeats. */
  readonly ids: readonly string[]
  readonly comparing: boolean
}

export function readChoice(hash: string): Choice {
  const query = new URLSearchParams(hash.replace(/^#/, ''))
  const ids = (query.get('chosen') ?? '').split(',').filter((id) => /^[^\s/]+\/[^\s/]+$/u.test(id))
  return { ids: [...new Set(ids)], comparing: query.get('view') === 'compare' }
}

/** The fragment with its number sign; empty when nothing is chosen or the choice is too long for an address. */
export function writeChoice({ ids, comparing }: Choice): string {
  const view = comparing ? '&view=compare' : ''
  const hash = `#chosen=${ids.map((id) => encodeURIComponent(id).replaceAll('%2F', '/')).join(',')}${view}`
  return ids.length === 0 || hash.length > FRAGMENT_MAX ? '' : hash
}
