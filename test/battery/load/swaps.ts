// A desk whose index is replaced and whose model dies, again and again, under searches: K3.

import { setTimeout as pause } from 'node:timers/promises'
import type { Case } from '../case.ts'
import { ingest, writeDocument } from './ingesting.ts'
import { ownSeeds } from './soak.ts'
import { Gates, onStage, SEARCHES, type Stage } from './stage.ts'
import { inWords, times } from './traffic.ts'
import { family, healthOf, until, watch } from './watching.ts'

const SWAPS = 100
const RESTARTS = 50
/** From the end of an ingest until the desk serves the build, and from a death until the model answers again. */
const SWAPPED_MS = 10_000
const RESTARTED_MS = 10_000
/** A model that dies five times in a minute is given up on purpose: that is another row's. */
const BETWEEN_DEATHS_MS = 12_000
const MEMORY_SHARE = 0.1
/** Where the first ones fail the others would only cost time: they count as failed. */
const TRIED_IN_VAIN = 3

export interface Rounds {
  swaps: number
  restarts: number
}

export async function swapping(stage: Stage, seeds: string, { swaps, restarts }: Rounds) {
  const { desk, index, samples } = stage
  const gates = new Gates()
  await samples(SEARCHES(10, 5))
  const watching = await watch(desk, { everyMs: 5000 })
  // Traffic goes on, in stretches, until the rounds are over.
  let busy = true
  const searching = (async () => {
    const replies = []
    while (busy) replies.push(...(await samples(SEARCHES(10, 5))))
    return replies
  })()
  const [swapped, restarted] = await Promise.all([
    rounds(gates, swaps, (i) => swap(desk.address, seeds, index, i)),
    rounds(gates, restarts, () => restart(desk.address, desk.process.pid!)),
  ])
  busy = false
  const replies = await searching
  await pause(5000)
  const glances = await watching.end()
  gates.replies(replies)
  const [first, last] = [glances[0]!.memoryMb, glances.at(-1)!.memoryMb]
  gates.atMost('memory away from the beginning, share', Math.abs(last / first - 1), MEMORY_SHARE)
  const delays = gates.eventLoop(glances)
  gates.standing(desk)
  return gates.tally(
    `${swapped}/${swaps} swaps, ${restarted}/${restarts} restarts, search ${inWords(times(replies.map(({ ms }) => ms)))}, ${first.toFixed(0)} → ${last.toFixed(0)} MB; ${delays}`,
  )
}

async function rounds(
  gates: Gates,
  count: number,
  round: (i: number) => Promise<string | undefined>,
): Promise<number> {
  let done = 0
  for (let i = 0; i < count; i++) {
    const fault = i >= TRIED_IN_VAIN && done === 0 ? 'not tried after the first ones' : await round(i)
    gates.add(fault)
    if (fault === undefined) done++
  }
  return done
}

async function swap(
  address: string,
  seeds: string,
  index: string,
  number: number,
): Promise<string | undefined> {
  // Always the same file, with other words each time: the size of the library stays as it is.
  writeDocument(seeds, number % 2)
  const build = await ingest(seeds, index)
  const serves = await until(SWAPPED_MS, async () => (await healthOf(address)).build === build)
  return serves ? undefined : `the desk does not serve ${build} after ${SWAPPED_MS / 1000} s`
}

async function restart(address: string, pid: number): Promise<string | undefined> {
  const [, model] = family(pid)
  if (model === undefined) return 'the desk has no process for its model'
  process.kill(model, 'SIGKILL')
  const back = await until(RESTARTED_MS, async () => {
    const now = family(pid)[1]
    return now !== undefined && now !== model && (await healthOf(address)).status === 'ok'
  })
  await pause(BETWEEN_DEATHS_MS)
  return back ? undefined : `the model is not back after ${RESTARTED_MS / 1000} s`
}

export const SWAP_ROWS: readonly Case[] = [
  {
    id: 'K3',
    what: '100 swaps of the index and 50 deaths of the model under searches at 10 a second',
    tiers: ['b'],
    run: () => {
      let seeds = ''
      const settings = (folder: string) => {
        seeds = ownSeeds(folder)
        return { SEEDS_DIR: seeds }
      }
      return onStage((stage) => swapping(stage, seeds, { swaps: SWAPS, restarts: RESTARTS }), settings)
    },
  },
]
