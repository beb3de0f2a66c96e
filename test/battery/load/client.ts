// One request and what became of it, events of a stream timed as they come. It does not know when to send.

import { Agent, type IncomingMessage, request } from 'node:http'
import { readEvents } from '../../../src/event-stream.ts'
import type { Kind, Sample } from './traffic.ts'

/** After so long nobody waits any more, milliseconds. */
const PATIENCE_MS = 30_000

export interface Sending {
  address: string
  kind: Kind
  /** The question, or the id of the document. */
  what: string
  agent: Agent
  /** When it was due, by the clock of `performance`, and the beginning of all. */
  due: number
  began: number
  /** A chat that is left after its first events. */
  leaves?: boolean
}

export const connections = () => new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })

/** Never rejects: what went wrong stands in the sample. */
export function send(sending: Sending): Promise<Sample> {
  const { kind, due, began } = sending
  const lateMs = performance.now() - due
  const sample: Sample = { kind, due: due - began, ms: 0, lateMs, status: 0 }
  return new Promise((resolve) => {
    const finish = (fault?: string) => {
      sample.ms = performance.now() - due
      if (fault !== undefined) sample.fault ??= fault
      resolve(sample)
    }
    const asked = request(...requestOf(sending), (response) => {
      sample.status = response.statusCode ?? 0
      if (response.headers['retry-after'] !== undefined) sample.retryAfter = true
      response.once('error', (error) => finish(sample.final || sending.leaves ? undefined : error.message))
      const read = kind === 'chat' && sample.status === 200 ? readStream : readWhole
      read(response, sample, sending).then(
        () => finish(),
        (error) => finish(String(error)),
      )
    })
    asked.setTimeout(PATIENCE_MS, () => asked.destroy(new Error(`no word for ${PATIENCE_MS / 1000} s`)))
    asked.once('error', (error) => finish(error.message))
    asked.end(bodyOf(sending))
  })
}

function requestOf({ address, kind, what, agent }: Sending): [string, object] {
  if (kind === 'health') return [`${address}/api/health`, { agent }]
  if (kind === 'view') return [`${address}/api/documents/${encodeURIComponent(what)}`, { agent }]
  const headers = {
    'Content-Type': 'application/json',
    ...(kind === 'chat' && { Accept: 'text/event-stream' }),
  }
  return [`${address}/api/${kind === 'chat' ? 'ask' : 'search'}`, { method: 'POST', headers, agent }]
}

function bodyOf({ kind, what }: Sending): string | undefined {
  if (kind === 'search') return JSON.stringify({ query: what })
  return kind === 'chat' ? JSON.stringify({ question: what }) : undefined
}

async function readWhole(response: IncomingMessage, sample: Sample): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of response) parts.push(part)
  if (sample.kind !== 'search' || sample.status !== 200) return
  const { tookMs: _, ...found } = JSON.parse(Buffer.concat(parts).toString('utf8')) as { tookMs: number }
  sample.found = JSON.stringify(found)
}

async function readStream(
  response: IncomingMessage,
  sample: Sample,
  { due, leaves }: Sending,
): Promise<void> {
  sample.final = false
  const gaps: number[] = []
  sample.gapsMs = gaps
  let last: number | undefined
  let events = 0
  for await (const { event } of readEvents(response)) {
    const now = performance.now()
    sample.firstMs ??= now - due
    if (event === 'text') {
      sample.wordsMs ??= now - due
      if (last !== undefined) gaps.push(now - last)
      last = now
    }
    if (event === 'final') sample.final = true
    if (event === 'error') sample.fault = 'an error event'
    events++
    if (leaves && events === 2) {
      delete sample.final
      response.destroy()
      return
    }
  }
}
