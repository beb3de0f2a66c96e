// F15 and F16: memory that runs out, in the model's process by a control group, in the desk's own by a small heap. What was
// acknowledged is there afterwards, and nothing is tried for ever.

import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ROOT } from '../../../src/config.ts'
import { cewen } from '../../support/command.ts'
import { childrenOf } from '../../support/processes.ts'
import { type Case, Count, needRoot, type Tally } from '../case.ts'
import { ownFolder, type RunningDesk, startDesk } from '../running.ts'
import { askUntilWhole, countAnswers, health, search } from './asking.ts'

const MEMORY_GROUPS = '/sys/fs/cgroup/memory'
const MB = 1024 * 1024
/** The model’s process takes 99 MB to start, 109 for a long question and 127 for 512 tokens: too little for all, and for the last two. */
const TOO_LITTLE_TO_START = 60 * MB
const TOO_LITTLE_FOR_LONG = 102 * MB
/** No answer takes longer than the wait for a vector, and what a search takes besides. */
const SLOWEST_MS = 2500
const RATINGS = 5
/** Cut off by the model at its 512 tokens. */
const LONG =
  '进口货物先放行后缴税、保税展示交易、跨境电商零售进口退货中心仓等措施分别由哪些部门负责，'.repeat(11)

interface Group {
  /** What puts the model's process of a desk into the group. */
  readonly env: Record<string, string>
  limit(bytes: number): void
}

/** @throws Error where there are no memory groups of version 1, or nobody may make one */
async function withGroup<T>(use: (group: Group) => Promise<T>): Promise<T> {
  needRoot()
  if (!existsSync(path.join(MEMORY_GROUPS, 'memory.limit_in_bytes')))
    throw new Error(`no memory control groups (version 1) at ${MEMORY_GROUPS}`)
  const folder = path.join(MEMORY_GROUPS, `cewen-battery-${process.pid}`)
  mkdirSync(folder)
  try {
    const preload = path.join(ROOT, 'test/battery/faults/model-group.cjs')
    return await use({
      env: { NODE_OPTIONS: `--require ${preload}`, MODEL_GROUP: folder },
      limit: (bytes) => writeFileSync(path.join(folder, 'memory.limit_in_bytes'), String(bytes)),
    })
  } finally {
    rmdirSync(folder)
  }
}

async function modelWithoutMemory(): Promise<Tally> {
  const { folder, index, remove } = await ownFolder()
  const count = new Count()
  try {
    return await withGroup(async ({ env, limit }) => {
      await opensWithLittle(count, { ...env, INDEX_DIR: index }, limit)
      await answersWithLittle(count, { ...env, INDEX_DIR: index }, limit)
      await quarantines(count, folder, { ...env, INDEX_DIR: index }, limit)
      return count.tally()
    })
  } finally {
    remove()
  }
}

/** Too little for the model to start: keywords, and the model when there is memory again. */
async function opensWithLittle(count: Count, env: Record<string, string>, limit: Group['limit']) {
  limit(TOO_LITTLE_TO_START)
  await withDesk(env, async (desk) => {
    const found = await search(desk)
    countAnswers(count, [found], SLOWEST_MS)
    count.add(found.keywordsOnly ? undefined : 'no notice without a model')
    limit(1024 * MB)
    // It may have died so often already that it is left alone for the rest of the minute.
    const spell = await askUntilWhole(desk, 75_000, performance.now())
    countAnswers(count, spell.found, SLOWEST_MS)
    count.add(spell.wholeAfter === undefined ? 'the model did not come back' : undefined)
  })
}

/** Enough for short questions: each long one kills the process, and the desk stops trying after some of them. */
async function answersWithLittle(count: Count, env: Record<string, string>, limit: Group['limit']) {
  limit(TOO_LITTLE_FOR_LONG)
  await withDesk(env, async (desk) => {
    const processes = new Set(childrenOf(desk.process.pid!, 'local-child'))
    let told = false
    for (let since = performance.now(); performance.now() - since < 20_000; await pause(100)) {
      countAnswers(count, [await search(desk, LONG.slice(0, 480))], SLOWEST_MS)
      for (const pid of childrenOf(desk.process.pid!, 'local-child')) processes.add(pid)
      told ||= (await health(desk)).status === 'degraded'
    }
    count.add(processes.size > 1 && processes.size <= 5 ? undefined : `${processes.size} processes in 20 s`)
    count.add(told ? undefined : 'health did not tell')
  })
}

/** A passage that there is no memory for: named by `ingest`, and no reason for a desk not to open. */
async function quarantines(count: Count, folder: string, env: Record<string, string>, limit: Group['limit']) {
  const seeds = path.join(folder, 'seeds')
  cpSync(path.join(ROOT, 'seeds'), seeds, { recursive: true })
  writeFileSync(path.join(seeds, '长句.txt'), `长句办法\n\n一、${LONG.replaceAll('，', '与').repeat(2)}。\n`)
  limit(TOO_LITTLE_FOR_LONG)
  const { code, said } = await cewen(['ingest'], { ...env, SEEDS_DIR: seeds })
  count.add(code === 1 && /《长句.*》.*“/u.test(said) ? undefined : `ingest: ${code}, ${said}`)
  await withDesk({ ...env, SEEDS_DIR: seeds }, async (desk) => {
    const [reason = ''] = (await health(desk)).degraded
    count.add(reason.includes('《长句') ? undefined : `a desk with the passage says: ${reason}`)
    countAnswers(count, [await search(desk)], SLOWEST_MS)
  })
}

/** Heaps that are too small for an ingest, for a start, for a crowd. */
async function heapExhausted(): Promise<Tally> {
  const { folder, index, remove } = await ownFolder()
  const count = new Count()
  try {
    const env = { INDEX_DIR: index, GAPS: 'on', GAPS_DIR: path.join(folder, 'gaps') }
    const small = (mb: number) => ({ ...env, NODE_OPTIONS: `--max-old-space-size=${mb}` })
    const before = await withDesk(env, (desk) => search(desk))
    let died = 0
    for (const mb of [16, 20, 24, 28, 32, 36]) {
      const { code } = await cewen(['ingest'], small(mb))
      if (code !== 0) died++
      const verified = await cewen(['verify'], env)
      count.add(verified.code === 0 ? undefined : `verify after an ingest with ${mb} MB`)
    }
    count.add(died > 0 ? undefined : 'no ingest ran out of memory')
    const ended = await startDesk(small(16)).then(
      () => undefined,
      (error: Error) => error.message,
    )
    count.add(ended?.startsWith('ended with') ? undefined : 'a desk with 16 MB neither starts nor ends')

    const rated = await crowded(count, small(36))
    await withDesk(env, async (desk) => {
      const after = await search(desk)
      countAnswers(count, [after], SLOWEST_MS)
      count.add(String(after.ids) === String(before.ids) ? undefined : 'other hits after the restart')
    })
    count.add(rated === RATINGS ? undefined : `only ${rated} of ${RATINGS} ratings were taken`)
    const kept = ratingsIn(env.GAPS_DIR)
    if (kept < rated) count.lost += rated - kept
    return count.tally(`${died} of 6 ingests ran out; ${rated} ratings acknowledged, ${kept} kept`)
  } finally {
    remove()
  }
}

/** Lines of the journal that hold a rating. */
function ratingsIn(folder: string): number {
  const lines = readdirSync(folder).flatMap((name) =>
    readFileSync(path.join(folder, name), 'utf8').split('\n'),
  )
  return lines.filter((line) => line.includes('"downrated"')).length
}

/** Rates answers, then lets the heap run out in the middle of a crowd. @returns ratings taken */
async function crowded(count: Count, env: Record<string, string>): Promise<number> {
  const preload = path.join(ROOT, 'test/battery/faults/hungry.cjs')
  const desk = await startDesk({ ...env, NODE_OPTIONS: `${env.NODE_OPTIONS} --require ${preload}` })
  const ended = once(desk.process, 'exit')
  const json = { 'Content-Type': 'application/json' }
  const post = (route: string, body: unknown) =>
    fetch(desk.address + route, { method: 'POST', headers: json, body: JSON.stringify(body) })
  let rated = 0
  for (let i = 0; i < RATINGS; i++) {
    const asked = await post('/api/ask', { question: `第${i + 1}条措施由谁负责？` })
    const { answerId } = (await asked.json()) as { answerId: string }
    if ((await post('/api/feedback', { answerId, rating: -1 })).status === 204) rated++
  }
  const records = () => fetch(`${desk.address}/api/records?limit=500`).then((reply) => reply.arrayBuffer())
  const crowd = Promise.allSettled(Array.from({ length: 400 }, records))
  desk.process.kill('SIGUSR2')
  await Promise.race([ended, pause(60_000)])
  const how = desk.process.signalCode ?? desk.process.exitCode
  count.add(how === 'SIGABRT' ? undefined : `the heap did not run out: ${how}`)
  await desk.stop()
  await crowd
  return rated
}

async function withDesk<T>(env: Record<string, string>, use: (desk: RunningDesk) => Promise<T>): Promise<T> {
  const desk = await startDesk(env)
  try {
    return await use(desk)
  } finally {
    await desk.stop()
  }
}

export const MEMORY: readonly Case[] = [
  { id: 'F15', what: 'no memory for the model’s process', tiers: ['b'], run: modelWithoutMemory },
  { id: 'F16', what: 'no memory for the desk’s own', tiers: ['b'], beside: true, run: heapExhausted },
]
