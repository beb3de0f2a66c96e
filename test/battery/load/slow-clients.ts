// Clients that take up room: some ask for a lot and do not read it, some send a byte a second. Bare sockets, because no
// library is that rude.

import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Shape, Slow } from './traffic.ts'

/** Replies asked for on one connection, none of which is read: of some 70 kB each, more than a socket buffers. */
const UNREAD = 100
/** One after the other: whoever asks for many at once is cut off at once, and takes up no room. */
const ASKED_EVERY_MS = 1000
const BYTE_MS = 1000

type SlowShape = Extract<Shape, { shape: 'slow' }>

/** Keeps them up for so long. */
export async function slowClients(address: string, { readers, senders, seconds }: SlowShape): Promise<Slow> {
  const { hostname, port } = new URL(address)
  const open = () => connect({ host: hostname, port: Number(port) })
  const until = performance.now() + seconds * 1000
  const unread = Array.from({ length: readers }, (_, i) =>
    askOnly(open(), hostname, (i / readers) * ASKED_EVERY_MS),
  )
  const cutMs = await Promise.all(Array.from({ length: senders }, () => trickle(open(), hostname, until)))
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, until - performance.now())))
  for (const socket of unread) socket.destroy()
  return { cutMs }
}

/** Asks again and again, from a time on that is its own, and reads nothing. */
function askOnly(socket: ReturnType<typeof connect>, host: string, after: number): typeof socket {
  const asking = async () => {
    await pause(after)
    for (let asked = 0; asked < UNREAD && !socket.destroyed; asked++) {
      socket.write(`GET /widget.js HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
      await pause(ASKED_EVERY_MS)
    }
  }
  void asking()
  return socket.pause().on('error', () => {})
}

/** Sends a request a byte at a time. @returns how long until it was cut off; `undefined` when it never was */
function trickle(
  socket: ReturnType<typeof connect>,
  host: string,
  until: number,
): Promise<number | undefined> {
  const began = performance.now()
  const words = `GET /api/health HTTP/1.1\r\nHost: ${host}\r\nX-Slow: ${'a'.repeat(10_000)}`
  return new Promise((resolve) => {
    let sent = 0
    const timer = setInterval(() => {
      if (performance.now() < until) socket.write(words[sent++]!)
      else finish(undefined)
    }, BYTE_MS)
    const finish = (cut: number | undefined) => {
      clearInterval(timer)
      socket.destroy()
      resolve(cut)
    }
    socket.on('error', () => {})
    socket.once('close', () => finish(performance.now() - began))
    socket.resume()
  })
}
