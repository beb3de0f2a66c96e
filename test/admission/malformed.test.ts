// What is no proper HTTP, over real sockets: it is refused like everything else, and never inside another reply.

import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterEach, expect, it, vi } from 'vitest'
import { SENDING } from '../../src/admission/connections.ts'
import { malformedReply, refuseMalformed } from '../../src/admission/malformed.ts'
import { ErrorBody } from '../../src/schema.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

async function listening(reply: RequestListener, options = SENDING): Promise<number> {
  const server = createServer(options, reply)
  refuseMalformed(server)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** Sends bytes, and more of them as long as the other side takes any. @returns all that came back */
async function exchange(port: number, bytes: string, more?: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  let heard = ''
  socket.on('data', (text: string) => {
    heard += text
  })
  socket.on('error', () => {})
  socket.write(bytes)
  const sending = more && setInterval(() => socket.write(more), 5)
  await once(socket, 'close')
  clearInterval(sending || undefined)
  return heard
}

const HELLO: RequestListener = (_, response) => void response.end('hello')
const GET = 'GET / HTTP/1.1\r\nHost: desk\r\n\r\n'
const CHUNKED = 'POST / HTTP/1.1\r\nHost: desk\r\nTransfer-Encoding: chunked\r\n\r\n'

function expectRefused(heard: string, status: number, code: string): void {
  const [head, body] = heard.split('\r\n\r\n') as [string, string]
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `, 'u'))
  expect(head).toMatch(/^content-security-policy: default-src 'none'/imu)
  expect(head).toMatch(/^x-content-type-options: nosniff/imu)
  expect(head).toMatch(/^content-type: application\/json/imu)
  const { error } = ErrorBody.parse(JSON.parse(body))
  expect(error.code).toBe(code)
  expect(error.message).toMatch(/\p{Script=Han}.*。$/u)
  expect(head.toLowerCase()).toContain(`x-request-id: ${error.requestId}`)
  expect(heard).not.toContain('EVIL')
}

it.each([
  ['noise', 'EVIL\r\n\r\n', 400, 'invalid_request'],
  ['a bad piece', `${CHUNKED}EVIL\r\n`, 400, 'invalid_request'],
  [
    'a piece that describes itself at length',
    `${CHUNKED}5;${'EVIL'.repeat(5000)}\r\n`,
    413,
    'payload_too_large',
  ],
  [
    'a long header',
    `GET / HTTP/1.1\r\nHost: desk\r\nX: ${'EVIL'.repeat(5000)}\r\n\r\n`,
    431,
    'invalid_request',
  ],
  ['a long address', `GET /${'EVIL'.repeat(5000)} HTTP/1.1\r\nHost: desk\r\n\r\n`, 431, 'invalid_request'],
  ['odd wishes', GET.replace('Host', 'Connection: close\r\nExpect: EVIL\r\nHost'), 417, 'invalid_request'],
])('%s is refused with the body of every refusal', async (_, bytes, status, code) => {
  const port = await listening((request, response) => {
    request.resume().once('end', () => response.end('hello'))
    request.once('error', () => {})
  })
  expectRefused(await exchange(port, bytes), status, code)
  expect(await exchange(port, GET.replace('Host', 'Connection: close\r\nHost'))).toMatch(/hello$/u)
})

it.each([
  ['no host', 'GET / HTTP/1.1\r\n\r\n'],
  ['two hosts', 'GET / HTTP/1.1\r\nHost: desk\r\nHost: EVIL\r\n\r\n'],
  ['a host that is none', 'GET / HTTP/1.1\r\nHost: user@EVIL\r\n\r\n'],
  ['an address that is none', 'GET ftp://EVIL/ HTTP/1.1\r\nHost: desk\r\n\r\n'],
])('%s is refused likewise', async (_, bytes) => {
  const seen: string[] = []
  const app = (request: Request) => {
    seen.push(request.url)
    return new Response('hello')
  }
  const port = await listening(getRequestListener(app, { errorHandler: malformedReply }))
  expectRefused(
    await exchange(port, bytes.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')),
    400,
    'invalid_request',
  )
  expect(seen).toEqual([])
})

it('a body in thousands of pieces is refused before it has cost much, and one in hundreds arrives', async () => {
  const lengths: number[] = []
  const port = await listening((request, response) => {
    let length = 0
    request.on('data', (piece: Buffer) => (length += piece.length))
    request.once('end', () => response.end('hello'))
    request.once('close', () => lengths.push(length))
    request.once('error', () => {})
  })
  const closing = CHUNKED.replace('Host', 'Connection: close\r\nHost')
  expect(await exchange(port, `${closing}${'1\r\na\r\n'.repeat(900)}0\r\n\r\n`)).toMatch(/hello/u)
  const many = `${closing}${'1\r\na\r\n'.repeat(100_000)}0\r\n\r\n`
  expectRefused(await exchange(port, many), 413, 'payload_too_large')
  await vi.waitFor(() => expect(lengths).toEqual([900, 4000]))
})

it('whoever is too slow hears that', async () => {
  const times = { headersTimeout: 100, requestTimeout: 100, connectionsCheckingInterval: 20 }
  const port = await listening(HELLO, { ...SENDING, ...times })
  expectRefused(await exchange(port, 'GET / HTTP/1.1\r\n'), 408, 'invalid_request')
})

it('whoever has odd wishes hears so once, and is cut off', async () => {
  const port = await listening(HELLO)
  const odd = GET.replace('Host', 'Expect: EVIL\r\nHost')
  const heard = await exchange(port, odd.repeat(3), odd)
  expectRefused(heard, 417, 'invalid_request')
})

it('a refusal never stands inside another reply', async () => {
  const port = await listening((_, response) => {
    response.writeHead(200)
    response.write('first')
  })
  const heard = await exchange(port, `${GET}EVIL\r\n\r\n`)
  expect(heard).not.toContain('400')
})

it('nor inside one that others wait behind', async () => {
  const port = await listening(({ url }, response) => {
    if (url === '/later') return
    response.writeHead(200)
    response.write('first')
  })
  const heard = await exchange(port, `${GET}${GET.replace('/', '/later')}EVIL\r\n\r\n`)
  expect(heard).not.toContain('400')
})

it('after a reply that is done it stands behind it', async () => {
  const port = await listening(HELLO)
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  socket.write(GET)
  await once(socket, 'data')
  socket.write('EVIL\r\n\r\n')
  const [refusal] = await once(socket, 'data')
  expectRefused(refusal, 400, 'invalid_request')
})

it('whoever goes on sending noise is cut off', async () => {
  const port = await listening(HELLO)
  const started = performance.now()
  const heard = await exchange(port, 'EVIL\r\n\r\n', 'EVIL'.repeat(1000))
  expect(heard.match(/HTTP\/1\.1/gu)?.length ?? 0).toBeLessThanOrEqual(1)
  expect(performance.now() - started).toBeLessThan(1_000)
})

it('whoever hears a refusal and does not leave is cut off as well', async () => {
  const port = await listening(HELLO)
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  socket.on('error', () => {})
  socket.write('EVIL\r\n\r\n')
  socket.resume()
  await once(socket, 'end')
  const [server] = servers
  const open = () => new Promise<number>((resolve) => server!.getConnections((_, count) => resolve(count)))
  expect(await open()).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  expect(await open()).toBe(0)
  socket.destroy()
})
