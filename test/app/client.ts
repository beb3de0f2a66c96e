// Asks an app without a socket, reads event streams, and knows what every refusal has to look like.

import { expect } from 'vitest'
import { type AppParts, createApp } from '../../src/app.ts'
import type { Engine } from '../../src/engine.ts'
import { ERRORS, type ErrorCode } from '../../src/errors.ts'
import { DocumentDetail, ErrorBody } from '../../src/schema.ts'

type Body = string | Uint8Array | ReadableStream<Uint8Array> | null

export interface Client {
  get(path: string, headers?: Record<string, string>): Promise<Response>
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>
  /** Sends what is given as it is; without headers as JSON. */
  send(path: string, body: Body, headers?: Record<string, string>): Promise<Response>
  request(method: string, path: string, headers?: Record<string, string>): Promise<Response>
  /** What the operator was told. */
  readonly faults: { error: unknown; requestId: string }[]
}

const JSON_TYPE = { 'Content-Type': 'application/json' }

export function clientOf(
  engine: Engine | undefined,
  more: Pick<AppParts, 'closing' | 'cutting' | 'allowedOrigins' | 'gaps'> = {},
): Client {
  const faults: Client['faults'] = []
  const app = createApp({
    engine: () => engine,
    onFault: (error, requestId) => faults.push({ error, requestId }),
    ...more,
  })
  const send = async (path: string, body: Body, headers: Record<string, string> = JSON_TYPE) => {
    const init = { method: 'POST', body, headers, duplex: 'half' } as RequestInit
    return app.request(path, init)
  }
  return {
    get: async (path, headers = {}) => app.request(path, { headers }),
    send,
    post: (path, body, headers = {}) => send(path, JSON.stringify(body), { ...JSON_TYPE, ...headers }),
    request: async (method, path, headers = {}) => app.request(path, { method, headers }),
    faults,
  }
}

/** Words that would give away how the server is made. */
const INSIDE = /node_modules|\bat .+:\d+|\/(?:work|home|root|tmp|usr|app)\/|\.[jt]s\b|stack|score|Error:/u

/** An error as the contract has it: status and code, a Chinese sentence, the id of the request, nothing else. */
export async function expectRefusal(response: Response, code: ErrorCode): Promise<string> {
  const text = await response.text()
  const { error } = ErrorBody.parse(JSON.parse(text))
  expect(error.code).toBe(code)
  expect(response.status).toBe(ERRORS[code].status)
  expect(Object.keys(JSON.parse(text))).toEqual(['error'])
  expect(Object.keys(JSON.parse(text).error).sort()).toEqual(['code', 'message', 'requestId'])
  expect(error.message).toMatch(/\p{Script=Han}.*。$/su)
  expect(text).not.toMatch(INSIDE)
  expect(error.requestId).toMatch(/^[\da-f-]{36}$/u)
  expect(response.headers.get('X-Request-Id')).toBe(error.requestId)
  return error.message
}

/** The text of a document, as the desk serves it. */
export async function textOf(client: Client, documentId: string): Promise<string> {
  return DocumentDetail.parse(await (await client.get(`/api/documents/${documentId}`)).json()).text
}

export interface StreamEvent {
  event: string
  data: unknown
}

/** The events of a stream that has ended. */
export function eventsOf(stream: string): StreamEvent[] {
  expect(stream).toMatch(/\n\n$/u)
  return stream
    .split('\n\n')
    .filter(Boolean)
    .map((block) => {
      const [event, data, ...rest] = block.split('\n')
      expect(rest).toEqual([])
      expect(event).toMatch(/^event: /u)
      expect(data).toMatch(/^data: /u)
      return { event: event!.slice('event: '.length), data: JSON.parse(data!.slice('data: '.length)) }
    })
}
