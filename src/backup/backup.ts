// A backup of a desk that may be serving, and of an index that may just be built anew: the build in use, the documents, the
// questions kept, and the settings that shaped them. The embedding model comes with the product and is not in it.

import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Build, currentBuild, MANIFEST, newestBuild } from '../builds/builds.ts'
import { CURRENT } from '../builds/current.ts'
import { copyOwned, measure, writeSynced } from '../builds/disk.ts'
import { sealed } from '../builds/seal.ts'
import { keptSettings, type Settings } from '../config.ts'
import { AppError } from '../errors.ts'
import { journalFiles } from '../gaps/journal.ts'
import { DICTIONARY, readSeeds } from '../seeds.ts'
import { Contents, LIST, PARTS, SETTINGS_FILE } from './contents.ts'
import { isFree, placeFolder } from './folder.ts'

export interface BackupReport {
  build: string
  files: number
  bytes: number
  /** Files among the documents that the desk does not read and the backup does not hold. */
  unread: string[]
}

/** A build can be swept away while it is copied, by two builds made meanwhile; hardly more often. */
const TRIES = 3

/**
 * Writes a backup. Nothing that it reads is changed.
 * @param folder missing or empty, in a folder that is there
 * @throws AppError `invalid_request` for a target that holds something, or documents that cannot be read;
 *   `index_missing` where no build is whole; `storage_full`, `read_only`, `internal` when the disk refuses
 */
export async function backUp(settings: Settings, folder: string): Promise<BackupReport> {
  const target = path.resolve(folder)
  await assertUsable(target)
  const { files: documents, ...seeds } = await readSeeds(settings.SEEDS_DIR)
  const unread = seeds.dictionaryFault === undefined ? seeds.unread : [...seeds.unread, DICTIONARY]
  const journal = await journalFiles(settings.GAPS_DIR)
  let contents: Contents | undefined
  await placeFolder(target, '备份没有完成', async (temporary) => {
    const build = await copyCurrentBuild(settings.INDEX_DIR, path.join(temporary, PARTS.builds))
    await putAll(path.join(temporary, PARTS.seeds), documents)
    await putAll(path.join(temporary, PARTS.gaps), journal)
    await writeFile(path.join(temporary, SETTINGS_FILE), keptSettings(settings))
    const files = await measureAll(temporary)
    contents = Contents.parse({ format: 1, createdAt: new Date().toISOString(), build, files })
    await writeSynced(path.join(temporary, LIST), sealed(contents))
  })
  const { build, files } = contents!
  const sizes = Object.values(files).map(({ bytes }) => bytes)
  return { build, files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0), unread }
}

async function assertUsable(target: string): Promise<void> {
  if (!(await isFree(target)))
    throw new AppError('invalid_request', `${target} 里已有内容：请写一个还不存在的文件夹。`)
  // Not made by us: a missing one is mostly a disk that is not mounted.
  const above = path.dirname(target)
  const found = await stat(above).catch(() => undefined)
  if (!found?.isDirectory())
    throw new AppError('invalid_request', `没有 ${above} 这个文件夹，请先建好或挂载。`)
}

/** @returns the id of the build */
async function copyCurrentBuild(dir: string, to: string): Promise<string> {
  for (let tries = 1; ; tries++) {
    const build = await wholeBuild(dir)
    if (!build)
      throw new AppError(
        'index_missing',
        '没有完好的索引版本可以备份：请先启动服务或运行 npm run ingest，再备份。',
      )
    try {
      return await copyBuild(build, to)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || tries === TRIES) throw error
      await rm(to, { recursive: true, force: true })
    }
  }
}

/** The current one, or the newest other one where that is damaged. */
async function wholeBuild(dir: string): Promise<Build | undefined> {
  try {
    return await currentBuild(dir)
  } catch (error) {
    if (error instanceof AppError) return newestBuild(dir)
    throw error
  }
}

async function copyBuild({ manifest, folder }: Build, to: string): Promise<string> {
  const { id, files } = manifest
  await mkdir(path.join(to, id), { recursive: true, mode: 0o700 })
  for (const name of [MANIFEST, ...Object.keys(files)])
    await copyOwned(path.join(folder, name), path.join(to, id, name))
  for (const [name, { sha256 }] of Object.entries(files))
    if ((await measure(path.join(to, id, name))).sha256 !== sha256)
      throw new AppError('internal', `索引文件 ${name} 读出来与校验值不符，备份没有完成。请检查磁盘。`)
  await writeFile(path.join(to, CURRENT), `${id}\n`)
  return id
}

async function putAll(folder: string, files: readonly { name: string; bytes: Uint8Array }[]): Promise<void> {
  await mkdir(folder, { mode: 0o700 })
  for (const { name, bytes } of files) await writeFile(path.join(folder, name), bytes, { mode: 0o600 })
}

/** Every file below a folder as it can be read back, by its name from there. */
async function measureAll(folder: string): Promise<Contents['files']> {
  const files: Contents['files'] = {}
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((one) => one.isFile())) {
    const at = path.join(entry.parentPath, entry.name)
    files[path.relative(folder, at).split(path.sep).join('/')] = await measure(at)
  }
  return files
}
