// Puts a backup into the folders of a desk. All of it is checked before anything is written, what is there already is
// never replaced, and the index comes last: cut off at any point, it can be run again.

import { createHash } from 'node:crypto'
import path from 'node:path'
import { type Build, newestBuild, writeBuild } from '../builds/builds.ts'
import { copyOwned, makeFolder, measure } from '../builds/disk.ts'
import { takeLock, writingAlone } from '../builds/lock.ts'
import type { Settings } from '../config.ts'
import { AppError } from '../errors.ts'
import { journalFiles } from '../gaps/journal.ts'
import { readSeeds } from '../seeds.ts'
import { type Contents, checkedContents, filesOf, PARTS } from './contents.ts'
import { isFree, placeFolder } from './folder.ts'

export interface RestoreReport {
  /** Id of the build it has become. */
  build: string
  /** Whether these were written or were there already; `none` where the backup has none. */
  seeds: 'placed' | 'there'
  gaps: 'placed' | 'there' | 'none'
}

/**
 * Restores a backup: the build as a further one beside those there are, which it follows as the current one; documents and
 * questions into their folders where these are empty or hold the same. A server that runs takes up the build.
 * @throws AppError `invalid_request` for a backup that is not whole; `conflict` where a folder holds something else, or an
 *   index is just being built; `storage_full`, `read_only`, `internal` when the disk refuses
 */
export async function restore(settings: Settings, folder: string): Promise<RestoreReport> {
  const from = path.resolve(folder)
  const contents = await checkedContents(from)
  const build = await newestBuild(path.join(from, PARTS.builds))
  if (build?.manifest.id !== contents.build)
    throw new AppError('invalid_request', `备份里的索引版本 ${contents.build} 不完好，没有恢复任何内容。`)
  const seeds = (await hasDocuments(settings.SEEDS_DIR, filesOf(contents, 'seeds'))) ? 'there' : 'placed'
  const gaps =
    filesOf(contents, 'gaps').size === 0
      ? 'none'
      : (await hasQuestions(settings.GAPS_DIR, path.join(from, PARTS.gaps)))
        ? 'there'
        : 'placed'
  const { id } = await writingAlone(settings.INDEX_DIR, async () => {
    if (seeds === 'placed') await place(settings.SEEDS_DIR, from, contents, 'seeds')
    if (gaps === 'placed') await place(settings.GAPS_DIR, from, contents, 'gaps')
    return copied(build, settings.INDEX_DIR)
  })
  return { build: id, seeds, gaps }
}

/** @returns whether the folder holds exactly these documents; not, where it is free. @throws AppError `conflict` */
async function hasDocuments(folder: string, expected: ReadonlyMap<string, string>): Promise<boolean> {
  if (await isFree(folder)) return false
  // What cannot be read is something else, too.
  const files = await readSeeds(folder).then(
    (read) => read.files,
    () => [],
  )
  const same =
    files.length === expected.size && files.every(({ name, bytes }) => expected.get(name) === sha256(bytes))
  if (!same) throw occupied('SEEDS_DIR', folder)
  return true
}

/** @returns whether every line of the backup is there already. @throws AppError `conflict` where other lines are, or a server */
async function hasQuestions(folder: string, from: string): Promise<boolean> {
  if (await isFree(folder)) return false
  const present = await linesIn(folder)
  if ([...(await linesIn(from))].every((line) => present.has(line))) return true
  // Perhaps there is nothing but the lock of a server. One that runs keeps its folder; one that was killed does not.
  await (await takeLock(folder, 'serving')).release()
  if (await isFree(folder)) return false
  throw occupied('GAPS_DIR', folder)
}

async function linesIn(folder: string): Promise<Set<string>> {
  const files = await journalFiles(folder)
  return new Set(files.flatMap(({ bytes }) => bytes.toString('utf8').split('\n')))
}

const occupied = (setting: string, folder: string) =>
  new AppError(
    'conflict',
    `${folder} 里有别的内容，没有恢复任何内容：请把它改名留存，或把 ${setting} 设为一个空文件夹，再试一次。`,
  )

async function place(
  folder: string,
  from: string,
  contents: Contents,
  part: 'seeds' | 'gaps',
): Promise<void> {
  await makeFolder(path.dirname(folder))
  await placeFolder(folder, '恢复没有完成，可以再运行一次', async (temporary) => {
    for (const name of filesOf(contents, part).keys())
      await copyOwned(path.join(from, PARTS[part], name), path.join(temporary, name))
  })
}

/** As a build of its own, written and checked like any other. */
function copied({ manifest, folder }: Build, dir: string): ReturnType<typeof writeBuild> {
  const { inputs, meta, files } = manifest
  return writeBuild(dir, {
    inputs,
    meta,
    write: async (to) => {
      for (const name of Object.keys(files)) await copyOwned(path.join(folder, name), path.join(to, name))
    },
    check: async (to) => {
      for (const [name, { sha256: expected }] of Object.entries(files))
        if ((await measure(path.join(to, name))).sha256 !== expected)
          throw new AppError('internal', `索引文件 ${name} 写入后核对不一致，恢复没有完成。请检查磁盘。`)
    },
  })
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
