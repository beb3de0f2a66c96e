// F14: the processes of the native parts, killed and stopped while nobody asks and while twenty do, and killed again and
// again. The desk answers all the time, says what is the matter, and is whole soon after.

import { setTimeout as pause } from 'node:timers/promises'
import { EXACT_BELOW } from '../../../src/stores/graph-writing.ts'
import { childrenOf } from '../../support/processes.ts'
import { type Case, Count, type Tally } from '../case.ts'
import { withGrown } from '../grown.ts'
import { ownFolder, type RunningDesk, startDesk } from '../running.ts'
import { askUntilWhole, countAnswers, health, search, settled } from './asking.ts'

/** From the end of a process until the desk is whole again. */
const WHOLE_WITHIN_MS = 3000
/** A process that has only stopped is given up after this, counted from the first question. */
const STOPPED_FOR_MS = 2000
/** No answer takes longer than the wait for a vector, and what a search takes besides. */
const SLOWEST_MS = 2500
const SIGNALS = ['SIGKILL', 'SIGSEGV', 'SIGABRT', 'SIGSTOP'] as const
type Signal = (typeof SIGNALS)[number]

interface Native {
  /** Module that the process runs. */
  readonly module: string
  /** What health says while it is away. */
  readonly says: RegExp
}
const MODEL: Native = { module: 'local-child', says: /只按关键词检索/u }
const GRAPH: Native = { module: 'graph-child', says: /逐一比对/u }

/** Each signal to a desk of its own, so that none is held back by the one before. */
async function everySignal(native: Native, index: string): Promise<Tally> {
  const count = new Count()
  const away: Partial<Record<Signal, number>> = {}
  for (const signal of SIGNALS) {
    const desk = await startDesk({ INDEX_DIR: index })
    try {
      await settled(desk)
      for (const asking of [0, 20])
        away[signal] = Math.max(away[signal] ?? 0, await lost(count, desk, native, signal, asking))
    } finally {
      await desk.stop()
    }
  }
  const told = Object.entries(away).map(([signal, ms]) => `${signal} ${ms.toFixed(0)}`)
  return count.tally(`whole again after, ms: ${told.join(', ')}`)
}

/** @returns milliseconds until the desk was whole */
async function lost(
  count: Count,
  desk: RunningDesk,
  { module, says }: Native,
  signal: Signal,
  asking: number,
): Promise<number> {
  const what = `${module} ${signal}${asking > 0 ? ', asked' : ', idle'}`
  const before = await search(desk)
  const [pid] = childrenOf(desk.process.pid!, module)
  if (pid === undefined) throw new Error(`no ${module} to send ${signal} to`)
  const asked = Array.from({ length: asking }, () => search(desk))
  const since = performance.now()
  process.kill(pid, signal)
  // A moment, so that the desk knows of an end: it tells of it though nobody has asked.
  await pause(60)
  const early = (await health(desk)).degraded
  const limit = WHOLE_WITHIN_MS + (signal === 'SIGSTOP' ? STOPPED_FOR_MS : 0)
  const spell = await askUntilWhole(desk, 4 * limit, since)
  countAnswers(count, [...(await Promise.all(asked)), ...spell.found], SLOWEST_MS)

  const after = await search(desk)
  const told = [...early, ...spell.degraded].some((reason) => says.test(reason))
  const [another] = childrenOf(desk.process.pid!, module)
  const whole = spell.wholeAfter
  count.add(
    whole === undefined || whole > limit
      ? `${what}: whole after ${whole?.toFixed(0) ?? 'never'} ms`
      : undefined,
  )
  count.add(told ? undefined : `${what}: health did not tell`)
  count.add(another === undefined || another === pid ? `${what}: no other process` : undefined)
  count.add(String(after.ids) === String(before.ids) ? undefined : `${what}: other hits than before`)
  return whole ?? Infinity
}

/** Killed whenever it is back, until the desk gives it up for the minute. */
async function againAndAgain(index: string): Promise<Tally> {
  const count = new Count()
  const desk = await startDesk({ INDEX_DIR: index })
  try {
    const since = performance.now()
    const killed = new Set<number>()
    while (!(await health(desk)).degraded.some((reason) => reason.includes('已暂停启动'))) {
      for (const pid of childrenOf(desk.process.pid!, MODEL.module)) {
        process.kill(pid, 'SIGSEGV')
        killed.add(pid)
      }
      const found = await search(desk)
      countAnswers(count, [found], SLOWEST_MS)
      if (performance.now() - since > 60_000) throw new Error('not given up within a minute')
      await pause(20)
    }
    count.add(killed.size === 5 ? undefined : `${killed.size} processes were started`)
    const givenUp = performance.now()
    while (performance.now() - givenUp < 10_000) {
      countAnswers(count, [await search(desk)], 500)
      count.add(childrenOf(desk.process.pid!, MODEL.module).length === 0 ? undefined : 'started all the same')
      await pause(200)
    }
    const spell = await askUntilWhole(desk, 60_000, performance.now())
    countAnswers(count, spell.found, SLOWEST_MS)
    count.add(spell.wholeAfter === undefined ? 'not whole when the minute had passed' : undefined)
    const whole = ((performance.now() - since) / 1000).toFixed(0)
    return count.tally(`${killed.size} deaths, then rest; whole again ${whole} s after the first`)
  } finally {
    await desk.stop()
  }
}

async function ofShipped<T>(use: (index: string) => Promise<T>): Promise<T> {
  const { index, remove } = await ownFolder()
  try {
    return await use(index)
  } finally {
    remove()
  }
}

export const KILLED: readonly Case[] = [
  {
    id: 'F14',
    what: 'the model’s process killed and stopped, idle and asked',
    tiers: ['t1', 'b'],
    run: () => ofShipped((index) => everySignal(MODEL, index)),
  },
  {
    id: 'F14-graph',
    what: 'the graph’s process killed and stopped, idle and asked',
    tiers: ['b'],
    run: () => withGrown(EXACT_BELOW + 1000, (index) => everySignal(GRAPH, index)),
  },
  {
    id: 'F14-again',
    what: 'the model’s process killed again and again',
    tiers: ['b'],
    run: () => ofShipped(againAndAgain),
  },
]
