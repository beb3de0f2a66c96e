// Paragraphs as one record: where its title and its wording stand. Which paragraphs belong together is decided by
// those who know articles, sections and notices.

import { part } from './names.ts'
import type { DraftRecord } from './records.ts'
import type { PlacedParagraph } from './structure.ts'

const DERIVED_TITLE_MAX = 40

/** Length of the opening of a paragraph that serves as its title where none is printed; it never ends in half a character. */
export const derivedTitle = (text: string) =>
  /^[。；，\s]*[^。；，]*/u
    .exec(text)![0]
    .slice(0, DERIVED_TITLE_MAX)
    .replace(/[\uD800-\uDBFF]$/, '').length

/**
 * The paragraphs as a record.
 * @param title how much of paragraph `at` (the first) is the title, and whether that is only the opening of its wording
 */
export function proseRecord(
  kind: DraftRecord['kind'],
  number: string,
  paragraphs: readonly PlacedParagraph[],
  title: { at?: number; length: number; derived: boolean },
): DraftRecord {
  const { start } = paragraphs[0]!
  const { end } = paragraphs.at(-1)!
  const name = part(paragraphs[title.at ?? 0]!, 0, title.length)
  return {
    kind,
    number,
    title: name.text,
    ...(title.derived && { titleDerived: true as const }),
    content: '',
    start,
    end,
    spans: [
      { field: 'title', start: name.start, end: name.end },
      ...runs(paragraphs).map((run) => ({ field: 'content', ...run })),
    ],
  }
}

/** The prose of a notice outside its tables; none where it is headings only, without a sentence. */
export function bodyRecord(
  paragraphs: readonly PlacedParagraph[],
  documentTitle: string,
): DraftRecord | undefined {
  if (!paragraphs.some(({ text }) => /[。；]/u.test(text))) return undefined
  const record = proseRecord('body', 'body', paragraphs, { length: 0, derived: false })
  return { ...record, title: documentTitle, spans: record.spans.filter(({ field }) => field === 'content') }
}

/** Paragraphs that follow each other directly (a newline between them) as one stretch of text. */
function runs(paragraphs: readonly PlacedParagraph[]): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  for (const { start, end } of paragraphs) {
    const last = found.at(-1)
    if (last && start <= last.end + 1) last.end = end
    else found.push({ start, end })
  }
  return found
}
