// What the tests of admission share: a desk whose limits they set, and a model that they hold up.

import { beforeAll, expect, vi } from 'vitest'
import { type Admission, type AdmissionOptions, openAdmission } from '../../src/admission/admission.ts'
import { createApp } from '../../src/app.ts'
import type { Engine } from '../../src/engine.ts'
import type { ErrorCode } from '../../src/errors.ts'
import type { RequestAccount } from '../../src/operating/requests.ts'
import { expectRefusal } from '../app/client.ts'
import { openDesk } from '../support/desk.ts'

export const PORTAL = 'https://portal.example.gov.cn'
export const NONE = { chat: 0, search: 0, feedback: 0, streams: 0 }
export const JSON_TYPE = { 'Content-Type': 'application/json' }
export const STREAM = { ...JSON_TYPE, Accept: 'text/event-stream' }
export const QUESTION = '进口货物能不能先提货后缴税？'

export interface Sent {
  headers?: Record<string, string>
  /** The address of the socket. */
  peer?: string
  signal?: AbortSignal
}

/** Opens one engine for a file of tests. */
export function entrances() {
  let engine: Engine
  beforeAll(async () => {
    engine = await openDesk()
  })
  return {
    engine: () => engine,
    desk: (options: AdmissionOptions, open: Engine = engine) => entrance(options, open),
    held: () => heldUp(engine),
  }
}

/** A desk over HTTP that lets in as it is told, and what it says of its work and its faults. */
function entrance(options: AdmissionOptions, engine: Engine) {
  const admission = openAdmission(options)
  const faults: unknown[] = []
  const accounts: RequestAccount[] = []
  const app = createApp({
    engine: () => engine,
    admission,
    allowedOrigins: [PORTAL],
    onFault: (error) => faults.push(error),
    observer: { requestEnded: (account) => accounts.push(account), streaming: () => {} },
  })
  const send = async (
    path: string,
    init: RequestInit,
    { headers = {}, peer = '203.0.113.7', signal }: Sent,
  ) =>
    app.request(
      path,
      {
        ...init,
        headers: { ...(init.headers as Record<string, string>), ...headers },
        signal: signal ?? null,
      },
      { incoming: { socket: { remoteAddress: peer } } },
    )
  return {
    admission,
    faults,
    accounts,
    get: (path: string, sent: Sent = {}) => send(path, {}, sent),
    post: (path: string, body: unknown, sent: Sent = {}) =>
      send(path, { method: 'POST', body: JSON.stringify(body), headers: JSON_TYPE }, sent),
  }
}

/** A turn is free again a moment after its end. */
export const expectIdle = (admission: Admission) =>
  vi.waitFor(() => expect(admission).toMatchObject({ working: 0, waiting: 0, open: 0 }))

/** The engine with a model that waits until it is told to go on. */
function heldUp(engine: Engine) {
  const { embedder, store } = engine.dense!
  const waiting: (() => void)[] = []
  const embedQuestion = async (text: string) => {
    await new Promise<void>((resolve) => waiting.push(resolve))
    return embedder.embedQuestion(text)
  }
  const slow: Engine = { ...engine, dense: { store, embedder: { ...embedder, embedQuestion } } }
  return { slow, waiting, go: () => waiting.splice(0).forEach((resolve) => void resolve()) }
}

/** The engine with a language model that writes when it is told to. */
export function withModel(engine: Engine): { own: Engine; write: () => void } {
  const waiting: (() => void)[] = []
  const llm: Engine['answerers']['extractive'] = {
    name: 'llm',
    languageModel: 'fake-1',
    async *answer() {
      await new Promise<void>((resolve) => waiting.push(resolve))
      yield '好。'
      return { text: '好。', marked: [] }
    },
  }
  const own = { ...engine, answerers: { ...engine.answerers, llm } } as Engine
  return { own, write: () => waiting.splice(0).forEach((resolve) => void resolve()) }
}

/** Refused for now, in words that tell when to come again. @returns after how many seconds */
export async function expectTooOften(response: Response, code: ErrorCode = 'rate_limited'): Promise<number> {
  const message = await expectRefusal(response, code)
  const seconds = Number(response.headers.get('Retry-After'))
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(60)
  if (!message.includes('同时')) expect(message).toContain(`请 ${seconds} 秒后再试`)
  return seconds
}
