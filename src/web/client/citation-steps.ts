// Steps through the citations of one answer: which comes next, how its position is said, and where in a document it
// leads. Pure: no DOM, nothing fetched.

import type { Citation, DocumentDetail } from '../../schema.ts'
import { decoded, recordHref, splitRecordId } from './links.ts'
import { readTarget, type Target } from './target.ts'

/** The position `by` steps on, or undefined where there is none: the steps do not run in a circle. */
export function stepped(index: number, by: -1 | 1, count: number): number | undefined {
  const next = index + by
  return next >= 0 && next < count ? next : undefined
}

/** 引用 2/5. @param index from 0 */
export function positionLabel(index: number, count: number): string {
  return `引用 ${index + 1}/${count}`
}

/** A place in a document, as an address names it. */
export interface Place {
  readonly documentId: string
  /** With its question mark, or empty. */
  readonly search: string
  /** With its number sign, or empty. */
  readonly hash: string
}

/**
 * Takes an address of ours apart: `/documents/{id}?start=&end=#{number}`.
 * @param href a path, or a whole address, also of a server that lives under a path
 */
export function placeOf(href: string): Place | undefined {
  const parts = /\/documents\/([^/?#]+)(\?[^#]*)?(#.*)?$/s.exec(href)
  if (parts === null) return undefined
  return { documentId: decoded(parts[1] ?? ''), search: parts[2] ?? '', hash: parts[3] ?? '' }
}

/** The address of a citation's place, on the server that gave the citation. */
export function citationHref({ documentId, recordId, start, end }: Citation): string {
  return recordHref(documentId, splitRecordId(recordId).number, { start, end })
}

/** Where a citation leads in the document as it is now; `moved` when the quote no longer stands there. */
export interface CitedTarget extends Target {
  readonly moved?: true
}

/**
 * The quote's own place while the text there is still the quote; the quote's only other place when the document has
 * changed since the answer; the record alone when the quote is gone or could be in several places.
 * @param policy with its records in the order that `Target.record` counts
 */
export function citedTarget(
  citation: Citation,
  policy: Pick<DocumentDetail, 'text' | 'sections' | 'records'>,
): CitedTarget {
  const { quote, start, end, recordId } = citation
  const hash = `#${encodeURIComponent(splitRecordId(recordId).number)}`
  const { record } = readTarget('', hash, policy)
  const rest = record === undefined ? {} : { record }
  if (policy.text.slice(start, end) === quote) return { quote: { start, end }, ...rest }
  const found = policy.text.indexOf(quote)
  const only = quote !== '' && found >= 0 && policy.text.indexOf(quote, found + 1) < 0
  if (only) return { quote: { start: found, end: found + quote.length }, ...rest, moved: true }
  return { ...rest, moved: true }
}
