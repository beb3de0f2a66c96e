// Answers as server-sent events: what is sent in which order, and how a stream ends that cannot go on. It knows
// nothing of routes or of how an answer is found.

import type { SSEStreamingApi } from 'hono/streaming'
import { askEvents } from './ask.ts'
import type { Engine } from './engine.ts'
import { AppError, ERRORS } from './errors.ts'
import { asAppError, errorBody } from './http-errors.ts'
import type { Answer, AskRequest } from './schema.ts'

export interface StreamParts {
  requestId: string
  onFault: (error: unknown, requestId: string) => void
  /** Aborted just before the connection is cut: the stream says so and ends. */
  cutting?: AbortSignal | undefined
  /** Told of the final answer, before it is sent. */
  onAnswer?: (answer: Answer) => void
}

/**
 * Sends an answer, or the error that kept it from being whole: inside a stream an error would look like its normal end,
 * so it is an event of its own.
 */
export async function sendAnswer(
  stream: SSEStreamingApi,
  engine: Engine,
  request: AskRequest,
  { requestId, onFault, cutting, onAnswer = () => {} }: StreamParts,
): Promise<void> {
  const leaving = new AbortController()
  stream.onAbort(() => leaving.abort())
  try {
    await unlessCut(sendEvents(stream, engine, request, leaving.signal, onAnswer), cutting)
  } catch (thrown) {
    // Nobody is there to read it, and leaving is no fault.
    if (stream.aborted) return
    // Not left to `streamSSE`, which after its `onError` sends the error's own words as a second event.
    const error = asAppError(thrown)
    if (ERRORS[error.code].fault === 'operator') onFault(thrown, requestId)
    await stream.writeSSE({ event: 'error', data: JSON.stringify(errorBody(error, requestId)) })
  } finally {
    leaving.abort()
  }
}

async function sendEvents(
  stream: SSEStreamingApi,
  engine: Engine,
  request: AskRequest,
  signal: AbortSignal,
  onAnswer: (answer: Answer) => void,
): Promise<void> {
  for await (const event of askEvents(engine, request, signal)) {
    if (stream.aborted) return
    if (event.type === 'final') onAnswer(event.answer)
    const data =
      event.type === 'hits' ? event.hits : event.type === 'text' ? { delta: event.delta } : event.answer
    await stream.writeSSE({ event: event.type, data: JSON.stringify(data) })
  }
}

async function unlessCut(sending: Promise<void>, cutting: AbortSignal | undefined): Promise<void> {
  if (!cutting) return sending
  let stop = () => {}
  const cut = new Promise<never>((_, reject) => {
    stop = () => reject(shuttingDown())
    cutting.addEventListener('abort', stop, { once: true })
    if (cutting.aborted) stop()
  })
  await Promise.race([sending, cut]).finally(() => cutting.removeEventListener('abort', stop))
}

export const shuttingDown = () => new AppError('shutting_down', '服务正在关闭，请稍后再试。')
