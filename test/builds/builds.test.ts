// Builds on a healthy disk, and what is noticed when files were damaged, swapped or removed behind our back.

import { access, cp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newestBuild, openBuild, verifyBuilds, writeBuild } from '../../src/builds/builds.ts'
import { makeCurrent } from '../../src/builds/current.ts'
import { tempFolder, textOf, writeSmall } from './folders.ts'

const OLD = 'old-inputs'
const NEW = 'new-inputs'
let dir: string
beforeEach(async () => {
  dir = await tempFolder()
})
afterEach(() => rm(dir, { recursive: true }))

describe('writing a build', () => {
  it('leaves its folder, its manifest and the pointer, and nothing else', async () => {
    const manifest = await writeSmall(dir, NEW)
    expect((await readdir(dir)).sort()).toEqual([manifest.id, 'current'].sort())
    expect(await readFile(path.join(dir, 'current'), 'utf8')).toBe(`${manifest.id}\n`)
    expect(Object.keys(manifest.files).sort()).toEqual(['vectors.bin', 'words.json'])
    expect(manifest.files['vectors.bin']?.bytes).toBe(5000)
    expect(manifest).toMatchObject({ format: 1, inputs: NEW, meta: { model: 'plain', passages: 3 } })
    expect(manifest.id).toContain(`-${NEW.slice(0, 8)}-`)
    expect((await stat(path.join(dir, manifest.id))).mode & 0o777).toBe(0o700)
  })
  it('makes the folder of the builds when it is missing', async () => {
    const deep = path.join(dir, 'a', 'b')
    await writeSmall(deep, NEW)
    expect(await textOf((await openBuild(deep, NEW)).build)).toBe(NEW)
  })
  it('gives ids that sort by time, also at the same moment', async () => {
    const ids = []
    for (let i = 0; i < 5; i++) ids.push((await writeSmall(dir, NEW, String(i))).id)
    expect(ids).toEqual([...new Set(ids)].sort())
    expect(await textOf(await newestBuild(dir))).toBe('4')
  })
  it('keeps two builds apart that one process writes at once', async () => {
    await Promise.all([writeSmall(dir, OLD), writeSmall(dir, NEW)])
    for (const inputs of [OLD, NEW]) expect(await textOf((await openBuild(dir, inputs)).build)).toBe(inputs)
    expect((await verifyBuilds(dir)).map((row) => row.faults)).toEqual([[], []])
  })
  it('lets the check see the finished files with the manifest', async () => {
    let seen: string[] = []
    await writeSmall(dir, NEW, NEW, 10, async (folder) => {
      seen = await readdir(folder)
    })
    expect(seen.sort()).toEqual(['manifest.json', 'vectors.bin', 'words.json'])
  })
  it.each(['write', 'check'] as const)(
    'leaves no trace when %s fails, and what is served stays',
    async (part) => {
      await writeSmall(dir, OLD)
      const before = (await readdir(dir)).sort()
      const nothing = async (folder: string) => writeFile(path.join(folder, 'file'), 'x')
      const fail = async (folder: string) => {
        await writeFile(path.join(folder, 'half'), 'x')
        throw new Error('probe failed')
      }
      const options = { inputs: NEW, meta: {}, write: nothing, check: async () => {}, [part]: fail }
      await expect(writeBuild(dir, options)).rejects.toThrow('probe failed')
      expect((await readdir(dir)).sort()).toEqual(before)
      expect(await openBuild(dir, OLD)).toMatchObject({ faults: [] })
    },
  )
  it('refuses folders, links and odd names among the files', async () => {
    const writers: ((folder: string) => Promise<void>)[] = [
      (folder) => symlink('/etc/hostname', path.join(folder, 'link')),
      (folder) => cp(dir, path.join(folder, 'sub'), { recursive: true }),
      (folder) => writeFile(path.join(folder, '.hidden'), ''),
      (folder) => writeFile(path.join(folder, 'manifest.json'), '{}'),
    ]
    await writeFile(path.join(dir, 'something'), '')
    for (const write of writers)
      await expect(
        writeBuild(dir, { inputs: NEW, meta: {}, write, check: async () => {} }),
      ).rejects.toMatchObject({ code: 'internal' })
    expect(await readdir(dir)).toEqual(['something'])
  })
})

describe('opening a build', () => {
  it('finds nothing wrong with a missing or empty folder', async () => {
    expect(await openBuild(dir, NEW)).toEqual({ faults: [] })
    expect(await openBuild(path.join(dir, 'missing'), NEW)).toEqual({ faults: [] })
    expect(await newestBuild(path.join(dir, 'missing'))).toBeUndefined()
    expect(await verifyBuilds(path.join(dir, 'missing'))).toEqual([])
  })
  it('takes the current build, also when another of the same inputs is newer', async () => {
    const first = await writeSmall(dir, NEW, 'first')
    await writeSmall(dir, NEW, 'second')
    await makeCurrent(dir, first.id)
    const { build, faults } = await openBuild(dir, NEW)
    expect([await textOf(build), faults]).toEqual(['first', []])
  })
  it('takes another build of these inputs when the current one is of others, and calls that no fault', async () => {
    await writeSmall(dir, OLD)
    await writeSmall(dir, NEW)
    const { build, faults } = await openBuild(dir, OLD)
    expect([await textOf(build), faults]).toEqual([OLD, []])
    expect(await openBuild(dir, 'unheard-of')).toEqual({ faults: [] })
  })
  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['garbage', '\0\0\0'],
    ['a path out of the folder', '../../etc'],
    ['a build that is gone', '20200101T000000000Z-abcdefgh-1'],
  ])('warns of a pointer that is %s, and takes the newest', async (_, content) => {
    await writeSmall(dir, NEW, 'first')
    await writeSmall(dir, NEW, 'second')
    if (content === undefined) await rm(path.join(dir, 'current'))
    else await writeFile(path.join(dir, 'current'), content)
    const { build, faults } = await openBuild(dir, NEW)
    expect(await textOf(build)).toBe('second')
    expect(faults).toEqual([expect.stringContaining('current')])
    expect((await verifyBuilds(dir)).at(-1)).toEqual({ id: 'current', current: false, faults })
  })
  it('refuses to make a build current that is not there, and leaves the pointer', async () => {
    const { id } = await writeSmall(dir, NEW)
    await expect(makeCurrent(dir, '20200101T000000000Z-abcdefgh-1')).rejects.toMatchObject({
      code: 'not_found',
    })
    expect((await readdir(dir)).sort()).toEqual([id, 'current'].sort())
    expect(await readFile(path.join(dir, 'current'), 'utf8')).toBe(`${id}\n`)
  })
})

describe('a damaged current build is named, and the one before it is taken', () => {
  let good: string
  let bad: string
  beforeEach(async () => {
    good = (await writeSmall(dir, NEW, 'good')).id
    bad = (await writeSmall(dir, NEW, 'bad')).id
  })
  const file = (name: string) => path.join(dir, bad, name)
  const flip = async (name: string, place: number, bit = 1) => {
    const bytes = await readFile(file(name))
    bytes[place]! ^= bit
    await writeFile(file(name), bytes)
  }
  const rewrite = async (change: (text: string) => string) =>
    writeFile(file('manifest.json'), change(await readFile(file('manifest.json'), 'utf8')))

  const damages: [string, string, () => Promise<void>][] = [
    ['a file cut to nothing', 'vectors.bin', () => writeFile(file('vectors.bin'), '')],
    ['a file one byte short', '4999 字节', () => writeFile(file('vectors.bin'), Buffer.alloc(4999, 'bad'))],
    ['one bit flipped at the start', 'vectors.bin', () => flip('vectors.bin', 0)],
    ['one bit flipped at the end', 'vectors.bin', () => flip('vectors.bin', 4999, 128)],
    ['a page of zeros', 'vectors.bin', () => writeFile(file('vectors.bin'), Buffer.alloc(5000))],
    ['a file missing', 'words.json', () => rm(file('words.json'))],
    ['a link instead of a file', 'words.json', async () => {
      await rename(file('words.json'), path.join(dir, 'elsewhere'))
      await symlink(path.join(dir, 'elsewhere'), file('words.json'))
    }],
    ['a file of the other build', 'vectors.bin', () =>
      cp(path.join(dir, good, 'vectors.bin'), file('vectors.bin'))],
    ['two files swapped', 'vectors.bin', async () => {
      await rename(file('words.json'), file('x'))
      await rename(file('vectors.bin'), file('words.json'))
      await rename(file('x'), file('vectors.bin'))
    }],
    ['the manifest missing', 'manifest.json', () => rm(file('manifest.json'))],
    ['the manifest empty', 'manifest.json', () => writeFile(file('manifest.json'), '')],
    ['the manifest cut short', 'manifest.json', () => rewrite((text) => text.slice(0, -40))],
    ['the manifest of the other build', 'manifest.json', () =>
      cp(path.join(dir, good, 'manifest.json'), file('manifest.json'))],
    ['a word changed in meta', 'manifest.json', () => rewrite((text) => text.replace('plain', 'plein'))],
    ['a key given twice', 'manifest.json', () =>
      rewrite((text) => text.replace('"format": 1,', '"format": 2,\n  "format": 1,'))],
    ['a path out of the folder', 'manifest.json', () =>
      rewrite((text) => text.replace('"words.json"', '"../words.json"'))],
    ['a future format', '格式 2', () => rewrite((text) => text.replace('"format": 1', '"format": 2'))],
    ['another pretty-printer', 'manifest.json', () => rewrite((text) => JSON.stringify(JSON.parse(text)))],
  ] // biome-ignore format: one damage after the other

  it.each(damages)('%s', async (_, named, damage) => {
    expect(await textOf((await openBuild(dir, NEW)).build)).toBe('bad')
    await damage()
    const { build, faults } = await openBuild(dir, NEW)
    expect(await textOf(build)).toBe('good')
    expect(faults.join()).toContain(bad)
    expect(faults.join()).toContain(named)
    expect(await textOf(await newestBuild(dir))).toBe('good')
    const rows = await verifyBuilds(dir)
    expect(rows).toEqual([
      { id: bad, current: true, faults: expect.arrayContaining([expect.stringContaining(named)]) },
      { id: good, current: false, faults: [] },
    ])
  })
  it('every single bit of the manifest counts', async () => {
    const whole = await readFile(file('manifest.json'))
    for (let place = 0; place < whole.length; place += 3) {
      await writeFile(file('manifest.json'), whole)
      await flip('manifest.json', place, 1 << (place % 8))
      expect(await textOf(await newestBuild(dir)), `byte ${place}`).toBe('good')
    }
  })
  it('leaves nothing to open when all builds of these inputs are damaged, and says so of each', async () => {
    await flip('vectors.bin', 100)
    await rm(path.join(dir, good, 'words.json'))
    const { build, faults } = await openBuild(dir, NEW)
    expect(build).toBeUndefined()
    expect(faults).toEqual([expect.stringContaining(bad), expect.stringContaining(good)])
  })
  it('still opens beside a stray file, which only the full check reports', async () => {
    await writeFile(file('notes.txt'), '')
    expect(await openBuild(dir, NEW)).toMatchObject({ build: { folder: path.join(dir, bad) }, faults: [] })
    expect((await verifyBuilds(dir))[0]?.faults).toEqual([expect.stringContaining('notes.txt')])
  })
})

it('never leaves a file half-readable to others: the pointer always names a whole build', async () => {
  await writeSmall(dir, NEW, 'first')
  let done = false
  const writing = Array.from({ length: 5 }, (_, i) => i)
    .reduce(
      (before, i) => before.then(() => writeSmall(dir, NEW, String(i)).then(() => {})),
      Promise.resolve(),
    )
    .finally(() => {
      done = true
    })
  let opened = 0
  while (!done) {
    const { build, faults } = await openBuild(dir, NEW)
    expect(faults).toEqual([])
    await access(path.join(build!.folder, 'vectors.bin'))
    opened++
  }
  await writing
  expect(opened).toBeGreaterThan(3)
})
