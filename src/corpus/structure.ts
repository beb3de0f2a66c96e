// Lines become blocks: paragraphs with their wraps undone, and tables with repeated headers taken out and rows that
// a page break cut put back together. Then the blocks are set one after another into the text of the document.
// What a column means is not known here.

import type { Column, Table } from './manifest.ts'
import { DOCUMENT_NUMBER, startsItem } from './numbering.ts'
import type { Removal } from './readers/marks.ts'
import type { Line } from './readers/text.ts'
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
  /** Of a table that no manifest describes: what its header says, if anything. */
  found?: { columns: Column[]; known: boolean }
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
export interface PlacedTable extends Pick<TableBlock, 'kind' | 'found'> {
  start: number
  end: number
  rows: Placed[][]
}
export type PlacedBlock = PlacedParagraph | PlacedTable

const SENTENCE_END = /[。！？；：!?;:][”’」』）)》]*$/u
const LABEL = /^(?:附件\d*[:：].*|附件\d*|目录|目次)$/u
/** Lines that stand by themselves: a date, a note of passing （2019年3月15日…通过）… */
const NOTE =
  /^[（(]?(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*年[\d一二三四五六七八九十\s]{1,4}月[\d一二三四五六七八九十\s]{1,5}日(?:.{0,120}(?:通过|批准|公布|发布|修正|修订|施行)[）)]?)?$/u
/** … and a 文号 below a blank line: without one it may be the end of a wrapped title. */
const NUMBER_LINE = new RegExp(`^${DOCUMENT_NUMBER}$`, 'u')
/** A line this long with a comma or stop in it is running text, not a title. */
const RUNNING_TEXT_LENGTH = 20

/** A paragraph that grows line by line; its text is put together once, at its end. */
interface Growing {
  lines: Traced[]
  level: number
  /** Its text, or the end of it where it is long. */
  tail: string
  /** Whether it is running text, not a title. */
  runs: boolean
}

/** As much of a paragraph's end as decides whether it goes on. */
const TAIL = 100

function continues({ tail, runs }: Growing, previous: Line, line: Line): boolean {
  if (line.level > 0 || previous.level > 0 || line.indented) return false
  if (NOTE.test(previous.content.text.trim()) || LABEL.test(tail) || SENTENCE_END.test(tail)) return false
  const text = line.content.text.trim()
  if (startsItem(text) || NOTE.test(text) || (line.afterBlank && NUMBER_LINE.test(text))) return false
  return (previous.indented && !line.afterBlank) || runs
}

function grown({ lines, level, tail, runs }: Growing, content: Traced): Growing {
  lines.push(content)
  const text = tail + content.text.replace(/\s+/gu, '')
  return {
    lines,
    level,
    tail: text.slice(-TAIL),
    runs: runs || (text.length >= RUNNING_TEXT_LENGTH && /[，。；：、,]/u.test(text)),
  }
}

/** What is longer heads nothing, whatever marks stand before it: each record below would carry it. In UTF-16 units. */
const HEADING_MAX = 200

/** Undoes line wraps and page breaks inside paragraphs. */
export function paragraphs(lines: readonly Line[]): Paragraph[] {
  const found: Growing[] = []
  let previous: Line | undefined
  for (const line of lines) {
    const last = found.at(-1)
    const goesOn = last && previous && continues(last, previous, line)
    if (goesOn) found[found.length - 1] = grown(last, line.content)
    else found.push(grown({ lines: [], level: line.level, tail: '', runs: false }, line.content))
    // A continued paragraph keeps the indent of its first line.
    previous = goesOn ? { ...line, indented: previous?.indented ?? false } : line
  }
  return found
    .map(({ lines, level }): Paragraph => {
      const wrapped = lines.flatMap((line, i) => (i > 0 ? [inserted('\n'), line] : [line]))
      const text = tidy(concat(wrapped))
      return { kind: 'paragraph', text, level: text.text.length > HEADING_MAX ? 0 : level }
    })
    .filter((paragraph) => paragraph.text.text !== '')
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

export const sameCells = (cells: readonly Traced[], header: readonly string[]) =>
  cells.length === header.length && cells.every((cell, i) => squash(cell.text) === squash(header[i]!))
const squash = (text: string) => text.replace(/\s/gu, '')

/** Adds the second half of a row that a page break cut: each half cell stands behind its first half. */
export function rejoin(row: Traced[], rest: readonly Traced[]): Traced[] {
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
    for (const block of paragraphs(prose)) blocks.push(block)
    prose = []
  }
  for (const line of lines) {
    const cells = cellsOf(line, table)
    if (cells && sameCells(cells, table.header)) {
      if (open) removals.push(...wholeLine(line))
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

/** What is left of a line in the source, as removals: marks inside it are listed already. */
export function wholeLine({ content }: Line): Removal[] {
  const removals: Removal[] = []
  for (const at of content.origin) {
    const last = removals.at(-1)
    if (last?.end === at) last.end = at + 1
    else if (at >= 0) removals.push({ kind: 'repeated-header', start: at, end: at + 1 })
  }
  return removals
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
    return {
      kind: 'table',
      start: header[0]!.start,
      end: length,
      rows,
      ...(block.found && { found: block.found }),
    }
  })
  return { text: concat(parts), placed }
}
