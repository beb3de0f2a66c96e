// HTTP as it should not be sent: bad hosts, lengths, pieces, addresses, headers and methods, requests behind each other,
// and connections that end too early.

import { type Case, Count } from '../case.ts'
import { ownFolder, startDesk } from '../running.ts'
import { type Exchange, exchange, faultsSaid, healthy, inPieces, open, posted } from './sockets.ts'

const BODY = '{"query":"汇总征税","limit":1}'
const LENGTH = Buffer.byteLength(BODY)
const CLOSE = 'Connection: close'

const got = (path: string, ...headers: string[]) =>
  `GET ${path} HTTP/1.1\r\n${['Host: desk', ...headers].join('\r\n')}\r\n\r\n`
const hosted = (host: string, ...headers: string[]) =>
  got('/api/health', ...headers, CLOSE).replace('Host: desk', host)
const sized = (...headers: string[]) => posted('/api/search', BODY, headers)
const pieces = (body: string, ...headers: string[]) =>
  posted('/api/search', body, [...(headers.length > 0 ? headers : ['Transfer-Encoding: chunked']), CLOSE])

/** What is sent, and the statuses of what comes back. */
const SENT: readonly (readonly [what: string, bytes: string | Buffer, ...statuses: number[]])[] = [
  ['noise', 'EVIL\r\n\r\n', 400],
  ['the start of TLS', Buffer.from('16030100c8010000c40303', 'hex'), 400],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['HTTP/9.9', 'GET / HTTP/9.9\r\nHost: desk\r\n\r\n', 400],
  ['http in small letters', 'GET / http/1.1\r\nHost: desk\r\n\r\n', 400],
  ['lines without CR', 'GET / HTTP/1.1\nHost: desk\n\n', 400],

  ['no host', hosted('X: y'), 400],
  ['an empty host', hosted('Host:'), 400],
  ['two hosts', hosted('Host: desk\r\nHost: EVIL'), 400],
  ['a host with a space', hosted('Host: EVIL desk'), 400],
  ['a host with a name before it', hosted('Host: user@EVIL'), 400],
  ['a host with a path', hosted('Host: EVIL/x'), 400],
  ['a host with port 99999', hosted('Host: desk:99999'), 400],

  ['length and pieces', sized(`Content-Length: ${LENGTH}`, 'Transfer-Encoding: chunked'), 400],
  ['pieces and length', sized('Transfer-Encoding: chunked', 'Content-Length: 4'), 400],
  ['two lengths', sized(`Content-Length: ${LENGTH}`, 'Content-Length: 1'), 400],
  ['the same length twice', sized(`Content-Length: ${LENGTH}`, `Content-Length: ${LENGTH}`), 400],
  ['a list of lengths', sized(`Content-Length: ${LENGTH}, ${LENGTH}`), 400],
  ['a length with a plus', sized(`Content-Length: +${LENGTH}`), 400],
  ['a length below nothing', sized('Content-Length: -1'), 400],
  ['a length in hexadecimal', sized('Content-Length: 0x10'), 400],
  ['a length beyond all numbers', sized('Content-Length: 99999999999999999999'), 400],
  ['a space before the colon', sized(`Content-Length : ${LENGTH}`), 400],
  ['another coding', sized('Transfer-Encoding: gzip'), 400],
  ['pieces that are not the last coding', sized('Transfer-Encoding: chunked, identity'), 400],
  ['a coding that nobody knows', sized('Transfer-Encoding: xchunked'), 400],
  ['pieces twice', sized('Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'), 400],

  ['pieces', pieces(inPieces(BODY)), 200],
  ['pieces with a trailer', pieces(inPieces(BODY).replace('0\r\n\r\n', '0\r\nX: y\r\n\r\n')), 200],
  ['a piece of no size', pieces(`EVIL\r\n${BODY}\r\n0\r\n\r\n`), 400],
  ['a piece below nothing', pieces(`-5\r\n${BODY}\r\n0\r\n\r\n`), 400],
  ['a piece with 0x', pieces(`0x5\r\n${BODY}\r\n0\r\n\r\n`), 400],
  ['a piece beyond all numbers', pieces(`fffffffffffffffff\r\n${BODY}\r\n0\r\n\r\n`), 400],
  ['a piece longer than it says', pieces(`1\r\n${BODY}\r\n0\r\n\r\n`), 400],
  ['a piece that ends without CR', pieces(`${LENGTH.toString(16)}\n${BODY}\n0\n\n`), 400],
  ['a piece that describes itself', pieces(`5;${'EVIL'.repeat(5000)}\r\n`), 413],

  ['an address of 20,000', got(`/${'EVIL'.repeat(5000)}`), 431],
  ['a query of 20,000', got(`/api/records?q=${'EVIL'.repeat(5000)}`), 431],
  ['an address of 8,000', got(`/${'EVIL'.repeat(2000)}`, CLOSE), 404],
  ['a header of 20,000', got('/api/health', `X: ${'EVIL'.repeat(5000)}`), 431],
  ['200 headers', got('/api/health', ...Array.from({ length: 200 }, (_, i) => `X-${i}: y`), CLOSE), 200],
  ['3,000 headers', got('/api/health', ...Array.from({ length: 3000 }, (_, i) => `X-${i}: y`)), 431],
  ['a header without a colon', got('/', 'EVIL'), 400],
  ['a header without a name', got('/', ': EVIL'), 400],
  ['a header with a space in its name', got('/', 'X Y: EVIL'), 400],
  ['a header on two lines', got('/', 'X: a\r\n EVIL'), 400],
  ['NUL in a header', got('/', 'X: a\0EVIL'), 400],
  ['CR in a header', got('/', 'X: a\rEVIL'), 400],

  ['%zz', got('/api/documents/%zz', CLOSE), 404],
  ['%00', got('/api/documents/%00', CLOSE), 404],
  ['half a character', got('/api/documents/%ff%fe', CLOSE), 404],
  ['letters that are not escaped', Buffer.from(got('/文件', CLOSE)), 400],
  ['a control character', got('/\x01EVIL'), 400],
  ['a space in the address', got('/a EVIL'), 400],
  ['a backslash', got('/api\\EVIL', CLOSE), 400],
  ['the folder above', got('/../../etc/passwd', CLOSE), 404],
  ['the folder above, escaped', got('/%2e%2e/%2e%2e/etc/passwd', CLOSE), 404],
  ['two slashes', got('//EVIL/x', CLOSE), 404],
  ['no slash', got('api/health', CLOSE), 400],
  ['an asterisk', got('*', CLOSE), 400],
  ['an address in full', got('http://elsewhere.example/api/health', CLOSE), 200],
  ['an address in full, of something else', got('ftp://EVIL/x', CLOSE), 400],

  ['TRACE', got('/', CLOSE).replace('GET', 'TRACE'), 405],
  ['PROPFIND', got('/', CLOSE).replace('GET', 'PROPFIND'), 405],
  ['DELETE', got('/api/ask', CLOSE).replace('GET', 'DELETE'), 405],
  ['CONNECT', got('EVIL:443').replace('GET', 'CONNECT')],
  ['no such method', got('/').replace('GET', 'EVIL'), 400],
  ['a method in small letters', got('/').replace('GET', 'get'), 400],
  ['wishes that nobody meets', sized('Expect: EVIL', CLOSE), 417],
  ['waiting to be asked for the body', sized('Expect: 100-continue', CLOSE), 100, 200],
  [
    'another protocol',
    got('/api/health', 'Connection: Upgrade', 'Upgrade: websocket') + got('/x', CLOSE),
    200,
  ],

  [
    'three requests behind each other',
    got('/api/health') + got('/nope') + got('/api/health', CLOSE),
    200,
    404,
    200,
  ],
  ['a request behind a body', sized() + got('/api/health', CLOSE), 200, 200],
  ['a request inside the rest of a body', sized() + got('/EVIL', CLOSE), 200, 404],
  ['noise behind a request', `${got('/api/health')}EVIL\r\n\r\n`, 400],
  ['a body that GET does not have', `${got('/api/health', 'Content-Length: 5', CLOSE)}hello`, 200],
  ['no body where one is needed', got('/api/search', CLOSE).replace('GET', 'POST'), 400],
]

/** Where a connection ends too early: what has been sent by then. */
const LEFT: readonly (readonly [what: string, bytes: string])[] = [
  ['nothing', ''],
  ['half a line', 'GET /api/he'],
  ['half the headers', 'GET /api/health HTTP/1.1\r\nHost: de'],
  ['headers alone', sized(`Content-Length: ${LENGTH}`).slice(0, -BODY.length)],
  ['half a body', sized(`Content-Length: ${LENGTH + 500}`)],
  ['half a piece', pieces(`400\r\n${BODY}`)],
  ['no last piece', pieces(inPieces(BODY).slice(0, -5))],
  ['a whole question', sized()],
  [
    'a whole question for a stream',
    posted('/api/ask', '{"question":"汇总征税"}', ['Accept: text/event-stream']),
  ],
  ['half of a second request', got('/api/health') + got('/api/health').slice(0, 20)],
]

export const framing: Case = {
  id: 'I0',
  what: 'HTTP as it should not be sent',
  tiers: ['sample', 't1', 'b'],
  async run() {
    const { index, remove } = await ownFolder()
    const desk = await startDesk({ INDEX_DIR: index })
    const count = new Count()
    try {
      for (const [what, bytes, ...statuses] of SENT) {
        const fault = faultOf(await exchange(desk.address, bytes), statuses)
        count.add(fault && `${what}: ${fault}`)
        if (!(await healthy(desk.address))) throw new Error(`${what}: the desk is gone`)
      }
      for (const [what, bytes] of LEFT)
        for (const how of ['destroy', 'resetAndDestroy'] as const) {
          const socket = open(desk.address)
          await new Promise((resolve) => socket.write(bytes, resolve))
          await new Promise((resolve) => setTimeout(resolve, 20))
          socket[how]()
          count.add((await healthy(desk.address)) ? undefined : `${how} after ${what}: the desk is gone`)
        }
      count.add(faultsSaid(desk.said()))
    } finally {
      await desk.stop()
      remove()
    }
    return count.tally(`${SENT.length} requests, ${LEFT.length * 2} that ended early`)
  },
}

/** What every refusal says to a browser, also one that no route has made. */
const GUARDED = [
  /^x-content-type-options: nosniff\r$/imu,
  /^content-security-policy: [^\r]*default-src 'none'/imu,
  /^referrer-policy: same-origin\r$/imu,
]

/** A refusal has the body of every refusal, and not what was sent. */
function faultOf({ heard, statuses, ended }: Exchange, expected: readonly number[]): string | undefined {
  if (!ended) return 'the connection was left open'
  if (`${statuses}` !== `${expected}`) return `${statuses}, not ${expected}`
  if (!(expected.at(-1)! >= 400)) return undefined
  if (heard.includes('EVIL')) return 'what was sent came back'
  for (const header of GUARDED) if (!header.test(heard)) return `refused without ${header.source}`
  const body = heard.slice(heard.lastIndexOf('\r\n\r\n') + 4)
  return /^\{"error":\{"code":"[a-z_]+","message":"[^"]+。","requestId":"[\da-f-]{36}"\}\}$/u.test(body)
    ? undefined
    : `refused with ${JSON.stringify(body.slice(0, 200))}`
}
