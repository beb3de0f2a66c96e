// Folders that appear as a whole or not at all, and what keeps a folder from being written. It knows nothing of what is in
// them.

import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { inPlainWords, syncFile, syncFolder } from '../builds/disk.ts'
import { isAlive, OWNER, OWNER_FORM } from '../builds/owner.ts'
import { AppError } from '../errors.ts'

const TEMPORARY = new RegExp(`^(?<folder>.+)\\.(?<owner>${OWNER_FORM.source})\\.tmp$`, 'su')

/**
 * Writes a folder beside its place, syncs it, and moves it there by one rename. After any failure nothing of it is left,
 * but for that of the last sync: what it says then is that all is there.
 * Killed, it leaves `<folder>.<owner>.tmp`, which nobody reads, and which the next one for the same folder takes away.
 * @param folder absolute; missing or empty, in a folder that is there
 * @param undone what to say of a failure, as the end of a sentence
 * @param write puts files and folders into the folder it is given
 * @throws AppError `storage_full`, `read_only`, `internal` when the disk refuses; what `write` throws
 */
export async function placeFolder(
  folder: string,
  undone: string,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = `${folder}.${OWNER}.tmp`
  try {
    await sweepBeside(folder)
    await mkdir(temporary, { mode: 0o700 })
    await write(temporary)
    await syncAll(temporary)
    await rename(temporary, folder)
    await syncFolder(path.dirname(folder)).catch((cause: NodeJS.ErrnoException) => {
      throw new AppError(
        'internal',
        `${folder} 已经写好，但磁盘没有确认（${cause.code}），断电后可能不在。请检查磁盘。`,
        { cause },
      )
    })
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => {})
    throw inWords(error, undone)
  }
}

/** Takes away what others left that were to write the same folder and no longer run; what cannot be taken away hinders nobody. */
async function sweepBeside(folder: string): Promise<void> {
  const [parent, own] = [path.dirname(folder), path.basename(folder)]
  for (const name of await readdir(parent)) {
    const at = path.join(parent, name)
    const owner = TEMPORARY.exec(name)?.groups
    if (owner?.folder === own && !(await isAlive(owner.owner!, at)))
      await rm(at, { recursive: true, force: true }).catch(() => {})
  }
}

/** Whether a folder is missing or has nothing in it. @throws AppError `invalid_request` for a link or what is no folder */
export async function isFree(folder: string): Promise<boolean> {
  const stat = await lstat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new AppError('invalid_request', `读不了 ${folder}（${error.code}）。`, { cause: error })
  })
  if (!stat) return true
  if (!stat.isDirectory())
    throw new AppError('invalid_request', `${folder} 不是文件夹（不接受符号链接），请另写一个。`)
  return (await readdir(folder)).length === 0
}

async function syncAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name)
    await (entry.isDirectory() ? syncAll(at) : syncFile(at))
  }
  await syncFolder(folder)
}

/** What `inPlainWords` says is about an index. */
function inWords(error: unknown, undone: string): unknown {
  const plain = inPlainWords(error)
  if (plain === error || !(plain instanceof AppError)) return plain
  const { code } = error as NodeJS.ErrnoException
  const why =
    plain.code === 'storage_full'
      ? '磁盘空间不足'
      : code === 'EBUSY'
        ? '这个文件夹是挂载点，请在里面另设一个文件夹'
        : `文件夹写不了（${code}），请检查权限、挂载方式和磁盘`
  return new AppError(plain.code, `${why}；${undone}，没有留下半份。`, { cause: error })
}
