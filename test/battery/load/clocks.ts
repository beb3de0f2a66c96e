// Wall clocks that jump under a running desk: by a day, over the turns of summer time and of the year: K4. Time that
// only passes is left alone, as it is when an operator or a time server sets a clock.

import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Case, Count } from '../case.ts'
import { startDesk } from '../running.ts'
import { ingest, writeDocument } from './ingesting.ts'
import { ownSeeds } from './soak.ts'
import { onStage, type Stage } from './stage.ts'
import { metricsOf, until } from './watching.ts'

const LIBRARY = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1'
const DAY_S = 86_400
/** What took longer was measured by a clock that had jumped, milliseconds. */
const LONGEST_MS = 60_000
/** Searches a minute and client. */
const LIMIT = 60
/** Questions that the clock jumps under, and how long they are on their way before it does. */
const DURING = 20
const ON_THE_WAY_MS = 30
const QUESTION = '进口货物能不能先提货后缴税？'

/** Moments, and where the clock that passes them hangs. */
const TURNS = [
  ['summer time begins', 'America/New_York', '2027-03-14T07:00:00Z'],
  ['summer time ends', 'America/New_York', '2027-11-07T06:00:00Z'],
  ['the year ends in China', 'Asia/Shanghai', '2026-12-31T16:00:00Z'],
  ['the year ends in UTC', 'UTC', '2026-12-31T24:00:00Z'],
  ['29 February', 'Asia/Shanghai', '2028-02-28T16:00:00Z'],
] as const

/** Environment under which a clock is as many seconds ahead as a file says, at every look. */
const clockEnvironment = (file: string) => ({
  LD_PRELOAD: LIBRARY,
  FAKETIME_TIMESTAMP_FILE: file,
  FAKETIME_NO_CACHE: '1',
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
  DONT_FAKE_MONOTONIC: '1',
})

/** A clock is where it was set but for this: what the desk took to answer. */
const CLOCK_OFF_MS = 5_000
/** So long before its moment a clock is set, and questions are asked before and after. */
const BEFORE_MS = 4_000

const setClock = (file: string, secondsAhead: number) =>
  writeFileSync(file, `${secondsAhead < 0 ? '-' : '+'}${Math.abs(secondsAhead).toFixed(3)}\n`)

const clocks: Case = {
  id: 'K4',
  what: 'clock jumps of a day, summer time, year end',
  tiers: ['b'],
  async run() {
    if (!existsSync(LIBRARY)) throw new Error('libfaketime is missing: apt-get install libfaketime')
    const count = new Count()
    await underClock('UTC', async (stage, clock) => {
      for (const [what, ahead] of [
        ['a day on', DAY_S],
        ['a day back', -DAY_S],
        ['right again', 0],
      ] as const)
        await across(count, stage, what, ahead * 1000, () => setClock(clock, ahead))
      await limited(count, stage, clock)
    })
    for (const [what, zone, moment] of TURNS)
      await underClock(zone, (stage, clock) => {
        const ahead = Date.parse(moment) - Date.now() - BEFORE_MS
        return across(count, stage, what, ahead, async () => {
          setClock(clock, ahead / 1000)
          await answers(count, stage, `${what}, just before`)
          await pause(BEFORE_MS)
        })
      })
    await buildsOfTomorrow(count)
    return count.tally(`${TURNS.length + 3} jumps`)
  },
}

async function underClock(zone: string, act: (stage: Stage, clock: string) => Promise<void>): Promise<void> {
  let clock = ''
  const settings = (folder: string) => {
    clock = path.join(folder, 'clock')
    setClock(clock, 0)
    const gaps = { GAPS: 'on', GAPS_DIR: path.join(folder, 'gaps') }
    return {
      TZ: zone,
      RATE_LIMIT_SEARCH: String(LIMIT),
      RATE_LIMIT_CHAT: '0',
      ...gaps,
      ...clockEnvironment(clock),
    }
  }
  await onStage((stage) => act(stage, clock), settings)
}

/**
 * What was before a jump still counts after it, and nothing is younger than nothing.
 * @param ahead of the clock of this machine afterwards, milliseconds
 */
async function across(
  count: Count,
  stage: Stage,
  what: string,
  ahead: number,
  jump: () => unknown,
): Promise<void> {
  const before = await answers(count, stage, `before ${what}`)
  const during = Array.from({ length: DURING }, () => answers(count, stage, `during ${what}`))
  await pause(ON_THE_WAY_MS)
  await jump()
  await Promise.all(during)
  await answers(count, stage, what)
  // Node writes the date of a reply once a second.
  const jumped = await until(
    2_000,
    async () => Math.abs((await clockOf(stage)) - Date.now() - ahead) <= CLOCK_OFF_MS,
  )
  count.add(jumped ? undefined : `${what}: the clock of the desk has not jumped`)
  const rated = await post(stage, '/api/feedback', { answerId: before.answerId, rating: 1 })
  count.add(
    rated.status === 204 ? undefined : `${what}: an answer of before cannot be rated: ${rated.status}`,
  )
  const metrics = [...((await metricsOf(stage.desk.address)) ?? [])]
  const negative = metrics.find(([, value]) => value < 0)
  count.add(negative === undefined ? undefined : `${what}: ${negative[0]} is ${negative[1]}`)
}

/** The time as the desk itself has it. */
async function clockOf({ desk }: Stage): Promise<number> {
  const response = await fetch(`${desk.address}/api/health`)
  await response.body?.cancel()
  return Date.parse(response.headers.get('date') ?? '')
}

async function answers(count: Count, stage: Stage, what: string): Promise<{ answerId: string }> {
  const response = await post(stage, '/api/ask', { question: QUESTION })
  const answer = (await response.json()) as { answerId: string; tookMs: number; outcome: string }
  const fine =
    response.status === 200 &&
    answer.outcome === 'answered' &&
    answer.tookMs >= 0 &&
    answer.tookMs < LONGEST_MS
  count.add(fine ? undefined : `${what}: ${response.status}, ${answer.outcome}, ${answer.tookMs} ms`)
  return answer
}

/** A limit is one of a minute that passes, wherever the hands of the clock are put meanwhile. */
async function limited(count: Count, stage: Stage, clock: string): Promise<void> {
  const search = () => post(stage, '/api/search', { query: QUESTION })
  let refused: Response | undefined
  for (let i = 0; i <= LIMIT && refused?.status !== 429; i++) refused = await search()
  count.add(refused?.status === 429 ? undefined : `no limit after ${LIMIT} searches: ${refused?.status}`)
  if (refused?.status !== 429) return
  setClock(clock, -DAY_S)
  const wait = Number((await search()).headers.get('Retry-After'))
  count.add(wait > 0 && wait <= 60 ? undefined : `after a day back, Retry-After is ${wait}`)
  // Nobody waits here for a day.
  if (!(wait > 0 && wait <= 60)) return
  await pause(wait * 1000 + 500)
  const again = await search()
  count.add(again.status === 200 ? undefined : `after a day back and ${wait} s, still ${again.status}`)
}

function post({ desk }: Stage, at: string, body: object): Promise<Response> {
  const headers = { 'Content-Type': 'application/json' }
  return fetch(desk.address + at, { method: 'POST', headers, body: JSON.stringify(body) })
}

/** Builds of a clock that was ahead must not outlast the one that was made after it was put right. */
async function buildsOfTomorrow(count: Count): Promise<void> {
  let seeds = ''
  const settings = (folder: string) => {
    seeds = ownSeeds(folder)
    return { SEEDS_DIR: seeds }
  }
  await onStage(async ({ desk, folder, index }) => {
    const clock = path.join(folder, 'clock')
    setClock(clock, DAY_S)
    for (const number of [1, 2]) {
      writeDocument(seeds, number)
      const early = await ingest(seeds, index, clockEnvironment(clock))
      count.add(
        dayOf(early) > dayOf(new Date().toISOString()) ? undefined : `${early} is no build of tomorrow`,
      )
    }
    writeDocument(seeds, 3)
    const build = await ingest(seeds, index)
    await desk.stop()
    const again = await startDesk({ SEEDS_DIR: seeds, INDEX_DIR: index })
    const health = (await (await fetch(`${again.address}/api/health`)).json()) as { build: string }
    await again.stop()
    count.add(health.build === build ? undefined : `serves ${health.build}, not ${build} that came last`)
  }, settings)
}

/** Of the name of a build, or of a date: 20261123. */
const dayOf = (named: string) => Number(named.replaceAll('-', '').slice(0, 8))

export const CLOCK_ROWS: readonly Case[] = [clocks]
