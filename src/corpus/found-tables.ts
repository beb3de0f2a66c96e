// Tables that no manifest describes: lines with tabs between their cells. Finds where such a table begins and ends, its
// header, and the rows that a page break or a line wrap cut. What a row means is for others.

import { columnsOf, isKnown, meaningOf } from './headers.ts'
import type { Table } from './manifest.ts'
import { articleOpening, startsItem } from './numbering.ts'
import type { Removal } from './readers/marks.ts'
import type { Line } from './readers/text.ts'
import { type Block, paragraphs, rejoin, sameCells, structure, wholeLine } from './structure.ts'
import { concat, INSERTED, inserted, split, type Traced, tidy } from './traced.ts'

/** A table without known headers has at least so many columns. */
const UNKNOWN_COLUMNS_MIN = 3
const HEADER_MAX = 30
const SPACED_COLUMNS_MIN = 4
const SPACED_HEADER_MAX = 100
/** A name or a list of short ones is not longer. */
const RUNNING_TEXT_LENGTH = 30
const SENTENCE_END = /[。；！？.;!?][”’」』）)》]*$/u

interface Found {
  blocks: Block[]
  removals: Removal[]
}

/** Lines of one document as blocks, with the tables in them. */
export function foundTables(lines: readonly Line[]): Found {
  const found: Found = { blocks: [], removals: [] }
  let prose: Line[] = []
  const flush = () => {
    for (const block of paragraphs(prose)) found.blocks.push(block)
    prose = []
  }
  for (let i = 0; i < lines.length; ) {
    const spaced = spacedTable(lines[i]!)
    if (spaced) {
      flush()
      const rest = structure(lines.slice(i), spaced)
      for (const block of rest.blocks) if (block.kind === 'table') block.found = { ...spaced, known: true }
      return {
        blocks: found.blocks.concat(rest.blocks),
        removals: found.removals.concat(rest.removals),
      }
    }
    const header = headerAt(lines, i)
    if (!header) {
      prose.push(lines[i++]!)
      continue
    }
    flush()
    i = table(lines, i, header, found)
  }
  flush()
  return found
}

const isRow = (line: Line | undefined) => line?.content.text.includes('\t') ?? false
/** A row of a Markdown or HTML table: its tabs stand for marks that were taken out. */
const isMarkedUp = ({ content }: Line) =>
  content.origin.some((at, i) => at === INSERTED && content.text[i] === '\t')
const cellsOf = (line: Line) => split(line.content, /\t/gu).map(tidy)

/** The cells of a line that heads a table: two words that head columns, or three short cells above a row as wide. */
function headerAt(lines: readonly Line[], i: number): Traced[] | undefined {
  const line = lines[i]!
  if (!isRow(line) || !isRow(lines[i + 1])) return undefined
  const cells = cellsOf(line)
  if (isMarkedUp(line)) return cells
  if (!line.content.text.trimEnd().includes('\t')) return undefined
  const filled = cells.filter(({ text }) => text !== '')
  if (filled.length < 2 || filled.some(({ text }) => text.length > HEADER_MAX || /。/u.test(text)))
    return undefined
  if (isKnown(cells.map(({ text }) => text))) return cells
  if (filled.length < UNKNOWN_COLUMNS_MIN || startsItem(filled[0]!.text) || cells[0]!.text === '')
    return undefined
  return cellsOf(lines[i + 1]!).length === cells.length ? cells : undefined
}

/** A header between spaces, as text taken from a page has it: a number and at least three other words that head columns. */
function spacedTable(line: Line): Table | undefined {
  const { text } = line.content
  if (text.length > SPACED_HEADER_MAX || text.includes('\t')) return undefined
  const header = text.trim().split(/\s+/u)
  if (header.length < SPACED_COLUMNS_MIN || !header.every((word) => meaningOf(word))) return undefined
  if (meaningOf(header[0]!) !== 'number') return undefined
  return {
    layout: 'spaces',
    header,
    columns: columnsOf(
      header,
      header.map(() => []),
    ),
  }
}

/** Adds the table that begins at `start` to what was found; returns the index behind it. */
function table(lines: readonly Line[], start: number, header: Traced[], found: Found): number {
  const number = header.findIndex(({ text }) => meaningOf(text) === 'number')
  const words = header.map(({ text }) => text)
  const rows: Traced[][] = []
  let i = start + 1
  for (; i < lines.length; i++) {
    const line = lines[i]!
    if (!isRow(line)) {
      // A wrapped line or a heading inside the table, if a row follows that can be one of its rows.
      const next = lines[i + 1]
      if (rows.length === 0 || !isRow(next) || cellsOf(next!).length > header.length || isHeader(next!)) break
      if (line.level > 0 || articleOpening(line.content.text.trim())) break
      const cells = [tidy(line.content)]
      if (!line.afterBlank && isCut(rows.at(-1)!, header.length)) extend(rows, cells)
      else if (startsItem(cells[0]!.text)) rows.push(cells)
      else break
      continue
    }
    const cells = cellsOf(line)
    if (sameCells(cells, words)) found.removals.push(...wholeLine(line))
    else if (isHeader(line)) break
    else if (rows.length > 0 && number >= 0 && cells[number]?.text === '' && isHalf(rows.at(-1)!, cells))
      rows.push(rejoin(rows.pop()!, cells))
    else if (rows.length > 0 && wraps(rows.at(-1)!, cells, header.length, number)) extend(rows, cells)
    else rows.push(cells)
  }
  const width = rows.reduce((widest, { length }) => Math.max(widest, length), header.length)
  const cells = Array.from({ length: width }, (_, column) => filled(rows, column))
  found.blocks.push({
    kind: 'table',
    header,
    rows,
    found: { columns: columnsOf(words, cells), known: isKnown(words) },
  })
  return i
}

function isHeader(line: Line): boolean {
  const words = cellsOf(line).map(({ text }) => text)
  return isKnown(words) && words.every((text) => text.length <= HEADER_MAX)
}

/** The texts of the filled cells of a column. */
const filled = (rows: readonly Traced[][], column: number) =>
  rows.flatMap((row) => (row[column]?.text ? [row[column].text] : []))

/** Whether a row stops in its last cell, in mid-sentence or between two names. */
function isCut(row: readonly Traced[], width: number): boolean {
  const { text } = row.at(-1)!
  if (row.length < 2 || row.length > width || SENTENCE_END.test(text)) return false
  return row.length < width || /[、，,]$/u.test(text) || text.length >= RUNNING_TEXT_LENGTH
}

/** Whether cells are the second half of a row that a page break cut: they go on where its cells stop. */
const isHalf = (row: readonly Traced[], rest: readonly Traced[]) =>
  rest.some(({ text }) => text !== '') &&
  rest.every(({ text }, i) => text === '' || (row[i]?.text !== '' && row[i] !== undefined)) &&
  rest.some(({ text }, i) => text !== '' && !SENTENCE_END.test(row[i]!.text))

/** Whether cells complete a row that a line wrap inside a cell cut. */
const wraps = (row: readonly Traced[], cells: readonly Traced[], width: number, number: number) =>
  row.length > 1 &&
  row.length < width &&
  row.length + cells.length - 1 === width &&
  number === 0 &&
  !/^\d/u.test(cells[0]!.text) &&
  /^\d/u.test(row[0]!.text)

/** Goes on with the last cell of the last row. */
function extend(rows: Traced[][], [first, ...others]: readonly Traced[]) {
  const row = rows.pop()!
  rows.push([...row.slice(0, -1), tidy(concat([row.at(-1)!, inserted('\n'), first!])), ...others])
}
