// The page at `/documents/{id}`: a document's whole text, opened at the quote or record that the address names.

import type { DocumentDetail, DocumentSummary, PolicyRecord } from '../../schema.ts'
import { Failure, getJson } from './api.ts'
import { button, link, make, need } from './dom.ts'
import { placeLabel, sourceLine } from './labels.ts'
import { decoded, documentHref, recordHref, splitRecordId } from './links.ts'
import { recordFields, recordPath } from './record-box.ts'
import { drawSheet, type Sheet } from './sheet.ts'
import { readTarget, sectionFragment, type Target } from './target.ts'

const title = need('page-title', HTMLElement)
const notice = need('page-notice', HTMLElement)
const box = need('page-record', HTMLElement)
const contents = need('page-contents', HTMLDetailsElement)
const wide = matchMedia('(min-width: 60rem)')

const documentId = decoded(location.pathname.split('/')[2] ?? '')
const titlesComing = getJson<{ items: DocumentSummary[] }>('/api/documents').then(
  ({ items }) => new Map(items.map(({ id, title }) => [id, title])),
  () => new Map<string, string>(), // only names related documents; their keys stand in for them
)

void open()

async function open(): Promise<void> {
  tell(undefined)
  try {
    show(await getJson<DocumentDetail>(`/api${documentHref(documentId)}`))
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause
    const missing = cause.code === 'not_found'
    title.textContent = missing ? '没有找到这份文件' : '没能读取这份文件'
    tell(missing ? '它可能已更名或已被移除。请返回提问页，从文件目录中打开。' : cause.message)
    if (!missing) notice.append(button('重试', () => void open()))
  }
}

function show(policy: DocumentDetail): void {
  const records = [...policy.records].sort((a, b) => a.start - b.start)
  document.title = `${policy.title} — 策问`
  title.textContent = policy.title
  need('page-source', HTMLElement).textContent = sourceLine(policy)
  need('page-reading', HTMLElement).hidden = false
  const sheet = drawSheet(need('page-text', HTMLElement), policy.text, [
    ...policy.sections.map(({ start }) => ({ id: sectionFragment(start), at: start })),
    ...records.map(({ id, start }) => ({ id: splitRecordId(id).number, at: start })),
  ])
  showContents(policy.sections, records)

  let shown: string | undefined
  let search: string | undefined
  const follow = () => {
    if (location.href === shown) return
    // Only the fragment was changed by hand: the quote in the address belongs to the place that was left.
    if (location.search !== '' && location.search === search)
      history.replaceState(null, '', location.pathname + location.hash)
    shown = location.href
    search = location.search
    const target = readTarget(location.search, location.hash, { ...policy, records })
    tell(target.broken ? '链接指向的位置在这份文件里不存在，以下为全文。' : undefined)
    goTo(target, sheet, records)
    void showRecord(target.record, records)
  }
  follow()
  // Going back to an address whose query differs too is told by `popstate` alone.
  addEventListener('hashchange', follow)
  addEventListener('popstate', follow)
}

function goTo(target: Target, sheet: Sheet, records: DocumentDetail['records']): void {
  const record = target.record === undefined ? undefined : records[target.record]
  const mark = sheet.mark({ quote: target.quote, record })
  const place = mark ?? (target.section === undefined ? null : document.getElementById(target.section))
  if (!place) return
  place.tabIndex = -1
  place.focus({ preventScroll: true })
  place.scrollIntoView({ block: 'start' })
}

/** Counts calls, so that a record that arrives late does not replace a newer one. */
let showing = 0

async function showRecord(index: number | undefined, records: DocumentDetail['records']): Promise<void> {
  showing += 1
  const mine = showing
  const at = index === undefined ? undefined : records[index]
  box.hidden = at === undefined
  if (index === undefined || at === undefined) return
  const { number } = splitRecordId(at.id)
  const body = make('div', { class: 'record-body' }, make('p', { class: 'status running' }, '正在读取条目…'))
  const frame = make('details', {}, make('summary', {}, placeLabel(undefined, number)), body)
  frame.open = wide.matches
  box.replaceChildren(frame, neighbours(index, records))
  try {
    const [record, titles] = await Promise.all([getJson<PolicyRecord>(recordPath(at.id)), titlesComing])
    if (mine !== showing) return
    frame.firstElementChild?.replaceChildren(placeLabel(record.kind, number), ' ', short(record.title))
    body.replaceChildren(...recordFields(record, titles))
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause
    if (mine === showing) body.replaceChildren(make('p', {}, `没能读取条目：${cause.message}`))
  }
}

function short(text: string): HTMLElement {
  return make('span', { class: 'summary-title' }, text)
}

function neighbours(index: number, records: DocumentDetail['records']): Node {
  const to = (step: -1 | 1, text: string) => {
    const record = records[index + step]
    if (record === undefined) return make('span', { class: 'absent' }, text)
    return link(text, recordHref(documentId, splitRecordId(record.id).number))
  }
  const nav = make('nav', { class: 'neighbours', label: '相邻条目' }, to(-1, '← 上一条'), to(1, '下一条 →'))
  return nav
}

function showContents(sections: DocumentDetail['sections'], records: DocumentDetail['records']): void {
  const path = documentHref(documentId)
  const headings = sections.map(({ title, start }) =>
    make('li', {}, link(title, `${path}#${sectionFragment(start)}`)),
  )
  const numbers = records.map(({ id }) => {
    const { number } = splitRecordId(id)
    return make('li', {}, link(number === 'body' ? '正文' : number, recordHref(documentId, number)))
  })
  const list = need('page-contents-list', HTMLElement)
  list.replaceChildren()
  if (headings.length > 0) list.append(make('ol', { class: 'headings' }, ...headings))
  if (numbers.length > 0) list.append(make('p', {}, '条目'), make('ol', { class: 'numbers' }, ...numbers))
  contents.hidden = list.childElementCount === 0
  contents.open = wide.matches
}

function tell(message: string | undefined): void {
  notice.hidden = message === undefined
  notice.textContent = message ?? ''
}
