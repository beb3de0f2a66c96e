// The two ways out of the page: a file that the browser saves, and the clipboard with formatting. Knows no contents.

/** Has the browser save a text as a file. */
export function saveFile(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  const anchor = document.createElement('a')
  anchor.href = address
  anchor.download = name
  document.body.append(anchor)
  anchor.click()
  anchor.remove()
  // The browser reads the address after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/**
 * Copies formatted text with its plain form beside it. Where the page is served without TLS there is no clipboard
 * interface, only the older command. @returns whether it was copied
 */
export async function copyFormatted({ html, text }: { html: string; text: string }): Promise<boolean> {
  const types = { 'text/html': html, 'text/plain': text }
  try {
    const blobs = Object.entries(types).map(([type, words]) => [type, new Blob([words], { type })])
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))])
    return true
  } catch {
    return copyByCommand(types)
  }
}

function copyByCommand(types: Readonly<Record<string, string>>): boolean {
  let copied = false
  const fill = (event: ClipboardEvent) => {
    if (event.clipboardData === null) return
    event.preventDefault()
    for (const [type, words] of Object.entries(types)) event.clipboardData.setData(type, words)
    copied = true
  }
  document.addEventListener('copy', fill, { once: true })
  const done = document.execCommand('copy')
  document.removeEventListener('copy', fill)
  return done && copied
}
