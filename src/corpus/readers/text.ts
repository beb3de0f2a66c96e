// Reads plain text and Markdown, also with HTML tags strewn in: bytes become lines, and everything that is not
// wording (tags, Markdown and editor marks, page numbers) is taken out and listed. Knows nothing of documents.

import { AppError } from '../../errors.ts'
import { concat, split, type Traced, trace } from '../traced.ts'

/** Something that was taken out of the source because it is not official wording. */
export interface Removal {
  kind: 'tag' | 'markdown' | 'editor-mark' | 'page-number' | 'repeated-header'
  start: number
  end: number
}

export interface Line {
  /** The line without its break, not tidied: leading tabs and spaces tell structure. */
  content: Traced
  /** Markdown heading level, 0 for none. */
  level: number
  /** Whether the line opens with the double indent of a Chinese paragraph. */
  indented: boolean
  /** Whether blank lines stand before it. */
  afterBlank: boolean
}

export interface ReadText {
  source: string
  lines: Line[]
  removals: Removal[]
}

const TAG =
  /<\/?(?:b|i|u|p|br|hr|em|strong|span|div|font|sup|sub|a|table|thead|tbody|tr|td|th|h[1-6])(?:\s[^<>\n]{0,200})?\/?>/giu
const EDITOR_MARK = /\[bookmark:[^\]\n]{0,80}\]/giu
const EMPHASIS = /\*\*/gu
const HEADING_MARK = /^#{1,6}(?=\s|$)/gmu
/** A line that holds nothing but a page number between dashes, as Word and WPS print it: `— 3 —`, `- 3 -`. */
const PAGE_NUMBER = /^[ \t\u3000]*[-—–－][ \t]*\d{1,4}[ \t]*[-—–－][ \t]*$/gmu

const MARKS: readonly [Removal['kind'], RegExp][] = [
  ['tag', TAG],
  ['editor-mark', EDITOR_MARK],
  ['markdown', EMPHASIS],
  ['markdown', HEADING_MARK],
  ['page-number', PAGE_NUMBER],
]

/**
 * Text of a file as it was published: UTF-8, UTF-16 with a byte order mark, or else GB 18030.
 * @throws AppError `invalid_request` for bytes that are no text.
 */
export function decode(bytes: Uint8Array): string {
  if (
    bytes.includes(0) &&
    !(bytes[0] === 0xff && bytes[1] === 0xfe) &&
    !(bytes[0] === 0xfe && bytes[1] === 0xff)
  )
    throw new AppError('invalid_request', '文件不是文本，无法读取。')
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8'
  for (const name of [encoding, 'gb18030']) {
    try {
      return new TextDecoder(name, { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n')
    } catch {
      // Not this encoding: try the next.
    }
  }
  throw new AppError('invalid_request', '文件的编码无法识别，请另存为 UTF-8 后再试。')
}

/** Lines and removals of one text or Markdown file. */
export function readText(bytes: Uint8Array): ReadText {
  const source = decode(bytes)
  const removals = MARKS.flatMap(([kind, pattern]) =>
    [...source.matchAll(pattern)].map((match) => ({
      kind,
      start: match.index,
      end: match.index + match[0].length,
    })),
  ).sort((a, b) => a.start - b.start)

  const kept: Traced[] = []
  let from = 0
  for (const { start, end } of removals) {
    kept.push(trace(source, from, start))
    from = end
  }
  kept.push(trace(source, from))
  return { source, lines: toLines(concat(kept), source), removals }
}

const PARAGRAPH_INDENT = /\u3000{2,}/gu

function toLines(text: Traced, source: string): Line[] {
  const lines: Line[] = []
  let afterBlank = false
  for (const raw of split(text, /\n/gu)) {
    if (raw.text.trim() === '' && !raw.text.includes('\t')) {
      afterBlank = true
      continue
    }
    const level = headingLevel(source, raw)
    // Two paragraphs are often run together on one line, the second behind its double indent.
    const pieces = split(raw, PARAGRAPH_INDENT)
    pieces.forEach((piece, index) => {
      if (piece.text.trim() === '' && !piece.text.includes('\t')) return
      lines.push({ content: piece, level, indented: index > 0, afterBlank: afterBlank && index <= 1 })
    })
    afterBlank = false
  }
  return lines
}

function headingLevel(source: string, line: Traced): number {
  const first = line.origin[0]
  if (first === undefined) return 0
  return /(?:^|\n)(#{1,6})$/.exec(source.slice(Math.max(0, first - 7), first))?.[1]?.length ?? 0
}
