// The view that shows two to four records side by side, as a modal dialog over the list. Draws what
// `browse-comparison.ts` has found out; keeps no choice of its own.

import { type ComparedCell, comparison, type Entry } from './browse-comparison.ts'
import { button, link, make, need } from './dom.ts'
import { placeLabel } from './labels.ts'
import { recordHref } from './links.ts'

export interface CompareView {
  /** Opens the view, or draws it again when it is open. */
  show(entries: readonly Entry[]): void
  close(): void
}

/**
 * @param remove called to take a record out of the choice
 * @param closed called when the view has been closed, by whatever means
 */
export function wireCompare(remove: (id: string) => void, closed: () => void): CompareView {
  const dialog = need('page-comparison', HTMLDialogElement)
  const title = need('page-comparison-title', HTMLElement)
  const only = need('page-comparison-only', HTMLInputElement)
  const frame = need('page-comparison-frame', HTMLElement)
  const remark = need('page-comparison-remark', HTMLElement)
  let shown: readonly Entry[] = []

  const draw = () => {
    const rows = comparison(shown)
    const differing = rows.filter(({ differs }) => differs).length
    title.textContent = `比较 ${shown.length} 条`
    remark.textContent = `共 ${rows.length} 项，${differing} 项不同。标有“≠”的格与多数条目不同。`
    const columns = shown.map(({ record }) => columnHead(record, () => remove(record.id)))
    const head = make('tr', {}, columnOf('对照项'), ...columns)
    const body = rows
      .filter(({ differs }) => differs || !only.checked)
      .map(({ label, cells, differs }) => {
        const name = make('th', {}, label, make('span', { class: 'tag' }, differs ? '不同' : '相同'))
        name.scope = 'row'
        return make('tr', {}, name, ...cells.map(drawCell))
      })
    frame.replaceChildren(
      make(
        'table',
        {},
        make('caption', { class: 'unseen' }, `${shown.length} 条的对照`),
        make('thead', {}, head),
        make('tbody', {}, ...body),
      ),
    )
  }
  only.addEventListener('change', draw)
  need('page-comparison-close', HTMLButtonElement).addEventListener('click', () => dialog.close())
  dialog.addEventListener('close', closed)

  return {
    show: (entries) => {
      shown = entries
      draw()
      if (!dialog.open) dialog.showModal()
      // A column that was taken out had the keyboard.
      else need('page-comparison-close', HTMLButtonElement).focus()
    },
    close: () => dialog.close(),
  }
}

function columnOf(...children: (Node | string)[]): HTMLElement {
  const cell = make('th', {}, ...children)
  cell.scope = 'col'
  return cell
}

function columnHead({ documentId, number, kind, title }: Entry['record'], remove: () => void): HTMLElement {
  const out = button('移出', remove, { class: 'quiet' })
  out.append(make('span', { class: 'unseen' }, `：${title}`))
  return columnOf(
    link(title, recordHref(documentId, number)),
    make('p', { class: 'source' }, placeLabel(kind, number)),
    out,
  )
}

function drawCell({ text, apart }: ComparedCell): HTMLElement {
  const words = text === '' ? make('span', { class: 'absent' }, '无此项') : text
  if (!apart) return make('td', {}, words)
  const sign = make('span', { class: 'unequal' }, '≠')
  sign.setAttribute('aria-hidden', 'true')
  return make('td', { class: 'apart' }, sign, make('span', { class: 'unseen' }, '与多数不同：'), words)
}
