// Who may serve from a folder and who may write builds into it: one process for each, and both at once. A lock is a file
// with its owner's name, which an owner that has ended does not hold. It knows nothing of builds.
//
// Nothing is lost where a lock fails (in a container that stood still for long, on a disk that is shared badly): builds
// are written side by side and switched to by one rename, and lines of the journal are appended whole. Locks keep
// people from waiting for the wrong process, and from doing everything twice.

import { mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import { inPlainWords, makeFolder, unless } from './disk.ts'
import { isRunning, OWNER, OWNER_FORM } from './owner.ts'

/** An owner shows that it lives by touching its lock this often: all that can be seen from another container. */
const BEAT_MS = 1_000
/** Not touched for so long, a lock whose owner cannot be seen is nobody's. */
const SILENT_MS = 5 * BEAT_MS
const LOOK_MS = 200
/** Taking a lock away is a matter of milliseconds. */
const CLAIMED_MS = 10
/** What is added to the name of a lock for the claim to take it away. */
const CLAIM = '.claim'

const Holder = z.object({
  owner: z.string().regex(new RegExp(`^${OWNER_FORM.source}$`, 'u')),
  since: z.iso.datetime(),
})
type Holder = z.infer<typeof Holder>

export interface Lock {
  release(): Promise<void>
}

/** What a folder is locked for, and what whoever comes second is told. */
const REFUSALS = {
  serving: (by: string) =>
    `另一个服务正在使用同一个目录（${by}）：请先停止它，或为本服务另设 INDEX_DIR 和 GAPS_DIR。`,
  writing: (by: string) => `另一个进程正在建立索引（${by}）：请等它完成后再试。`,
} as const

/**
 * Takes a lock at once or not at all. Whoever comes second is refused rather than left waiting: what the first one
 * does may take minutes, and only people know whether it makes the second needless. The folder is made when it is missing.
 * @param patient waits for its turn instead, for whoever looks afterwards whether there is still something to do
 * @throws AppError `conflict` naming who holds it and since when; `read_only`, `storage_full` or `internal` when the
 *   disk takes no lock
 */
export async function takeLock(folder: string, use: keyof typeof REFUSALS, patient = false): Promise<Lock> {
  const file = path.join(folder, `${use}.lock`)
  try {
    await makeFolder(path.dirname(folder))
    await mkdir(folder, { mode: 0o700 }).catch(unless('EEXIST'))
    for (;;) {
      const own = await placed(file)
      if (own !== undefined) {
        await sweepClaim(file)
        return held(file, own)
      }
      const found = await seen(file)
      if (!found) continue
      const holder = holderIn(found.text)
      if (!(await isHeld(file, holder))) await takeAway(file, found)
      else if (patient) await pause(LOOK_MS)
      else throw new AppError('conflict', REFUSALS[use](named(holder)))
    }
  } catch (error) {
    throw inPlainWords(error)
  }
}

/**
 * Does what only one process may do to the builds of a folder at a time: writing, removing, switching.
 * @throws AppError as `takeLock`, and whatever the work throws
 */
export async function writingAlone<T>(folder: string, work: () => Promise<T>, patient = false): Promise<T> {
  const lock = await takeLock(folder, 'writing', patient)
  try {
    return await work()
  } finally {
    await lock.release()
  }
}

/**
 * Takes all folders for this server, or none. A folder in which nothing can be written is served without a lock: what
 * is there does not change under anyone's hands.
 * @param folders by the names of their settings
 * @throws AppError `conflict` when another server has one of them
 */
export async function servingAlone(
  folders: Readonly<Record<string, string>>,
  onWarning: (line: string) => void = () => {},
): Promise<Lock> {
  const locks: Lock[] = []
  const release = async () => {
    for (const lock of locks) await lock.release()
  }
  for (const [setting, folder] of Object.entries(folders))
    try {
      locks.push(await takeLock(folder, 'serving'))
    } catch (error) {
      const disk = error instanceof AppError && error.code !== 'conflict' ? error.cause : undefined
      const { code } = (disk ?? {}) as NodeJS.ErrnoException
      // Where a file stands instead of the folder, nothing can be read either.
      if (disk === undefined || code === 'ENOTDIR') {
        await release()
        throw error
      }
      onWarning(`${setting} 不能写入（${code}），只读提供服务；请勿让另一个服务同时使用这个目录。`)
    }
  return { release }
}

/** @returns what stands in the lock now, or undefined when there is one already */
async function placed(file: string): Promise<string | undefined> {
  const handle = await open(file, 'wx', 0o600).catch(unless('EEXIST'))
  if (!handle) return undefined
  const holder: Holder = { owner: OWNER, since: new Date().toISOString() }
  const own = `${JSON.stringify(holder)}\n`
  try {
    await handle.writeFile(own)
    return own
  } catch (error) {
    await rm(file, { force: true }).catch(() => {})
    throw error
  } finally {
    await handle.close()
  }
}

/** In a thread of its own: reading a large index may keep this one from everything else for longer than `SILENT_MS`. */
const BEATING = `
const { utimesSync } = require('node:fs')
const { file, everyMs } = require('node:worker_threads').workerData
setInterval(() => {
  const now = new Date()
  try { utimesSync(file, now, now) } catch {}
}, everyMs)`

function held(file: string, own: string): Lock {
  const workerData = { file, everyMs: BEAT_MS }
  const beating = new Worker(BEATING, { eval: true, execArgv: [], env: {}, workerData })
  beating.on('error', () => {})
  beating.unref()
  return {
    release: async () => {
      await beating.terminate()
      const found = await readFile(file, 'utf8').catch(() => undefined)
      if (found === own) await rm(file, { force: true }).catch(() => {})
    },
  }
}

/** Undefined for a lock that is just being written, whose writer died over it, or which is another user's. */
function holderIn(text: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

async function isHeld(file: string, holder: Holder | undefined): Promise<boolean> {
  const running = holder && isRunning(holder.owner)
  return running ?? (await isTouched(file))
}

/** Compares the file's time with itself alone: two machines need not agree on what time it is. */
async function isTouched(file: string): Promise<boolean> {
  const look = () => stat(file, { bigint: true }).then(({ mtimeNs }) => mtimeNs, unless('ENOENT'))
  const before = await look()
  for (let waited = 0; waited < SILENT_MS; waited += LOOK_MS) {
    await pause(LOOK_MS)
    const now = await look()
    if (now !== before) return now !== undefined
  }
  return false
}

/** A lock as it was at one moment: whoever holds it touches it. */
interface Seen {
  text: string
  touched: bigint
}

/** Undefined when there is none. */
async function seen(file: string): Promise<Seen | undefined> {
  const touched = await stat(file, { bigint: true }).then(({ mtimeNs }) => mtimeNs, unless('ENOENT'))
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) =>
    // Another user's, who ran `ingest` beside the service: whether it is held can be seen all the same.
    error.code === 'EACCES' ? '' : unless('ENOENT')(error),
  )
  return touched === undefined || text === undefined ? undefined : { text, touched }
}

/**
 * Removes a lock that nobody holds. One process does so at a time, and looks again first: else the second of two that saw
 * a dead one's lock would remove the one that the first has put in its place. The claim to do so is a lock as well, which
 * the dead do not hold either.
 */
async function takeAway(file: string, found: Seen): Promise<void> {
  const claim = `${file}${CLAIM}`
  const own = await placed(claim)
  if (own === undefined) {
    await sweepClaim(file)
    return pause(CLAIMED_MS)
  }
  try {
    const now = await seen(file)
    if (now?.text === found.text && now.touched === found.touched) await rm(file, { force: true })
  } finally {
    await rm(claim, { force: true })
  }
}

/** A process that died while it took a lock away, or right after, has left its claim. */
async function sweepClaim(file: string): Promise<void> {
  const claim = `${file}${CLAIM}`
  const left = await seen(claim)
  if (left && !(await isHeld(claim, holderIn(left.text)))) await takeAway(claim, left)
}

function named(holder: Holder | undefined): string {
  if (!holder) return '刚刚启动的进程'
  return `进程 ${holder.owner.split('-')[0]}，${new Date(holder.since).toLocaleString('sv-SE')} 起`
}
