// What somebody holds whose question is being worked on: a turn, a time until which it must be done, and the engine as
// this question may use it. It knows neither the queue nor HTTP.
//
// A place is working (it has a turn), gives way (it waits for its next one), is writing (a language model works: no turn,
// other limits of time), done (no turn, but still read), and left (all is given back).

import type { Embedder } from '../embedders/embedder.ts'
import type { Engine } from '../engine.ts'
import { AppError } from '../errors.ts'

/** How long work may take, in milliseconds. */
export interface Time {
  /** A search, or an answer in quotes. */
  working: number
  /** From the moment on that a language model writes, which has closer limits of its own. */
  writing: number
}

export interface Place {
  /**
   * Does the work, and then the next one has its turn. Where time is up or the place is left before, the work is not
   * waited for any longer, asks the model nothing more, and what comes of it is of no interest.
   * @throws AppError `timeout`; the abort's error after leaving
   */
  run<Result>(task: (engine: Engine, signal: AbortSignal) => Promise<Result> | Result): Promise<Result>
  /** Lets others have their turn, and goes on with the next one of its own. Rejects as `run` does. */
  giveWay(): Promise<void>
  /** Gives everything back, and stops what is not done. A second call does nothing. */
  leave(): void
  /** Nobody waits for it any more. */
  readonly left: boolean
}

/** Where the place comes from, and who hears of it. */
export interface PlaceParts {
  /** Lets the next one work: when the work is done, or while a language model writes, which costs the desk nothing. */
  endTurn(): void
  /** Resolves with the end of another turn. */
  nextTurn(signal: AbortSignal): Promise<() => void>
  /** Keeps each from doing two things in a row while others have something to do. */
  breathe(): Promise<void>
  onTimeout(): unknown
  /** Once. */
  onLeave(): void
}

export function takePlace(engine: Engine, time: Time, parts: PlaceParts): Place {
  const { nextTurn, breathe, onTimeout, onLeave } = parts
  let { endTurn } = parts
  const ending = new AbortController()
  const { signal } = ending
  const until = (ms: number) =>
    setTimeout(() => {
      onTimeout()
      ending.abort(timedOut(ms))
    }, ms)
  let timer = until(time.working)
  const writes = () => {
    if (signal.aborted) return
    endTurn()
    clearTimeout(timer)
    timer = until(time.writing)
  }
  let left = false
  return {
    async run(task) {
      signal.throwIfAborted()
      let stop = () => {}
      const stopped = new Promise<never>((_, reject) => {
        stop = () => reject(signal.reason)
        signal.addEventListener('abort', stop, { once: true })
      })
      const work = async () => task(bound(engine, signal, breathe, writes), signal)
      return Promise.race([work(), stopped]).finally(() => {
        signal.removeEventListener('abort', stop)
        clearTimeout(timer)
        endTurn()
      })
    },
    async giveWay() {
      endTurn()
      endTurn = await nextTurn(signal)
      // Left while it was its turn again: nobody else would end it.
      if (signal.aborted) endTurn()
    },
    leave() {
      if (left) return
      left = true
      clearTimeout(timer)
      ending.abort()
      endTurn()
      onLeave()
    },
    get left() {
      return left
    },
  }
}

const timedOut = (ms: number) =>
  new AppError('timeout', `没有在 ${ms / 1000} 秒内答完，请稍后再试，或换一种问法。`)

/** The engine whose model is asked nothing more once the signal has spoken, and that tells when a language model writes. */
function bound(
  engine: Engine,
  signal: AbortSignal,
  breathe: () => Promise<void>,
  onWriting: () => void,
): Engine {
  const { dense, answerers } = engine
  const { llm } = answerers
  return {
    ...engine,
    ...(dense && { dense: { ...dense, embedder: stopping(dense.embedder, signal, breathe) } }),
    ...(llm && {
      answerers: {
        ...answerers,
        llm: {
          ...llm,
          async *answer(assignment, own) {
            onWriting()
            return yield* llm.answer(assignment, own)
          },
        },
      },
    }),
  }
}

/** What follows a vector takes some milliseconds: where several arrive at once, whoever waits for less comes in between. */
const stopping = (embedder: Embedder, signal: AbortSignal, breathe: () => Promise<void>): Embedder => ({
  ...embedder,
  async embedQuestion(text) {
    signal.throwIfAborted()
    const vector = await embedder.embedQuestion(text)
    await breathe()
    signal.throwIfAborted()
    return vector
  },
})
