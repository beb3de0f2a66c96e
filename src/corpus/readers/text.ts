// Reads plain text and Markdown, also with HTML tags strewn in: bytes become lines, and everything that is not
// wording (tags, Markdown and editor marks, page numbers) is taken out and listed. Knows nothing of documents.

import { AppError } from '../../errors.ts'
import { split, type Traced } from '../traced.ts'
import { decode } from './encoding.ts'
import { marksIn, type Removal } from './marks.ts'
import { unmarked, unpiped } from './tables.ts'

export interface Line {
  /** The line without its break, not tidied: leading tabs and spaces tell structure. */
  content: Traced
  /** Markdown heading level, 0 for none. */
  level: number
  /** Whether the line opens with the double indent of a Chinese paragraph, or was an item of a Markdown list. */
  indented: boolean
  /** Whether blank lines stand before it. */
  afterBlank: boolean
}

export interface ReadText {
  source: string
  lines: Line[]
  removals: Removal[]
}

/** In UTF-16 units. A whole law is not half as long; patterns that go through a line of ten millions give up. */
const LONGEST_LINE = 1_000_000

/**
 * Lines and removals of one text or Markdown file.
 * @throws AppError `invalid_request` for bytes that are no text, and for a line that is too long to be one
 */
export function readText(bytes: Uint8Array): ReadText {
  const source = decode(bytes)
  const tooLong = source.split('\n').findIndex(({ length }) => length > LONGEST_LINE)
  if (tooLong >= 0)
    throw new AppError('invalid_request', `第 ${tooLong + 1} 行超过 ${LONGEST_LINE} 个字：请分行后再试。`)
  const marks = marksIn(source)
  const { lines, removals } = unpiped(split(unmarked(source, marks), /\n/gu))
  return {
    source,
    lines: toLines(lines, source),
    removals: [...marks, ...removals].sort((a, b) => a.start - b.start),
  }
}

/** Two paragraphs are often run together on one line, the second behind its double indent (not 总　　则, 第一条　　…) … */
const PARAGRAPH_INDENT = /(?<![条章节编\u3000])\u3000{2,}(?!\u3000|\S(?:\s|$))/gu
/** … or an article behind the end of the one before it and a space. */
const NEXT_ARTICLE =
  /(?<=[。；])[ \t\u3000]+(?=第[一二三四五六七八九十百零〇\d]{1,8}条(?:之[一二三四五六七八九十])?(?!规定|第|所|的|[、，。]))/gu
const BULLETED = /(?:^|\n)[ \t]*[-*+][ \t]+(?:\*\*)?$/u

function toLines(raws: readonly Traced[], source: string): Line[] {
  const lines: Line[] = []
  let afterBlank = false
  for (const raw of raws) {
    if (raw.text.trim() === '' && !raw.text.includes('\t')) {
      afterBlank = true
      continue
    }
    const before =
      raw.origin[0] === undefined ? '' : source.slice(Math.max(0, raw.origin[0] - 12), raw.origin[0])
    const level = /(?:^|\n)(#{1,6})$/.exec(before)?.[1]?.length ?? 0
    const pieces = split(raw, PARAGRAPH_INDENT).flatMap((piece) => split(piece, NEXT_ARTICLE))
    pieces.forEach((piece, index) => {
      if (piece.text.trim() === '' && !piece.text.includes('\t')) return
      const indented = index > 0 || BULLETED.test(before)
      lines.push({ content: piece, level, indented, afterBlank: afterBlank && index <= 1 })
    })
    afterBlank = false
  }
  return lines
}
