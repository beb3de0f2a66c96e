// Clients that take up room: some ask for a lot and do not read it, some send a byte a second. Bare sockets, because no
// library is that rude.

import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Borne, Shape, Slow } from './traffic.ts'

/** One after the other, of some 70 kB each: whoever asks for many at once is cut off at once, and takes up no room. */
const ASKED_EVERY_MS = 1000
/** They do not all come in the same instant, and who was cut comes again. */
const SPREAD_MS = 1000
const AGAIN_MS = 200
const BYTE_MS = 1000

type SlowShape = Extract<Shape, { shape: 'slow' }>

/** Keeps them up for so long. */
export async function slowClients(address: string, { readers, senders, seconds }: SlowShape): Promise<Slow> {
  const { hostname, port } = new URL(address)
  const open = () => connect({ host: hostname, port: Number(port) })
  const until = performance.now() + seconds * 1000
  const crowd = async (
    count: number,
    client: (socket: Socket, host: string, until: number) => Promise<Borne>,
  ) => {
    const borne: Borne[] = []
    const one = async (_: unknown, i: number) => {
      await pause((i / count) * SPREAD_MS)
      for (; performance.now() < until; await pause(AGAIN_MS))
        borne.push(await client(open(), hostname, until))
    }
    await Promise.all(Array.from({ length: count }, one))
    return borne
  }
  const [unread, trickled] = await Promise.all([crowd(readers, askOnly), crowd(senders, trickle)])
  return { readers: unread, senders: trickled }
}

/** Asks again and again and reads nothing. */
function askOnly(socket: Socket, host: string, until: number): Promise<Borne> {
  socket.pause()
  return every(socket, ASKED_EVERY_MS, until, () => `GET /widget.js HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
}

/** Sends a request a byte at a time. */
function trickle(socket: Socket, host: string, until: number): Promise<Borne> {
  const words = `GET /api/health HTTP/1.1\r\nHost: ${host}\r\nX-Slow: ${'a'.repeat(10_000)}`
  socket.resume()
  return every(socket, BYTE_MS, until, (sent) => words[sent]!)
}

/** Sends something at intervals until the connection is cut or the time is up. */
function every(socket: Socket, ms: number, until: number, words: (sent: number) => string): Promise<Borne> {
  const began = performance.now()
  return new Promise((resolve) => {
    let sent = 0
    const timer = setInterval(() => {
      if (performance.now() < until) socket.write(words(sent++))
      else finish(false)
    }, ms)
    const finish = (cut: boolean) => {
      clearInterval(timer)
      socket.destroy()
      resolve({ ms: performance.now() - began, cut })
    }
    // A reset ends it too, without `close` where nothing is read.
    socket.once('error', () => finish(true))
    socket.once('close', () => finish(true))
  })
}
