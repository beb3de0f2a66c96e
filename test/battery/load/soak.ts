// An hour of everything at once, with documents coming in during its middle: L4 and K1 are the same run.

import { cpSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ROOT } from '../../../src/config.ts'
import type { Case, Tally } from '../case.ts'
import { type Ingested, ingestBeside } from './ingesting.ts'
import { Gates, onStage, type Stage } from './stage.ts'
import { quietP99 } from './steady.ts'
import { modelWrote, slowModel } from './streams.ts'
import { inWords, type Sample, type Shape, statuses, times } from './traffic.ts'
import { type Glance, healthOf, metricsOf, openFiles, until, watch } from './watching.ts'

const MIX = { chat: 0.7, search: 0.2, view: 0.1 }
const GLANCE_MS = 10_000
const MINUTE_MS = 60_000
/** MB a minute after the tenth, and the end as a multiple of the tenth. */
const SLOPE_MB = 1
const END_OF_TENTH = 1.15
const FILES_MORE = 5
/** Until the last reply has gone. */
const IDLE_MS = 3_000
/** Added in so many goes, spread over the middle. */
const DOCUMENTS = 200
const GOES = 20
/** From the end of the last ingest until the desk serves what it made. */
const TAKEN_UP_MS = 20_000

export interface Length {
  /** Of the two quiet parts together and of the busy middle, seconds. */
  quietSeconds: number
  busySeconds: number
  documents: number
  goes: number
}

const HOUR: Length = { quietSeconds: 45 * 60, busySeconds: 15 * 60, documents: DOCUMENTS, goes: GOES }

interface Soaked {
  busy: Tally
  whole: Tally
}

/** @param length shorter ones show that it works; their slopes say little */
export async function soak(length: Length): Promise<Soaked> {
  const quiet = await quietP99()
  const model = await slowModel(2, 'whole')
  try {
    return await onStage(
      (stage) => soaking(stage, quiet, length),
      (folder) => ({ ...model.settings, SEEDS_DIR: ownSeeds(folder) }),
    )
  } finally {
    model.stop()
  }
}

/** @param quiet p99 of searches with nothing beside them, milliseconds */
async function soaking(stage: Stage, quiet: number, length: Length): Promise<Soaked> {
  const { desk, folder, index, samples, leftovers } = stage
  const { quietSeconds, busySeconds, documents, goes } = length
  const traffic = (rate: number, seconds: number): Shape => ({
    shape: 'arrivals', rate, seconds, mix: MIX, leaving: 0.1,
  }) // biome-ignore format: one shape, read as one
  const watched = () => watch(desk, { everyMs: GLANCE_MS })
  let watching = await watched()
  // Where nobody is being answered, what is open is what stays open.
  const idle = async () => {
    await pause(IDLE_MS)
    return openFiles(desk.process.pid!)
  }
  const tenth = quietSeconds / 4.5
  const first = await samples(traffic(10, tenth))
  const filesAtTenth = await idle()
  const before = [...first, ...(await samples(traffic(10, quietSeconds / 2 - tenth)))]
  const glancesBefore = await watching.end()
  const had = await documentsOf(desk.address)
  watching = await watched()
  const [during, ingested] = await Promise.all([
    samples(traffic(20, busySeconds)),
    ingestBeside(path.join(folder, 'seeds'), index, { documents, goes, seconds: busySeconds * 0.9 }),
  ])
  const serves = await until(TAKEN_UP_MS, async () => (await healthOf(desk.address)).build === ingested.build)
  const glancesDuring = await watching.end()
  const served = serves ? (await documentsOf(desk.address)) - had : 0
  watching = await watched()
  const after = await samples(traffic(10, quietSeconds / 2))
  const files = [filesAtTenth, await idle()] as const
  const glances = [...glancesBefore, ...glancesDuring, ...(await watching.end())]
  const all = [...before, ...during, ...after]
  const metrics = await metricsOf(desk.address)
  const wrote = (gates: Gates) => modelWrote(gates, metrics, all.filter(({ kind }) => kind === 'chat').length)
  return {
    busy: busyTally({ stage, samples: during, glances: glancesDuring, wrote }, quiet, {
      ...ingested,
      served,
    }),
    whole: wholeTally({ stage, samples: all, glances, wrote }, files, leftovers()),
  }
}

/** A stretch of the run, and what is held against who wrote the answers of all of it. */
interface Stretch {
  stage: Stage
  samples: readonly Sample[]
  glances: readonly Glance[]
  wrote: (gates: Gates) => string
}

function busyTally(
  { stage, samples, glances, wrote }: Stretch,
  quiet: number,
  { ingested, served, failures }: Ingested & { served: number },
): Tally {
  const gates = new Gates()
  gates.replies(samples)
  const searches = times(samples.filter(({ kind }) => kind === 'search').map(({ ms }) => ms))
  gates.atMost('search p99 ms', searches.p99, Math.round(2 * quiet))
  gates.add(failures.length === 0 ? undefined : `ingest: ${failures[0]}`)
  gates.atLeast('documents more that are served', served, ingested)
  const words = wrote(gates)
  const delays = gates.eventLoop(glances)
  gates.standing(stage.desk)
  return gates.tally(
    `search ${inWords(searches)} (quiet p99 ${quiet.toFixed(0)}), ${served} of ${ingested} documents served, ${statuses(samples)}; ${words}; ${delays}`,
  )
}

function wholeTally(
  { stage, samples, glances, wrote }: Stretch,
  [filesAtTenth, filesAtEnd]: readonly [number, number],
  leftovers: readonly string[],
): Tally {
  const gates = new Gates()
  gates.replies(samples)
  const last = glances.at(-1)!
  const began = glances[0]!.at
  const tenthAt = began + Math.min(10 * MINUTE_MS, (last.at - began) / 6)
  const settled = glances.filter(({ at }) => at >= tenthAt)
  const slope = slopeOf(settled)
  const tenth = settled[0]!
  gates.atMost('memory, MB a minute', slope, SLOPE_MB)
  gates.atMost('memory at the end, of the tenth minute', last.memoryMb / tenth.memoryMb, END_OF_TENTH)
  const files = Math.abs(filesAtEnd - filesAtTenth)
  gates.atMost('open files more or fewer than after the tenth minute', files, FILES_MORE)
  gates.atMost('temporary files', leftovers.length, 0)
  const words = wrote(gates)
  const delays = gates.eventLoop(glances)
  gates.standing(stage.desk)
  const memory = `${tenth.memoryMb.toFixed(0)} → ${last.memoryMb.toFixed(0)} MB, ${slope.toFixed(2)} a minute`
  return gates.tally(
    `${samples.length} requests, ${memory}, files ${filesAtTenth} → ${filesAtEnd}; ${words}; ${delays}`,
  )
}

/** How many documents a desk serves. */
async function documentsOf(address: string): Promise<number> {
  return (await metricsOf(address))?.get('cewen_documents') ?? 0
}

/** Least squares, MB a minute. */
export function slopeOf(glances: readonly Pick<Glance, 'at' | 'memoryMb'>[]): number {
  const points = glances.map(({ at, memoryMb }) => [at / MINUTE_MS, memoryMb] as const)
  const mean = (of: 0 | 1) => points.reduce((sum, point) => sum + point[of], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const across = points.reduce((sum, [at, mb]) => sum + (at - x) * (mb - y), 0)
  return across / points.reduce((sum, [at]) => sum + (at - x) ** 2, 0)
}

/** A folder of documents that the row may add to. */
export function ownSeeds(folder: string): string {
  const seeds = path.join(folder, 'seeds')
  mkdirSync(seeds)
  cpSync(path.join(ROOT, 'seeds'), seeds, { recursive: true })
  return seeds
}

let hour: Promise<Soaked> | undefined

/** Both rows are of one run. */
function once(): Promise<Soaked> {
  hour ??= soak(HOUR)
  return hour
}

export const SOAK_ROWS: readonly Case[] = [
  {
    id: 'L4',
    what: '70 % chats, 20 % searches, 10 % documents at 20 a second for 15 min, 200 documents coming in',
    tiers: ['a'],
    run: async () => (await once()).busy,
  },
  {
    id: 'K1',
    what: 'an hour of that mix, a tenth of the streams left half-way',
    tiers: ['a'],
    run: async () => (await once()).whole,
  },
]
