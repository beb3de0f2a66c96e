// Backups of a desk at work, restored elsewhere; and what becomes of the desk where no log or backup can be written.

import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { cewen } from '../../support/command.ts'
import { type Case, Count, need, needRoot, type Tier } from '../case.ts'
import { ownFolder, type RunningDesk, startDesk } from '../running.ts'
import { ask, isOneLine, keepAsking, post, warm } from './asking.ts'

const QUESTIONS = [
  '进口货物能不能先提货、以后再集中缴税？',
  '退货中心仓由哪些部门负责？',
  '第19批创新举措里全国首创的有哪些？',
  '广东和国务院的第六批清单在贸易便利化上有什么不同？',
  '第99批有哪些创新成果？',
  '涉案房产处置有什么案例？',
  '船舶进出境能不能无纸化？',
  '我们在泉州做跨境电商，退货能不能进保税仓？',
]

// ---- F25 -----------------------------------------------------------------------------------------------------

const LOG_BYTES = 128 * 1024
const BACKUP_BYTES = 2 * 1024 * 1024
/** Each gives a line of some 200 bytes: three times what fits. */
const REQUESTS = 2_000
const STOPPED_MS = 8_000

const F25: Case = {
  id: 'F25',
  what: 'no room for the log, nobody who reads it, no room for a backup: the desk goes on',
  tiers: ['t1', 'b'],
  async run() {
    needRoot()
    need('mkfifo', 'coreutils')
    const count = new Count()
    count.add(await fullLog())
    count.add(await stuckLog())
    count.add(await fullBackup())
    return count.tally(`${2 * REQUESTS} requests without a log`)
  },
}

async function fullLog(): Promise<string | undefined> {
  const disk = mounted(LOG_BYTES)
  const own = await ownFolder()
  const file = path.join(disk.folder, 'log')
  const desk = await startDesk(settingsOf(own.index), ['sh', '-c', `exec "$@" 2>>${file}`, 'sh'])
  try {
    const fault = await answersOn(desk)
    if (fault) return `full log: ${fault}`
    if (disk.free() > 0) return 'the disk of the log did not fill up'
    disk.grow()
    const { headers } = await fetch(`${desk.address}/api/documents/none`)
    await pause(500)
    const log = readFileSync(file, 'utf8')
    if (!log.includes(headers.get('X-Request-Id')!)) return 'with room again, nothing is logged'
    const ended = await stopped(desk)
    return ended === 0 ? undefined : `full log: ended with ${ended}`
  } finally {
    await desk.stop()
    own.remove()
    disk.unmount()
  }
}

async function stuckLog(): Promise<string | undefined> {
  const own = await ownFolder()
  const pipe = path.join(own.folder, 'log')
  execFileSync('mkfifo', [pipe])
  // Somebody holds the other end and reads nothing.
  const script = `(exec sleep 600 <${pipe} >/dev/null 2>&1) & exec "$@" 2>${pipe}`
  const desk = await startDesk(settingsOf(own.index), ['sh', '-c', script, 'sh'])
  const holder = childrenOf(desk.process.pid!).find((pid) => commandOf(pid).startsWith('sleep'))
  try {
    const fault = await answersOn(desk)
    if (fault) return `stuck log: ${fault}`
    const ended = await stopped(desk)
    return ended === 0 ? undefined : `stuck log: ended with ${ended}`
  } finally {
    await desk.stop()
    if (holder !== undefined) process.kill(holder)
    own.remove()
  }
}

async function fullBackup(): Promise<string | undefined> {
  const disk = mounted(BACKUP_BYTES)
  const own = await ownFolder()
  const desk = await startDesk(settingsOf(own.index))
  try {
    await warm(desk.address)
    const asking = keepAsking(desk.address, QUESTIONS)
    const { code, out, err } = await cewen(
      ['backup', path.join(disk.folder, 'backup')],
      settingsOf(own.index),
    )
    const statuses = await asking.stop()
    if (code !== 1 || out !== '' || !isOneLine(err) || !err.includes('磁盘空间不足'))
      return `full backup: ${code} ${out}${err}`
    const left = readdirSync(disk.folder)
    if (left.length > 0) return `a failed backup left ${left}`
    return statuses.every((status) => status === 200) ? undefined : `meanwhile: ${statuses}`
  } finally {
    await desk.stop()
    own.remove()
    disk.unmount()
  }
}

const settingsOf = (index: string) => ({ INDEX_DIR: index, LOG_LEVEL: 'debug' })

async function answersOn({ address }: RunningDesk): Promise<string | undefined> {
  for (let i = 0; i < REQUESTS; i++) {
    const { status } = await fetch(`${address}/api/documents/none-${i}`)
    if (status !== 404) return `request ${i}: ${status}`
  }
  const health = await (await fetch(`${address}/api/health`)).json()
  const { status } = await ask(address, QUESTIONS[0]!)
  const { status: said } = health as { status: string }
  return status === 200 && said === 'ok' ? undefined : `asked: ${status}, health ${JSON.stringify(health)}`
}

async function stopped(desk: RunningDesk): Promise<number | string> {
  const late = pause(STOPPED_MS).then(() => `still running after ${STOPPED_MS} ms`)
  return Promise.race([desk.stop(), late])
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function mounted(bytes: number) {
  const folder = mkdtempSync(path.join(tmpdir(), 'cewen-full-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder])
  return {
    folder,
    grow: () => execFileSync('mount', ['-o', 'remount,size=16m', folder]),
    free: () => Number(execFileSync('stat', ['-f', '-c', '%a', folder], { encoding: 'utf8' })),
    unmount: () => {
      execFileSync('umount', [folder])
      rmSync(folder, { recursive: true })
    },
  }
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
const commandOf = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, 'utf8')

// ---- F27 -----------------------------------------------------------------------------------------------------

const BACKUPS_OF: Partial<Record<Tier, number>> = { sample: 1, t1: 3, b: 20 }

const F27: Case = {
  id: 'F27',
  what: 'backups of a desk that is asked and gets further builds, restored elsewhere: whole, and the same answers',
  tiers: ['t1', 'b'],
  beside: true,
  async run(tier) {
    const count = new Count()
    const own = await ownFolder()
    const env = { INDEX_DIR: own.index, GAPS: 'on', GAPS_DIR: path.join(own.folder, 'gaps') }
    const desk = await startDesk(env)
    let asked = 0
    let builds = 0
    try {
      const wanted = await answersOf(desk)
      const asking = keepAsking(desk.address, QUESTIONS)
      const building = keepBuilding(env)
      for (let i = 0; i < (BACKUPS_OF[tier] ?? 3); i++) {
        const backup = path.join(own.folder, `backup-${i}`)
        const made = await cewen(['backup', backup], env)
        count.add(
          made.code === 0 ? await restored(backup, path.join(own.folder, `at-${i}`), wanted) : made.err,
        )
      }
      builds = await building.stop()
      const statuses = await asking.stop()
      asked = statuses.length
      count.add(statuses.every((status) => status === 200) ? undefined : `meanwhile: ${statuses}`)
    } finally {
      await desk.stop()
      own.remove()
    }
    return count.tally(`${asked} questions and ${builds} builds meanwhile`)
  },
}

function keepBuilding(env: Record<string, string>) {
  let going = true
  const done = (async () => {
    let builds = 0
    for (; going; builds++) {
      const { code, err } = await cewen(['ingest'], env)
      if (code !== 0) throw new Error(`ingest beside a backup: ${err}`)
    }
    return builds
  })()
  return {
    stop: () => {
      going = false
      return done
    },
  }
}

/** Why a backup, put into empty folders, is not the desk it was made of. */
async function restored(
  backup: string,
  at: string,
  wanted: Awaited<ReturnType<typeof answersOf>>,
): Promise<string | undefined> {
  const env = {
    INDEX_DIR: path.join(at, 'builds'),
    SEEDS_DIR: path.join(at, 'seeds'),
    GAPS: 'on',
    GAPS_DIR: path.join(at, 'gaps'),
  }
  const put = await cewen(['restore', backup], env)
  if (put.code !== 0) return `restore: ${put.err}`
  const verified = await cewen(['verify'], env)
  if (verified.code !== 0) return `verify: ${verified.out}${verified.err}`
  if (!existsSync(path.join(env.GAPS_DIR, 'gaps.jsonl'))) return 'the questions kept are missing'
  const desk = await startDesk(env)
  try {
    const found = await answersOf(desk)
    const other = QUESTIONS.findIndex((_, i) => !isDeepStrictEqual(found[i], wanted[i]))
    if (other < 0) return undefined
    return `${QUESTIONS[other]}: ${JSON.stringify(found[other])} instead of ${JSON.stringify(wanted[other])}`
  } finally {
    await desk.stop()
  }
}

/** Answers of a desk that knows all it will know: just after the start, the gate may decide without other topics. */
async function answersOf(desk: RunningDesk) {
  await warm(desk.address)
  let last = await askedAll(desk)
  for (;;) {
    const next = await askedAll(desk)
    if (isDeepStrictEqual(next, last)) return next
    last = next
  }
}

/** Ranked ids of searches, and answers without what is new each time. */
async function askedAll({ address }: RunningDesk) {
  const found: unknown[] = []
  for (const question of QUESTIONS) {
    const answer = await (await ask(address, question)).json()
    const { answerId: _, build: __, tookMs: ___, ...same } = answer as Record<string, unknown>
    const { hits } = (await (await post(address, '/api/search', { query: question, limit: 50 })).json()) as {
      hits: { id: string }[]
    }
    found.push({ ids: hits.map(({ id }) => id), same })
  }
  return found
}

export const BACKUPS: readonly Case[] = [F25, F27]
