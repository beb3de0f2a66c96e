// Reads server-sent events from a byte stream, as the HTML standard describes the format
// (html.spec.whatwg.org, "Interpreting an event stream"): in the browser the desk's own, in the desk a language model's.
// It knows neither where the bytes come from nor what the events mean.

/** One event: its name (`message` when the stream gives none) and its data lines joined by newlines. */
export interface StreamEvent {
  readonly event: string
  readonly data: string
}

/**
 * Events in the order they were completed. An event that the end of the bytes cuts off is not reported.
 * Leaving the loop early leaves the loop over the bytes.
 */
export async function* readEvents(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<StreamEvent> {
  let event = ''
  let data: string[] = []
  for await (const line of readLines(bytes)) {
    if (line === '') {
      if (data.length > 0) yield { event: event || 'message', data: data.join('\n') }
      event = ''
      data = []
      continue
    }
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') event = value
    else if (field === 'data') data.push(value)
  }
}

/** Lines ended by LF, CR or CRLF; a last line without an end is dropped. */
async function* readLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  // One decoder for all of them: a character may be cut in two by the network. It also drops a leading BOM.
  const decoder = new TextDecoder()
  let rest = ''
  let afterReturn = false
  for await (const part of bytes) {
    let text = decoder.decode(part, { stream: true })
    if (text === '') continue
    // A CR ends its line at once, without waiting for what follows; the LF of a CRLF is swallowed when it comes.
    if (afterReturn && text.startsWith('\n')) text = text.slice(1)
    afterReturn = text === '' ? false : text.endsWith('\r')
    // Only what is new is searched for line ends: a line may come in very many parts.
    const lines = text.split(/\r\n|\r|\n/)
    lines[0] = rest + lines[0]
    rest = lines.pop() ?? ''
    yield* lines
  }
}
