// Draws a document's text so that what is shown, joined, is exactly the text, and marks stretches of it.
// Knows offsets and anchors; not addresses, not records' fields.

import { make } from './dom.ts'
import { type Block, cut, layOut, type Marks } from './layout.ts'
import type { Span } from './links.ts'

/** A place in the text that a fragment leads to. */
export interface Anchor {
  readonly id: string
  readonly at: number
}

interface Cell {
  readonly span: Span
  readonly element: HTMLElement
  readonly anchors: readonly Anchor[]
}

export interface Sheet {
  /** Marks these stretches and no others; the first marked element, if any. */
  mark(marks: Marks): HTMLElement | undefined
}

/** Fills `container` with the text. `anchors` become elements with their ids. */
export function drawSheet(container: HTMLElement, text: string, anchors: readonly Anchor[]): Sheet {
  const sorted = [...anchors].sort((a, b) => a.at - b.at)
  const cells: Cell[] = []
  let next = 0
  const draw = (element: HTMLElement, span: Span) => {
    const from = next
    while (next < sorted.length && (sorted[next]?.at ?? 0) < span.end) next += 1
    const cell = { span, element, anchors: sorted.slice(from, next) }
    cells.push(cell)
    paint(cell, text, {})
    return element
  }
  container.replaceChildren(...layOut(text).map((block) => drawBlock(block, text, draw)))

  let marked: Cell[] = []
  return {
    mark: (marks) => {
      const touched = cells.filter(({ span }) => touches(span, marks.quote) || touches(span, marks.record))
      for (const cell of marked) paint(cell, text, {})
      for (const cell of touched) paint(cell, text, marks)
      marked = touched
      return container.querySelector<HTMLElement>('mark') ?? undefined
    },
  }
}

function drawBlock(
  block: Block,
  text: string,
  draw: (element: HTMLElement, span: Span) => HTMLElement,
): Node {
  if (block.kind === 'paragraph') {
    const span = block.rows[0]?.[0] ?? { start: 0, end: 0 }
    const blank = text.slice(span.start, span.end).trim() === ''
    return draw(make('p', blank ? { class: 'blank' } : {}), span)
  }
  const body = make('tbody')
  for (const row of block.rows) body.append(make('tr', {}, ...row.map((span) => draw(make('td'), span))))
  // On narrow screens the cells are stacked by style, which would take the table's meaning away from screen readers.
  const table = make('table', {}, body)
  for (const [selector, role] of TABLE_ROLES)
    for (const element of table.querySelectorAll(selector)) element.setAttribute('role', role)
  table.setAttribute('role', 'table')
  return table
}

const TABLE_ROLES = [
  ['tbody', 'rowgroup'],
  ['tr', 'row'],
  ['td', 'cell'],
] as const

function paint({ span, element, anchors }: Cell, text: string, marks: Marks): void {
  const points = anchors.map(({ at }) => at)
  const waiting = [...anchors]
  const nodes: Node[] = []
  for (const segment of cut(span, marks, points)) {
    while (waiting[0] !== undefined && waiting[0].at <= segment.start)
      nodes.push(make('span', { id: waiting.shift()?.id ?? '', class: 'anchor' }))
    const words = text.slice(segment.start, segment.end)
    // The exact quote is marked; without one, the record is. Beside a quote the record is only tinted.
    if (segment.quote) nodes.push(make('mark', { class: 'quote' }, words))
    else if (segment.record && marks.quote === undefined) nodes.push(make('mark', { class: 'record' }, words))
    else if (segment.record) nodes.push(make('span', { class: 'record' }, words))
    else nodes.push(document.createTextNode(words))
  }
  element.replaceChildren(...nodes)
}

function touches(span: Span, other: Span | undefined): boolean {
  return other !== undefined && other.start < span.end && span.start < other.end
}
