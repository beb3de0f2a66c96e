// Addresses of documents, records and quotes, and the check that every link passes. Pure: no DOM.

/** `[start, end)`, UTF-16 offsets into the text of a document. */
export interface Span {
  readonly start: number
  readonly end: number
}

/**
 * The address as a browser would open it, when that is http(s); otherwise undefined (`javascript:`, `data:`, broken).
 * @param base address of the page, so that paths resolve to our own server
 */
export function safeHref(href: string, base: string): string | undefined {
  if (!URL.canParse(href, base)) return undefined
  const url = new URL(href, base)
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined
}

/** A path of the server at `server` (an absolute address without a slash at its end, or '' on our own pages). */
export function ownAddress(server: string, path: string): string {
  return path.startsWith('/') ? server + path : path
}

export function documentHref(documentId: string): string {
  return `/documents/${encodeURIComponent(documentId)}`
}

/** The reader, scrolled to a record, or to a quote in it when a span is given. */
export function recordHref(documentId: string, number: string, quote?: Span): string {
  const query = quote === undefined ? '' : `?start=${quote.start}&end=${quote.end}`
  return `${documentHref(documentId)}${query}#${encodeURIComponent(number)}`
}

/** `<document>/<number>` taken apart. A number never holds a slash. */
export function splitRecordId(id: string): { documentId: string; number: string } {
  const slash = id.lastIndexOf('/')
  return { documentId: id.slice(0, slash), number: id.slice(slash + 1) }
}

/** Percent-decoding that leaves a malformed text as it stands instead of throwing. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
