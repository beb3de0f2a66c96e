// Markdown and HTML tables become lines with a tab between cells, as tables in plain text have them, so that one way
// of reading tables does for all. What a table is about is not known here.

import { allMatches } from '../../text/matches.ts'
import { concat, inserted, slice, type Traced, trace } from '../traced.ts'
import { endsLine, type Removal } from './marks.ts'

const OPENS_TABLE = /^<table\b/iu
const CLOSES_TABLE = /^<\/table/iu
const OPENS_ROW = /^<tr\b/iu
const OPENS_CELL = /^<t[dh]\b/iu
const COLUMN_SPAN = /\bcolspan\s*=\s*["']?(\d{1,2})/iu
const ROW_SPAN = /\browspan\s*=\s*["']?(\d{1,3})/iu

/** The source without its marks; where a tag ended a line, row or cell, a line break or tab stands instead. */
export function unmarked(source: string, marks: readonly Removal[]): Traced {
  const kept: Traced[] = []
  const isRow = rowsOf(source)
  const isClosing = ({ kind, start, end }: Removal) =>
    kind === 'tag' && CLOSES_TABLE.test(source.slice(start, end))
  const lastClosing = marks.findLast(isClosing)?.start ?? 0
  let table: ReturnType<typeof cellPlaces> | undefined
  let from = 0
  const keep = (to: number) => {
    if (to === from) return
    const piece = trace(source, from, to)
    // A line break inside a cell must not end the row.
    kept.push(table ? { ...piece, text: piece.text.replace(/[\n\t]/gu, '\r') } : piece)
  }
  for (const mark of marks) {
    keep(mark.start)
    from = mark.end
    if (mark.kind !== 'tag') continue
    const tag = source.slice(mark.start, mark.end)
    const breaks = table ? OPENS_ROW.test(tag) : endsLine(tag) && !isRow(mark.start)
    if (isClosing(mark)) table = undefined
    else if (OPENS_TABLE.test(tag) && mark.start < lastClosing) table = cellPlaces()
    if (breaks || isClosing(mark)) kept.push(inserted('\n'))
    if (breaks) table?.row()
    else if (table && OPENS_CELL.test(tag)) kept.push(inserted('\t'.repeat(table.tabsBefore(tag))))
  }
  keep(source.length)
  return concat(kept)
}

/** Cells may cover so many columns of a table; those beyond stand one beside the other. The widest official tables have twenty. */
const COVERED_MAX = 100

/** Counts how many tabs stand before each cell of an HTML table: cells that reach down or across leave gaps. */
function cellPlaces() {
  /** By column, how many rows below the current one a cell still covers. */
  const covered: number[] = []
  let column = 0
  let last: number | undefined
  return {
    row() {
      for (let i = column; i < covered.length; i++) covered[i] = Math.max(0, covered[i]! - 1)
      column = 0
      last = undefined
    },
    tabsBefore(tag: string): number {
      while (covered[column]) covered[column++]! -= 1
      const tabs = column - (last ?? 0)
      last = column
      const across = Math.max(1, Number(COLUMN_SPAN.exec(tag)?.[1] ?? 1))
      const below = Math.max(0, Number(ROW_SPAN.exec(tag)?.[1] ?? 1) - 1)
      for (let i = 0; i < across && column < COVERED_MAX; i++) covered[column++] = below
      if (last === column) column++
      return tabs
    },
  }
}

/** Whether the line at an offset is a row already, with a tab or a pipe of Markdown in it. Offsets must ascend. */
function rowsOf(source: string): (at: number) => boolean {
  let end = -1
  let found = false
  return (at) => {
    if (at > end) {
      const start = source.lastIndexOf('\n', at - 1) + 1
      const next = source.indexOf('\n', at)
      end = next < 0 ? source.length : next
      const line = source.slice(start, end)
      found = line.includes('\t') || line.trimStart().startsWith('|')
    }
    return found
  }
}

/** `|---|:--:|` under the header of a Markdown table. */
const SEPARATOR = /^[ \t]*[|:-][|:\- \t]*$/u
const isSeparator = (text: string) => SEPARATOR.test(text) && text.includes('|') && text.includes('-')
const isPiped = (text: string) =>
  text.trim().startsWith('|') && text.trim().endsWith('|') && text.trim() !== '|'

/** The lines with the rows of Markdown tables as cells behind tabs; their pipes and separator lines are listed. */
export function unpiped(lines: readonly Traced[]): { lines: Traced[]; removals: Removal[] } {
  const removals: Removal[] = []
  const remove = (at: number) => at >= 0 && removals.push({ kind: 'markdown', start: at, end: at + 1 })
  let inTable = false
  const kept = lines.flatMap((line, i) => {
    const { text, origin } = line
    if (!text.includes('|')) inTable = false
    else if (isSeparator(text) && (inTable || lines[i - 1]?.text.includes('|'))) {
      inTable = true
      for (const [at, character] of [...text].entries()) if (character.trim()) remove(origin[at]!)
      return []
    } else inTable ||= isPiped(text) || isSeparator(lines[i + 1]?.text ?? '')
    return [inTable ? cells(line, remove) : line]
  })
  return { lines: kept, removals }
}

function cells(line: Traced, remove: (at: number) => void): Traced {
  const { text, origin } = line
  const pipes = allMatches(text, /\|/gu).map(({ index }) => index)
  for (const at of pipes) remove(origin[at]!)
  const inner = [
    ...(text.slice(0, pipes[0]).trim() ? [-1] : []),
    ...pipes,
    ...(text.slice(pipes.at(-1)! + 1).trim() ? [text.length] : []),
  ]
  return concat(
    inner.slice(1).flatMap((end, i) => {
      const cell = slice(line, inner[i]! + 1, end)
      return i > 0 ? [inserted('\t'), cell] : [cell]
    }),
  )
}
