// Draws the frame of the reader's side panel: a dialog with the title, the buttons above the text and a place for
// the text. Its buttons do what the owner says; it knows neither citations nor documents.

import { button, link, make } from './dom.ts'

export interface FrameActions {
  step(by: -1 | 1): void
  /** Back to the citation that was left by a link. */
  back(): void
  copy(): void
}

export interface PanelFrame {
  readonly dialog: HTMLDialogElement
  readonly title: HTMLElement
  /** Scrolls, and is filled by the owner. */
  readonly body: HTMLElement
  /**
   * Says which citation is shown.
   * @param can whether there is one before and one after; undefined where there is nothing to step through
   * @param strayed something else is shown at the moment
   */
  position(label: string, can: { previous: boolean; next: boolean } | undefined, strayed: boolean): void
  /** The address behind 在新窗口打开. */
  address(href: string): void
  /** Scrolls to the beginning of the text. */
  toTop(): void
  /** Said politely to a screen reader, not shown. */
  say(words: string): void
  /** Shown and said beside the copy button, for a while. */
  copied(words: string): void
}

/** Counts frames, so that two in one root do not share an id. */
let frames = 0
/** Milliseconds that the remark about copying stays. */
const REMARK = 4000

export function panelFrame(actions: FrameActions): PanelFrame {
  frames += 1
  const title = make('h2', { id: `cewen-reader-title-${frames}` })
  const close = button('关闭', () => dialog.close(), { class: 'panel-close' })
  const previous = button('上一处引用', () => press(previous, -1))
  const place = make('span', { class: 'position' })
  const next = button('下一处引用', () => press(next, 1))
  const back = button('回到引用', actions.back, { class: 'quiet' })
  const elsewhere = make('span')
  const copy = button('复制链接', actions.copy, { class: 'quiet' })
  const remark = status('copied')
  const spoken = status('unseen')
  const body = make('div', { class: 'reader panel-body' })
  const dialog = make(
    'dialog',
    { class: 'reader-panel' },
    make(
      'div',
      { class: 'panel-top' },
      make('div', { class: 'panel-head' }, title, close),
      make('div', { class: 'panel-steps' }, previous, place, next, back),
      make('div', { class: 'panel-tools' }, elsewhere, copy, remark),
    ),
    body,
    spoken,
  )
  dialog.setAttribute('aria-labelledby', title.id)
  // What scrolls must be reachable by keyboard.
  body.tabIndex = 0
  body.setAttribute('role', 'region')
  body.setAttribute('aria-label', '全文')

  // The dialog has no padding: what is pressed in the dialog itself is the dimmed page beside it.
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close()
  })
  // Escape closes this panel, and not also what it was opened from.
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') event.stopPropagation()
  })

  function press(pressed: HTMLElement, by: -1 | 1): void {
    if (pressed.getAttribute('aria-disabled') !== 'true') actions.step(by)
  }

  let timer = 0
  return {
    dialog,
    title,
    body,
    position: (label, can, strayed) => {
      place.textContent = label
      place.classList.toggle('strayed', strayed)
      back.hidden = !strayed
      previous.hidden = next.hidden = can === undefined
      // Not `disabled`: the button at the end of the row would drop the focus that stands on it.
      previous.setAttribute('aria-disabled', String(!can?.previous))
      next.setAttribute('aria-disabled', String(!can?.next))
    },
    address: (href) => {
      elsewhere.replaceChildren(link('在新窗口打开', href, { newTab: true }))
    },
    toTop: () => {
      // On a low screen the whole dialog scrolls, its buttons included.
      dialog.scrollTop = 0
      body.scrollTop = 0
    },
    say: (words) => {
      spoken.textContent = words
    },
    copied: (words) => {
      clearTimeout(timer)
      remark.textContent = words
      timer = setTimeout(() => remark.replaceChildren(), REMARK)
    },
  }
}

function status(style: string): HTMLElement {
  const element = make('span', { class: style })
  element.setAttribute('role', 'status')
  return element
}
