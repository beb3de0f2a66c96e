// Answers of a language model to many people at once: L3.

import type { Askable } from '../asking.ts'
import type { Case } from '../case.ts'
import type { ModelOrder, Pace } from './model.ts'
import { ASKING_CORE, onCore } from './pinned.ts'
import { Gates, onStage } from './stage.ts'
import { times } from './traffic.ts'
import { type Metrics, metricsOf, openFiles, watch } from './watching.ts'

const FIRST_EVENT_MS = 1000
const GAP_MS = 250
/** The model writes for ten seconds; what it says last is out soon after. */
const WRITES_S = 10
const ENDED_MS = 12_000
/** After the last stream has ended, until nothing of any is left. */
const CLEARED_MS = 2000
/** What the kernel and the framework keep open for a moment: idle connections of the asker are closed by then. */
const FILES_MORE = 5

export interface SlowModel {
  /** Settings of a desk that has this model write its answers. */
  readonly settings: Record<string, string>
  connections(): Promise<number>
  stop(): void
}

/** A language model of 20 tokens a second on the core of those who ask. */
export async function slowModel(seconds: number, sentences: Pace['sentences']): Promise<SlowModel> {
  const model: Askable<ModelOrder, { address: string; connections: number }> = onCore(
    ASKING_CORE,
    './model.ts',
  )
  const { address } = await model.ask({ start: { tokensPerSecond: 20, seconds, sentences } })
  return {
    settings: { LLM_BASE_URL: address, LLM_MODEL: 'fake-1', LLM_DAILY_CALLS: '0' },
    connections: async () => (await model.ask('connections')).connections,
    stop: model.stop,
  }
}

const streams: Case = {
  id: 'L3',
  what: 'chats of 10 s at once, 20 tokens a second',
  tiers: ['t1', 'a'],
  async run(tier) {
    const count = tier === 'a' ? 200 : 50
    const model = await slowModel(WRITES_S, 'short')
    try {
      return await onStage(
        async ({ desk, samples }) => {
          await samples({ shape: 'together', kind: 'chat', count: 1 })
          const before = openFiles(desk.process.pid!)
          const watching = await watch(desk)
          const replies = await samples({ shape: 'together', kind: 'chat', count })
          const gates = new Gates()
          const delays = gates.eventLoop(await watching.end())
          gates.replies(replies)
          const first = times(replies.flatMap(({ firstMs }) => firstMs ?? []))
          const words = times(replies.flatMap(({ wordsMs }) => wordsMs ?? []))
          const gaps = times(replies.flatMap(({ gapsMs }) => gapsMs ?? []))
          gates.atMost('first event p99 ms', first.p99, FIRST_EVENT_MS)
          gates.atMost('pause between words p99 ms', gaps.p99, GAP_MS)
          gates.atMost('end p99 ms', times(replies.map(({ ms }) => ms)).p99, ENDED_MS)
          const left = await leftAfter(CLEARED_MS, async () => ({
            streams: await liveStreams(desk.address),
            connections: await model.connections(),
            files: openFiles(desk.process.pid!) - before,
          }))
          gates.atMost('streams left', left.streams, 0)
          gates.atMost('connections to the model left', left.connections, 0)
          gates.atMost('files more than before', left.files, FILES_MORE)
          gates.standing(desk)
          const wrote = modelWrote(gates, await metricsOf(desk.address), count + 1)
          const ended = replies.filter(({ final }) => final).length
          return gates.tally(
            `${ended}/${count} final, ${wrote}, first event p99 ${first.p99.toFixed(0)} ms, first words p99 ${words.p99.toFixed(0)} ms, pause p50 ${gaps.p50.toFixed(0)} p99 ${gaps.p99.toFixed(0)} ms; ${delays}`,
          )
        },
        () => model.settings,
      )
    } finally {
      model.stop()
    }
  },
}

/**
 * Gates on who wrote: of so many chats, the model at least half; the others have no evidence that it could be given. None
 * was answered in quotes because the model was not to be had. @returns it in words
 */
export function modelWrote(gates: Gates, metrics: Metrics | undefined, chats: number): string {
  const ended = (how: string) => metrics?.get(`cewen_llm_calls_total{ended="${how}"}`) ?? 0
  gates.atLeast('chats in the words of the model', ended('written'), chats / 2)
  for (const how of ['spent', 'unreachable']) gates.atMost(`chats without the model: ${how}`, ended(how), 0)
  return `${ended('written')} in the words of the model, ${ended('unfounded')} given up`
}

/** What the desk itself counts as streams that are open; `undefined` where it does not say. */
async function liveStreams(address: string): Promise<number | undefined> {
  return (await metricsOf(address))?.get('cewen_streams_open')
}

async function leftAfter<T>(ms: number, look: () => Promise<T>): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve, ms))
  return look()
}

export const STREAM_ROWS: readonly Case[] = [streams]
