// Where sentences of Chinese official prose begin and end. Pure: it gives places in the text it was given
// and changes nothing; it does not know headings, tables or numbered items.

import { literally } from './literally.ts'

/** UTF-16 offsets `[start, end)`. */
export interface Span {
  readonly start: number
  readonly end: number
}

const PAIRS: Readonly<Record<string, string>> = {
  ...{ '“': '”', '‘': '’', '「': '」', '『': '』' },
  ...{ '（': '）', '(': ')', '【': '】', '［': '］', '[': ']', '〔': '〕', '《': '》', '〈': '〉' },
}
const CLOSERS = new Set(Object.values(PAIRS))
const QUOTES = new Set(['“', '‘', '「', '『'])
const LINE_END = /[\n\r\v\f\u2028\u2029]/
const SPACE = /\s/
/** A line with one opening mark and no closing one within this many characters is taken as it stands. */
const LONGEST_ENCLOSED = 300
/** Nobody puts more marks inside one another; a line of opening marks alone is not searched again from each of them. */
const DEEPEST_ENCLOSED = 20

const MARKS = '。！？；｡'
/** Marks of western type end something only behind a Chinese character or a closing mark: not in a.b?c=1. */
const WESTERN = '!?;'

/** What may begin or end something; all between is passed over, which is most of a text. */
const TELLING = new RegExp(
  `${LINE_END.source}|[${literally(Object.keys(PAIRS).join('') + MARKS + WESTERN)}]`,
  'gu',
)

/** The place of the next telling character, or the end of the text. */
function firstTelling(text: string, from: number): number {
  TELLING.lastIndex = from
  return TELLING.exec(text)?.index ?? text.length
}

/**
 * The sentences of a text, without the white space around them: they end with 。！？； (or !?; behind Chinese) and at
 * each line end; closing quotes and brackets stay with their sentence. A mark inside “…” or （…） ends nothing while the
 * text goes on behind the closing mark. Ordered, disjoint, and together all that is not white space.
 * @param start is added to every offset
 */
export function sentences(text: string, start = 0): Span[] {
  const found: Span[] = []
  let from = 0
  const cut = (to: number) => {
    const before = from
    from = to
    let [first, last] = [before, to]
    while (first < last && SPACE.test(text[first]!)) first += 1
    while (last > first && SPACE.test(text[last - 1]!)) last -= 1
    if (first < last) found.push({ start: start + first, end: start + last })
  }
  const isMark = (at: number) => {
    const character = text[at]
    if (character === undefined) return false
    return (
      MARKS.includes(character) || (WESTERN.includes(character) && !/[\x20-\x7e\s]/.test(text[at - 1] ?? ' '))
    )
  }
  const closes = (at: number) => {
    const character = text[at] ?? ''
    // A straight quotation mark closes when it is the second of its sentence.
    return CLOSERS.has(character) || (character === '"' && text.slice(from, at).split('"').length % 2 === 0)
  }
  const afterMarks = (at: number) => {
    let to = at + 1
    while (isMark(to) || closes(to)) to += 1
    return to
  }

  for (let at = firstTelling(text, 0); at < text.length; at = firstTelling(text, at)) {
    const character = text[at]!
    if (LINE_END.test(character)) {
      cut(at)
      at += 1
    } else if (PAIRS[character] !== undefined) {
      const closing = closingOf(text, at)
      const whole = closing !== -1 && isMark(closing - 1) && standsAlone(text, from, at)
      at = closing === -1 ? at + 1 : closing + 1
      if (whole && !isMark(at)) cut(at)
    } else if (isMark(at)) {
      at = afterMarks(at)
      cut(at)
    } else {
      at += 1
    }
  }
  cut(text.length)
  return found
}

/**
 * 他说：“可以。”… and （此件公开发布。）… are sentences of their own when they end with a mark; “可以。”的答复 and
 * 企业（含分支机构；下同）可以 are parts of one.
 */
function standsAlone(text: string, from: number, opening: number): boolean {
  let before = opening - 1
  while (before >= 0 && SPACE.test(text[before]!)) before -= 1
  return QUOTES.has(text[opening]!) ? /[：:]/.test(text[before] ?? '') : before < from
}

/** The place of the mark that closes the one at `opening`, in the same line and not far; -1 when there is none. */
function closingOf(text: string, opening: number): number {
  const expected: string[] = []
  const limit = Math.min(text.length, opening + LONGEST_ENCLOSED)
  for (let at = opening; at < limit; at += 1) {
    const character = text[at]!
    if (LINE_END.test(character)) return -1
    const closes = PAIRS[character]
    if (closes !== undefined) {
      if (expected.push(closes) > DEEPEST_ENCLOSED) return -1
    }
    // A stray inner opening mark must not keep the outer pair open.
    else if (expected.includes(character)) {
      while (expected.pop() !== character);
      if (expected.length === 0) return at
    }
  }
  return -1
}
