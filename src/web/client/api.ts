// Talks to the server: JSON in and out, and one question as a stream of events. Shows nothing.

import { readEvents } from '../../event-stream.ts'
import type { FeedbackRequest } from '../../gaps/schema.ts'
import type { Answer, AskRequest, ErrorBody, Hit } from '../../schema.ts'
import { plainJson } from './plain-json.ts'

// Taken when the script loads: a host page may put others in their place later.
const fetchNow = globalThis.fetch.bind(globalThis)
const parseJson = JSON.parse

/** A request that failed, in words that can be shown. `code` and `requestId` are there when the server said so. */
export class Failure extends Error {
  readonly code: string | undefined
  readonly requestId: string | undefined

  constructor(message: string, code?: string, requestId?: string) {
    super(message)
    this.name = 'Failure'
    this.code = code
    this.requestId = requestId
  }
}

const UNREACHABLE = '暂时连接不上服务器，请检查网络后重试。'
const CUT_OFF = '回答没有传完就中断了，请重试。'
const UNREADABLE = '服务器的回复无法读取，请稍后重试。'

/** What is sent to ask; absent fields take the server's defaults. */
export type AskBody = Pick<AskRequest, 'question'> & Partial<Omit<AskRequest, 'question'>>

/** Called while an answer comes in, in the order of the events. */
export interface Watch {
  hits(hits: readonly Hit[]): void
  text(delta: string): void
}

/**
 * Asks one question and waits for its final answer.
 * @throws Failure when the server refuses, cannot be reached, or its stream ends without `final`.
 * @param server absolute address without a slash at its end; '' on our own pages
 */
export async function askServer(
  body: AskBody,
  watch: Watch,
  signal: AbortSignal,
  server = '',
): Promise<Answer> {
  const response = await request(`${server}/api/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: plainJson(body),
    signal,
  })
  if (response.body === null) throw new Failure(CUT_OFF)
  return readAnswer(response.body, watch)
}

/**
 * Follows the events of one answer to its end. Unknown events are passed over.
 * @throws Failure for an `error` event, for a stream that breaks, and for one that ends without `final`.
 */
export async function readAnswer(stream: ReadableStream<Uint8Array>, watch: Watch): Promise<Answer> {
  const events = readEvents(partsOf(stream))
  for (;;) {
    const step = await events.next().catch(() => {
      throw new Failure(CUT_OFF)
    })
    if (step.done) throw new Failure(CUT_OFF)
    const { event, data } = step.value
    if (event === 'hits') watch.hits(parse<Hit[]>(data))
    else if (event === 'text') watch.text(parse<{ delta: string }>(data).delta)
    else if (event === 'final' || event === 'error') {
      await events.return(undefined)
      if (event === 'error') throw failureOf(parse<ErrorBody>(data))
      return parse<Answer>(data)
    }
  }
}

/** Safari iterates no stream. Leaving the loop cancels it. */
async function* partsOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/**
 * Says whether an answer helped.
 * @throws Failure when the server refuses or cannot be reached.
 */
export async function rateAnswer(rating: FeedbackRequest, server = ''): Promise<void> {
  await request(`${server}/api/feedback`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: plainJson(rating),
  })
}

/**
 * One JSON document. `path` may be an absolute address.
 * @throws Failure when the server refuses or cannot be reached.
 */
export async function getJson<Shape>(path: string, signal?: AbortSignal): Promise<Shape> {
  const response = await request(path, signal === undefined ? {} : { signal })
  const body: unknown = await response.json().catch(() => {
    throw new Failure(UNREADABLE)
  })
  return body as Shape
}

async function request(path: string, init: RequestInit): Promise<Response> {
  const response = await fetchNow(path, init).catch(() => {
    throw new Failure(UNREACHABLE)
  })
  if (response.ok) return response
  const body: unknown = await response.json().catch(() => undefined)
  throw failureOf(body as Parameters<typeof failureOf>[0])
}

/** What stands in between, a gateway, has errors of its own: they say nothing to people. */
function failureOf(body: { error?: Partial<ErrorBody['error']> | null } | null | undefined): Failure {
  const { message, code, requestId } = body?.error ?? {}
  return typeof message === 'string' && message !== ''
    ? new Failure(message, code, requestId)
    : new Failure(UNREADABLE)
}

function parse<Shape>(data: string): Shape {
  try {
    return parseJson(data)
  } catch {
    throw new Failure(UNREADABLE)
  }
}
