// Text that remembers where each of its characters stood in the file, so that every cut, join and removal can be
// proved afterwards: nothing of the official wording is lost, invented or changed.

import { allMatches } from '../text/matches.ts'

/** `origin[i]` is the UTF-16 offset in the source of `text[i]`, or `INSERTED` for a separator of ours. */
export interface Traced {
  readonly text: string
  readonly origin: readonly number[]
}

/** The origin of a character that the source does not have: a tab between cells, a newline between paragraphs. */
export const INSERTED = -1

export const EMPTY: Traced = { text: '', origin: [] }

/** The source itself, from `start` to `end`. */
export function trace(source: string, start = 0, end = source.length): Traced {
  return { text: source.slice(start, end), origin: Array.from({ length: end - start }, (_, i) => start + i) }
}

/** A separator that stands in no source. */
export function inserted(text: string): Traced {
  return { text, origin: Array.from(text, () => INSERTED) }
}

export function slice(traced: Traced, start: number, end = traced.text.length): Traced {
  return { text: traced.text.slice(start, end), origin: traced.origin.slice(start, end) }
}

export function concat(parts: readonly Traced[]): Traced {
  return { text: parts.map((part) => part.text).join(''), origin: parts.flatMap((part) => part.origin) }
}

/** Everything between the matches of `separator`, which must be global; empty pieces included. */
export function split(traced: Traced, separator: RegExp): Traced[] {
  const pieces: Traced[] = []
  let from = 0
  for (const match of allMatches(traced.text, separator)) {
    pieces.push(slice(traced, from, match.index))
    from = match.index + match[0].length
  }
  pieces.push(slice(traced, from))
  return pieces
}

const ASCII_WORD = /[A-Za-z0-9]/
const HAN = /\p{Script=Han}/u

/** Whether a printed space between these two characters means something: `APEC 商务`, `Hong Kong`, `24 个月`. */
function spaceCounts(before: string, after: string, isLineBreak: boolean): boolean {
  const left = ASCII_WORD.test(before)
  const right = ASCII_WORD.test(after)
  if (left && right) return true
  return !isLineBreak && ((left && HAN.test(after)) || (HAN.test(before) && right))
}

/**
 * One paragraph or cell as people read it: trimmed, line breaks gone, and of the spaces only those kept (as one)
 * that stand between two ASCII letters or digits, or between one of these and a Chinese character.
 */
export function tidy(traced: Traced): Traced {
  const pieces: string[] = []
  const origin: number[] = []
  for (const match of allMatches(traced.text, /\s+|\S+/gu)) {
    const at = match.index
    if (/\S/u.test(match[0])) {
      pieces.push(match[0])
      for (let i = 0; i < match[0].length; i++) origin.push(traced.origin[at + i]!)
      continue
    }
    const after = traced.text[at + match[0].length]
    if (pieces.length === 0 || after === undefined) continue
    if (!spaceCounts(pieces.at(-1)!.at(-1)!, after, match[0].includes('\n'))) continue
    pieces.push(' ')
    origin.push(traced.origin[at]!)
  }
  return { text: pieces.join(''), origin }
}
