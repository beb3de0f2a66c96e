// The pointer to the build in use, and whose turn it is to move it or to clear things away: names in the folder of
// the builds, and the processes they belong to. It knows nothing of what is in a build or whether it is whole.

import { access, readdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../errors.ts'
import { inPlainWords, syncFolder, unless, writeSynced } from './disk.ts'
import { isAlive, OWNER, OWNER_FORM } from './owner.ts'

/** The file that names the build in use. */
export const CURRENT = 'current'
/** UTC time to the millisecond, start of the digest of the inputs, process: sorts by time, safe as a file name. */
export const BUILD_ID = /^\d{8}T\d{9}Z-[\w-]{8}-\d+$/
/** `<id>.<owner>.tmp` and `current.<id>.<owner>.tmp`, as `builds.ts` explains them. */
const TEMPORARY = new RegExp(
  `^(?<claim>current\\.)?(?<id>\\d{8}T[\\w-]+)\\.(?<owner>${OWNER_FORM.source})\\.tmp$`,
  'u',
)

/** None when the folder is missing. */
export async function namesIn(dir: string): Promise<string[]> {
  return readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw inPlainWords(error)
  })
}

/** What `current` says, be it a build or nonsense; undefined where it is missing. @throws Error of the disk */
export async function currentName(dir: string): Promise<string | undefined> {
  const text = await readFile(path.join(dir, CURRENT), 'utf8').catch(unless('ENOENT', 'ENOTDIR'))
  return text?.trim()
}

/** The build that `current` names if it is among `ids`, or why it names none; neither when there is nothing to name. */
export async function readCurrent(dir: string, ids: string[]): Promise<{ id?: string; fault?: string }> {
  const id = await currentName(dir).catch(() => undefined)
  if (id === undefined) return ids.length > 0 ? { fault: '缺少 current 文件，或者它无法读取。' } : {}
  if (!BUILD_ID.test(id)) return { fault: 'current 文件的内容无效。' }
  return ids.includes(id) ? { id } : { fault: `current 指向的索引版本 ${id} 不存在。` }
}

/**
 * Switches `current` to a build that is there already, by one rename.
 * @throws AppError `not_found` when it is not there, `storage_full` or `internal` when the disk refuses; `internal` also
 *   when it is current, and the disk would not promise that it stays so.
 */
export async function makeCurrent(dir: string, id: string): Promise<void> {
  try {
    const claim = await claimCurrent(dir, id)
    // Only now: a sweep that did not see the claim has taken the build away by this time.
    await access(path.join(dir, id)).catch((cause: unknown) => {
      throw new AppError('not_found', `索引版本 ${id} 不存在。`, { cause })
    })
    await rename(claim, path.join(dir, CURRENT))
    await syncFolder(dir).catch((cause: NodeJS.ErrnoException) => {
      throw new AppError(
        'internal',
        `新的索引已经启用，但磁盘没有确认（${cause.code}），断电后可能退回原来的索引。请检查磁盘。`,
        { cause },
      )
    })
  } catch (error) {
    await rm(claimPath(dir, id), { force: true }).catch(() => {})
    throw inPlainWords(error)
  }
}

export const claimPath = (dir: string, id: string) => path.join(dir, `${CURRENT}.${id}.${OWNER}.tmp`)

/**
 * Tells sweeps of all processes to leave a build alone that is about to become current; taken back by removing the
 * file, or by the end of this process.
 * @returns the file that says so, holding what `current` will hold
 */
export async function claimCurrent(dir: string, id: string): Promise<string> {
  await writeSynced(claimPath(dir, id), `${id}\n`)
  return claimPath(dir, id)
}

/** Names that processes left behind which no longer run: half-written or half-removed builds, and claims. */
export async function abandonedNames(dir: string): Promise<string[]> {
  const abandoned: string[] = []
  for (const name of await namesIn(dir))
    if (TEMPORARY.test(name) && !(await isAlive(ownerOf(name), path.join(dir, name)))) abandoned.push(name)
  return abandoned
}

/** Whether a build is current or claimed. Claims are read first, since a claim turns into `current`. */
export async function isWanted(dir: string, id: string): Promise<boolean> {
  const all = await namesIn(dir)
  const claims = all.filter((name) => {
    const parts = TEMPORARY.exec(name)?.groups
    return parts?.claim !== undefined && parts.id === id
  })
  for (const claim of claims) if (await isAlive(ownerOf(claim), path.join(dir, claim))) return true
  return (await readCurrent(dir, [id])).id === id
}

const ownerOf = (name: string) => TEMPORARY.exec(name)!.groups!.owner!
