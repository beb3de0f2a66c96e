// The server that listens: how long a connection may send, how long it may leave a reply unread, how much it may ask at
// once, and how many there are. It knows sockets; what is asked and replied does not concern it.

import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http'
import type { Socket } from 'node:net'

/**
 * A sender of single bytes is cut within 15 s of its first: Node looks for those whose time is up at this interval, which
 * is 30 s unless it is set. 128 KB in 13 s are 10 KB/s.
 */
export const SENDING: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 13_000,
  connectionsCheckingInterval: 1_000,
  // Longer than proxies keep theirs (60 s as a rule): else one sends a question into a connection that is just being closed.
  keepAliveTimeout: 65_000,
  // Node would take the first of two hosts. Joined they are none, and none is refused like any bad host (RFC 9112, 3.2).
  joinDuplicateHeaders: true,
  requireHostHeader: false,
}

/** More are closed as they come: each holds a file descriptor, and a reply that it does not read. */
const CONNECTIONS_MAX = 2_000

/** How long a reply may take to be read, in milliseconds, and how much may wait to be. */
export interface Reading {
  /** Without a byte of it being taken. */
  stalled: number
  /** In all, from its turn on: whoever takes a byte at a time is let go too. Longer than a language model may take. */
  whole: number
  /** Of all connections together, in bytes of what is sent as bytes and characters of what is sent as text. */
  unread?: number
}

/** A character may take up five bytes while it waits, which makes 640 MB at most. */
const UNREAD_MAX = 128 * 1024 * 1024
const READING: Reading = { stalled: 10_000, whole: 120_000 }

/** Requests that may lie behind the one that is being answered. Browsers send none. */
const BEHIND_MAX = 8

/** @param reading and `sending`: shorter times are for tests */
export function guardedServer(
  listener: RequestListener,
  { stalled, whole, unread = UNREAD_MAX }: Reading = READING,
  sending: ServerOptions = SENDING,
): Server {
  const connected = new Set<Socket>()
  const timed: RequestListener = (request, response) => {
    const { socket } = request
    cutIdlest(connected, unread)
    response.setTimeout(stalled, () => {
      // A stream that has nothing to say for a while, and nothing unread, is in order.
      if (socket.writableLength > 0) socket.destroy()
    })
    const timer = setTimeout(() => socket.destroy(), whole)
    response.once('close', () => clearTimeout(timer))
    listener(request, response)
  }
  const server = createServer(sending, oneByOne(timed))
  server.maxConnections = CONNECTIONS_MAX
  server.on('connection', (socket) => {
    connected.add(socket)
    socket.once('close', () => connected.delete(socket))
  })
  return server
}

/** Cuts off who has left most unread, where all together have left too much: each that asks makes room for its reply. */
function cutIdlest(connected: Iterable<Socket>, most: number): void {
  let unread = 0
  let idlest: Socket | undefined
  for (const socket of connected) {
    unread += socket.writableLength
    if (!idlest || socket.writableLength > idlest.writableLength) idlest = socket
  }
  if (unread > most) idlest?.destroy()
}

/**
 * Answers what a connection asks one after the other. Node would begin with all of it at once and keep the replies:
 * 200 connections that asked for 20 lists each and read none took 950 MB, and nobody else was answered meanwhile.
 */
function oneByOne(listener: RequestListener): RequestListener {
  const behind = new WeakMap<Socket, (() => void)[]>()
  return (request, response) => {
    const { socket } = request
    // Node goes on with what it has read already. A reply that never had its turn is never closed: nothing may wait for it.
    if (socket.destroyed) return
    // Node reads nothing more from whoever asked for another protocol.
    if (request.headers.upgrade !== undefined) response.shouldKeepAlive = false
    const begin = () => {
      // The reply before it may have ended the connection meanwhile.
      if (!socket.writable) return
      // Node closes only the reply whose turn it is: one that it will never send would be worked at and kept for ever.
      const gone = () => {
        if (!response.closed) response.destroy().emit('close')
      }
      socket.once('close', gone)
      response.once('close', () => {
        socket.off('close', gone)
        const next = socket.writable ? behind.get(socket)?.shift() : undefined
        // Not at once: other connections come in between.
        if (next) setImmediate(next)
        else behind.delete(socket)
      })
      listener(request, response)
    }
    const line = behind.get(socket)
    if (!line) {
      behind.set(socket, [])
      begin()
    } else if (line.length < BEHIND_MAX) line.push(begin)
    else socket.destroy()
  }
}
