// The longest passage that two records have word for word, with its place in both documents. Pure.

import type { PolicyRecord } from '../schema.ts'

export interface CommonPassage {
  text: string
  /** In the document of the first record … */
  start: number
  end: number
  /** … and of the other. */
  otherStart: number
  otherEnd: number
}

/** A shorter passage is what everybody writes. */
const PASSAGE_MIN = 6
/** So much of a wording is compared, in UTF-16 units: the time grows with the product of both. The longest measure has 800. */
const COMPARED_MAX = 4_000

/** Inside one content span of each; undefined where nothing of some length is common. */
export function commonPassage(one: PolicyRecord, other: PolicyRecord): CommonPassage | undefined {
  let best: CommonPassage | undefined
  for (const mine of slicesOf(one))
    for (const its of slicesOf(other)) {
      const { length, at, otherAt } = longestCommon(
        mine.text.slice(0, COMPARED_MAX),
        its.text.slice(0, COMPARED_MAX),
      )
      if (length < PASSAGE_MIN || length <= (best?.text.length ?? 0)) continue
      best = {
        text: mine.text.slice(at, at + length),
        start: mine.start + at,
        end: mine.start + at + length,
        otherStart: its.start + otherAt,
        otherEnd: its.start + otherAt + length,
      }
    }
  return best
}

/** The parts of the content, each with its place: joined, they are the content. */
function slicesOf({ content, spans }: PolicyRecord): { text: string; start: number }[] {
  let from = 0
  return spans
    .filter(({ field }) => field === 'content')
    .map(({ start, end }) => {
      const text = content.slice(from, from + end - start)
      from += end - start
      return { text, start }
    })
}

/** By the lengths of common endings, row by row; the first of several that are as long. */
function longestCommon(a: string, b: string): { length: number; at: number; otherAt: number } {
  let longest = { length: 0, at: 0, otherAt: 0 }
  let above = new Uint16Array(b.length + 1)
  let row = new Uint16Array(b.length + 1)
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      row[j] = a[i - 1] === b[j - 1] ? above[j - 1]! + 1 : 0
      if (row[j]! > longest.length) longest = { length: row[j]!, at: i - row[j]!, otherAt: j - row[j]! }
    }
    ;[above, row] = [row, above]
  }
  return longest
}
