// Searches at a steady rate, as fast as they go, the same one again and again, and in bursts: L1, L2, L6, L9.

import path from 'node:path'
import type { Case, Tier } from '../case.ts'
import { Gates, onStage, SEARCHES, type Stage, yardstick } from './stage.ts'
import { inWords, statuses, times } from './traffic.ts'
import { watch } from './watching.ts'

/** What a search may take at a steady rate, milliseconds. */
export const STEADY = { p50: 60, p95: 150, p99: 300 }
const CLOSED = { p99: 1500, perSecond: 60 }

const secondsOf = (tier: Tier, seconds: Record<'sample' | 't1' | 'a', number>) =>
  tier === 'sample' || tier === 't1' ? seconds[tier] : seconds.a

/** L1: so many searches a second, for so long. */
const L1 = { rate: 30, seconds: 180 }

const searches = ({ samples }: Stage, seconds: number) => samples(SEARCHES(L1.rate, seconds))
const UNTIL_WARM_S = 3

/** p99 of L1 in full, where this run of the battery has asked it already, milliseconds. */
let quiet: number | undefined

/** The measure for what other traffic does to searches: p99 of L1 in full, which is asked now if it was not yet. */
export async function quietP99(): Promise<number> {
  quiet ??= await onStage(async (stage) => {
    await searches(stage, UNTIL_WARM_S)
    return times((await searches(stage, L1.seconds)).map(({ ms }) => ms)).p99
  })
  return quiet
}

const steadyRate: Case = {
  id: 'L1',
  what: 'searches at 30 a second, 500 different questions',
  tiers: ['t1', 'a'],
  async run(tier) {
    const beside = await yardstick(L1.rate)
    return onStage(async (stage) => {
      await searches(stage, UNTIL_WARM_S)
      const seconds = secondsOf(tier, { sample: 15, t1: 75, a: L1.seconds })
      const watching = await watch(stage.desk)
      const replies = await searches(stage, seconds)
      const gates = new Gates()
      const delays = gates.eventLoop(await watching.end())
      gates.replies(replies)
      const took = times(replies.map(({ ms }) => ms))
      if (seconds === L1.seconds) quiet = took.p99
      for (const key of ['p50', 'p95', 'p99'] as const) gates.atMost(`${key} ms`, took[key], STEADY[key])
      gates.standing(stage.desk)
      const against = `${(took.p50 / beside.empty).toFixed(1)} × and ${(took.p50 / beside.model).toFixed(1)} × p50`
      return gates.tally(`${inWords(took)}, ${statuses(replies)}; ${beside.words}: ${against}; ${delays}`)
    })
  },
}

const closedLoop: Case = {
  id: 'L2',
  what: 'searches on 50 connections, as fast as they are answered',
  tiers: ['t1', 'a'],
  run: (tier) =>
    onStage(async ({ desk, drive }) => {
      const watching = await watch(desk)
      const shape = {
        shape: 'closed',
        connections: 50,
        seconds: secondsOf(tier, { sample: 10, t1: 30, a: 120 }),
      } as const
      const { loop } = await drive(shape)
      const gates = new Gates()
      const delays = gates.eventLoop(await watching.end())
      const { answered, errors, non2xx, perSecond, p50, p99 } = loop!
      gates.many(answered, errors + non2xx, 'no answer')
      gates.atLeast('searches a second', perSecond, CLOSED.perSecond)
      gates.atMost('p99 ms', p99, CLOSED.p99)
      gates.standing(desk)
      return gates.tally(
        `${perSecond.toFixed(0)} a second, p50 ${p50} p99 ${p99} ms, ${errors} errors, ${non2xx} non-2xx; ${delays}`,
      )
    }),
}

/** As many connections at once as the desk takes searches from without sending any away. */
const AT_ONCE = 50

/** One, and several: with one nobody would notice a reply to another question. */
const QUESTIONS = [1, 20]
/** Without a model nothing tells the records apart that have this word as often: their order is a choice. */
const TIED = '的'

const sameAgain: Case = {
  id: 'L9',
  what: 'one search 1,000 times side by side, 20 among one another, and one with ties without the model, equal to the byte',
  tiers: ['sample', 't1', 'a'],
  async run() {
    const gates = new Gates()
    const figures: string[] = []
    const again = async ({ desk, samples }: Stage, times: number, questions: number | string[]) => {
      const replies = await samples({ shape: 'repeated', times, atOnce: AT_ONCE, questions })
      gates.replies(replies)
      const different = new Set(replies.map(({ found }) => found))
      const wanted = typeof questions === 'number' ? questions : questions.length
      gates.add(different.size === wanted ? undefined : `${different.size} replies to ${wanted} questions`)
      gates.standing(desk)
      figures.push(`${different.size} different replies, ${statuses(replies)}`)
    }
    await onStage(async (stage) => {
      const watching = await watch(stage.desk)
      for (const questions of QUESTIONS) await again(stage, 1000, questions)
      gates.eventLoop(await watching.end())
    })
    await onStage(
      (stage) => again(stage, 100, [TIED]),
      (folder) => ({ MODEL_DIR: path.join(folder, 'no-model') }),
    )
    return gates.tally(figures.join('; '))
  },
}

const BURSTS = 20
/** As many as work and wait at once (`admission.ts`): whatever comes with a burst, so many are answered. */
const ANSWERED_OF_BURST = 72

const bursts: Case = {
  id: 'L6',
  what: '20 bursts of 200 connections within a second',
  tiers: ['a'],
  run: () =>
    onStage(async ({ desk, samples }) => {
      const watching = await watch(desk)
      const gates = new Gates()
      const all = []
      for (let burst = 0; burst < BURSTS; burst++) {
        const shape = { shape: 'arrivals', rate: 200, seconds: 1, mix: { search: 1 }, fresh: true } as const
        all.push(...(await samples(shape)))
        await new Promise((resolve) => setTimeout(resolve, 1000))
      }
      // Being told to come back is an answer; a connection that is refused or left without one is not.
      gates.replies(all, true)
      const answered = all.filter(({ status }) => status === 200).length
      gates.atLeast('answered', answered, BURSTS * ANSWERED_OF_BURST)
      const delays = gates.eventLoop(await watching.end())
      gates.standing(desk)
      return gates.tally(`${inWords(times(all.map(({ ms }) => ms)))}, ${statuses(all)}; ${delays}`)
    }),
}

export const STEADY_ROWS: readonly Case[] = [steadyRate, closedLoop, bursts, sameAgain]
