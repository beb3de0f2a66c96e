// What bad input costs those who mean well: searches at a steady rate beside everything else of this folder.

import type { Case } from '../case.ts'
import { Gates, onStage, SEARCHES } from '../load/stage.ts'
import { inWords, times } from '../load/traffic.ts'
import { faultWith, type Input } from './sent.ts'

const RATE = 20
const SECONDS = 15
/** A search waits for one other request more than it would: 500 characters take the model 90 ms. Milliseconds. */
const MORE_MS = 120

/** @param inputs sent again and again, one after another */
export function beside(inputs: readonly Input[]): Case {
  return {
    id: 'I9',
    what: 'innocent searches beside all bad requests',
    tiers: ['t1', 'b'],
    run: () =>
      onStage(async ({ desk, samples }) => {
        await samples(SEARCHES(RATE, 3))
        const quiet = times((await samples(SEARCHES(RATE, SECONDS))).map(({ ms }) => ms))
        let sending = true
        const faults: string[] = []
        const sent = (async () => {
          let count = 0
          while (sending)
            for (const input of inputs) {
              if (!sending) break
              count++
              const fault = await faultWith(desk.address, input)
              if (fault !== undefined) faults.push(fault)
            }
          return count
        })()
        const replies = await samples(SEARCHES(RATE, SECONDS))
        sending = false
        const count = await sent
        const gates = new Gates()
        gates.replies(replies)
        const busy = times(replies.map(({ ms }) => ms))
        gates.atMost('p99 ms', busy.p99, Math.round(2 * quiet.p99) + MORE_MS)
        gates.add(faults.length === 0 ? undefined : `${faults.length} bad requests: ${faults[0]}`)
        gates.atLeast('bad requests', count, inputs.length)
        gates.standing(desk)
        return gates.tally(`quiet ${inWords(quiet)}; beside ${count} bad requests ${inWords(busy)}`)
      }),
  }
}
