// Refuses what is no proper HTTP before the application sees it: with the body and the headers of every other refusal,
// and with no word of what was sent.

import { randomUUID } from 'node:crypto'
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { AppError, type ErrorCode } from '../errors.ts'
import { errorBody } from '../http-errors.ts'

type Refusal = readonly [status: number, code: ErrorCode, message: string]

/** What Node says of a request, as what we say of it; anything else is no HTTP at all. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: [431, 'invalid_request', '请求的地址或标头太长，请缩短后再试。'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'payload_too_large', '请求的分块太大，请缩短后再试。'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'invalid_request', '请求没有及时传完，请检查网络后再试。'],
}
const MALFORMED: Refusal = [400, 'invalid_request', '请求不符合 HTTP 的格式，请检查后再试。']
const TOO_MANY_PIECES: Refusal = [413, 'payload_too_large', '请求分成了太多小块，请合并后再试。']
const UNMET: Refusal = [417, 'invalid_request', '不支持请求标头 Expect 的要求，请去掉后再试。']

/**
 * Pieces of a body, however they are cut. What 100,000 pieces of a byte cost is 0.6 s of computing, for these it is 25 ms;
 * the largest body that is taken, as programs send it, has some hundred.
 */
const PIECES_MAX = 4_000

/** Time for a refusal to be read. Closing at once would take it from who is still sending. */
const FAREWELL_MS = 1_000

/** Whoever sends no HTTP hears so, unless a reply to something else is on its way to them. */
export function refuseMalformed(server: Server): void {
  const replies = new WeakMap<Duplex, Set<ServerResponse>>()
  const refuse = (socket: Duplex, why: Refusal) => {
    const underWay = [...(replies.get(socket) ?? [])].some(({ headersSent }) => headersSent)
    if (!socket.writable || underWay) return void socket.destroy()
    const { status, headers, body } = refusal(...why)
    const lines = Object.entries({ ...headers, Connection: 'close' }).map((pair) => `${pair.join(': ')}\r\n`)
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`)
    setTimeout(() => socket.destroy(), FAREWELL_MS)
  }
  server.on('request', (request, response) => {
    const { socket } = request
    const open = replies.get(socket) ?? new Set()
    replies.set(socket, open.add(response))
    response.once('finish', () => open.delete(response))
    countPieces(request, () => refuse(socket, TOO_MANY_PIECES))
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET') socket.destroy()
    else refuse(socket, REFUSALS[error.code ?? ''] ?? MALFORMED)
  })
  server.on('checkExpectation', (_, response) => {
    // Such requests reach none of the limits for others: each has a connection of its own, and no second reply.
    const { status, headers, body } = refusal(...UNMET)
    response.writeHead(status, { ...headers, Connection: 'close' }).end(body)
  })
}

/** Node's parser hands each piece to `push`; what listens for pieces would take them from who reads the body. */
function countPieces(request: IncomingMessage, onTooMany: () => void): void {
  const push = request.push.bind(request)
  let pieces = 0
  request.push = (piece: unknown, encoding?: BufferEncoding) => {
    pieces += 1
    if (pieces <= PIECES_MAX) return push(piece, encoding)
    if (pieces === PIECES_MAX + 1) onTooMany()
    return true
  }
}

/** The reply to a request whose address or host makes no sense; nothing more is read from there. */
export function malformedReply(): Response {
  const { status, headers, body } = refusal(...MALFORMED)
  return new Response(body, { status, headers: { ...headers, Connection: 'close' } })
}

function refusal(status: number, code: ErrorCode, message: string) {
  const requestId = randomUUID()
  const body = JSON.stringify(errorBody(new AppError(code, message), requestId))
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': `${Buffer.byteLength(body)}`,
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'X-Request-Id': requestId,
  }
  return { status, headers, body }
}
