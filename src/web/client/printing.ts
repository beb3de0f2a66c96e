// Prints one answer with its references and nothing of the page around it: the answer is laid out in an empty frame
// of its own, so neither the host page nor its styles reach it. No markup, no inline style.

import type { Answer } from '../../schema.ts'
import { citationHref } from './citation-steps.ts'
import { referenceOf } from './cited-text.ts'
import { make } from './dom.ts'
import { ownAddress } from './links.ts'
import paper from './print.css'

/** @returns false where the browser gives no frame to print from */
export function printAnswer(answer: Answer, server: string, near: HTMLElement): boolean {
  near.querySelector('iframe')?.remove()
  const frame = make('iframe', { class: 'unseen' })
  frame.tabIndex = -1
  frame.setAttribute('aria-hidden', 'true')
  near.append(frame)
  const view = frame.contentWindow
  if (view === null) return false
  const { document: page } = view
  page.title = answer.question
  page.documentElement.lang = 'zh-CN'
  // A constructed sheet serves only the document of the window that made it.
  const sheet = new (view as Window & typeof globalThis).CSSStyleSheet()
  sheet.replaceSync(paper)
  page.adoptedStyleSheets = [sheet]
  page.body.append(...printed(answer, server))
  view.addEventListener('afterprint', () => setTimeout(() => frame.remove()))
  view.focus()
  view.print()
  return true
}

/** What stands on the paper: question, answer, references with their quotes and addresses. */
function printed(answer: Answer, server: string): Node[] {
  const nodes: Node[] = [
    make('h1', {}, answer.question),
    make('p', { class: 'answer' }, answer.text),
    ...(answer.notice === undefined ? [] : [make('p', {}, answer.notice)]),
  ]
  if (answer.citations.length === 0) return nodes
  const items = answer.citations.map((citation) => {
    const item = make(
      'li',
      {},
      make('p', {}, referenceOf(citation)),
      make('blockquote', {}, citation.quote),
      make('p', { class: 'address' }, ownAddress(server, citationHref(citation))),
    )
    item.value = citation.marker
    return item
  })
  return [...nodes, make('h2', {}, '引用'), make('ol', {}, ...items)]
}
