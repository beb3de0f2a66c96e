// How work in the background leaves time to those who ask: it rests between its parts, and its process is nicer than
// theirs. It knows neither the work nor who asks.

import { constants, getPriority, setPriority } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'

/** Called between two parts of some work; resolves when the next one may begin. */
export type Rest = () => Promise<unknown>

/** Of the time, for those who ask: twice as much as the work takes. An answer needs about as long as a part. */
const RESTING = 2
/** However long the last part took, others included that came in between, in milliseconds. */
const LONGEST_MS = 150

/** Begins with the first part. */
export function resting(): Rest {
  let began = performance.now()
  return async () => {
    await pause(Math.min(RESTING * (performance.now() - began), LONGEST_MS))
    began = performance.now()
  }
}

/** Not so far below the others that they could starve it. */
const NICER_BY = 5

/** Puts this process below the one that started it, for where both are on one core. */
export function beNicer(): void {
  setPriority(Math.min(getPriority() + NICER_BY, constants.priority.PRIORITY_LOW))
}
