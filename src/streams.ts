// Answers as server-sent events: what is sent in which order, and how a stream ends that cannot go on. It knows
// nothing of routes or of how an answer is found.

import type { SSEStreamingApi } from 'hono/streaming'
import type { Place } from './admission/place.ts'
import { askEvents } from './ask.ts'
import type { Engine } from './engine.ts'
import { AppError, ERRORS, type ErrorCode } from './errors.ts'
import { asAppError, errorBody, type FaultHook } from './http-errors.ts'
import type { Answer, AskRequest } from './schema.ts'

export interface StreamParts {
  requestId: string
  onFault: FaultHook
  /** Aborted just before the connection is cut: the stream says so and ends. */
  cutting?: AbortSignal | undefined
  /** Told of the final answer, before it is sent. */
  onAnswer?: (answer: Answer) => void
}

/**
 * Sends an answer, or the error that kept it from being whole: inside a stream an error would look like its normal end,
 * so it is an event of its own.
 * @returns the code of that error
 */
export async function sendAnswer(
  stream: SSEStreamingApi,
  place: Place,
  request: AskRequest,
  { requestId, onFault, cutting, onAnswer = () => {} }: StreamParts,
): Promise<ErrorCode | undefined> {
  stream.onAbort(place.leave)
  const writer = writerTo(stream)
  const answering = place.run((engine, signal) =>
    writeEvents(writer, place.giveWay, engine, request, signal, onAnswer),
  )
  try {
    await unlessCut(answering, cutting)
  } catch (thrown) {
    // Nobody is there to read it, and leaving is no fault.
    if (place.left) return undefined
    // Before the last word: nothing that is still being written may follow it.
    place.leave()
    // Not left to `streamSSE`, which after its `onError` sends the error's own words as a second event.
    const error = asAppError(thrown)
    if (ERRORS[error.code].fault === 'operator') onFault(thrown, requestId)
    writer.write('error', errorBody(error, requestId))
    return error.code
  } finally {
    await writer.read()
    place.leave()
  }
}

interface Writer {
  /** Returns at once: the work goes on whether or not anybody reads. What waits is one answer at most. */
  write(event: string, data: unknown): void
  /** Resolves when all of it has been taken, or nobody will take it any more. */
  read(): Promise<void>
}

function writerTo(stream: SSEStreamingApi): Writer {
  let written: Promise<unknown> = Promise.resolve()
  return {
    write(event, data) {
      const text = JSON.stringify(data)
      written = written.then(() => stream.writeSSE({ event, data: text }))
    },
    read: async () => void (await written),
  }
}

async function writeEvents(
  writer: Writer,
  giveWay: () => Promise<void>,
  engine: Engine,
  request: AskRequest,
  signal: AbortSignal,
  onAnswer: (answer: Answer) => void,
): Promise<void> {
  for await (const event of askEvents(engine, request, signal)) {
    // Nobody is there to read it, or it has been said that there is no more to come.
    if (signal.aborted) return
    if (event.type === 'final') onAnswer(event.answer)
    const data =
      event.type === 'hits' ? event.hits : event.type === 'text' ? { delta: event.delta } : event.answer
    writer.write(event.type, data)
    // Whoever has seen nothing yet goes before whoever can read on.
    if (event.type === 'hits') await giveWay()
  }
}

/** What work comes to, unless the connection is about to be cut. @throws AppError `shutting_down` */
export async function unlessCut<T>(work: Promise<T>, cutting: AbortSignal | undefined): Promise<T> {
  if (!cutting) return work
  let stop = () => {}
  const cut = new Promise<never>((_, reject) => {
    stop = () => reject(shuttingDown())
    cutting.addEventListener('abort', stop, { once: true })
    if (cutting.aborted) stop()
  })
  return Promise.race([work, cut]).finally(() => cutting.removeEventListener('abort', stop))
}

export const shuttingDown = () => new AppError('shutting_down', '服务正在关闭，请稍后再试。')
