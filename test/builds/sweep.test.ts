// Sweeping: what is taken away, what never is, and that it cannot pull a build from under a switch.

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import fs, { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openBuild, verifyBuilds } from '../../src/builds/builds.ts'
import { makeCurrent } from '../../src/builds/current.ts'
import { OWNER } from '../../src/builds/owner.ts'
import { sweepBuilds } from '../../src/builds/sweep.ts'
import { tempFolder, textOf, writeSmall } from './folders.ts'

const INPUTS = 'inputs-digest'
const deadPid = spawnSync(process.execPath, ['-e', '']).pid

let dir: string
let ids: string[]
beforeEach(async () => {
  dir = await tempFolder()
  ids = []
  for (const text of ['1', '2', '3', '4']) ids.push((await writeSmall(dir, INPUTS, text)).id)
})
afterEach(() => rm(dir, { recursive: true }))
const left = async () => (await readdir(dir)).filter((name) => name !== 'current').sort()

describe('of the builds', () => {
  it('the newest two stay', async () => {
    expect((await sweepBuilds(dir)).sort()).toEqual([ids[0], ids[1]])
    expect(await left()).toEqual([ids[2], ids[3]])
  })
  it('the current one stays, however old', async () => {
    await makeCurrent(dir, ids[0]!)
    await sweepBuilds(dir, { keep: 1 })
    expect(await left()).toEqual([ids[0], ids[3]])
    expect(await textOf((await openBuild(dir, INPUTS)).build)).toBe('1')
  })
  it('damaged ones do not count towards those kept', async () => {
    await rm(path.join(dir, ids[3]!, 'words.json'))
    await sweepBuilds(dir)
    expect(await left()).toEqual([ids[1], ids[2], ids[3]])
  })
  it('none goes while fewer than two are whole', async () => {
    for (const id of ids.slice(1)) await rm(path.join(dir, id, 'words.json'))
    expect(await sweepBuilds(dir)).toEqual([])
  })
  it('one that another process has claimed stays until that process is gone', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    await once(other, 'spawn')
    await writeFile(path.join(dir, `current.${ids[0]}.${other.pid}.tmp`), ids[0]!)
    await sweepBuilds(dir)
    expect(await left()).toContain(ids[0])
    other.kill('SIGKILL')
    await once(other, 'exit')
    await sweepBuilds(dir)
    expect(await left()).toEqual([ids[2], ids[3]])
  })
  it('the newest whole one of a kind to be spared stays, however old', async () => {
    const kind =
      (...places: number[]) =>
      (build: { manifest: { id: string } }) =>
        places.some((place) => ids[place] === build.manifest.id)
    await rm(path.join(dir, ids[1]!, 'words.json'))
    await sweepBuilds(dir, { keep: 1, spare: [kind(0, 1), kind(3, 2)] })
    expect(await left()).toEqual([ids[0], ids[3]])
  })
  it('a missing folder needs no sweeping', async () => {
    expect(await sweepBuilds(path.join(dir, 'missing'))).toEqual([])
  })
})

describe('of temporary names', () => {
  const temporary = (owner: number | string) => `20260101T000000000Z-abcdefgh-1.${owner}.tmp`
  const folderOf = async (owner: number | string) => {
    await mkdir(path.join(dir, temporary(owner)))
    await writeFile(path.join(dir, temporary(owner), 'half'), 'x')
  }
  it('those of dead processes go, builds and claims alike', async () => {
    await folderOf(deadPid)
    await writeFile(path.join(dir, `current.${ids[3]}.${deadPid}.tmp`), '')
    await sweepBuilds(dir, { keep: 4 })
    expect(await left()).toEqual(ids)
  })
  it('those of living processes stay', async () => {
    await folderOf(process.ppid)
    await sweepBuilds(dir, { keep: 4 })
    expect(await left()).toContain(temporary(process.ppid))
  })
  it('those of this process stay, but not those of an earlier one that had its id', async () => {
    const [pid, start, place] = OWNER.split('-')
    const earlier = `${pid}-${Number(start) - 1}-${place}`
    await folderOf(OWNER)
    await folderOf(earlier)
    await sweepBuilds(dir, { keep: 4 })
    expect(await left()).toContain(temporary(OWNER))
    expect(await left()).not.toContain(temporary(earlier))
  })
  it('those of another container or machine stay for an hour', async () => {
    await folderOf('1-100-0123abcd')
    await sweepBuilds(dir, { keep: 4 })
    expect(await left()).toContain(temporary('1-100-0123abcd'))
    const before = Date.now() / 1000 - 3700
    await utimes(path.join(dir, temporary('1-100-0123abcd')), before, before)
    await sweepBuilds(dir, { keep: 4 })
    expect(await left()).toEqual(ids)
  })
  it('names that are not ours stay', async () => {
    for (const name of ['notes.tmp', 'current.1.tmp', 'README.md']) await writeFile(path.join(dir, name), '')
    await sweepBuilds(dir, { keep: 4 })
    expect(await left()).toEqual([...ids, 'README.md', 'current.1.tmp', 'notes.tmp'].sort())
  })
  it('a build that is being written survives a sweep', async () => {
    await writeSmall(dir, INPUTS, '5', 100, async () => {
      await sweepBuilds(dir, { keep: 1 })
    })
    expect(await textOf((await openBuild(dir, INPUTS)).build)).toBe('5')
  })
})

describe('while a build is swept away, another switches to it', () => {
  const NAMES = ['access', 'lstat', 'open', 'readdir', 'readFile', 'rename', 'rm'] as const
  const real = Object.fromEntries(NAMES.map((name) => [name, fs[name]]))
  const restore = () => {
    Object.assign(fs, real)
    syncBuiltinESMExports()
  }
  afterEach(restore)

  /** From now on: all of `inner` happens just before the n-th call that touches the disk. */
  function beforeCall(nth: number, inner: () => Promise<unknown>): { reached: () => boolean } {
    let calls = 0
    for (const name of NAMES) {
      const call = real[name] as (...args: unknown[]) => Promise<unknown>
      Object.assign(fs, {
        [name]: async (...args: unknown[]) => {
          calls++
          if (calls !== nth) return call(...args)
          restore()
          await inner()
          return call(...args)
        },
      })
    }
    syncBuiltinESMExports()
    return { reached: () => calls >= nth }
  }

  it.each(['at any step of the sweep', 'sweeping at any step of the switch'])('%s', async (order) => {
    const seen = new Set<string>()
    for (let nth = 1, reached = true; reached; nth++) {
      const old = (await writeSmall(dir, INPUTS, 'old', 10)).id
      const young = (await writeSmall(dir, INPUTS, 'young', 10)).id
      let outcome = ''
      const toOld = () =>
        makeCurrent(dir, old).then(
          () => {
            outcome = 'switched'
          },
          (error: { code: string }) => {
            outcome = error.code
          },
        )
      const sweep = () => sweepBuilds(dir, { keep: 1 })
      const [outer, inner] = order.startsWith('at') ? [sweep, toOld] : [toOld, sweep]
      const hook = beforeCall(nth, inner)
      await outer()
      restore()
      reached = hook.reached()
      if (!reached) break

      seen.add(outcome)
      const current = (await readFile(path.join(dir, 'current'), 'utf8')).trim()
      expect(current, `step ${nth}`).toBe(outcome === 'switched' ? old : young)
      expect(await verifyBuilds(dir), `step ${nth}`).toContainEqual({
        id: current,
        current: true,
        faults: [],
      })
      expect((await readdir(dir)).filter((name) => name.endsWith('.tmp'))).toEqual([])
    }
    expect([...seen].sort()).toEqual(['not_found', 'switched'])
  })

  it('the current build is never out of its place, not even for a moment', async () => {
    await makeCurrent(dir, ids[0]!)
    for (let nth = 1, reached = true; reached; nth++) {
      await writeSmall(dir, INPUTS, 'younger', 10)
      await makeCurrent(dir, ids[0]!)
      let open: unknown
      const hook = beforeCall(nth, async () => {
        open = await openBuild(dir, INPUTS)
      })
      await sweepBuilds(dir, { keep: 1 })
      restore()
      reached = hook.reached()
      if (reached) expect(open).toMatchObject({ build: { manifest: { id: ids[0] } }, faults: [] })
    }
  })

  it('sweeping at any step after which a build is done that others have overtaken', async () => {
    for (let nth = 1, reached = true; reached; nth++) {
      let hook = { reached: () => false }
      const slow = await writeSmall(dir, INPUTS, 'slow', 10, async () => {
        await writeSmall(dir, INPUTS, 'faster', 10)
        hook = beforeCall(nth, () => sweepBuilds(dir, { keep: 1 }))
      })
      restore()
      reached = hook.reached()
      const rows = await verifyBuilds(dir)
      expect(rows, `step ${nth}`).toContainEqual({ id: slow.id, current: true, faults: [] })
    }
  })
})
