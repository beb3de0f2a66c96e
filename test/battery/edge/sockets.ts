// Bare connections to a desk: bytes out, bytes back. What they mean it does not know.

import { connect, type Socket } from 'node:net'
import { faultTold } from '../running.ts'

export interface Exchange {
  /** All that came back. */
  heard: string
  /** The status of each reply, in their order. */
  statuses: number[]
  /** Until the connection ended, or until nothing was waited for any more. */
  ms: number
  /** Whether the desk ended the connection. */
  ended: boolean
}

/** Longest wait for an end that does not come. */
const PATIENCE_MS = 20_000

export function open(address: string): Socket {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  return socket
}

/**
 * Sends bytes, in one piece or in several, and listens until the desk hangs up.
 * @param enough ends the wait as well, once what came back fits
 */
export function exchange(
  address: string,
  bytes: string | Buffer | readonly string[],
  { enough = /$^/u, patience = PATIENCE_MS }: { enough?: RegExp; patience?: number } = {},
): Promise<Exchange> {
  const began = performance.now()
  const socket = open(address)
  let heard = ''
  return new Promise((resolve) => {
    const finish = (ended: boolean) => {
      clearTimeout(timer)
      socket.destroy()
      const statuses = [...heard.matchAll(/HTTP\/1\.1 (\d{3}) /gu)].map(([, status]) => Number(status))
      resolve({ heard, statuses, ms: performance.now() - began, ended })
    }
    const timer = setTimeout(() => finish(false), patience)
    socket.setEncoding('utf8').on('data', (text: string) => {
      heard += text
      if (enough.test(heard)) finish(false)
    })
    socket.once('close', () => finish(true))
    for (const piece of typeof bytes === 'string' || Buffer.isBuffer(bytes) ? [bytes] : bytes)
      socket.write(piece)
  })
}

/** A request for an answer, or for whatever else takes JSON. */
export function posted(path: string, body: string, headers: readonly string[] = []): string {
  const length = headers.some((header) => /^(?:content-length|transfer-encoding):/iu.test(header))
    ? []
    : [`Content-Length: ${Buffer.byteLength(body)}`]
  const lines = ['Host: desk', 'Content-Type: application/json', ...headers, ...length]
  return `POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`
}

/** In pieces, as `Transfer-Encoding: chunked` has them. */
export const inPieces = (body: string, size = 0x4000) =>
  `${(body.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? []).map((piece) => `${Buffer.byteLength(piece).toString(16)}\r\n${piece}\r\n`).join('')}0\r\n\r\n`

/** The first answer of a desk may wait for what others have at once. */
export async function warmedUp(address: string): Promise<void> {
  const ask = () =>
    fetch(`${address}/api/ask`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"question":"汇总征税保函是什么","answerer":"extractive"}',
    })
  for (let tries = 0; (await ask()).status !== 200; tries++)
    if (tries > 20) throw new Error('it answers nothing')
}

export const healthy = async (address: string) =>
  (await fetch(`${address}/api/health`).catch(() => undefined))?.status === 200

/** What a desk must not have said to its operator, as a fault of a row. */
export const faultsSaid = (said: string) =>
  faultTold(said) || /\n\s+at /u.test(said) ? `it told its operator: ${said.slice(-500)}` : undefined
