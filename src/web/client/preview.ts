// The small window that shows a citation's quote beside its marker, on hover and on focus.
// It can be dismissed with Escape and entered with the pointer (WCAG 1.4.13). Knows citations, not answers.

import type { Citation } from '../../schema.ts'
import { make } from './dom.ts'
import { sourceLine } from './labels.ts'

const ID = 'page-preview'
/** Pixels between window and marker, and between window and the edge of the screen. */
const GAP = 8
/** Milliseconds in which the pointer can travel from the marker into the window. */
const GRACE = 200

/** Shows `citation` while `marker` has the pointer or the focus. */
export function attachPreview(marker: HTMLElement, citation: Citation): void {
  const open = () => show(marker, citation)
  marker.addEventListener('pointerenter', (event) => {
    // A finger opens the link itself; a window under it would only be in the way.
    if (event.pointerType === 'mouse') open()
  })
  marker.addEventListener('focus', open)
  marker.addEventListener('pointerleave', hideSoon)
  marker.addEventListener('blur', hide)
}

let shown: { window: HTMLElement; marker: HTMLElement } | undefined
let timer = 0

function show(marker: HTMLElement, citation: Citation): void {
  clearTimeout(timer)
  if (shown?.marker === marker) return
  hide()
  const window = make(
    'div',
    { class: 'preview', id: ID },
    make('p', { class: 'source' }, `《${citation.documentTitle}》`),
    make('p', { class: 'source' }, sourceLine(citation)),
    make('p', { class: 'preview-quote' }, `“${citation.quote}”`),
  )
  window.setAttribute('role', 'tooltip')
  window.addEventListener('pointerenter', () => clearTimeout(timer))
  window.addEventListener('pointerleave', hideSoon)
  document.body.append(window)
  marker.setAttribute('aria-describedby', ID)
  document.addEventListener('keydown', hideOnEscape)
  document.addEventListener('scroll', hide, { once: true, passive: true })
  shown = { window, marker }
  place(window, marker)
}

/** Below the marker when there is room, else above it; never beyond the edges. */
function place(window: HTMLElement, marker: HTMLElement): void {
  const at = marker.getBoundingClientRect()
  const size = window.getBoundingClientRect()
  const page = document.documentElement
  const left = Math.max(GAP, Math.min(at.left, page.clientWidth - size.width - GAP))
  const below = at.bottom + GAP
  const above = Math.max(GAP, at.top - GAP - size.height)
  window.style.left = `${left}px`
  window.style.top = `${below + size.height <= page.clientHeight ? below : above}px`
}

function hideSoon(): void {
  clearTimeout(timer)
  timer = setTimeout(hide, GRACE)
}

function hide(): void {
  clearTimeout(timer)
  if (shown === undefined) return
  shown.window.remove()
  shown.marker.removeAttribute('aria-describedby')
  document.removeEventListener('keydown', hideOnEscape)
  document.removeEventListener('scroll', hide)
  shown = undefined
}

function hideOnEscape(event: KeyboardEvent): void {
  if (event.key === 'Escape') hide()
}
