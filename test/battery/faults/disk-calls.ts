// A disk that fails at one call, or a process that dies there: every call of an ingest that changes something in the
// folder of the builds, one after the other.

import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { constants, tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { currentBuild } from '../../../src/builds/builds.ts'
import { sweepBuilds } from '../../../src/builds/sweep.ts'
import type { Ended } from '../../support/command.ts'
import { type Case, Count, need, needRoot, type Tier } from '../case.ts'
import { startDesk } from '../running.ts'
import { inTwos, isPlain, NEXT, OLD, type SmallDesk, smallDesk, spread } from './small-desk.ts'

export interface Call {
  name: string
  path: string
  /** Of a rename. */
  to?: string
}

let library: string | undefined

/** Compiles `at-call.c`, once. */
function atCall(): string {
  if (library) return library
  need('cc', 'gcc')
  const folder = mkdtempSync(path.join(tmpdir(), 'cewen-at-call-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  library = path.join(folder, 'at-call.so')
  const source = fileURLToPath(new URL('at-call.c', import.meta.url))
  execFileSync('cc', ['-O1', '-shared', '-fPIC', '-o', library, source, '-ldl'])
  return library
}

/** What happens at a call: to the `at`-th, or from it on, of all calls or of those of one name. */
export interface CallFault {
  at?: number
  does?: string
  on?: string
  stays?: boolean
}

/** An ingest in which something happens at a call. @returns also the calls it made, in order */
export const ingestWith = (desk: SmallDesk, fault: CallFault = {}): Promise<Ended & { calls: Call[] }> =>
  commandWith(desk, ['ingest'], {}, desk.index, fault)

/** A command in which something happens at a call that changes something below a folder. @returns these calls too, in order */
export async function commandWith(
  desk: SmallDesk,
  args: readonly string[],
  env: Record<string, string>,
  below: string,
  fault: CallFault = {},
): Promise<Ended & { calls: Call[] }> {
  const log = path.join(desk.folder, 'calls')
  rmSync(log, { force: true })
  const { ended } = desk.start(args, {
    ...env,
    LD_PRELOAD: atCall(),
    FAULT_FOLDER: below,
    FAULT_LOG: log,
    ...(fault.at !== undefined && { FAULT_AT: `${fault.at}` }),
    ...(fault.does && { FAULT_DO: fault.does }),
    ...(fault.on && { FAULT_ON: fault.on }),
    ...(fault.stays && { FAULT_STAYS: '1' }),
  })
  const end = await ended
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []
  const calls = lines.map((line) => {
    const [, name = '', ...rest] = line.split(' ')
    const [where = '', to] = rest.join(' ').split('\t')
    return { name, path: where, ...(to !== undefined && { to }) }
  })
  return { ...end, calls }
}

/** 1, 2, … as many as an unharmed ingest makes calls, or calls of one name. */
async function places(on?: string): Promise<number[]> {
  const desk = await smallDesk()
  const { code, calls, said } = await ingestWith(desk, on ? { on } : {})
  const fault = code === 0 ? await desk.fault(NEXT) : said
  desk.remove()
  if (fault !== undefined || calls.length < 5) throw new Error(`an unharmed ingest: ${fault ?? calls.length}`)
  return calls.map((_, i) => i + 1)
}

export const nameOf = (calls: readonly Call[], at: number) =>
  `${at}: ${calls.at(-1)?.name} ${path.basename(calls.at(-1)?.path ?? '')}`

const KILLED: Partial<Record<Tier, number>> = { sample: 3, t1: 6 }

const F1: Case = {
  id: 'F1',
  what: 'ingest killed at every call that changes its folder: old or new, whole',
  tiers: ['sample', 't1', 'b'],
  beside: true,
  async run(tier) {
    const count = new Count()
    let asNew = 0
    const all = await places()
    await inTwos(spread(all, KILLED[tier] ?? all.length), async (at) => {
      const desk = await smallDesk()
      const { signal, calls } = await ingestWith(desk, { at, does: 'kill' })
      const left = signal === 'SIGKILL' ? await desk.fault(OLD, NEXT) : 'was not killed'
      if ((await desk.fault(NEXT)) === undefined) asNew++
      // The next one finds its way, and sweeps: of all in the tier before a release, of every tenth by a whole ingest.
      const again = at % 10 === 1 ? await desk.ingest() : undefined
      if (!again) await sweepBuilds(desk.index)
      const strays = desk.strays().filter((name) => name.endsWith('.tmp') || again)
      const after = again && (again.code === 0 ? await desk.fault(NEXT) : again.said)
      count.add(left ?? after ?? (strays.length > 0 ? `${nameOf(calls, at)} left ${strays}` : undefined))
      desk.remove()
    })
    return count.tally(`${all.length} calls, ${asNew} times the new version`)
  },
}

const F4: Case = {
  id: 'F4',
  what: 'no space from each write on; a full disk: old answers, and the same ingest succeeds afterwards',
  tiers: ['t1', 'b'],
  beside: true,
  async run(tier) {
    const count = new Count()
    const all = await places('write')
    await inTwos(spread(all, tier === 'b' ? all.length : 2), async (at) => {
      const desk = await smallDesk()
      const full = { at, does: `${constants.errno.ENOSPC}`, on: 'write', stays: true }
      const ended = await ingestWith(desk, full)
      const plain = ended.code === 1 && isPlain(ended, /磁盘空间不足/u) ? undefined : ended.said
      const left = await desk.fault(OLD)
      const strays = desk.strays()
      const again = await desk.ingest()
      const after = again.code === 0 ? await desk.fault(NEXT) : again.said
      count.add(plain ?? left ?? after ?? (strays.length > 0 ? `${at} left ${strays}` : undefined))
      desk.remove()
    })
    count.add(await reallyFull())
    return count.tally(`${all.length} writes`)
  },
}

/** A file system of 2 MB with a few hundred bytes left, from which a desk is served all the while. */
async function reallyFull(): Promise<string | undefined> {
  needRoot()
  const desk = await smallDesk()
  const place = mkdtempSync(path.join(tmpdir(), 'cewen-full-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', place])
  try {
    execFileSync('cp', ['-r', desk.index, place])
    desk.index = path.join(place, 'builds')
    desk.holds(OLD)
    const filler = path.join(place, 'filler')
    const { bavail, bsize } = statfsSync(place)
    writeFileSync(filler, Buffer.alloc(bavail * bsize))
    const serving = await startDesk(desk.env)
    try {
      desk.holds(NEXT)
      const ended = await desk.ingest()
      if (ended.code !== 1 || !isPlain(ended, /磁盘空间不足/u)) return `full: ${ended.said}`
      const { status } = await fetch(`${serving.address}/api/records/repealed/1`)
      if (status !== 200) return `full: records gave ${status}`
      rmSync(filler)
      const again = await desk.ingest()
      return again.code === 0 ? await desk.fault(NEXT) : again.said
    } finally {
      await serving.stop()
    }
  } finally {
    execFileSync('umount', ['-l', place])
    rmSync(place, { recursive: true, force: true })
    desk.remove()
  }
}

/** Which files of a build, or folders that name them, an unharmed ingest has not synced. */
async function unsynced(): Promise<string | undefined> {
  const desk = await smallDesk()
  try {
    const { calls } = await ingestWith(desk, { on: 'fsync' })
    const synced = calls.map((call) => call.path)
    const { folder } = await currentBuild(desk.index)
    const files = readdirSync(folder).filter((name) => !synced.some((at) => path.basename(at) === name))
    if (files.length > 0) return `not synced: ${files}`
    const pointer = synced.findIndex((at) => path.basename(at).startsWith('current'))
    return pointer !== -1 && synced.slice(pointer).includes(desk.index)
      ? undefined
      : `the pointer or its folder was not synced: ${synced.map((at) => path.basename(at))}`
  } finally {
    desk.remove()
  }
}

const F5: Case = {
  id: 'F5',
  what: 'all is synced; an error at each sync: the build is dropped, that file is not synced again, and people are told',
  tiers: ['t1', 'b'],
  beside: true,
  async run(tier) {
    const count = new Count()
    count.add(await unsynced())
    const all = await places('fsync')
    await inTwos(spread(all, tier === 'b' ? all.length : 2), async (at) => {
      const desk = await smallDesk()
      const ended = await ingestWith(desk, { at, does: `${constants.errno.EIO}`, on: 'fsync' })
      const failed = ended.calls[at - 1]?.path
      const retried = ended.calls.slice(at).some((call) => call.path === failed)
      // The last one belongs to the sweep of what is old: by then the new build is in use, and people are warned.
      const sweeping = at === all.length
      const plain = ended.code === (sweeping ? 0 : 1) && isPlain(ended, /EIO/u) ? undefined : ended.said
      // Only where the switch itself could not be synced is it there already, whole.
      const switching = at === all.length - 1
      const left = await desk.fault(...(sweeping ? [NEXT] : switching ? [OLD, NEXT] : [OLD]))
      const strays = sweeping ? [] : desk.strays()
      const wrong = retried ? `${failed} was synced again` : strays.length > 0 ? `left ${strays}` : undefined
      count.add(plain ?? left ?? wrong)
      desk.remove()
    })
    return count.tally(`${all.length} syncs`)
  },
}

export const CALL_FAULTS: readonly Case[] = [F1, F4, F5]
