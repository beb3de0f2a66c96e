// Folders that appear as a whole or not at all, and what keeps a folder from being written. It knows nothing of what is in
// them.

import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { inPlainWords, syncFile, syncFolder } from '../builds/disk.ts'
import { AppError } from '../errors.ts'

/**
 * Writes a folder beside its place, syncs it, and moves it there by one rename. After any failure nothing of it is left,
 * but for that of the last sync: what it says then is that all is there.
 * Killed, it leaves `<folder>.<pid>.tmp`, which nobody reads.
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
  const temporary = `${folder}.${process.pid}.tmp`
  try {
    await rm(temporary, { recursive: true, force: true })
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
