// What a connection may do to the server: how long it may send, how long it may leave a reply unread, and how many there
// are. It knows sockets, neither requests nor replies.

import type { Server, ServerOptions } from 'node:http'

/**
 * A sender of single bytes is cut within 15 s of its first: Node looks for those whose time is up at this interval, which
 * is 30 s unless it is set. 128 KB in 13 s are 10 KB/s.
 */
export const SENDING: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 13_000,
  connectionsCheckingInterval: 1_000,
}

/** More are closed as they come. Each costs some 10 KB, and a file descriptor. */
const CONNECTIONS_MAX = 2_000

/** How long a reply may take to be read, in milliseconds. */
export interface Reading {
  /** Without a byte of it being taken. */
  stalled: number
  /** In all, from the request on: whoever takes a byte at a time is let go too. Longer than a language model may take. */
  whole: number
}

const READING: Reading = { stalled: 10_000, whole: 120_000 }

/**
 * Cuts connections whose replies are not read. A stream writes on only when what it wrote is taken, so that what waits
 * for one reader is an event or a reply, not all that there is to say.
 */
export function guard(server: Server, { stalled, whole }: Reading = READING): void {
  server.maxConnections = CONNECTIONS_MAX
  server.on('request', ({ socket }, response) => {
    response.setTimeout(stalled, () => {
      // A stream that has nothing to say for a while, and nothing unread, is in order.
      if (socket.writableLength > 0) socket.destroy()
    })
    const timer = setTimeout(() => socket.destroy(), whole)
    response.once('close', () => clearTimeout(timer))
  })
}
