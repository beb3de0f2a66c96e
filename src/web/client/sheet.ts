// Draws a document's text so that what is shown, joined, is exactly the text, and marks stretches of it.
// Knows offsets and anchors; not addresses, not records' fields, not the page around it.

import { heading, make } from './dom.ts'
import { type Block, cut, hasHeader, layOut, type Marks, touches } from './layout.ts'
import type { Span } from './links.ts'

/** A place in the text that a fragment leads to. */
export interface Anchor {
  readonly id: string
  readonly at: number
  /** Set where a section begins: a line that is nothing but this becomes a heading. */
  readonly heading?: string
}

export interface SheetOptions {
  readonly anchors: readonly Anchor[]
  /** Spans of the records that are table rows, from which header rows are told. */
  readonly records: readonly Span[]
  /** Level of the headings in the text, 2–6. */
  readonly level: number
  /** Whether anchors carry their ids as element ids; inside somebody else's page they must not. */
  readonly ids: boolean
}

interface Cell {
  readonly span: Span
  readonly element: HTMLElement
  readonly anchors: readonly Anchor[]
}

export interface Sheet {
  /** Marks these stretches and no others; the first marked element, if any. */
  mark(marks: Marks): HTMLElement | undefined
  /** The heading, paragraph or cell that an anchor stands in. */
  place(id: string): HTMLElement | undefined
}

/** Fills `container` with the text. */
export function drawSheet(container: HTMLElement, text: string, options: SheetOptions): Sheet {
  const sorted = [...options.anchors].sort((a, b) => a.at - b.at)
  const cells: Cell[] = []
  let next = 0
  const anchorsIn = ({ end }: Span) => {
    const from = next
    while (next < sorted.length && (sorted[next]?.at ?? 0) < end) next += 1
    return sorted.slice(from, next)
  }
  const paint = (cell: Cell, marks: Marks) =>
    cell.element.replaceChildren(...pieces(cell, text, marks, options))
  const draw = (span: Span, choose: (words: string, anchors: readonly Anchor[]) => HTMLElement) => {
    const anchors = anchorsIn(span)
    const element = choose(text.slice(span.start, span.end).trim(), anchors)
    const cell = { span, element, anchors }
    cells.push(cell)
    paint(cell, {})
    return element
  }
  container.replaceChildren(...layOut(text).map((block) => drawBlock(block, text, options, draw)))

  let marked: Cell[] = []
  return {
    mark: (marks) => {
      const touched = cells.filter(({ span }) => touches(span, marks.quote) || touches(span, marks.record))
      for (const cell of marked) paint(cell, {})
      for (const cell of touched) paint(cell, marks)
      marked = touched
      return container.querySelector<HTMLElement>('mark') ?? undefined
    },
    place: (id) => cells.find(({ anchors }) => anchors.some((anchor) => anchor.id === id))?.element,
  }
}

type Draw = (span: Span, choose: (words: string, anchors: readonly Anchor[]) => HTMLElement) => HTMLElement

function drawBlock(block: Block, text: string, { level, records }: SheetOptions, draw: Draw): Node {
  if (block.kind === 'paragraph')
    return draw(block.rows[0]?.[0] ?? { start: 0, end: 0 }, (words, anchors) => {
      if (words === '') return make('p', { class: 'blank' })
      return anchors.some(({ heading }) => heading?.trim() === words) ? heading(level) : make('p')
    })
  const named = hasHeader(block, records)
  const labels = named ? (block.rows[0] ?? []).map(({ start, end }) => text.slice(start, end).trim()) : []
  const rows = block.rows.map((row, at) =>
    make(
      'tr',
      {},
      ...row.map((span, column) => draw(span, () => drawCell(named && at === 0, labels[column]))),
    ),
  )
  const [head, body] = named ? [rows.slice(0, 1), rows.slice(1)] : [[], rows]
  const table = make(
    'table',
    {},
    head.length > 0 ? make('thead', {}, ...head) : undefined,
    make('tbody', {}, ...body),
  )
  // On narrow screens the cells are stacked by style, which would take the table's meaning away from screen readers.
  for (const [selector, role] of TABLE_ROLES)
    for (const element of table.querySelectorAll(selector)) element.setAttribute('role', role)
  table.setAttribute('role', 'table')
  return table
}

function drawCell(isHeader: boolean, label: string | undefined): HTMLElement {
  const cell = make(isHeader ? 'th' : 'td')
  if (cell instanceof HTMLTableCellElement && isHeader) cell.scope = 'col'
  // Shown before the cell where cells are stacked.
  if (!isHeader && label !== undefined) cell.dataset.column = label
  return cell
}

const TABLE_ROLES = [
  ['thead', 'rowgroup'],
  ['tbody', 'rowgroup'],
  ['tr', 'row'],
  ['th', 'columnheader'],
  ['td', 'cell'],
] as const

function pieces({ span, anchors }: Cell, text: string, marks: Marks, { ids }: SheetOptions): Node[] {
  const points = anchors.map(({ at }) => at)
  const waiting = [...anchors]
  const nodes: Node[] = []
  for (const segment of cut(span, marks, points)) {
    while (ids && waiting[0] !== undefined && waiting[0].at <= segment.start)
      nodes.push(make('span', { id: waiting.shift()?.id ?? '', class: 'anchor' }))
    const words = text.slice(segment.start, segment.end)
    // The exact quote is marked; without one, the record is. Beside a quote the record is only tinted.
    if (segment.quote) nodes.push(make('mark', { class: 'quote' }, words))
    else if (segment.record && marks.quote === undefined) nodes.push(make('mark', { class: 'record' }, words))
    else if (segment.record) nodes.push(make('span', { class: 'record' }, words))
    else nodes.push(document.createTextNode(words))
  }
  return nodes
}
