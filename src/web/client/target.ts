// Reads from an address what a reader page has to show: a quote, a record, or a section. Pure: no DOM.

import type { DocumentDetail } from '../../schema.ts'
import { decoded, type Span, splitRecordId } from './links.ts'

export interface Target {
  readonly quote?: Span
  /** Position in the list of records. */
  readonly record?: number
  /** Id of the section's anchor. */
  readonly section?: string
  /** The address names a place that this document does not have. */
  readonly broken?: true
}

/** The fragment that leads to a section. */
export function sectionFragment(start: number): string {
  return `at-${start}`
}

/**
 * @param search the query of the address, with or without its question mark
 * @param hash the fragment, with or without its number sign, percent-encoded
 */
export function readTarget(
  search: string,
  hash: string,
  policy: Pick<DocumentDetail, 'text' | 'sections' | 'records'>,
): Target {
  const query = new URLSearchParams(search)
  const fragment = decoded(hash.replace(/^#/, ''))
  const quote = quoteOf(query, policy.text.length)
  const record = policy.records.findIndex(({ id }) => splitRecordId(id).number === fragment)
  const section = record < 0 && policy.sections.some(({ start }) => sectionFragment(start) === fragment)
  const known = fragment === '' || record >= 0 || section
  const asksQuote = query.has('start') || query.has('end')
  return {
    ...(quote === undefined ? {} : { quote }),
    ...(record < 0 ? {} : { record }),
    ...(section ? { section: fragment } : {}),
    ...(known && (quote !== undefined || !asksQuote) ? {} : { broken: true as const }),
  }
}

function quoteOf(query: URLSearchParams, textLength: number): Span | undefined {
  const [start, end] = [query.get('start'), query.get('end')].map((value) =>
    /^\d{1,9}$/.test(value ?? '') ? Number(value) : undefined,
  )
  if (start === undefined || end === undefined || start >= end || end > textLength) return undefined
  return { start, end }
}
