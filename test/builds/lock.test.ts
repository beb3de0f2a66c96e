// Locks on a folder: who has one, who is refused, and that the dead hold none.

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { servingAlone, takeLock, writingAlone } from '../../src/builds/lock.ts'
import { OWNER } from '../../src/builds/owner.ts'
import { mountSmall, tempFolder } from './folders.ts'

const [, start, place] = OWNER.split('-')
const since = '2026-01-01T00:00:00.000Z'
let dir: string
beforeEach(async () => {
  dir = await tempFolder()
})
afterEach(async () => {
  vi.useRealTimers()
  await rm(dir, { recursive: true })
})
const file = () => path.join(dir, 'writing.lock')
const left = (owner: string) => writeFile(file(), `${JSON.stringify({ owner, since })}\n`)
const conflict = { code: 'conflict', message: expect.stringMatching(/进程 \d+，\d{4}-\d\d-\d\d .* 起/u) }

describe('a lock', () => {
  it('is had by one at a time, and names who has it', async () => {
    const lock = await takeLock(dir, 'writing')
    await expect(takeLock(dir, 'writing')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`进程 ${process.pid}，`),
    })
    await lock.release()
    expect(await readdir(dir)).toEqual([])
    await (await takeLock(dir, 'writing')).release()
  })
  it('for serving leaves the one for writing free', async () => {
    const serving = await takeLock(dir, 'serving')
    await (await takeLock(dir, 'writing')).release()
    await serving.release()
  })
  it('goes to one of many who ask at once, also when a dead one held it', async () => {
    const dead = JSON.stringify({ owner: `999999999-1-${place}`, since })
    for (let round = 0; round < 20; round++) {
      if (round % 2 > 0) await writeFile(file(), dead)
      // It may even have died over taking away the lock of another.
      if (round % 4 > 1) await writeFile(`${file()}.claim`, dead)
      const asked = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(dir, 'writing')))
      const got = asked.filter(({ status }) => status === 'fulfilled')
      expect(got).toHaveLength(1)
      for (const one of got)
        await (one as PromiseFulfilledResult<{ release(): Promise<void> }>).value.release()
      expect(await readdir(dir)).toEqual([])
    }
  })
  it('makes its folder, for its owner alone', async () => {
    const deep = path.join(dir, 'a', 'b')
    const lock = await takeLock(deep, 'serving')
    expect((await stat(deep)).mode & 0o777).toBe(0o700)
    await lock.release()
  })
  it('is released after the work, also when that fails', async () => {
    await expect(
      writingAlone(dir, async () => {
        expect(await readdir(dir)).toEqual(['writing.lock'])
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(await readdir(dir)).toEqual([])
  })
  it('that another has by now is not taken from them on release', async () => {
    const lock = await takeLock(dir, 'writing')
    await left('1-1-00000000')
    await lock.release()
    expect(await readFile(file(), 'utf8')).toContain('00000000')
  })
})

describe('is not held by', () => {
  it('a process that was killed', async () => {
    await left(`${spawnSync(process.execPath, ['-e', '']).pid}`)
    await (await takeLock(dir, 'writing')).release()
  })
  it('one whose id another process has now, such as number 1 of a container started anew', async () => {
    await left(`${process.pid}-${Number(start) - 1}-${place}`)
    await (await takeLock(dir, 'writing')).release()
  })
  it('nobody at all, nor one of another container or machine that is silent, after a while', async () => {
    // Without a start: of a system that does not tell one, where this process has the id of the one that died.
    const texts = [
      '',
      'x',
      `{"owner":"${process.pid}","since":"${since}"}`,
      `{"owner":"1-5-00000000","since":"${since}"}`,
    ]
    const taken = texts.map(async (text, i) => {
      const folder = path.join(dir, `${i}`)
      await mkdir(folder)
      await writeFile(path.join(folder, 'writing.lock'), text)
      const asked = performance.now()
      await (await takeLock(folder, 'writing')).release()
      expect(performance.now() - asked).toBeGreaterThan(3000)
      expect(await readdir(folder)).toEqual([])
    })
    await Promise.all(taken)
  })
})

describe('is held by', () => {
  it('a living process', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    await once(other, 'spawn')
    const ticks = readFileSync(`/proc/${other.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[19]
    await left(`${other.pid}-${ticks}-${place}`)
    await expect(takeLock(dir, 'writing')).rejects.toMatchObject(conflict)
    other.kill('SIGKILL')
    await once(other, 'exit')
    await (await takeLock(dir, 'writing')).release()
  })
  it('one of another container that touches it, whatever its clock says', async () => {
    await left('1-5-00000000')
    let times = 0
    const beating = setInterval(() => utimes(file(), 1000 + times, 1000 + times++), 1000)
    await expect(takeLock(dir, 'writing')).rejects.toMatchObject(conflict)
    clearInterval(beating)
  })
  it('whoever touches it: that is what holding does, also while it is busy with something else', async () => {
    const lock = await takeLock(dir, 'writing')
    // Until the thread that touches it has begun.
    const began = statSync(file()).mtimeMs
    await vi.waitFor(() => expect(statSync(file()).mtimeMs).toBeGreaterThan(began), 10_000)
    await utimes(file(), 1000, 1000)
    const busy = performance.now()
    while (statSync(file()).mtimeMs <= 1_000_000 && performance.now() - busy < 10_000);
    expect(statSync(file()).mtimeMs).toBeGreaterThan(1_000_000)
    await lock.release()
  })
})

it('what a process left that died after it had taken a lock away is swept', async () => {
  await writeFile(`${file()}.claim`, JSON.stringify({ owner: `999999999-1-${place}`, since }))
  await (await takeLock(dir, 'writing')).release()
  expect(await readdir(dir)).toEqual([])
})

describe('serving', () => {
  const both = () => ({ INDEX_DIR: path.join(dir, 'builds'), GAPS_DIR: path.join(dir, 'gaps') })
  it('takes both folders or none', async () => {
    const other = await servingAlone({ GAPS_DIR: both().GAPS_DIR })
    await expect(servingAlone(both())).rejects.toMatchObject({ code: 'conflict' })
    expect(await readdir(both().INDEX_DIR)).toEqual([])
    await other.release()
    await (await servingAlone(both())).release()
  })
  it('is not begun where a file stands instead of the folder', async () => {
    await writeFile(both().INDEX_DIR, '')
    const warnings: string[] = []
    await expect(servingAlone(both(), (line) => warnings.push(line))).rejects.toThrow('ENOTDIR')
    expect(warnings).toEqual([])
  })
  it('goes on without a lock where the disk takes none, and says why', async () => {
    const small = mountSmall()
    if (!small) throw new Error('only root can mount')
    const INDEX_DIR = path.join(small.folder, 'builds')
    await mkdir(INDEX_DIR)
    small.remount('ro')
    try {
      const warnings: string[] = []
      const lock = await servingAlone({ INDEX_DIR }, (line) => warnings.push(line))
      expect(warnings).toEqual([expect.stringMatching(/^INDEX_DIR 不能写入（EROFS）/u)])
      await lock.release()
      await expect(takeLock(INDEX_DIR, 'writing')).rejects.toMatchObject({ code: 'read_only' })
    } finally {
      small.unmount()
    }
  })
})
