// A contents list repeats the headings that follow it. Finds its place, so that nobody takes it for the text itself.

import { letters } from './names.ts'
import { isChapter, rankOf } from './numbering.ts'

const CONTENTS = /^[（(]?目\s*[录次][）)]?$/u
/** What joins a heading in the list to its page: `……12`, `（3）`. */
const PAGE = /(?<![\s.．…·。])[\s.．…·。]*[（(]?\d{0,4}[）)]?$/u
const ENTRY_MAX = 120

/** Indexes `[start, end)` of the paragraphs from 目录 to the last heading listed; an empty range without a list. */
export function contentsList(paragraphs: readonly { text: string }[]): readonly [number, number] {
  const start = paragraphs.findIndex(({ text }) => CONTENTS.test(text))
  if (start < 0) return [0, 0]
  const last = new Map(paragraphs.map(({ text }, i) => [letters(text), i]))
  let end = start + 1
  for (; end < paragraphs.length; end++) {
    const { text } = paragraphs[end]!
    if (text.length > ENTRY_MAX) break
    const listed = text.replace(PAGE, '')
    const repeats = (last.get(letters(listed)) ?? 0) > end
    const isName = isChapter(listed) || rankOf(listed) !== undefined
    // The list is over where its first entry comes again.
    if (end > start + 1 && letters(listed) === letters(paragraphs[start + 1]!.text.replace(PAGE, ''))) break
    if (!repeats && !(isName && !/[。；]/u.test(listed))) break
  }
  return [start, end]
}
