// The page at `/`: puts the parts together, keeps the documents' titles, and announces each outcome once.

import type { Answer, DocumentSummary } from '../../schema.ts'
import { askServer, Failure, getJson } from './api.ts'
import { wireComposer } from './composer.ts'
import { Conversation, type Turn } from './conversation.ts'
import { button, link, make, need } from './dom.ts'
import { examplesFor } from './examples.ts'
import { sourceLine } from './labels.ts'
import { documentHref } from './links.ts'
import { withoutMarkers } from './markers.ts'
import { type TurnView, turnView } from './turn-view.ts'

const turns = need('page-turns', HTMLElement)
const clear = need('page-clear', HTMLButtonElement)
const examples = need('page-examples', HTMLElement)
const announcer = need('page-announcer', HTMLElement)

let titles: ReadonlyMap<string, string> = new Map()
const views = new Map<number, TurnView>()

const conversation = new Conversation(askServer, (turn) => {
  const known = views.get(turn.id)
  if (known === undefined) place(turn)
  else keepFocus(known.element, known.update)
  composer.setBusy(conversation.busy)
  announce(turn)
})
const composer = wireComposer({
  send: (question) => void conversation.ask(question),
  stop: () => conversation.stop(),
})

clear.addEventListener('click', () => {
  conversation.clear()
  views.clear()
  turns.replaceChildren()
  clear.hidden = true
  examples.hidden = examples.querySelector('button') === null
  composer.focus()
})

void showDocuments()

function place(turn: Turn): void {
  const view = turnView(turn, () => titles, {
    ask: (question) => {
      void conversation.ask(question)
      composer.focus()
    },
    refine: (filters) => void conversation.refine(turn, filters),
    retry: () => void conversation.retry(turn),
    continueList: () => {
      if (turn.state.phase === 'done') void conversation.continueList(turn, turn.state.answer.filters)
      composer.focus()
    },
  })
  views.set(turn.id, view)
  turns.append(view.element)
  clear.hidden = false
  examples.hidden = true
  view.element.scrollIntoView({ block: 'start' })
}

/** A button that was pressed goes when its turn is drawn anew; the keyboard then stays with the turn. */
function keepFocus(element: HTMLElement, redraw: () => void): void {
  const within = element.contains(document.activeElement)
  redraw()
  if (!within || element.contains(document.activeElement)) return
  element.tabIndex = -1
  element.focus({ preventScroll: true })
}

/** Says an ended turn once to those who listen to the page; the growing text is not read out. */
function announce({ state }: Turn): void {
  if (state.phase === 'searching') announcer.textContent = '正在检索'
  else if (state.phase === 'stopped') announcer.textContent = '已停止'
  else if (state.phase === 'failed') announcer.textContent = `失败：${state.failure.message}`
  else if (state.phase === 'done') announcer.textContent = spoken(state.answer)
}

function spoken({ text, citations }: Answer): string {
  const markers = new Set(citations.map(({ marker }) => marker))
  const count = citations.length > 0 ? `共引用 ${citations.length} 条原文。` : ''
  return `${withoutMarkers(text, markers)} ${count}`
}

async function showDocuments(): Promise<void> {
  const scope = need('page-scope', HTMLElement)
  try {
    const { items } = await getJson<{ items: DocumentSummary[] }>('/api/documents')
    titles = new Map(items.map(({ id, title }) => [id, title]))
    scope.textContent =
      items.length > 0
        ? `依据下列 ${items.length} 份文件作答，逐条引用原文；文件里没有的，会直接说明。`
        : '还没有收录文件，暂时无法作答。'
    need('page-documents', HTMLDetailsElement).hidden = items.length === 0
    need('page-document-list', HTMLUListElement).replaceChildren(...items.map(documentItem))
    showExamples(items)
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause
    const retry = button('重新读取', () => void showDocuments(), { class: 'quiet' })
    scope.replaceChildren(`没能读取文件目录：${cause.message}`, retry)
  }
}

function documentItem(document: DocumentSummary): HTMLElement {
  const source = sourceLine(document)
  const details = [source, `${document.records} 个条目`].filter((part) => part !== '').join(' · ')
  return make(
    'li',
    {},
    link(document.title, documentHref(document.id)),
    make('p', { class: 'source' }, details),
  )
}

function showExamples(documents: readonly DocumentSummary[]): void {
  const items = examplesFor(documents).map((question) => {
    const ask = () => {
      void conversation.ask(question)
      composer.focus()
    }
    return make('li', {}, button(question, ask, { class: 'question' }))
  })
  need('page-example-list', HTMLUListElement).replaceChildren(...items)
  examples.hidden = items.length === 0 || views.size > 0
}
