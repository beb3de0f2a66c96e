// Lays a document's text out as paragraphs and table rows, and cuts it where something is marked.
// Pure: only offsets, so that every character shown keeps its place in the text.

import type { Span } from './links.ts'

/** A paragraph (one row of one cell) or a table. A cell's span includes the "\n" or "\t" that ends it. */
export interface Block {
  readonly kind: 'paragraph' | 'table'
  readonly rows: readonly (readonly Span[])[]
}

/**
 * Lines become paragraphs; consecutive lines with tabs become one table as long as they have equally many cells
 * (a row that merged cells made shorter would otherwise stand under the wrong columns). The spans of all cells in
 * order cover the text without gap or overlap.
 */
export function layOut(text: string): Block[] {
  const blocks: Block[] = []
  let table: Span[][] = []
  const endTable = () => {
    if (table.length > 0) blocks.push({ kind: 'table', rows: table })
    table = []
  }
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline + 1
    const cells = cellsOf(text, start, end)
    if (cells.length !== table[0]?.length) endTable()
    if (cells.length > 1) table.push(cells)
    else blocks.push({ kind: 'paragraph', rows: [cells] })
    start = end
  }
  endTable()
  return blocks
}

function cellsOf(text: string, start: number, end: number): Span[] {
  const cells: Span[] = []
  let from = start
  for (let tab = text.indexOf('\t', from); tab >= 0 && tab < end; tab = text.indexOf('\t', from)) {
    cells.push({ start: from, end: tab + 1 })
    from = tab + 1
  }
  if (from < end || cells.length === 0) cells.push({ start: from, end })
  return cells
}

/**
 * Whether a table's first row names its columns: no record touches it, and records stand in the rows below it.
 * @param records spans of the records that are table rows
 */
export function hasHeader(block: Block, records: readonly Span[]): boolean {
  const [first, ...below] = block.rows
  if (block.kind !== 'table' || first === undefined) return false
  const held = (row: readonly Span[]) => records.some((record) => row.some((cell) => touches(cell, record)))
  return !held(first) && below.some(held)
}

/** Whether two stretches share a character. */
export function touches(span: Span, other: Span | undefined): boolean {
  return other !== undefined && other.start < span.end && span.start < other.end
}

/** What is marked: the quote, and the record it stands in (or that was asked for by itself). */
export interface Marks {
  readonly quote?: Span | undefined
  readonly record?: Span | undefined
}

/** A stretch of a cell that is marked throughout in the same way. */
export interface Segment extends Span {
  readonly quote: boolean
  readonly record: boolean
}

/**
 * Cuts a cell at the borders of the marks and at the given points.
 * The segments are in order and cover the cell without gap or overlap; none is empty.
 */
export function cut(cell: Span, marks: Marks, points: readonly number[] = []): Segment[] {
  const borders = [marks.quote?.start, marks.quote?.end, marks.record?.start, marks.record?.end, ...points]
  const inside = borders.filter((at) => at !== undefined).filter((at) => at > cell.start && at < cell.end)
  const cuts = [...new Set([cell.start, ...inside, cell.end])].sort((a, b) => a - b)
  return cuts.slice(0, -1).flatMap((start, index) => {
    const end = cuts[index + 1] ?? cell.end
    const within = (span: Span | undefined) => span !== undefined && span.start <= start && end <= span.end
    return end > start ? [{ start, end, quote: within(marks.quote), record: within(marks.record) }] : []
  })
}
