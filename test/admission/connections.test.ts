// What a connection may do, over real sockets: replies that nobody reads, that are read slowly, or that pause themselves.

import { once } from 'node:events'
import type { RequestListener, Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { guardedServer, SENDING } from '../../src/admission/connections.ts'

/** More than the kernel takes in for a reader that does not read. */
const BIG = Buffer.alloc(32 * 1024 * 1024, 'a')
const STALLED_MS = 300
const WHOLE_MS = 1_500

const opened: { close(): void }[] = []
afterEach(() => {
  for (const one of opened.splice(0)) one.close()
})

async function guarded(reply: RequestListener, whole = WHOLE_MS, unread?: number): Promise<Server> {
  const stalled = unread === undefined ? STALLED_MS : whole
  const server = guardedServer(reply, { stalled, whole, ...(unread !== undefined && { unread }) })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  opened.push({ close: () => server.close().closeAllConnections() })
  return server
}

/** Asks, and reads nothing of the reply unless it is told to. */
function ask(server: Server): Socket {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write('GET / HTTP/1.1\r\nHost: desk\r\n\r\n')
  opened.push({ close: () => socket.destroy() })
  return socket
}

/** How much of a reply comes, up to the whole of BIG, before it is cut off. */
async function bytesOf(socket: Socket): Promise<number> {
  let bytes = 0
  try {
    for await (const part of socket) {
      bytes += part.length
      if (bytes > BIG.length) break
    }
  } catch {
    // Cut off.
  }
  return bytes
}

/** @returns milliseconds until the server has let the next reply go */
async function untilLetGo(server: Server): Promise<number> {
  const [, response] = await once(server, 'request')
  const started = performance.now()
  await once(response, 'close')
  return performance.now() - started
}

describe('a reply', () => {
  it('that nobody reads is not kept for long', async () => {
    const server = await guarded((_, response) => void response.end(BIG))
    const letGo = untilLetGo(server)
    ask(server)
    expect(await letGo).toBeGreaterThan(STALLED_MS / 2)
    expect(await letGo).toBeLessThan(WHOLE_MS)
  })
  it('that is written piece by piece and not read is not kept either', async () => {
    const server = await guarded(async (_, response) => {
      while (!response.destroyed) {
        if (!response.write(BIG.subarray(0, 1024 * 1024)))
          await Promise.race([once(response, 'drain'), once(response, 'close')])
      }
    })
    const letGo = untilLetGo(server)
    ask(server)
    expect(await letGo).toBeLessThan(WHOLE_MS)
  })
  it('arrives whole where it is read slowly but steadily', async () => {
    const server = await guarded((_, response) => void response.end(BIG), 60_000)
    const letGo = untilLetGo(server)
    const socket = ask(server)
    let heard = 0
    let pauses = 0
    for await (const part of socket) {
      heard += part.length
      if (heard >= BIG.length) break
      if (heard < (pauses + 1) * 1024 * 1024) continue
      pauses++
      // Shorter than what counts as not reading; all pauses together are longer.
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
    expect(heard).toBeGreaterThanOrEqual(BIG.length)
    expect(await letGo).toBeGreaterThan(2 * STALLED_MS)
  })
  it('is not waited for without end by taking some of it now and then', async () => {
    const server = await guarded((_, response) => void response.end(BIG))
    const letGo = untilLetGo(server)
    const socket = ask(server)
    const taking = setInterval(() => socket.read(1024 * 1024), 100)
    opened.push({ close: () => clearInterval(taking) })
    // Timers may be a few milliseconds early by this clock. What counts is that being slow was not taken for stopping.
    expect(await letGo).toBeGreaterThan(2 * STALLED_MS)
    expect(await letGo).toBeLessThan(2 * WHOLE_MS)
  })
  it('that is left unread makes room for others where all together are too much', async () => {
    const server = await guarded((_, response) => void response.end(BIG), 20_000, 2.5 * BIG.length)
    const idle = Array.from({ length: 4 }, () => ask(server).pause())
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await bytesOf(ask(server))).toBeGreaterThan(BIG.length)
    for (const socket of idle) socket.resume()
    const wholes = await Promise.all(idle.map((socket) => bytesOf(socket)))
    const whole = wholes.filter((bytes) => bytes > BIG.length).length
    expect(whole).toBeGreaterThanOrEqual(1)
    expect(whole).toBeLessThanOrEqual(2)
  })
  it('to whoever asks for another protocol is the last one there', async () => {
    const server = await guarded((_, response) => void response.end('hello'))
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('utf8')
    socket.write('GET / HTTP/1.1\r\nHost: desk\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    let heard = ''
    for await (const part of socket) heard += part
    expect(heard).toMatch(/^HTTP\/1.1 200 /u)
  })
  it('may say nothing for a while: only what is unread counts', async () => {
    const server = await guarded(async (_, response) => {
      response.write('first')
      await new Promise((resolve) => setTimeout(resolve, 3 * STALLED_MS))
      response.end('last')
    })
    const socket = ask(server).setEncoding('utf8')
    let heard = ''
    for await (const part of socket) {
      heard += part
      if (heard.includes('last')) break
    }
    expect(heard).toContain('last')
  })
  it('leaves the connection open for the next request', async () => {
    const server = await guarded((_, response) => void response.end('whole'))
    const socket = ask(server)
    await once(socket, 'data')
    await new Promise((resolve) => setTimeout(resolve, 2 * STALLED_MS))
    socket.write('GET / HTTP/1.1\r\nHost: desk\r\n\r\n')
    const [again] = await once(socket, 'data')
    expect(String(again)).toMatch(/^HTTP\/1.1 200 /u)
  })
})

describe('requests behind each other', () => {
  const LATER_MS = 20
  /** Says which request it answers, after a while, and counts how many it answers at once. */
  async function counting() {
    const seen = { now: 0, most: 0, all: [] as string[] }
    const server = await guarded(async ({ url }, response) => {
      seen.all.push(url!)
      seen.most = Math.max(seen.most, ++seen.now)
      await new Promise((resolve) => setTimeout(resolve, LATER_MS))
      seen.now--
      response.end(`<${url}>`)
    })
    return { seen, server }
  }
  const asked = (count: number) =>
    Array.from({ length: count }, (_, i) => `GET /${i} HTTP/1.1\r\nHost: desk\r\n\r\n`).join('')

  it('on one connection are answered one after the other, in their order', async () => {
    const { seen, server } = await counting()
    const socket = ask(server).setEncoding('utf8')
    socket.write(asked(8))
    let heard = ''
    for await (const part of socket) {
      heard += part
      if (heard.includes('</7>')) break
    }
    expect(heard.match(/<.+?>/gu)).toEqual(['</>', ...Array.from({ length: 8 }, (_, i) => `</${i}>`)])
    expect(seen.most).toBe(1)
  })
  it('on several connections are answered side by side', async () => {
    const { seen, server } = await counting()
    await Promise.all([ask(server), ask(server), ask(server)].map((socket) => once(socket, 'data')))
    expect(seen.most).toBe(3)
  })
  it('are not collected without end: whoever sends very many is cut off', async () => {
    const { seen, server } = await counting()
    const socket = ask(server)
    socket.write(asked(100))
    socket.resume()
    await once(socket, 'close')
    await new Promise((resolve) => setTimeout(resolve, 5 * LATER_MS))
    expect(seen.all.length).toBeLessThanOrEqual(1)
  })
  it('leave nothing behind where they are cut off', async () => {
    const { server } = await counting()
    const timers = () => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length
    const before = timers()
    const socket = ask(server)
    socket.write(asked(1_000))
    socket.resume()
    await once(socket, 'close')
    await new Promise((resolve) => setTimeout(resolve, 5 * LATER_MS))
    expect(timers()).toBeLessThan(before + 20)
  })
  it.each([
    ['ends the connection at once', 'GET /last HTTP/1.1\r\nHost: desk\r\n\r\n'],
    [
      'ends it while a longer one is written',
      'GET /long HTTP/1.1\r\nHost: desk\r\n\r\nGET /last HTTP/1.1\r\nHost: desk\r\n\r\n',
    ],
  ])('are never begun, or closed again, where the one before %s', async (_, before) => {
    const [begun, closed] = [new Set<string>(), new Set<string>()]
    const server = await guarded((request, response) => {
      begun.add(request.url!)
      response.once('close', () => closed.add(request.url!))
      if (request.url === '/last') response.setHeader('Connection', 'close').end('last')
      else if (request.url === '/long') setTimeout(() => response.end('long'), 50)
      else response.write(BIG)
    })
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    socket.on('error', () => {}).resume()
    opened.push({ close: () => socket.destroy() })
    socket.write(`${before}GET /behind HTTP/1.1\r\nHost: desk\r\n\r\n`)
    await once(socket, 'close')
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect([...closed]).toEqual([...begun])
  })
  it('do not keep others waiting, even where each is answered at once', async () => {
    const order: string[] = []
    const server = await guarded(({ url }, response) => {
      order.push(url!)
      const until = performance.now() + 10
      while (performance.now() < until);
      response.end('done')
    })
    const many = ask(server)
    await once(many, 'data')
    many.write(asked(9))
    const other = ask(server)
    await once(other, 'data')
    expect(order.slice(1).indexOf('/')).toBeLessThan(9)
  })
})

describe('a server', () => {
  it('looks for slow senders often enough to have cut each within 15 s', () => {
    const { headersTimeout, requestTimeout, connectionsCheckingInterval } = SENDING
    expect(requestTimeout! + connectionsCheckingInterval!).toBeLessThan(15_000)
    expect(headersTimeout!).toBeLessThanOrEqual(requestTimeout!)
  })
  it('has at most 2,000 connections; the next ones are closed as they come', async () => {
    const server = await guarded((_, response) => void response.end('whole'))
    expect(server.maxConnections).toBe(2_000)
    server.maxConnections = 2
    const [first, second] = [ask(server), ask(server)]
    await Promise.all([once(first, 'data'), once(second, 'data')])
    const third = ask(server)
    third.resume()
    await once(third, 'close')
    first.destroy()
    await once(first, 'close')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(String((await once(ask(server), 'data'))[0])).toMatch(/^HTTP\/1.1 200 /u)
  })
})
