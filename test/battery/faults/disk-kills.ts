// Processes killed at any moment, by dice: while documents change and people search, and while the desk starts.

import { existsSync, readdirSync } from 'node:fs'
import { watch } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { currentBuild, verifyBuilds } from '../../../src/builds/builds.ts'
import { openJournal } from '../../../src/gaps/journal.ts'
import { contentsOf } from '../../backup/desk-folders.ts'
import { entry } from '../../gaps/entries.ts'
import { cewen } from '../../support/command.ts'
import { seeded } from '../../support/random.ts'
import { type Case, Count, type Tier } from '../case.ts'
import { type RunningDesk, startDesk } from '../running.ts'
import { search } from './asking.ts'
import { type CallFault, commandWith, nameOf } from './disk-calls.ts'
import {
  isSame,
  OLD,
  type SmallDesk,
  smallDesk,
  spread,
  type Version,
  version,
  versionOf,
} from './small-desk.ts'

const SEED = 20_260
/** A kill falls into this time after the start of an ingest or of a server, which takes about three seconds, … */
const STARTING_MS = 3_500
/** … or, every second time, after it has begun to write: that is the shorter part, and the one that hurts. */
const WRITING_MS = 120
/** Nobody begins to write later than this. */
const WRITES_WITHIN_MS = 10_000
/** The desk looks every two seconds, and opens what it finds in about two. */
const TAKEN_UP_MS = 30_000

const KILLS_OF: Partial<Record<Tier, number>> = { t1: 4, b: 200 }

const F2: Case = {
  id: 'F2',
  what: 'processes killed while documents change and people search: acknowledged is there, nothing else is',
  tiers: ['t1', 'b'],
  beside: true,
  async run(tier) {
    const count = new Count()
    const random = seeded(SEED)
    const desk = await smallDesk(OLD)
    // Its vectors have rows of their own: without the model it starts, and takes up a build, in a fraction of a second.
    const start = () => startDesk({ ...desk.env, MODEL_DIR: path.join(desk.folder, 'no-model') })
    let stored: Version = OLD
    let serving: RunningDesk | undefined
    let killed = 0
    let restarts = 0
    let acknowledged = 0
    let answered = 0
    try {
      for (let round = 1; killed < (KILLS_OF[tier] ?? 4); round++) {
        if (!serving) {
          // A start makes a build of documents whose ingest was killed.
          serving = await start()
          count.add(await desk.fault(stored, version(round - 1)))
          stored = await versionOf(await currentBuild(desk.index))
        }
        const wanted = version(round)
        desk.holds(wanted)
        const ingesting = desk.start(['ingest'])
        const victim = random() < 0.15 ? 'serve' : random() < 0.85 ? 'ingest' : undefined
        const ending = anyMoment(random, desk.index).then(async () => {
          if (victim === 'ingest') ingesting.child.kill('SIGKILL')
          if (victim !== 'serve' || !serving) return
          serving.process.kill('SIGKILL')
          await serving.stop()
        })
        // People search all the while; what they are told is of one version.
        for (let i = 0; i < 3 && victim !== 'serve'; i++) {
          const wrong = await mixedUp(serving, [stored, wanted])
          answered++
          if (wrong) count.add(`round ${round}: ${wrong}`)
        }
        await ending
        const { code, signal, said } = await ingesting.ended
        if (victim === 'serve' || signal === 'SIGKILL') killed++
        if (code !== 0 && signal !== 'SIGKILL') count.add(`round ${round}: ${said}`)
        if (victim === 'serve') {
          serving = undefined
          restarts++
        }
        const fault = code === 0 ? await desk.fault(wanted) : await desk.fault(stored, wanted)
        if (code === 0) acknowledged++
        if (code === 0 && fault) count.lost++
        count.add(fault && `round ${round}, seed ${SEED}: ${fault}`)
        stored = await versionOf(await currentBuild(desk.index))
        if (serving && code === 0) count.add(await isServed(serving, wanted))
      }
      serving ??= await start()
      count.add(await isServed(serving, await versionOf(await currentBuild(desk.index))))
    } finally {
      await serving?.stop()
      desk.remove()
    }
    return count.tally(
      `seed ${SEED}: ${killed} kills, ${restarts} restarts, ${acknowledged} acknowledged, ${answered} answers`,
    )
  },
}

/** Any moment of a process that has just begun to work; every second time one at which it writes a build. */
async function anyMoment(random: () => number, folder: string, writes = true): Promise<void> {
  const moment = random() * STARTING_MS
  if (random() < 0.5 || !writes) return pause(moment)
  try {
    for await (const { filename } of watch(folder, { signal: AbortSignal.timeout(WRITES_WITHIN_MS) }))
      if (!filename?.endsWith('.lock')) break
  } catch (error) {
    // It has ended before: refused, because another one writes.
    if (!(error instanceof Error && error.name === 'AbortError')) throw error
  }
  return pause(random() * WRITING_MS)
}

/** Why the documents of a desk are those of none of these versions, or of more than one. */
async function mixedUp(serving: RunningDesk, versions: readonly Version[]): Promise<string | undefined> {
  const { status, ids } = await search(serving, '照常办理')
  if (status !== 200 || ids.length === 0) return `a search: ${status}, ${ids.length} hits`
  const found = await served(serving.address)
  // Older ones are served until the desk has seen a newer one; what must not be is a mixture.
  const wording = Object.values(found).join('\n')
  const numbers = new Set([...wording.matchAll(/第(\d+)号/gu)].map(([, digits]) => digits))
  if (numbers.size <= 1) return undefined
  return versions.some((one) => isSame(found, one)) ? undefined : `a mixture: ${JSON.stringify(found)}`
}

async function served(address: string): Promise<Version> {
  const get = async (route: string) => (await fetch(`${address}${route}`)).json()
  const { items } = (await get('/api/documents')) as { items: { id: string; sourceFile: string }[] }
  const texts = items.map(async ({ id, sourceFile }) => {
    // One that the desk has let go meanwhile has none.
    const { text = '' } = (await get(`/api/documents/${encodeURIComponent(id)}`)) as { text?: string }
    return [sourceFile, text] as const
  })
  return Object.fromEntries(await Promise.all(texts))
}

async function isServed(serving: RunningDesk, wanted: Version): Promise<string | undefined> {
  for (let waited = 0; waited < TAKEN_UP_MS; waited += 200) {
    if (isSame(await served(serving.address), wanted)) return undefined
    await pause(200)
  }
  return `acknowledged, but not served: ${serving.said()}`
}

const STARTS_OF: Partial<Record<Tier, number>> = { t1: 3, b: 50 }

const F3: Case = {
  id: 'F3',
  what: 'killed while it starts, with an index and without, while it writes a backup, and at every call of a restore: the next one works',
  tiers: ['t1', 'b'],
  beside: true,
  async run(tier) {
    const count = new Count()
    const random = seeded(SEED)
    const desk = await smallDesk(OLD)
    try {
      for (let i = 1; i <= (STARTS_OF[tier] ?? 3); i++) {
        // Every second time the documents have changed, and the start has to make a build.
        const changed = i % 2 === 0
        desk.holds(changed ? version(i) : OLD)
        const { child, ended } = desk.start(['serve'])
        await anyMoment(random, desk.index, changed)
        child.kill('SIGKILL')
        await ended
        const allowed = [OLD, ...Array.from({ length: i }, (_, before) => version(before + 1))]
        const fault = await desk.fault(...allowed)
        count.add(fault ?? (await starts(desk.env)))
      }
      let whole = 0
      for (let i = 1; i <= (STARTS_OF[tier] ?? 3); i++) {
        const backup = path.join(desk.folder, `backup-${i}`)
        const { child, ended } = desk.start(['backup', backup])
        await anyMoment(random, desk.folder)
        child.kill('SIGKILL')
        await ended
        // A backup is there as a whole or not at all.
        if (existsSync(backup)) whole++
        count.add(existsSync(backup) ? await restores(backup, path.join(desk.folder, `at-${i}`)) : undefined)
      }
      const last = path.join(desk.folder, 'backup')
      await openJournal(path.join(desk.folder, 'gaps')).write(entry('引航收费吗'))
      const { code, said } = await desk.start(['backup', last], { GAPS_DIR: path.join(desk.folder, 'gaps') })
        .ended
      count.add(code === 0 ? await restores(last, path.join(desk.folder, 'at')) : said)
      const calls = await killedRestores(desk, last, STARTS_OF[tier] === 50 ? undefined : 3, count)
      return count.tally(
        `seed ${SEED}, ${whole} backups were done before they were killed; ${calls} calls of a restore`,
      )
    } finally {
      desk.remove()
    }
  },
}

/**
 * Restores killed at each call that writes, into folders of their own: what is there then is no half of anything, and the same
 * command completes it.
 * @param most so many of the calls, spread over them
 * @returns how many calls there are
 */
async function killedRestores(
  desk: SmallDesk,
  backup: string,
  most: number | undefined,
  count: Count,
): Promise<number> {
  const whole = path.join(desk.folder, 'at')
  const wanted = await versionOf(await currentBuild(path.join(whole, 'builds')))
  const restoring = (at: string, fault?: CallFault) =>
    commandWith(desk, ['restore', backup], foldersAt(at), at, fault)
  const unharmed = path.join(desk.folder, 'unharmed')
  const { calls } = await restoring(unharmed)
  if (calls.length < 10) throw new Error(`an unharmed restore made ${calls.length} calls`)
  for (const nth of spread(
    calls.map((_, i) => i + 1),
    most ?? calls.length,
  )) {
    const at = path.join(desk.folder, `killed-${nth}`)
    const { signal, calls: made } = await restoring(at, { at: nth, does: 'kill' })
    const half = signal === 'SIGKILL' ? (halfIn(at, unharmed) ?? (await damagedIn(at))) : 'was not killed'
    const again = await restoring(at)
    const damaged = again.code === 0 ? await damagedIn(at) : again.said
    const right =
      damaged === undefined && isSame(await versionOf(await currentBuild(path.join(at, 'builds'))), wanted)
    const strays = readdirSync(at).filter((name) => name.endsWith('.tmp'))
    const fault =
      half ??
      (strays.length > 0 ? `left ${strays}` : undefined) ??
      (right ? halfIn(at, unharmed, true) : `not complete after another: ${damaged}`)
    count.add(fault && `${nameOf(made, nth)}: ${fault}`)
  }
  return calls.length
}

/** What is wrong with the builds, if there are any: a pointer to one may still be missing. */
async function damagedIn(at: string): Promise<string | undefined> {
  const found = await verifyBuilds(path.join(at, 'builds'))
  const faults = found.filter(({ id }) => id !== 'current').flatMap(({ faults }) => faults)
  return faults.length > 0 ? faults.join(' ') : undefined
}

/** Which of the folders of documents and questions holds less than, or something else than, that of a whole restore. */
function halfIn(at: string, unharmed: string, complete = false): string | undefined {
  const wrong = ['seeds', 'gaps'].find((name) => {
    const found = JSON.stringify(contentsOf(path.join(at, name)))
    return found !== JSON.stringify(contentsOf(path.join(unharmed, name))) && (complete || found !== '{}')
  })
  return wrong && `${wrong} hold ${Object.keys(contentsOf(path.join(at, wrong)))}`
}

const foldersAt = (at: string) => ({
  INDEX_DIR: path.join(at, 'builds'),
  SEEDS_DIR: path.join(at, 'seeds'),
  GAPS_DIR: path.join(at, 'gaps'),
})

async function restores(backup: string, at: string): Promise<string | undefined> {
  const { code, said } = await cewen(['restore', backup], foldersAt(at))
  return code === 0 ? undefined : `a backup that cannot be restored: ${said}`
}

async function starts(env: Record<string, string>): Promise<string | undefined> {
  try {
    const serving = await startDesk(env)
    const { status } = await fetch(`${serving.address}/api/health`)
    const code = await serving.stop()
    return status === 200 && code === 0 ? undefined : `health ${status}, exit ${code}: ${serving.said()}`
  } catch (error) {
    return String(error)
  }
}

export const KILLS: readonly Case[] = [F2, F3]
