// Draws one finished answer: how well it is founded, its text with markers, its citations, what can be asked next.
// Everything shown is the answer's own; nothing is fetched here and nothing is judged.

import type { Answer, Citation, Filters, Hit, Outcome } from '../../schema.ts'
import { answerFoot } from './answer-foot.ts'
import { citationHref } from './citation-steps.ts'
import { conditionText } from './conditions.ts'
import { LISTED } from './conversation.ts'
import { button, link, make } from './dom.ts'
import { chipsOf, withoutChip } from './filters.ts'
import { placeLabel, sourceLine } from './labels.ts'
import { ownAddress, recordHref } from './links.ts'
import { splitMarkers } from './markers.ts'
import { attachPreview } from './preview.ts'
import { ratingView } from './rating.ts'

/** What the buttons of an answer do. */
export interface AnswerActions {
  ask(question: string): void
  refine(filters: Filters): void
  continueList(): void
  /** @param opener gets the focus back */
  openCitation(citation: Citation, opener: HTMLElement): void
}

/** What an answer is shown with, beside its own contents. */
export interface Surroundings {
  /** Absolute address of the server, without a slash at its end. */
  readonly server: string
  /** Titles of documents by key. */
  readonly titles: ReadonlyMap<string, string>
  /** Filters that the host page gives with every question: shown, but not to be taken off. */
  readonly given: Filters
}

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  answered: '有原文依据',
  partial: '部分对应',
  no_evidence: '没有找到依据',
}

/** What to do next when the answer is not what was asked for. */
const ADVICE: Readonly<Partial<Record<Outcome, string>>> = {
  partial:
    '找到的内容与所问接近，但不完全一致，请先对照引用的原文。也可以换一种说法，或写明地区、部门、批次后再问；还可以',
  no_evidence: '可以换一种说法、写明具体事项，或去掉筛选项后再问；也可以',
}

/** Nearest records shown when there is no evidence. */
const NEAREST = 5

/** @param offset how many measures of a list were left out before this answer */
export function answerView(
  answer: Answer,
  around: Surroundings,
  offset: number,
  actions: AnswerActions,
): DocumentFragment {
  const view = document.createDocumentFragment()
  const add = (...nodes: readonly (Node | undefined)[]) =>
    view.append(...nodes.filter((node) => node !== undefined))
  // The outcome stands where the state stood, the text where it grew: nothing that is being read moves.
  add(outcomeLine(answer), answerText(answer, actions))
  if (answer.notice !== undefined) add(make('p', { class: 'notice' }, answer.notice))
  add(advice(answer, around), moreButton(answer, offset, actions))
  add(understoodLine(answer), filterChips(answer, around, actions))
  if (answer.citations.length > 0) add(citationList(answer.citations, around))
  if (answer.outcome === 'no_evidence' && answer.hits.length > 0) add(nearestList(answer.hits, around))
  add(followUps(answer, actions), answerFoot(answer, around.server), ratingView(answer, around.server))
  return view
}

function outcomeLine({ intent, outcome }: Answer): Node {
  return make('p', { class: `outcome ${outcome}` }, intent === 'help' ? '使用说明' : OUTCOMES[outcome])
}

function advice({ outcome }: Answer, { server }: Surroundings): Node | undefined {
  const words = ADVICE[outcome]
  if (words === undefined) return undefined
  const browse = link('按条件浏览全部条目', ownAddress(server, '/records'), { newTab: true })
  return make('p', { class: `advice ${outcome}` }, words, browse, '。')
}

function understoodLine({ question, standaloneQuestion }: Answer): Node | undefined {
  if (question === standaloneQuestion) return undefined
  return make('p', { class: 'understood' }, `按此理解：${standaloneQuestion}`)
}

function filterChips(
  { filters, conditions = [] }: Answer,
  { titles, given }: Surroundings,
  actions: AnswerActions,
): Node | undefined {
  const chips = chipsOf(filters, titles)
  if (chips.length === 0 && conditions.length === 0) return undefined
  const buttons = chips.map((chip) => {
    if (given[chip.key] !== undefined)
      return make('li', {}, make('span', { class: 'chip fixed' }, chip.label))
    const remove = () => actions.refine(withoutChip(filters, chip))
    const cross = make('span', {}, '×')
    cross.setAttribute('aria-hidden', 'true')
    const element = button(chip.label, remove, { class: 'chip', label: `去掉筛选“${chip.label}”并重新提问` })
    element.append(cross)
    return make('li', {}, element)
  })
  const notes = conditions.map((condition) =>
    make('li', {}, make('span', { class: 'chip fixed' }, conditionText(condition))),
  )
  return make('div', { class: 'chips' }, make('p', {}, '筛选项'), make('ul', {}, ...buttons, ...notes))
}

function answerText({ text, citations }: Answer, actions: AnswerActions): Node {
  const known = new Map(citations.map((citation) => [citation.marker, citation]))
  const parts = splitMarkers(text, new Set(known.keys())).map((stretch) => {
    const citation = stretch.marker === undefined ? undefined : known.get(stretch.marker)
    return citation === undefined ? stretch.text : markerButton(citation, actions)
  })
  return make('p', { class: 'answer' }, ...parts)
}

function markerButton(citation: Citation, actions: AnswerActions): HTMLElement {
  const label = `引用 ${citation.marker}：${citation.title}，打开原文`
  const open = () => actions.openCitation(citation, element)
  const element = button(`[${citation.marker}]`, open, { class: 'marker', label })
  element.setAttribute('aria-haspopup', 'dialog')
  attachPreview(element, citation)
  return element
}

function moreButton({ total }: Answer, offset: number, actions: AnswerActions): Node | undefined {
  const shown = offset + LISTED
  if (total === undefined || total <= shown) return undefined
  const next = Math.min(LISTED, total - shown)
  return button(`接着列出后 ${next} 项（共 ${total} 项）`, actions.continueList, { class: 'more' })
}

function citationList(citations: readonly Citation[], { server }: Surroundings): Node {
  const items = citations.map((citation) => {
    const quote = make('blockquote', {}, citation.quote)
    const title = link(citation.title, ownAddress(server, citationHref(citation)), { newTab: true })
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

function nearestList(hits: readonly Hit[], { server, titles }: Surroundings): Node {
  const items = hits
    .slice(0, NEAREST)
    .map(({ documentId, number, kind, title, passage }) =>
      make(
        'li',
        {},
        make(
          'p',
          { class: 'citation-title' },
          link(title, ownAddress(server, recordHref(documentId, number, passage)), { newTab: true }),
        ),
        make(
          'p',
          { class: 'source' },
          `《${titles.get(documentId) ?? documentId}》 ${placeLabel(kind, number)}`,
        ),
        make('p', { class: 'excerpt' }, passage.text),
      ),
    )
  return make('section', { class: 'nearest' }, make('h4', {}, '最接近的条目'), make('ol', {}, ...items))
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
    make('h4', {}, '可以接着问'),
    make('ul', { class: 'questions' }, ...items),
  )
}
