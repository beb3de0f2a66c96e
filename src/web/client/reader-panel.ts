// The reader beside a conversation: a modal panel with a whole document, opened at one citation of an answer and
// stepping through all of them. Of the page around it, it knows only the root that it lives in.

import type { Citation, DocumentDetail } from '../../schema.ts'
import { Failure } from './api.ts'
import { citedTarget, placeOf, positionLabel, stepped } from './citation-steps.ts'
import { copyText } from './clipboard.ts'
import { ownAddress } from './links.ts'
import panelCss from './panel.css'
import { panelFrame } from './panel-frame.ts'
import readerCss from './reader.css'
import textCss from './reader-text.css'
import { inReadingOrder, readerView } from './reader-view.ts'
import { withoutRootSizes } from './shadow-css.ts'
import { openShelf } from './shelf.ts'
import { readTarget, type Target } from './target.ts'

export interface ReaderPanelOptions {
  /** Where the panel is put: an element's shadow root, or the document of our own page. */
  readonly root: ShadowRoot | Document
  /** Absolute address of the server without a slash at its end; '' on our own pages. */
  readonly server: string
  /** Language of everything inside. */
  readonly lang: string
  /** All citations of one answer, in the order in which they are stepped through. */
  readonly citations: readonly Citation[]
  /** Position of the one that is shown first, from 0. */
  readonly index: number
  /** Is given the focus when the panel closes. */
  readonly opener: HTMLElement | undefined
}

/** One thing to show. */
interface Visit {
  readonly documentId: string
  /** Said in the title while the document is coming. */
  readonly title: string
  /** Whether the place takes the focus; a stepping button that was pressed keeps it. */
  readonly focus: boolean
  /** What to mark, and what to remark about it. */
  readonly find: (policy: DocumentDetail) => { target: Target; remark?: string | undefined }
  /** What is said of it when it stands there. */
  readonly spoken: (policy: DocumentDetail) => string
}

const MOVED = '这份文件在回答之后有更新，引文的位置已随之调整。'
const GONE = '这份文件在回答之后有更新，引文已不在原处，请以现在的全文为准。'
const BROKEN = '链接指向的位置在这份文件里不存在，以下为全文。'

/**
 * Opens the panel and takes the focus into it.
 * @throws RangeError when there is no citation at `index`
 */
export function openReaderPanel(options: ReaderPanelOptions): { close(): void } {
  const { root, server, citations, opener } = options
  let [at, address, strayed] = [options.index, '', false]
  let here = citationAt(citations, at)
  /** Counts visits, so that a document that arrives late does not replace a newer one. */
  let visits = 0
  let documentId: string | undefined

  const frame = panelFrame({ step, back: () => void visit(cited(true)), copy })
  const shelf = openShelf(server)
  const view = readerView({
    container: frame.body,
    title: frame.title,
    level: 2,
    shelf,
    server,
    unfolded: () => false,
    ids: false,
    follow,
  })

  adoptStyles(root)
  frame.dialog.lang = options.lang
  const parent = root instanceof Document ? root.body : root
  parent.append(frame.dialog)
  frame.dialog.addEventListener('close', () => {
    visits += 1
    frame.dialog.remove()
    if (opener?.isConnected) opener.focus()
  })
  frame.dialog.showModal()
  void visit(cited(true))
  return { close: () => frame.dialog.close() }

  function step(by: -1 | 1): void {
    const next = stepped(at, by, citations.length)
    if (next === undefined) return
    at = next
    here = citationAt(citations, at)
    void visit(cited(false))
  }

  /** Turns to the present citation. */
  function cited(focus: boolean): Visit {
    const citation = here
    const label = positionLabel(at, citations.length)
    lead(citation.url, false)
    return {
      documentId: citation.documentId,
      title: citation.documentTitle,
      focus,
      find: (policy) => {
        const target = citedTarget(citation, policy)
        const remark = target.quote === undefined ? GONE : MOVED
        return { target, remark: target.moved ? remark : undefined }
      },
      spoken: ({ title }) => `${label}，《${title}》`,
    }
  }

  /** Turns to a place that a link in the panel leads to. */
  function follow(path: string): void {
    const place = placeOf(path)
    if (place === undefined) return
    lead(path, true)
    void visit({
      documentId: place.documentId,
      title: '正在读取文件…',
      focus: true,
      find: (policy) => {
        const target = readTarget(place.search, place.hash, policy)
        return { target, remark: target.broken ? BROKEN : undefined }
      },
      spoken: ({ title }) => `《${title}》`,
    })
  }

  function lead(path: string, away: boolean): void {
    address = new URL(ownAddress(server, path), location.href).href
    strayed = away
    frame.address(address)
    const can = (by: -1 | 1) => stepped(at, by, citations.length) !== undefined
    const steps = citations.length > 1 ? { previous: can(-1), next: can(1) } : undefined
    frame.position(positionLabel(at, citations.length), steps, strayed)
  }

  async function visit(wanted: Visit): Promise<void> {
    visits += 1
    const mine = visits
    if (wanted.documentId !== documentId) {
      documentId = undefined
      view.clear(wanted.title)
      view.tell('正在读取全文…')
    }
    try {
      const policy = inReadingOrder(await shelf.document(wanted.documentId))
      if (mine !== visits) return
      documentId = wanted.documentId
      view.show(policy)
      const { target, remark } = wanted.find(policy)
      view.tell(remark)
      const place = view.goTo(target)
      if (place === undefined) frame.toTop()
      if (wanted.focus) (place ?? frame.body).focus({ preventScroll: true })
      frame.say(wanted.spoken(policy))
    } catch (cause) {
      if (!(cause instanceof Failure)) throw cause
      if (mine !== visits) return
      const missing = cause.code === 'not_found'
      if (missing) view.tell('没有找到这份文件，它可能已更名或已被移除。')
      else view.tell(`没能读取全文：${cause.message}`, () => void visit({ ...wanted, focus: true }))
    }
  }

  async function copy(): Promise<void> {
    const done = await copyText(address, frame.dialog)
    frame.copied(done ? '已复制' : '没能复制，请从新窗口的地址栏复制')
  }
}

function citationAt(citations: readonly Citation[], index: number): Citation {
  const citation = citations[index]
  if (citation === undefined) throw new RangeError(`There is no citation ${index} among ${citations.length}`)
  return citation
}

/** One sheet for all roots of the page; made when the first panel opens. */
let sheet: CSSStyleSheet | undefined

function adoptStyles(root: ShadowRoot | Document): void {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet()
    sheet.replaceSync(withoutRootSizes(readerCss + textCss + panelCss))
  }
  // Asked of the root each time: its owner may have set its sheets anew.
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
