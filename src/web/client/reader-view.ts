// Draws one document for reading: its title and source, its text with what is marked, the record that stands there
// and the table of contents. The page and the side panel both use it. Does not know addresses or what was asked.

import type { DocumentDetail } from '../../schema.ts'
import { Failure } from './api.ts'
import { button, link, make } from './dom.ts'
import { placeLabel, sourceLine } from './labels.ts'
import { documentHref, ownAddress, recordHref, splitRecordId } from './links.ts'
import { recordFields } from './record-box.ts'
import { drawSheet, type Sheet } from './sheet.ts'
import type { Shelf } from './shelf.ts'
import { sectionFragment, type Target } from './target.ts'

export interface ReaderOptions {
  /** Is filled with the document; empty or replaced. */
  readonly container: HTMLElement
  /** Somewhere on the page; is given the title as its text. */
  readonly title: HTMLElement
  /** Level of `title`, 1–3. */
  readonly level: number
  readonly shelf: Shelf
  /** Stands before every path that a link leads to; '' for our own page. */
  readonly server: string
  /** Whether record and contents begin unfolded, asked each time. */
  readonly unfolded: () => boolean
  /** Whether places in the text carry element ids, as addresses on our own page need. */
  readonly ids: boolean
  /** Opens a path of ours in place; without it, links are followed as usual. */
  readonly follow?: (path: string) => void
}

export interface ReaderView {
  /** Draws the whole document, unless it is the one that is shown. */
  show(policy: DocumentDetail): void
  /** Marks a place, scrolls to it and shows its record. The element of the place, which can take the focus. */
  goTo(target: Target): HTMLElement | undefined
  /** Says something above the text, or nothing; with `retry`, a button for it. */
  tell(message: string | undefined, retry?: () => void): void
  /** Takes the text away while another document is coming, or when none came. */
  clear(title: string): void
}

/** The document with its records in the order of the text, as `Target.record` counts them. */
export function inReadingOrder(policy: DocumentDetail): DocumentDetail {
  return { ...policy, records: [...policy.records].sort((a, b) => a.start - b.start) }
}

export function readerView(options: ReaderOptions): ReaderView {
  const { container, title, level, shelf, unfolded } = options
  const source = make('p', { class: 'source' })
  const notice = make('p', { class: 'notice' })
  notice.setAttribute('role', 'status')
  const contents = make('details', { class: 'contents' })
  const text = make('article', { class: 'text' })
  const box = make('section', { class: 'record-box', label: '条目' })
  const reading = make('div', { class: 'reading' }, contents, text, box)
  reading.hidden = true
  notice.hidden = true
  container.replaceChildren(source, notice, reading)

  let shown: { policy: DocumentDetail; sheet: Sheet } | undefined
  /** Counts calls, so that a record that arrives late does not replace a newer one. */
  let boxes = 0

  const to = (words: string, path: string) => {
    const element = link(words, ownAddress(options.server, path))
    const follow = options.follow
    if (follow !== undefined)
      element.addEventListener('click', (event) => {
        // A new tab or window is the browser's business.
        if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        follow(path)
      })
    return element
  }

  const showRecord = async (policy: DocumentDetail, index: number | undefined) => {
    boxes += 1
    const mine = boxes
    const at = index === undefined ? undefined : policy.records[index]
    box.hidden = at === undefined
    if (index === undefined || at === undefined) return
    const { number } = splitRecordId(at.id)
    const body = make('div', { class: 'record-body' }, make('p', { class: 'status' }, '正在读取条目…'))
    const summary = make('summary', {}, placeLabel(undefined, number))
    const frame = make('details', {}, summary, body)
    frame.open = unfolded()
    const neighbour = (step: -1 | 1, words: string) => {
      const record = policy.records[index + step]
      if (record === undefined) return make('span', { class: 'absent' }, words)
      return to(words, recordHref(policy.id, splitRecordId(record.id).number))
    }
    const ways = [neighbour(-1, '← 上一条'), neighbour(1, '下一条 →')]
    box.replaceChildren(frame, make('nav', { class: 'neighbours', label: '相邻条目' }, ...ways))
    try {
      const record = await shelf.record(at.id)
      if (mine !== boxes) return
      const name = make('span', { class: 'summary-title' }, record.title)
      summary.replaceChildren(placeLabel(record.kind, number), ' ', name)
      body.replaceChildren(...recordFields(record, { shelf, level: level + 1, to }))
    } catch (cause) {
      if (!(cause instanceof Failure)) throw cause
      if (mine !== boxes) return
      const retry = button('重试', () => void showRecord(policy, index))
      body.replaceChildren(make('p', {}, `没能读取条目：${cause.message}`), retry)
    }
  }

  return {
    show: (policy) => {
      if (shown?.policy.id === policy.id) return
      title.textContent = policy.title
      source.textContent = sourceLine(policy)
      reading.hidden = false
      const sheet = drawSheet(text, policy.text, {
        anchors: [
          ...policy.sections.map((section) => ({
            id: sectionFragment(section.start),
            at: section.start,
            heading: section.title,
          })),
          ...policy.records.map(({ id, start }) => ({ id: splitRecordId(id).number, at: start })),
        ],
        records: policy.records.filter(({ id }) => splitRecordId(id).number !== 'body'),
        level: level + 1,
        ids: options.ids,
      })
      shown = { policy, sheet }
      drawContents(contents, policy, to)
      contents.open = unfolded()
      box.hidden = true
    },
    goTo: (target) => {
      if (shown === undefined) return undefined
      const { policy, sheet } = shown
      const record = target.record === undefined ? undefined : policy.records[target.record]
      // The box first: its height decides how much of the text can be seen.
      void showRecord(policy, target.record)
      const mark = sheet.mark({ quote: target.quote, record })
      const place = mark ?? (target.section === undefined ? undefined : sheet.place(target.section))
      if (place === undefined) return undefined
      place.tabIndex = -1
      // Never gliding: a long text rushing by helps nobody, and the page around a panel may ask for it.
      place.scrollIntoView({ block: 'start', behavior: 'instant' })
      return place
    },
    tell: (message, retry) => {
      notice.hidden = message === undefined
      notice.replaceChildren(message ?? '')
      if (retry !== undefined) notice.append(button('重试', retry))
    },
    clear: (words) => {
      shown = undefined
      boxes += 1
      title.textContent = words
      source.textContent = ''
      reading.hidden = true
    },
  }
}

function drawContents(
  contents: HTMLDetailsElement,
  { id, sections, records }: DocumentDetail,
  to: (words: string, path: string) => HTMLElement,
): void {
  const path = documentHref(id)
  const headings = sections.map(({ title, start }) =>
    make('li', {}, to(title, `${path}#${sectionFragment(start)}`)),
  )
  const numbers = records.map((record) => {
    const { number } = splitRecordId(record.id)
    const way = to(number === 'body' ? '正文' : number, recordHref(id, number))
    if (number !== 'body') way.setAttribute('aria-label', placeLabel(undefined, number))
    return make('li', {}, way)
  })
  const nav = make('nav', { label: '目录' })
  if (headings.length > 0) nav.append(make('ol', { class: 'headings' }, ...headings))
  if (numbers.length > 0) nav.append(make('p', {}, '条目'), make('ol', { class: 'numbers' }, ...numbers))
  contents.replaceChildren(make('summary', {}, '目录'), nav)
  contents.hidden = nav.childElementCount === 0
}
