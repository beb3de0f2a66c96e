// Builds: generations of files on disk, each there as a whole or not at all, and the pointer to the one in use.
// It knows nothing of what the files mean: who writes a build says what goes in and tries whether it works.
// What `current` says, and who may move it, is left to `current.ts`.
//
// In the folder: `<id>/` with manifest.json and files; `current`, a text file with an id; `<id>.<owner>.tmp/`, a build
// being written or removed; `current.<id>.<owner>.tmp`, a claim: that process is about to make this build the current
// one; `serving.lock` and `writing.lock`, who else may not (`lock.ts`).

import { lstat, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import { BUILD_ID, claimCurrent, claimPath, makeCurrent, namesIn, readCurrent } from './current.ts'
import { inPlainWords, makeFolder, measure, syncFile, syncFolder, writeSynced } from './disk.ts'
import { OWNER } from './owner.ts'
import { sealed } from './seal.ts'

/** The file of a build that says what it is and lists all others. */
export const MANIFEST = 'manifest.json'
const FILE_NAME = /^[A-Za-z0-9][\w.-]*$/

export const BuildManifest = z.strictObject({
  format: z.literal(1),
  id: z.string().regex(BUILD_ID),
  /** Digest of all that the build was made from; at least 8 letters, digits, `_` or `-`. */
  inputs: z.string().regex(/^[\w-]{8,}$/),
  createdAt: z.iso.datetime(),
  /** The writer's own, any JSON. */
  meta: z.record(z.string(), z.unknown()),
  files: z.record(
    z.string().regex(FILE_NAME),
    z.strictObject({ bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
})
export type BuildManifest = z.infer<typeof BuildManifest>

/** On disk the manifest ends with a digest of itself, so that a flipped bit in `meta` is seen as well. */
const SealedManifest = BuildManifest.extend({ seal: z.string() })

export interface Build {
  manifest: BuildManifest
  folder: string
}

interface Found {
  build?: Build
  faults: string[]
}

const anyBuild = (_: Build) => true

// ---- Writing -------------------------------------------------------------------------------------------------

/**
 * Writes a build and makes it the current one. Until its last step nothing that others see has changed; after any
 * failure, also of a sync, the build is gone. Two processes may do this at once: the last one to finish is current.
 * @param options.write puts the files, flat, into the folder it is given
 * @param options.check reads them again from the folder, and throws if they are not as they should be
 * @throws AppError `storage_full`, `internal` when the disk refuses; what `write` and `check` throw, as it is.
 */
export async function writeBuild(
  dir: string,
  options: {
    inputs: string
    meta: Record<string, unknown>
    write: (folder: string) => Promise<void>
    check: (folder: string) => Promise<void>
  },
): Promise<BuildManifest> {
  const { inputs, meta, write, check } = options
  BuildManifest.shape.inputs.parse(inputs)
  const createdAt = nextMoment().toISOString()
  const id = `${createdAt.replace(/[-:.]/g, '')}-${inputs.slice(0, 8)}-${process.pid}`
  const temporary = path.join(dir, `${id}.${OWNER}.tmp`)
  try {
    await makeFolder(dir)
    await mkdir(temporary, { mode: 0o700 })
    await write(temporary)
    const files = await sealFiles(temporary)
    const manifest = BuildManifest.parse({ format: 1, id, inputs, createdAt, meta, files })
    await writeSynced(path.join(temporary, MANIFEST), sealed(manifest))
    await check(temporary)
    await syncFolder(temporary)
    // The claim comes first, so that no one sweeps the build away before it is current.
    await claimCurrent(dir, id)
    await rename(temporary, path.join(dir, id))
    await syncFolder(dir)
    await makeCurrent(dir, id)
    return manifest
  } catch (error) {
    await discard(dir, id, temporary)
    throw inPlainWords(error)
  }
}

let lastMoment = 0

/** Now, or a millisecond after the last call: two builds of one process never share a time. */
function nextMoment(): Date {
  lastMoment = Math.max(Date.now(), lastMoment + 1)
  return new Date(lastMoment)
}

/** Syncs every file, then reads back and measures what is really there. */
async function sealFiles(folder: string): Promise<BuildManifest['files']> {
  const files: BuildManifest['files'] = {}
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile() || !FILE_NAME.test(entry.name) || entry.name === MANIFEST)
      throw new AppError('internal', `索引版本里不应有“${entry.name}”。`)
    const file = path.join(folder, entry.name)
    await syncFile(file)
    files[entry.name] = await measure(file)
  }
  return files
}

/** Removes what a failed write left, unless the switch went through; must not hide the error that led here. */
async function discard(dir: string, id: string, temporary: string): Promise<void> {
  const leftovers = [temporary, claimPath(dir, id)]
  if ((await readCurrent(dir, [id])).id !== id) leftovers.push(path.join(dir, id))
  for (const leftover of leftovers) await rm(leftover, { recursive: true, force: true }).catch(() => {})
}

// ---- Reading -------------------------------------------------------------------------------------------------

/**
 * The build to use for these inputs: the current one if it is of them and whole, else the newest other one that is.
 * Other inputs are no fault, nor is an empty or missing folder.
 * @returns `faults`: what was wrong with the pointer and with the builds tried before, for a warning
 */
export async function openBuild(dir: string, inputs: string): Promise<Found> {
  const ids = await buildIds(dir)
  const current = await readCurrent(dir, ids)
  const faults = current.fault ? [current.fault] : []
  for (const id of ids.sort((a, b) => Number(b === current.id) - Number(a === current.id))) {
    const found = await wholeBuild(dir, id, ({ manifest }) => manifest.inputs === inputs)
    if (found.build) return { build: found.build, faults }
    faults.push(...found.faults)
  }
  return { faults }
}

/** The build that `current` names, whatever its inputs. @throws AppError `index_mismatch` unless it is there and whole */
export async function currentBuild(dir: string): Promise<Build> {
  const { id, fault } = await readCurrent(dir, await buildIds(dir))
  const { build, faults } = id === undefined ? { faults: [fault] } : await wholeBuild(dir, id)
  if (!build) throw new AppError('index_mismatch', faults.join('；'))
  return build
}

/** The newest build that is whole and fits, whatever its inputs. */
export async function newestBuild(dir: string, fits = anyBuild): Promise<Build | undefined> {
  for (const id of await buildIds(dir)) {
    const { build } = await wholeBuild(dir, id, fits)
    if (build) return build
  }
  return undefined
}

/** A build if it fits and is whole; to be another's is no fault. Files are read only of builds that fit. */
export async function wholeBuild(dir: string, id: string, fits = anyBuild): Promise<Found> {
  const { build, fault } = await readBuild(dir, id)
  if (build && !fits(build)) return { faults: [] }
  const faults = build ? await fileFaults(build) : [fault]
  if (build && faults.length === 0) return { build, faults }
  if (await isGone(dir, id)) return { faults: [] }
  return { faults: faults.map((found) => `索引版本 ${id}：${found}`) }
}

/**
 * Checks every file of every build, newest first, files that do not belong there included. A fault of the pointer
 * stands with the build it names, or in a row of its own, `current`, when it names none.
 */
export async function verifyBuilds(
  dir: string,
): Promise<{ id: string; current: boolean; faults: string[] }[]> {
  const ids = await buildIds(dir)
  const current = await readCurrent(dir, ids)
  const rows: { id: string; current: boolean; faults: string[] }[] = []
  for (const id of ids) {
    const { build, fault } = await readBuild(dir, id)
    const faults = build ? [...(await fileFaults(build)), ...(await strayFiles(build))] : [fault]
    if (faults.length > 0 && (await isGone(dir, id))) continue
    rows.push({ id, current: id === current.id, faults })
  }
  if (current.fault) rows.push({ id: 'current', current: false, faults: [current.fault] })
  return rows
}

/** Ids of the builds, newest first. */
export async function buildIds(dir: string): Promise<string[]> {
  return (await namesIn(dir))
    .filter((name) => BUILD_ID.test(name))
    .sort()
    .reverse()
}

type Read = { build: Build; fault?: never } | { build?: never; fault: string }

async function readBuild(dir: string, id: string): Promise<Read> {
  const folder = path.join(dir, id)
  try {
    const text = await readFile(path.join(folder, MANIFEST), 'utf8')
    const json: unknown = JSON.parse(text)
    const { format } = z.object({ format: z.number() }).parse(json)
    if (format !== 1) return { fault: `由其他版本的程序写成（格式 ${format}）。` }
    const { seal: _, ...manifest } = SealedManifest.parse(json)
    if (sealed(manifest) !== text || manifest.id !== id) return { fault: `${MANIFEST} 的内容被改动过。` }
    return { build: { manifest, folder } }
  } catch {
    return { fault: `${MANIFEST} 缺失或无法读取。` }
  }
}

async function fileFaults({ manifest, folder }: Build): Promise<string[]> {
  const faults: string[] = []
  for (const [name, expected] of Object.entries(manifest.files)) {
    const file = path.join(folder, name)
    try {
      const stat = await lstat(file)
      if (!stat.isFile()) faults.push(`文件 ${name} 不是普通文件。`)
      else if (stat.size !== expected.bytes)
        faults.push(`文件 ${name} 有 ${stat.size} 字节，应为 ${expected.bytes} 字节。`)
      else if ((await measure(file)).sha256 !== expected.sha256) faults.push(`文件 ${name} 的校验值不符。`)
    } catch (error) {
      faults.push(`文件 ${name} 缺失或无法读取（${(error as NodeJS.ErrnoException).code}）。`)
    }
  }
  return faults
}

async function strayFiles({ manifest, folder }: Build): Promise<string[]> {
  const known = [MANIFEST, ...Object.keys(manifest.files)]
  const stray = (await namesIn(folder)).filter((name) => !known.includes(name))
  return stray.map((name) => `多出文件 ${name}。`)
}

/** Whether a build has been taken away since it was listed, by an ingest: that is no fault of it. */
const isGone = async (dir: string, id: string): Promise<boolean> => !(await namesIn(dir)).includes(id)
