// Who works and who waits: so many at once, a queue in front, and nobody in it for long. It does not know what the work is.

import { AppError } from '../errors.ts'

export interface Turns {
  /**
   * Waits for a turn. Whoever leaves meanwhile makes room.
   * @param limits where they are others than usual
   * @returns ends the turn; a second call does nothing. It is free again with the next turn of the event loop, so that
   *   whoever waits for nothing (health) comes in between, also where the work is done at once
   * @throws AppError `overloaded` where too many wait, or after too long a wait; the signal's reason on abort
   */
  take(signal: AbortSignal, limits?: Partial<TurnLimits>): Promise<() => void>
  /** Resolves for one at a time, each in a turn of the event loop of its own: others come in between. */
  breathe(): Promise<void>
  /** Whether somebody who came now would be sent away. */
  readonly full: boolean
  readonly working: number
  readonly waiting: number
}

export interface TurnLimits {
  /** Work that is under way at once. */
  working: number
  /** Places in the queue. */
  waiting: number
  /** Longest wait, in milliseconds; Infinity where something else ends it. */
  patience: number
}

/** After so many seconds a desk that is too busy is worth asking again: its queue is through long before. */
export const BUSY_RETRY_S = 5

export const overloaded = () =>
  new AppError('overloaded', `现在提问的人太多，请 ${BUSY_RETRY_S} 秒后再试。`, { retryAfterS: BUSY_RETRY_S })

export function openTurns(limits: TurnLimits): Turns {
  let working = 0
  /** In the order of their coming. */
  const waiting = new Set<() => void>()
  let breath = Promise.resolve()
  const begin = () => {
    working += 1
    let over = false
    return () => {
      if (over) return
      over = true
      setImmediate(() => {
        working -= 1
        const [next] = waiting
        next?.()
      })
    }
  }
  return {
    async take(signal, own = {}) {
      const { waiting: places, patience } = { ...limits, ...own }
      signal.throwIfAborted()
      if (working < limits.working) return begin()
      if (waiting.size >= places) throw overloaded()
      return new Promise((resolve, reject) => {
        const stop = () => {
          waiting.delete(called)
          clearTimeout(timer)
          signal.removeEventListener('abort', left)
        }
        const called = () => {
          stop()
          resolve(begin())
        }
        const left = () => {
          stop()
          reject(signal.reason)
        }
        const timer =
          patience < Number.POSITIVE_INFINITY
            ? setTimeout(() => {
                stop()
                reject(overloaded())
              }, patience)
            : undefined
        signal.addEventListener('abort', left, { once: true })
        waiting.add(called)
      })
    },
    breathe() {
      breath = breath.then(() => new Promise((resolve) => setImmediate(resolve)))
      return breath
    },
    get full() {
      return working >= limits.working && waiting.size >= limits.waiting
    },
    get working() {
      return working
    },
    get waiting() {
      return waiting.size
    },
  }
}
