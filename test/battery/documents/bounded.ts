// Reads documents in a process that is replaced when it dies or takes too long. It does not know what they are.

import { type Askable, startAskable } from '../asking.ts'
import type { Outcome, Reading } from './reading.ts'

/** A document that takes longer is as bad as one that kills the process, milliseconds. */
const LONGEST_MS = 20_000

export interface BoundedReader {
  /** @throws Error when the process died of it, failed in an unforeseen way, or was too slow */
  read(reading: Reading): Promise<Outcome & { ms: number }>
  stop(): void
}

export function boundedReader(): BoundedReader {
  const start = (): Askable<Reading, Outcome> => startAskable(new URL('./reading.ts', import.meta.url))
  let process: Askable<Reading, Outcome> | undefined
  const again = () => {
    process?.stop()
    process = undefined
  }
  return {
    async read(reading) {
      process ??= start()
      const began = performance.now()
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`not read within ${LONGEST_MS / 1000} s`)), LONGEST_MS)
      })
      try {
        const outcome = await Promise.race([process.ask(reading), late])
        return { ...outcome, ms: performance.now() - began }
      } catch (error) {
        again()
        throw error
      } finally {
        clearTimeout(timer)
      }
    },
    stop: again,
  }
}
