// A disk that is full, read-only, or fails to sync: the build is given up, what is served stays, and the words fit.

import { execFileSync } from 'node:child_process'
import { chmod, open, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { isMainThread } from 'node:worker_threads'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openBuild, verifyBuilds } from '../../src/builds/builds.ts'
import { sweepBuilds } from '../../src/builds/sweep.ts'
import { mountSmall, tempFolder, textOf, writeSmall } from './folders.ts'

const INPUTS = 'inputs-digest'
const NEXT = 'other-digest'
/** Who has nothing, on Debian. */
const NOBODY = 65_534

const small = mountSmall()
if (!small) console.warn('Not permitted to mount a tmpfs: the full and the read-only disk are not tried.')
afterAll(() => small?.unmount())

let dir: string
beforeEach(async () => {
  dir = await tempFolder()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(dir, { recursive: true })
})

describe.skipIf(!small)('on a file system of 1 MB', () => {
  const builds = path.join(small?.folder ?? '', 'builds')

  it('gives up when it is full, keeps the old build, and succeeds once there is room', async () => {
    await writeSmall(builds, INPUTS)
    const before = (await readdir(builds)).sort()
    await expect(writeSmall(builds, NEXT, NEXT, 2_000_000)).rejects.toMatchObject({
      code: 'storage_full',
      message: expect.stringContaining('磁盘空间不足'),
      cause: expect.objectContaining({ code: 'ENOSPC' }),
    })
    expect((await readdir(builds)).sort()).toEqual(before)
    expect(await textOf((await openBuild(builds, INPUTS)).build)).toBe(INPUTS)
    await writeSmall(builds, NEXT, NEXT, 500_000)
    expect((await verifyBuilds(builds)).map((row) => row.faults)).toEqual([[], []])
  })

  it('gives up when it is read-only, and still opens what is there', async () => {
    await writeSmall(builds, INPUTS)
    small!.remount('ro')
    try {
      await expect(writeSmall(builds, NEXT)).rejects.toMatchObject({
        code: 'read_only',
        message: expect.stringContaining('只读'),
        cause: expect.objectContaining({ code: 'EROFS' }),
      })
      expect(await textOf((await openBuild(builds, INPUTS)).build)).toBe(INPUTS)
      expect(await sweepBuilds(builds, { keep: 5 })).toEqual([])
    } finally {
      small!.remount('rw')
    }
  })
})

// Whose rights a process has is not for a thread to change, and in threads tests run for `npm run mutate` alone.
it.skipIf(!isMainThread)('gives up in a folder without the right to write', async () => {
  await writeSmall(dir, INPUTS)
  await chmod(dir, 0o500)
  const asBefore = withoutRights(dir)
  try {
    await expect(writeSmall(dir, NEXT)).rejects.toMatchObject({ code: 'read_only' })
    expect(await textOf((await openBuild(dir, INPUTS)).build)).toBe(INPUTS)
  } finally {
    asBefore()
    await chmod(dir, 0o700)
  }
})

/** Root may write anywhere: it becomes somebody else, to whom the folder belongs, until the returned function is called. */
function withoutRights(folder: string): () => void {
  if (process.getuid!() !== 0) return () => {}
  execFileSync('chown', ['-R', String(NOBODY), folder])
  process.seteuid!(NOBODY)
  return () => process.seteuid!(0)
}

/** Makes the n-th sync of any file or folder fail, as a dying disk does. */
async function failSync(nth: number): Promise<{ failed: () => boolean }> {
  const handle = await open(process.execPath)
  const prototype: { sync: () => Promise<void> } = Object.getPrototypeOf(handle)
  await handle.close()
  const real = prototype.sync
  let count = 0
  vi.spyOn(prototype, 'sync').mockImplementation(function (this: unknown) {
    count++
    if (count !== nth) return real.call(this)
    return Promise.reject(
      Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO', syscall: 'fsync' }),
    )
  })
  return { failed: () => count >= nth }
}

it('gives a build up at the first sync that fails, whichever it is', async () => {
  await writeSmall(dir, INPUTS)
  const before = (await readdir(dir)).sort()
  let nth = 1
  for (; ; nth++) {
    const { failed } = await failSync(nth)
    const outcome = await writeSmall(dir, NEXT).catch((error: unknown) => error)
    vi.restoreAllMocks()
    if (!failed()) break
    expect(outcome).toMatchObject({ code: 'internal', message: expect.stringContaining('EIO') })
    if (nth < 8) expect((await readdir(dir)).sort(), `sync ${nth}`).toEqual(before)
    expect((await verifyBuilds(dir)).flatMap((row) => row.faults)).toEqual([])
  }
  // Two files, manifest, folder, claim, parent, claim again, parent after the switch.
  expect(nth - 1).toBe(8)
})
