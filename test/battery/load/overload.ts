// More than the desk can do: five times its capacity, and clients that take up room without ever finishing: L5, L7.

import type { Case } from '../case.ts'
import { Gates, onStage, SEARCHES, type Stage } from './stage.ts'
import { quietP99, STEADY } from './steady.ts'
import { type Borne, inWords, type Sample, type Shape, statuses, times } from './traffic.ts'
import { watch } from './watching.ts'

const OVER = 5
const QUEUE_MOST = 64
const HEALTH_P99_MS = 100
/** Until searches are as fast again as before, milliseconds. */
const RECOVERED_MS = 10_000
/** What it can do is measured once it is warm, over a stretch of time. */
const WARM_S = 10
const MEASURED_S = 20
/** Of what it can do, so much it does also while more is asked. */
const STILL_DONE = 1 / 3
/** The flood is sent when it should be, but for this, milliseconds; else it was not as much as is said. */
const LATE_MS = 1000

const overload: Case = {
  id: 'L5',
  what: 'five times what the desk can do for a minute, then quiet',
  tiers: ['a'],
  run: () => onStage((stage) => overloaded(stage, 60)),
}

/** @param seconds that the overload lasts */
export async function overloaded({ desk, drive, samples }: Stage, seconds: number) {
  await drive({ shape: 'closed', connections: 50, seconds: WARM_S })
  const { loop } = await drive({ shape: 'closed', connections: 50, seconds: MEASURED_S })
  const capacity = Math.round(loop!.perSecond)
  const watching = await watch(desk, { everyMs: 1000, queue: true })
  const rate = OVER * capacity
  const mix = { search: 1 - 10 / rate, health: 10 / rate }
  const flood: Shape = { shape: 'arrivals', rate, seconds, mix }
  const replies = await samples(flood)
  const glances = await watching.end()
  const over = performance.now()
  const afterwards = await samples(SEARCHES(30, 20))
  const gates = new Gates()
  const searches = replies.filter(({ kind }) => kind === 'search')
  gates.replies(searches, true)
  const health = replies.filter(({ kind }) => kind === 'health')
  gates.replies(health)
  gates.atMost('health p99 ms', times(health.map(({ ms }) => ms)).p99, HEALTH_P99_MS)
  const queued = glances.flatMap(({ queued }) => queued ?? [])
  gates.atLeast('looks at the queue', queued.length, seconds / 2)
  gates.atMost('waiting requests', queued.length > 0 ? Math.max(...queued) : undefined, QUEUE_MOST)
  const delays = gates.eventLoop(glances)
  // Replies that were still under way count as part of the ten seconds.
  const settled = afterwards.filter(({ due }) => due > RECOVERED_MS - (performance.now() - over - 20_000))
  gates.replies(settled)
  const recovered = times(settled.map(({ ms }) => ms))
  for (const key of ['p50', 'p95', 'p99'] as const)
    gates.atMost(`${key} ms, ten seconds later`, recovered[key], STEADY[key])
  gates.standing(desk)
  const late = times(replies.map(({ lateMs }) => lateMs)).p99
  gates.atMost('sent late p99 ms', late, LATE_MS)
  const done = searches.filter(({ status }) => status === 200)
  gates.atLeast('answered', done.length, STILL_DONE * capacity * seconds)
  const answered = times(done.map(({ ms }) => ms))
  return gates.tally(
    `capacity ${capacity}, sent ${rate} a second, p99 ${late.toFixed(0)} ms late: ${statuses(searches)}; answered ${inWords(answered)}; health ${inWords(times(health.map(({ ms }) => ms)))}; then ${inWords(recovered)}; ${delays}`,
  )
}

const READERS = 200
const SENDERS = 200
const SENDERS_CUT_MS = 15_000
/** Who is sent away sooner was never let in, and is no slow client. */
const ADMITTED_MS = 5_000
const MEMORY_MORE_MB = 200

const slow: Case = {
  id: 'L7',
  what: '200 readers that do not read and 200 senders of a byte a second, beside searches at 30 a second',
  tiers: ['a'],
  async run() {
    const quiet = await quietP99()
    return onStage((stage) => besideSlow(stage, quiet, 180))
  },
}

/** @param quiet p99 of searches with nobody beside them, milliseconds */
export async function besideSlow({ desk, drive, samples }: Stage, quiet: number, seconds: number) {
  const watching = await watch(desk, { everyMs: 5000 })
  const [{ slow }, replies] = await Promise.all([
    drive({ shape: 'slow', readers: READERS, senders: SENDERS, seconds }),
    samples(SEARCHES(30, seconds)),
  ])
  const glances = await watching.end()
  const gates = new Gates()
  gates.replies(replies as Sample[])
  const took = times(replies.map(({ ms }) => ms))
  gates.atMost('p99 ms', took.p99, Math.round(2 * quiet))
  for (const { ms, cut } of slow!.senders)
    gates.add(
      ms <= SENDERS_CUT_MS && (!cut || ms >= ADMITTED_MS)
        ? undefined
        : `a sender was borne for ${ms.toFixed(0)} ms`,
    )
  const unread = slow!.readers.filter(({ cut }) => cut)
  for (const { ms } of unread)
    gates.add(ms >= ADMITTED_MS ? undefined : `a reader was let go after ${ms.toFixed(0)} ms`)
  gates.atLeast('readers that were cut', unread.length, READERS)
  const growth = Math.max(...glances.map(({ memoryMb }) => memoryMb)) - glances[0]!.memoryMb
  gates.atMost('memory more, MB', growth, MEMORY_MORE_MB)
  const delays = gates.eventLoop(glances)
  gates.standing(desk)
  const cuts = (borne: readonly Borne[]) => {
    const seconds = borne.filter(({ cut }) => cut).map(({ ms }) => ms / 1000)
    return `${seconds.length} cut after ${Math.min(...seconds).toFixed(0)} to ${Math.max(...seconds).toFixed(0)} s`
  }
  return gates.tally(
    `${inWords(took)} (quiet p99 ${quiet.toFixed(0)}), senders: ${cuts(slow!.senders)}, readers: ${cuts(slow!.readers)}, +${growth.toFixed(0)} MB; ${delays}`,
  )
}

export const OVERLOAD_ROWS: readonly Case[] = [overload, slow]
