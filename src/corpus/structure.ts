// Lines become blocks: paragraphs with their wraps undone, and tables with repeated headers taken out and rows that
// a page break cut put back together. Then the blocks are set one after another into the text of the document.
// What a column means is not known here.

import type { Table } from './manifest.ts'
import type { Line, Removal } from './readers/text.ts'
import { concat, EMPTY, inserted, split, type Traced, tidy } from './traced.ts'

export interface Paragraph {
  kind: 'paragraph'
  text: Traced
  /** Markdown heading level, 0 for none. */
  level: number
}
export interface TableBlock {
  kind: 'table'
  header: Traced[]
  rows: Traced[][]
}
export type Block = Paragraph | TableBlock

/** A paragraph or cell at its place in the document's text. */
export interface Placed {
  text: string
  start: number
  end: number
}
export interface PlacedParagraph extends Placed {
  kind: 'paragraph'
  level: number
}
export interface PlacedTable {
  kind: 'table'
  start: number
  end: number
  rows: Placed[][]
}
export type PlacedBlock = PlacedParagraph | PlacedTable

const CHINESE_DIGITS = '一二三四五六七八九十百零〇'
/** How headings and numbered items of official documents begin. */
export const ITEM_START = new RegExp(
  `^(?:第[${CHINESE_DIGITS}\\d]{1,8}[编章节条]|[${CHINESE_DIGITS}]{1,4}、|[（(][${CHINESE_DIGITS}\\d]{1,4}[）)]|\\d{1,3}[.．、]|附件|附表|抄送)`,
  'u',
)
const SENTENCE_END = /[。！？；：!?;:][”’」』）)》]*$/u
const LABEL = /^(?:附件\d*[:：].*|附件\d*|目录|目次)$/u
/** A line this long with a comma or stop in it is running text, not a title. */
const RUNNING_TEXT_LENGTH = 20

function continues(paragraph: Traced, previous: Line, line: Line): boolean {
  const text = paragraph.text
  if (line.level > 0 || previous.level > 0 || line.indented) return false
  if (LABEL.test(text) || SENTENCE_END.test(text)) return false
  if (ITEM_START.test(line.content.text.trim())) return false
  if (previous.indented && !line.afterBlank) return true
  return text.length >= RUNNING_TEXT_LENGTH && /[，。；：、,]/u.test(text)
}

/** Undoes line wraps and page breaks inside paragraphs. */
export function paragraphs(lines: readonly Line[]): Paragraph[] {
  const found: Paragraph[] = []
  let previous: Line | undefined
  for (const line of lines) {
    const last = found.at(-1)
    if (last && previous && continues(last.text, previous, line))
      last.text = tidy(concat([last.text, inserted('\n'), line.content]))
    else found.push({ kind: 'paragraph', text: tidy(line.content), level: line.level })
    // A continued paragraph keeps the indent of its first line.
    previous = last && found.at(-1) === last ? { ...line, indented: previous?.indented ?? false } : line
  }
  return found.filter((paragraph) => paragraph.text.text !== '')
}

/** Cells of a line, in the layout of its table; undefined where the line cannot be a row of it. */
function cellsOf(line: Line, table: Table): Traced[] | undefined {
  if (table.layout === 'tabs')
    return line.content.text.includes('\t') ? split(line.content, /\t/gu).map(tidy) : undefined
  const cells = split(tidyEdges(line.content), /\s+/gu)
  const surplus = cells.length - table.columns.length
  if (surplus === 0 || cells.length < table.columns.length) return surplus === 0 ? cells : undefined
  // Spaces inside the wording: the longest column takes them.
  const widest = Math.max(
    1,
    table.columns.findIndex((column) => column.holds.includes('content')),
  )
  const joined = tidy(
    concat(
      cells.slice(widest, widest + surplus + 1).flatMap((cell, i) => (i ? [inserted(' '), cell] : [cell])),
    ),
  )
  return [...cells.slice(0, widest), joined, ...cells.slice(widest + surplus + 1)]
}

function tidyEdges(traced: Traced): Traced {
  const start = traced.text.length - traced.text.trimStart().length
  const end = traced.text.trimEnd().length
  return { text: traced.text.slice(start, end), origin: traced.origin.slice(start, end) }
}

/** One cell a line, each behind a tab; a line without a tab goes on with the cell above it. */
function cellsByLine(lines: readonly Line[]): Traced[] {
  const cells: Traced[] = []
  for (const { content } of lines) {
    if (content.text.startsWith('\t') || cells.length === 0) cells.push(content)
    else cells[cells.length - 1] = concat([cells.at(-1)!, inserted('\n'), content])
  }
  return cells.map(tidy)
}

const sameCells = (cells: readonly Traced[], header: readonly string[]) =>
  cells.length === header.length && cells.every((cell, i) => squash(cell.text) === squash(header[i]!))
const squash = (text: string) => text.replace(/\s/gu, '')

/** Adds the second half of a row that a page break cut: each half cell stands behind its first half. */
function rejoin(row: Traced[], rest: readonly Traced[]): Traced[] {
  return row.map((cell, i) => (rest[i]?.text ? tidy(concat([cell, inserted('\n'), rest[i]])) : cell))
}

interface Structure {
  blocks: Block[]
  removals: Removal[]
}

/** Lines of one document as blocks. Without a table in the manifest, everything is prose. */
export function structure(lines: readonly Line[], table?: Table): Structure {
  if (!table) return { blocks: paragraphs(lines), removals: [] }
  return table.layout === 'lines' ? byLine(lines, table) : byRow(lines, table)
}

function byLine(lines: readonly Line[], table: Table): Structure {
  const first = lines.findIndex((_, i) =>
    sameCells(cellsByLine(lines.slice(i, i + table.header.length)), table.header),
  )
  if (first < 0) return { blocks: paragraphs(lines), removals: [] }
  const cells = cellsByLine(lines.slice(first + table.header.length))
  const rows: Traced[][] = []
  const width = table.columns.length
  for (let i = 0; i < cells.length; i += width)
    rows.push(Array.from({ length: width }, (_, column) => cells[i + column] ?? EMPTY))
  const header = lines.slice(first, first + table.header.length).map((line) => tidy(line.content))
  return { blocks: [...paragraphs(lines.slice(0, first)), { kind: 'table', header, rows }], removals: [] }
}

function byRow(lines: readonly Line[], table: Table): Structure {
  const blocks: Block[] = []
  const removals: Removal[] = []
  const number = table.columns.findIndex((column) => column.holds === 'number')
  let prose: Line[] = []
  let open: TableBlock | undefined
  const flush = () => {
    blocks.push(...paragraphs(prose))
    prose = []
  }
  for (const line of lines) {
    const cells = cellsOf(line, table)
    if (cells && sameCells(cells, table.header)) {
      if (open) removals.push(wholeLine(line))
      else {
        flush()
        open = { kind: 'table', header: cells, rows: [] }
        blocks.push(open)
      }
    } else if (open && prose.length === 0 && cells) {
      if (cells[number]?.text === '' && open.rows.length > 0) open.rows.push(rejoin(open.rows.pop()!, cells))
      else open.rows.push(cells)
    } else prose.push(line)
  }
  flush()
  return { blocks, removals }
}

function wholeLine({ content }: Line): Removal {
  const origins = content.origin.filter((at) => at >= 0)
  return { kind: 'repeated-header', start: origins[0]!, end: origins.at(-1)! + 1 }
}

/** The document's text with every block at its place: paragraphs and rows on lines of their own, cells behind tabs. */
export function assemble(blocks: readonly Block[]): { text: Traced; placed: PlacedBlock[] } {
  const parts: Traced[] = []
  let length = 0
  const append = (part: Traced): Placed => {
    parts.push(part)
    length += part.text.length
    return { text: part.text, start: length - part.text.length, end: length }
  }
  const newline = () => length > 0 && append(inserted('\n'))
  const placeRow = (row: readonly Traced[]): Placed[] => {
    newline()
    return row.map((cell, i) => {
      if (i > 0) append(inserted('\t'))
      return append(cell)
    })
  }
  const placed = blocks.map((block): PlacedBlock => {
    if (block.kind === 'paragraph') {
      newline()
      return { kind: 'paragraph', level: block.level, ...append(block.text) }
    }
    const header = placeRow(block.header)
    const rows = block.rows.map(placeRow)
    return { kind: 'table', start: header[0]!.start, end: length, rows }
  })
  return { text: concat(parts), placed }
}
