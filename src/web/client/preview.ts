// The small window that shows a citation's quote beside its marker, on hover and on focus.
// It can be dismissed with Escape and entered with the pointer (WCAG 1.4.13). Knows citations, not answers.

import type { Citation } from '../../schema.ts'
import { make, rootOf } from './dom.ts'
import { sourceLine } from './labels.ts'

const ID = 'cewen-preview'
/** Pixels between window and marker, and between window and the edge of the screen. */
const GAP = 8
/** Milliseconds in which the pointer can travel from the marker into the window. */
const GRACE = 200

/** Shows `citation` while `marker` has the pointer or the focus. One window at a time on the whole page. */
export function attachPreview(marker: HTMLElement, citation: Citation): void {
  const open = () => show(marker, citation)
  marker.addEventListener('pointerenter', (event) => {
    // A finger opens the reader itself; a window under it would only be in the way.
    if (event.pointerType === 'mouse') open()
  })
  marker.addEventListener('focus', () => {
    if (marker.matches(':focus-visible')) open()
  })
  marker.addEventListener('pointerleave', hideSoon)
  marker.addEventListener('blur', hide)
}

let shown: { window: HTMLElement; marker: HTMLElement; leave: AbortController } | undefined
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
  // Inside an open dialog nothing outside it can be seen; in a shadow root only the root's own styles apply.
  const layer = marker.closest<HTMLElement>('dialog, .frame') ?? document.body
  layer.append(window)
  marker.setAttribute('aria-describedby', ID)
  const leave = new AbortController()
  const { signal } = leave
  // Scrolling inside a shadow root is not reported outside it. A marker that got the focus may still be scrolling in.
  const follow = () => {
    const { top, bottom } = marker.getBoundingClientRect()
    if (bottom < 0 || top > document.documentElement.clientHeight) hide()
    else place(window, marker)
  }
  for (const root of new Set([document, rootOf(marker)]))
    root.addEventListener('scroll', follow, { capture: true, passive: true, signal })
  document.addEventListener('keydown', hideOnEscape, { capture: true, signal })
  shown = { window, marker, leave }
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
  shown.leave.abort()
  shown = undefined
}

function hideOnEscape(event: KeyboardEvent): void {
  if (event.key !== 'Escape') return
  hide()
  // This Escape was for the window; the panel around it stays.
  event.preventDefault()
  event.stopPropagation()
}
