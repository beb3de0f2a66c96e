// Draws one finished answer: how well it is founded, its text with markers, its citations, what can be asked next.
// Everything shown is the answer's own; nothing is fetched here and nothing is judged.

import type { Answer, Citation, Filters, Hit, Outcome } from '../../schema.ts'
import { citedText } from './cited-text.ts'
import { LISTED } from './conversation.ts'
import { button, link, make } from './dom.ts'
import { chipsOf, withoutChip } from './filters.ts'
import { placeLabel, sourceLine } from './labels.ts'
import { recordHref } from './links.ts'
import { splitMarkers } from './markers.ts'
import { attachPreview } from './preview.ts'

/** What the buttons of an answer do. */
export interface AnswerActions {
  ask(question: string): void
  refine(filters: Filters): void
  continueList(): void
}

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  answered: '有原文依据',
  partial: '部分对应：找到的内容与所问接近，但不完全一致',
  no_evidence: '没有找到依据：现有文件没有直接回答这个问题',
}

/** Nearest records shown when there is no evidence. */
const NEAREST = 5

/** @param offset how many measures of a list were left out before this answer */
export function answerView(
  answer: Answer,
  titles: ReadonlyMap<string, string>,
  offset: number,
  actions: AnswerActions,
): DocumentFragment {
  const view = document.createDocumentFragment()
  const add = (...nodes: readonly (Node | undefined)[]) =>
    view.append(...nodes.filter((node) => node !== undefined))
  add(outcomeLine(answer), understoodLine(answer), filterChips(answer, titles, actions))
  add(answerText(answer))
  if (answer.notice !== undefined) add(make('p', { class: 'notice' }, answer.notice))
  add(moreButton(answer, offset, actions))
  if (answer.citations.length > 0) add(citationList(answer.citations))
  if (answer.outcome === 'no_evidence' && answer.hits.length > 0) add(nearestList(answer.hits, titles))
  add(followUps(answer, actions), footLine(answer))
  return view
}

function outcomeLine({ intent, outcome }: Answer): Node | undefined {
  if (intent === 'help') return undefined
  return make('p', { class: `outcome ${outcome}` }, OUTCOMES[outcome])
}

function understoodLine({ question, standaloneQuestion }: Answer): Node | undefined {
  if (question === standaloneQuestion) return undefined
  return make('p', { class: 'understood' }, `按此理解：${standaloneQuestion}`)
}

function filterChips(
  { filters }: Answer,
  titles: ReadonlyMap<string, string>,
  actions: AnswerActions,
): Node | undefined {
  const chips = chipsOf(filters, titles)
  if (chips.length === 0) return undefined
  const buttons = chips.map((chip) => {
    const remove = () => actions.refine(withoutChip(filters, chip))
    const cross = make('span', {}, '×')
    cross.setAttribute('aria-hidden', 'true')
    const element = button(chip.label, remove, { class: 'chip', label: `去掉筛选“${chip.label}”并重新提问` })
    element.append(cross)
    return make('li', {}, element)
  })
  return make('div', { class: 'chips' }, make('p', {}, '筛选项'), make('ul', {}, ...buttons))
}

function answerText({ text, citations }: Answer): Node {
  const known = new Map(citations.map((citation) => [citation.marker, citation]))
  const parts = splitMarkers(text, new Set(known.keys())).map((stretch) => {
    const citation = stretch.marker === undefined ? undefined : known.get(stretch.marker)
    return citation === undefined ? stretch.text : markerLink(citation)
  })
  return make('p', { class: 'answer' }, ...parts)
}

function markerLink(citation: Citation): HTMLElement {
  const label = `引用 ${citation.marker}：${citation.title}（在新标签页打开原文）`
  const element = link(`[${citation.marker}]`, citation.url, { class: 'marker', label, newTab: true })
  attachPreview(element, citation)
  return element
}

function moreButton({ intent, total }: Answer, offset: number, actions: AnswerActions): Node | undefined {
  const shown = offset + LISTED
  if (intent !== 'list' || total === undefined || total <= shown) return undefined
  const next = Math.min(LISTED, total - shown)
  return button(`接着列出后 ${next} 项（共 ${total} 项）`, actions.continueList, { class: 'more' })
}

function citationList(citations: readonly Citation[]): Node {
  const items = citations.map((citation) => {
    const quote = make('blockquote', {}, citation.quote)
    const title = link(citation.title, citation.url, { newTab: true })
    const item = make(
      'li',
      {},
      make('p', { class: 'citation-title' }, title),
      make('p', { class: 'source' }, `《${citation.documentTitle}》`, make('br'), sourceLine(citation)),
      quote,
    )
    item.value = citation.marker
    return item
  })
  const box = make(
    'details',
    { class: 'citations' },
    make('summary', {}, `引用原文（${citations.length} 条）`),
    make('ol', {}, ...items),
  )
  box.open = true
  return box
}

function nearestList(hits: readonly Hit[], titles: ReadonlyMap<string, string>): Node {
  const items = hits
    .slice(0, NEAREST)
    .map(({ documentId, number, kind, title, passage }) =>
      make(
        'li',
        {},
        make(
          'p',
          { class: 'citation-title' },
          link(title, recordHref(documentId, number, passage), { newTab: true }),
        ),
        make(
          'p',
          { class: 'source' },
          `《${titles.get(documentId) ?? documentId}》 ${placeLabel(kind, number)}`,
        ),
        make('p', { class: 'excerpt' }, passage.text),
      ),
    )
  return make('section', { class: 'nearest' }, make('h3', {}, '最接近的条目'), make('ol', {}, ...items))
}

function followUps(answer: Answer, actions: AnswerActions): Node | undefined {
  if (answer.followUps.length === 0) return undefined
  const items = answer.followUps.map((question) =>
    make(
      'li',
      {},
      button(question, () => actions.ask(question), { class: 'question' }),
    ),
  )
  return make(
    'section',
    { class: 'follow-ups' },
    make('h3', {}, '可以接着问'),
    make('ul', { class: 'questions' }, ...items),
  )
}

function footLine(answer: Answer): Node {
  const written = answer.answeredBy === 'extractive' ? '由原文摘录组成' : '由语言模型撰写，请以引用的原文为准'
  const label = answer.citations.length > 0 ? '复制回答和引用' : '复制回答'
  const copied = make('span', { class: 'copied' })
  copied.setAttribute('role', 'status')
  const copy = button(
    label,
    async () => {
      const done = await copyText(citedText(answer, location.href))
      copied.textContent = done ? '已复制' : '没能复制，请选中文字后手动复制'
      setTimeout(() => copied.replaceChildren(), 4000)
    },
    { class: 'quiet' },
  )
  const remark = answer.citations.length > 0 ? make('span', { class: 'written' }, written) : undefined
  return make('div', { class: 'foot' }, copy, copied, remark)
}

/** Whether the text reached the clipboard. Pages without https have no clipboard interface, only the old command. */
async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard !== undefined)
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
  const field = make('textarea', { class: 'unseen' })
  field.value = text
  const before = document.activeElement
  document.body.append(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus()
  return done
}
