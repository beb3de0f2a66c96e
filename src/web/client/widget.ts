// The element `<cewen-chat>`: a shadow root that keeps host page and chat apart, the attributes it follows and the
// events it sends. What stands inside is drawn elsewhere. This file is the whole of /widget.js.

// Before the others: on a page with broken functions they may not even load.
import './framed.ts'

import type { Citation } from '../../schema.ts'
import answerStyle from './answer.css'
import { ATTRIBUTES, type Position, readSettings, type Settings } from './attributes.ts'
import chatStyle from './chat.css'
import { type ChatView, chatView } from './chat-view.ts'
import deskStyle from './desk.css'
import { isSound, showFramed } from './framed.ts'
import groundStyle from './ground.css'
import { type Launcher, launcher } from './launcher.ts'
import { openReaderPanel } from './reader-panel.ts'
import { withoutRootSizes } from './shadow-css.ts'

const NAME = 'cewen-chat'
/** Where the script came from. Known only while the script loads. */
const HOME = homeOf(document.currentScript)

let shared: CSSStyleSheet | undefined

/** One sheet for all elements on the page. */
function styles(): CSSStyleSheet {
  if (shared === undefined) {
    shared = new CSSStyleSheet()
    shared.replaceSync(withoutRootSizes([groundStyle, deskStyle, answerStyle, chatStyle].join('\n')))
  }
  return shared
}

class CewenChat extends HTMLElement {
  static readonly observedAttributes = ATTRIBUTES
  /** Tells our own element, loaded twice, from somebody else's of the same name. */
  static readonly cewen = true

  #view: ChatView | undefined
  #corner: Launcher | undefined
  #settings: Settings | undefined
  #reader: { close(): void } | undefined

  connectedCallback(): void {
    if (this.#view === undefined && !isSound()) {
      showFramed(this, HOME)
      return
    }
    if (this.#view === undefined) {
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
      root.adoptedStyleSheets = [styles()]
      this.#view = chatView({
        answered: (answer) => this.#tell('cewen-answer', answer),
        failed: ({ code, message, requestId }) => this.#tell('cewen-error', { code, message, requestId }),
        openCitation: (citation, citations, opener) => this.#openCitation(root, citation, citations, opener),
      })
    }
    this.#show()
  }

  disconnectedCallback(): void {
    this.#view?.stop()
    this.#reader?.close()
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#show()
  }

  #show(): void {
    const [root, view] = [this.shadowRoot, this.#view]
    if (root === null || view === undefined) return
    const settings = readSettings((name) => this.getAttribute(name), HOME)
    if (settings.position !== this.#settings?.position) this.#stand(root, view, settings.position)
    this.#settings = settings
    this.#corner?.name(settings.heading ?? '政策问答', settings.lang)
    view.show(settings)
  }

  /** Moves the contents into the page or into the panel of a corner. */
  #stand(root: ShadowRoot, view: ChatView, position: Position): void {
    const inCorner = position.startsWith('bottom')
    const wasInCorner = this.#corner !== undefined
    if (inCorner && wasInCorner) return
    for (const element of this.#corner?.elements ?? []) element.remove()
    this.#corner = inCorner ? launcher() : undefined
    if (this.#corner === undefined) root.append(view.element)
    else {
      this.#corner.hold(view.element, view.focus)
      root.append(...this.#corner.elements)
    }
  }

  #openCitation(
    root: ShadowRoot,
    citation: Citation,
    citations: readonly Citation[],
    opener: HTMLElement,
  ): void {
    if (!this.#tell('cewen-open-citation', citation, true)) return
    this.#reader?.close()
    const { server = HOME, lang = 'zh-CN' } = this.#settings ?? {}
    const index = citations.indexOf(citation)
    this.#reader = openReaderPanel({ root, server, lang, citations, index, opener })
  }

  /** Sends the host page a copy: what it does to it changes nothing here. @returns false when it was prevented */
  #tell(name: string, detail: object, cancelable = false): boolean {
    const event = new CustomEvent(name, {
      detail: structuredClone(detail),
      bubbles: true,
      composed: true,
      cancelable,
    })
    return this.dispatchEvent(event)
  }
}

function homeOf(script: HTMLOrSVGScriptElement | null): string {
  const source = script instanceof HTMLScriptElement ? script.src : ''
  return URL.canParse(source) ? new URL(source).origin : location.origin
}

const taken = customElements.get(NAME)
if (taken === undefined) customElements.define(NAME, CewenChat)
else if (!('cewen' in taken))
  console.warn(`<${NAME}> is taken by another script on this page; 策问 stays away.`)
