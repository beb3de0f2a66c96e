// Builds elements. Whatever comes from outside becomes a text node or a checked link here, never markup.
// Knows nothing of what is shown.

import { safeHref } from './links.ts'

type Content = Node | string | undefined

/** Text and attributes of an element. `text` and children go in as text nodes; an absent value sets nothing. */
export interface Parts {
  readonly class?: string
  readonly id?: string
  readonly lang?: string
  readonly label?: string
  readonly click?: () => void
}

/** An element with children; `undefined` children are left out. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  parts: Parts = {},
  ...children: readonly Content[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  if (parts.class !== undefined) element.className = parts.class
  if (parts.id !== undefined) element.id = parts.id
  if (parts.label !== undefined) element.setAttribute('aria-label', parts.label)
  if (parts.click !== undefined) element.addEventListener('click', parts.click)
  element.append(...children.filter((child) => child !== undefined))
  return element
}

/** A heading of a level from 1 to 6. */
export function heading(level: number, ...children: readonly Content[]): HTMLElement {
  const names = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const
  return make(names[level - 1] ?? 'h6', {}, ...children)
}

/** A button that does something on this page. */
export function button(text: string, click: () => void, parts: Parts = {}): HTMLButtonElement {
  const element = make('button', { ...parts, click }, text)
  element.type = 'button'
  return element
}

/** A link, or plain text in its place when the address is neither a path of ours nor http(s). */
export function link(text: string, href: string, parts: Parts & { newTab?: boolean } = {}): HTMLElement {
  const checked = safeHref(href, location.href)
  if (checked === undefined) return make('span', parts, text)
  const element = make('a', parts, text)
  element.href = checked
  if (parts.newTab) {
    element.target = '_blank'
    element.rel = 'noopener noreferrer'
  }
  return element
}

/** Keeps what is typed into a field from the page around it, which has shortcuts of its own. Escape may close the panel. */
export function keepKeys(field: HTMLElement): void {
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') event.stopPropagation()
  })
}

/** The tree an element stands in: the page, or the shadow root that keeps it apart from the page. */
export function rootOf(element: Node): Document | ShadowRoot {
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? root : document
}

/**
 * An element that the page's HTML must hold.
 * @throws Error naming the id that is missing or of another kind.
 */
export function need<Kind extends HTMLElement>(id: string, kind: abstract new () => Kind): Kind {
  const element = document.getElementById(id)
  if (!(element instanceof kind)) throw new Error(`This page has no ${kind.name} #${id}`)
  return element
}

/**
 * Lets the page's skip link lead to what it names without a fragment of its own in the address, which says what is shown.
 */
export function wireSkip(): void {
  for (const skip of document.querySelectorAll<HTMLAnchorElement>('a.skip'))
    skip.addEventListener('click', (event) => {
      event.preventDefault()
      need(skip.hash.slice(1), HTMLElement).focus()
    })
}
