// What every row of load has: a desk on its own core, the process that asks on another, and gates that figures must
// pass. It knows no row.

import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../../../src/config.ts'
import type { Askable } from '../asking.ts'
import { Count, need } from '../case.ts'
import { faultTold, ownFolder, type RunningDesk, startDesk } from '../running.ts'
import { ASKING_CORE, onCore, onServingCore, SERVING_CORE } from './pinned.ts'
import { faultOf, type Order, type Report, type Sample, type Shape, times } from './traffic.ts'
import type { Glance } from './watching.ts'
import type { Measured } from './yardstick.ts'

/** Of the event loop, milliseconds: a stream's pause is no longer than this for its sake. */
const DELAY_P99_MS = 50
const DELAY_MOST_MS = 250

export interface Stage {
  desk: RunningDesk
  /** A folder of the row's own, gone afterwards; the desk's index and its temporary files lie in it. */
  folder: string
  index: string
  /** Sends traffic of a shape to the desk. */
  drive(shape: Shape): Promise<Report>
  samples(shape: Shape): Promise<Sample[]>
  /** What the desk has left in its folder for temporary files, and builds that were begun. */
  leftovers(): string[]
}

/** Runs a row over a desk that is stopped afterwards, whatever happens. */
export async function onStage<T>(
  act: (stage: Stage) => Promise<T>,
  settings: (folder: string) => Record<string, string> = () => ({}),
): Promise<T> {
  need('taskset', 'util-linux')
  const { folder, index, remove } = await ownFolder()
  const temporary = path.join(folder, 'temporary')
  mkdirSync(temporary)
  const generator: Askable<Order, Report> = onCore(ASKING_CORE, './generator.ts')
  try {
    const own = { INDEX_DIR: index, TMPDIR: temporary, ...allocation(), ...settings(folder) }
    const desk = await startDesk(own, onServingCore)
    try {
      const drive = (shape: Shape) => generator.ask({ address: desk.address, shape })
      const unfinished = () => readdirSync(index).filter((name) => name.endsWith('.tmp'))
      const leftovers = () => [...readdirSync(temporary), ...unfinished()]
      const samples = async (shape: Shape) => (await drive(shape)).samples!
      return await act({ desk, folder, index, drive, samples, leftovers })
    } finally {
      await desk.stop()
    }
  } finally {
    generator.stop()
    remove()
  }
}

/** How memory is allocated where the desk is run for real: what the container sets for it. */
function allocation(): Record<string, string> {
  const recipe = readFileSync(path.join(ROOT, 'Dockerfile'), 'utf8')
  return Object.fromEntries(
    [...recipe.matchAll(/\b(MALLOC_\w+)=(\S+)/gu)].map(([, key, value]) => [key!, value!]),
  )
}

/** The empty route at a rate, and the bare model, on the desk's core while no desk has it. In milliseconds. */
export async function yardstick(rate: number): Promise<{ empty: number; model: number; words: string }> {
  const measuring: Askable<'measure', Measured> = onCore(SERVING_CORE, './yardstick.ts')
  const generator: Askable<Order, Report> = onCore(ASKING_CORE, './generator.ts')
  try {
    const { address, calls } = await measuring.ask('measure')
    const { samples = [] } = await generator.ask({
      address,
      shape: { shape: 'arrivals', rate, seconds: 5, mix: { health: 1 } },
    })
    const empty = times(samples.map(({ ms }) => ms)).p50
    const model = times(calls).p50
    return { empty, model, words: `empty route ${empty.toFixed(1)}, bare model ${model.toFixed(1)} ms` }
  } finally {
    measuring.stop()
    generator.stop()
  }
}

/** Counts replies, and beside them the gates: a figure that is too large has not survived. */
export class Gates extends Count {
  replies(samples: readonly Sample[], shed = false): void {
    for (const sample of samples) {
      const fault = faultOf(sample, shed)
      this.add(fault)
      if (fault !== undefined) this.lost++
    }
  }

  /** A figure that must not be above a limit; one that could not be measured has failed. */
  atMost(what: string, figure: number | undefined, limit: number): void {
    if (figure === undefined || Number.isNaN(figure)) this.add(`${what}: not measured`)
    else this.add(figure <= limit ? undefined : `${what} ${figure.toFixed(1)}, at most ${limit}`)
  }

  atLeast(what: string, figure: number, limit: number): void {
    this.add(figure >= limit ? undefined : `${what} ${figure.toFixed(1)}, at least ${limit}`)
  }

  /** The delay of the event loop, of the worst stretch if there are several. @returns it in words */
  eventLoop(glances: readonly Glance[]): string {
    const worst = (key: 'delayP99' | 'delayMost') => {
      const seen = glances.flatMap((glance) => glance[key] ?? [])
      return seen.length === 0 ? undefined : Math.max(...seen)
    }
    const [p99, most] = [worst('delayP99'), worst('delayMost')]
    this.atMost('event-loop delay p99 ms', p99, DELAY_P99_MS)
    this.atMost('event-loop delay max ms', most, DELAY_MOST_MS)
    return p99 === undefined
      ? 'event loop not measured'
      : `event loop p99 ${p99.toFixed(0)} max ${most!.toFixed(0)} ms, ${withheld(glances)}`
  }

  /** The desk must still be there, and have told its operator of no fault. */
  standing({ process, said }: RunningDesk): void {
    const { exitCode, signalCode } = process
    this.add(
      exitCode === null && signalCode === null ? undefined : `the desk ended: ${signalCode ?? exitCode}`,
    )
    const fault = faultTold(said())
    this.add(fault && `the desk told of a fault: ${fault}`)
  }
}

export const SEARCHES = (rate: number, seconds: number): Shape => ({
  shape: 'arrivals',
  rate,
  seconds,
  mix: { search: 1 },
})

/** What the machine's host kept from the desk's core, of which no program knows: figures of another run may differ by it. */
function withheld(glances: readonly Glance[]): string {
  const [first, last] = [glances[0]!, glances.at(-1)!]
  const share = (last.withheldMs - first.withheldMs) / (last.at - first.at)
  return `${(100 * share).toFixed(1)} % of the core withheld`
}
