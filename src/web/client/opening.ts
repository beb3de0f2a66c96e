// What stands before the first question: which documents the answers rest on, and questions to start with.
// Fetches the list of documents; asks nothing itself.

import type { DocumentSummary } from '../../schema.ts'
import { Failure, getJson } from './api.ts'
import type { Settings } from './attributes.ts'
import { button, link, make } from './dom.ts'
import { examplesFor } from './examples.ts'
import { sourceLine } from './labels.ts'
import { documentHref, ownAddress } from './links.ts'

export interface Opening {
  readonly documents: HTMLElement
  readonly examples: HTMLElement
  /** Titles of documents by key; empty until they have come. */
  titles(): ReadonlyMap<string, string>
  /** Shows these settings; the documents are fetched anew when the server is another one. */
  show(settings: Settings): void
  /** Offers the examples, or not: beside answers they are in the way. */
  offer(offered: boolean): void
}

export function opening(ask: (question: string) => void): Opening {
  const scope = make('summary', {}, '正在读取文件目录…')
  const list = make('ul', { class: 'document-list' })
  const documents = make('details', { class: 'documents' }, scope, list)
  const questions = make('ul', { class: 'questions' })
  const examples = make(
    'section',
    { class: 'examples', label: '可以这样问' },
    make('h3', {}, '可以这样问'),
    questions,
  )
  let items: readonly DocumentSummary[] = []
  let settings: Settings | undefined
  let offered = true

  const showExamples = () => {
    const wanted = settings?.examples ?? examplesFor(items)
    questions.replaceChildren(
      ...wanted.map((question) =>
        make(
          'li',
          {},
          button(question, () => ask(question), { class: 'question' }),
        ),
      ),
    )
    examples.hidden = !offered || wanted.length === 0
  }
  const read = async (server: string) => {
    scope.replaceChildren('正在读取文件目录…')
    list.replaceChildren()
    items = []
    try {
      const found = (await getJson<{ items: DocumentSummary[] }>(`${server}/api/documents`)).items
      if (settings?.server !== server) return
      items = found
      scope.textContent =
        items.length > 0
          ? `依据 ${items.length} 份文件作答，逐条引用原文（查看文件目录）`
          : '还没有收录文件，暂时无法作答'
      list.replaceChildren(...items.map((document) => documentItem(document, server)))
    } catch (cause) {
      if (!(cause instanceof Failure)) throw cause
      if (settings?.server !== server) return
      scope.textContent = '没能读取文件目录'
      const retry = button('重新读取', () => void read(server), { class: 'quiet' })
      list.replaceChildren(make('li', {}, cause.message, retry))
      documents.open = true
    }
    showExamples()
  }
  showExamples()
  return {
    documents,
    examples,
    titles: () => new Map(items.map(({ id, title }) => [id, title])),
    show: (next) => {
      const moved = settings?.server !== next.server
      settings = next
      showExamples()
      if (moved) void read(next.server)
    },
    offer: (wanted) => {
      offered = wanted
      showExamples()
    },
  }
}

function documentItem(document: DocumentSummary, server: string): HTMLElement {
  const details = [sourceLine(document), `${document.records} 个条目`]
    .filter((part) => part !== '')
    .join(' · ')
  return make(
    'li',
    {},
    link(document.title, ownAddress(server, documentHref(document.id)), { newTab: true }),
    make('p', { class: 'source' }, details),
  )
}
