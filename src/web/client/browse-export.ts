// What leaves the page: chosen records as a table for spreadsheets, and as references for Markdown and Word.
// Pure; where it goes (a file, the clipboard) is not its concern.

import { csv } from '../../text/csv.ts'
import { escapeHtml } from '../escape.ts'
import { aspectText, CONTENT, type Entry, FIELDS, TYPE } from './browse-comparison.ts'
import { recordHref } from './links.ts'
import { reference } from './references.ts'

type Column = readonly [name: string, value: (entry: Entry, origin: string) => string | undefined]

const COLUMNS: readonly Column[] = [
  ['文件', ({ record, document }) => document?.title ?? record.documentId],
  ['发文机关', ({ document }) => document?.issuer],
  ['文号', ({ document }) => document?.documentNumber],
  ['日期', ({ document }) => document?.date],
  ['类型', (entry) => aspectText(TYPE, entry)],
  ['编号', ({ record }) => (record.number === 'body' ? '' : record.number)],
  ['标题', ({ record }) => record.title],
  ['内容', (entry) => aspectText(CONTENT, entry)],
  ...FIELDS.map((aspect) => [aspect.label, (entry: Entry) => aspectText(aspect, entry)] as const),
  ['地址', (entry, origin) => address(entry, origin)],
]

/** A table with a header row. @param origin of the server, for addresses that work outside the page */
export function recordsCsv(entries: readonly Entry[], origin: string): string {
  return csv([
    COLUMNS.map(([name]) => name),
    ...entries.map((entry) => COLUMNS.map(([, value]) => value(entry, origin) ?? '')),
  ])
}

/** A numbered list of references, each linked to its place in the reader. */
export function markdownReferences(entries: readonly Entry[], origin: string): string {
  return entries
    .map((entry, i) => `${i + 1}. [${escaped(referenceOf(entry))}](<${address(entry, origin)}>)\n`)
    .join('')
}

/** A numbered list of references for a word processor: as it is pasted, and for where only plain text goes. */
export function wordReferences(entries: readonly Entry[]): { html: string; text: string } {
  const references = entries.map(referenceOf)
  return {
    html: `<ol>${references.map((text) => `<li>${escapeHtml(text)}</li>`).join('')}</ol>`,
    text: references.map((text, i) => `${i + 1}. ${text}\n`).join(''),
  }
}

function referenceOf({ record, document }: Entry): string {
  const { number, kind, title } = record
  const source = document && {
    ...(document.issuer !== undefined && { issuer: document.issuer }),
    ...(document.documentNumber !== undefined && { documentNumber: document.documentNumber }),
    ...(document.date !== undefined && { date: document.date }),
  }
  return reference({ documentTitle: document?.title ?? record.documentId, ...source, number, kind, title })
}

const address = ({ record }: Entry, origin: string) =>
  `${origin}${recordHref(record.documentId, record.number)}`

/** Text that Markdown shows as it is. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>#|~&!]/g, '\\$&')
}
