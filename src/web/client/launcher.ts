// A button in a corner of the page and the panel it opens. Escape closes the panel, and the focus goes back to the
// button. On a phone the panel fills the screen and is modal. Does not know what the panel holds.

import { button, make, rootOf } from './dom.ts'

/** Screens on which the panel fills everything; the same width as in chat.css. */
const SMALL = '(max-width: 479.98px)'

export interface Launcher {
  readonly elements: readonly HTMLElement[]
  /** Puts a name on button and panel. @param lang language of the name, and of all that the panel holds */
  name(name: string, lang: string): void
  /** Takes the panel's contents in. @param focus puts the cursor where a person begins */
  hold(contents: HTMLElement, focus: () => void): void
  close(): void
}

export function launcher(): Launcher {
  const panel = make('dialog', { class: 'panel' })
  const opener = button('', () => (panel.open ? close() : open()), { class: 'launcher' })
  opener.setAttribute('aria-haspopup', 'dialog')
  const shut = button('×', () => close(), { class: 'shut', label: '关闭' })
  let begin = () => {}

  const open = () => {
    if (matchMedia(SMALL).matches) panel.showModal()
    else panel.show()
    opener.setAttribute('aria-expanded', 'true')
    begin()
  }
  const close = () => {
    if (panel.open) panel.close()
  }
  opener.setAttribute('aria-expanded', 'false')
  panel.addEventListener('keydown', (event) => {
    // The Escape that ends an input method's composition is no wish to leave. Safari tells it by the key code 229.
    if (event.key !== 'Escape' || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    event.stopPropagation()
    close()
  })
  panel.addEventListener('close', () => {
    opener.setAttribute('aria-expanded', 'false')
    // Who has gone elsewhere on the page in the meantime is not pulled back.
    const { activeElement } = rootOf(panel)
    if (activeElement === null || panel.contains(activeElement) || document.activeElement === document.body)
      opener.focus()
  })
  return {
    elements: [opener, panel],
    name: (name, lang) => {
      opener.textContent = name
      panel.setAttribute('aria-label', name)
      opener.lang = lang
      panel.lang = lang
    },
    hold: (contents, focus) => {
      begin = focus
      panel.replaceChildren(contents, shut)
    },
    close,
  }
}
