// Puts text on the clipboard. Knows nothing of what it copies.

import { make } from './dom.ts'

/**
 * Whether the text reached the clipboard. Pages without https have no clipboard interface, only the old command.
 * @param within where a field can take the focus: inside the open dialog, when there is one
 */
export async function copyText(text: string, within: Node = document.body): Promise<boolean> {
  if (navigator.clipboard !== undefined)
    try {
      await navigator.clipboard.writeText(text)
      return true
    } catch {
      // A frame may not be allowed to; the old command still may.
    }
  const field = make('textarea', { class: 'unseen' })
  field.value = text
  const root = within.getRootNode()
  const before = root instanceof ShadowRoot ? root.activeElement : document.activeElement
  within.appendChild(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus()
  return done
}
