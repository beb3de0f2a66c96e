// Files that outlast a power cut, what they hold, and what to say when the disk refuses.
// It knows nothing of what is written, nor of the order in which names must change.

import { createHash } from 'node:crypto'
import { chmod, copyFile, mkdir, open, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../errors.ts'

/** Size and SHA-256 (hex) of what can really be read back. */
export async function measure(file: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  const handle = await open(file)
  for await (const piece of handle.createReadStream({ highWaterMark: 1 << 20 })) {
    hash.update(piece)
    bytes += piece.length
  }
  return { bytes, sha256: hash.digest('hex') }
}

/**
 * Makes a folder and its missing parents, for their owner alone, one by one: Node's own way never returns where /proc
 * and its like refuse.
 */
export async function makeFolder(folder: string): Promise<void> {
  const exists = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (exists) return
  if (path.dirname(folder) !== folder) await makeFolder(path.dirname(folder))
  // Another process may have been quicker.
  await mkdir(folder, { mode: 0o700 }).catch(unless('EEXIST'))
}

/** Writes a file, or replaces it in place, and syncs it. */
export async function writeSynced(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Copies a file for this user to read and write, whatever may be done with the source. */
export async function copyOwned(from: string, to: string): Promise<void> {
  await copyFile(from, to)
  await chmod(to, 0o600)
}

export async function syncFile(file: string, flags = 'r+'): Promise<void> {
  const handle = await open(file, flags)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes names in a folder last. Windows cannot sync a folder, and keeps the order of renames by itself. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform !== 'win32') await syncFile(folder, 'r')
}

/** For `catch`: errors of the disk with these codes are no failure, and what failed gives undefined. */
export const unless =
  (...codes: readonly string[]) =>
  (error: NodeJS.ErrnoException): undefined => {
    if (!codes.includes(error.code ?? '')) throw error
  }

/** Errors of the disk in words for the operator, with the error itself as the cause. Others stay what they are. */
export function inPlainWords(cause: unknown): unknown {
  if (!(cause instanceof Error) || !('syscall' in cause) || !('code' in cause)) return cause
  const code = String(cause.code)
  // EFBIG: the largest size of a file that this process may write.
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code))
    return new AppError(
      'storage_full',
      '磁盘空间不足或文件超过限额，索引没有更新，原有索引照常使用。请清理磁盘或放宽限额后重试。',
      {
        cause,
      },
    )
  if (['EROFS', 'EACCES', 'EPERM'].includes(code))
    return new AppError('read_only', '索引目录只读或没有权限，索引没有更新。请检查目录权限和挂载方式。', {
      cause,
    })
  return new AppError('internal', `写索引时磁盘读写出错（${code}），索引没有更新。请检查磁盘后重试。`, {
    cause,
  })
}
