// Restoring: all is checked before anything is written, nothing that is there is replaced, and a second try completes what
// was cut off.

import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backUp } from '../../src/backup/backup.ts'
import { restore } from '../../src/backup/restore.ts'
import { currentBuild, verifyBuilds } from '../../src/builds/builds.ts'
import { takeLock } from '../../src/builds/lock.ts'
import { OWNER } from '../../src/builds/owner.ts'
import { sealed } from '../../src/builds/seal.ts'
import type { Settings } from '../../src/config.ts'
import { openJournal } from '../../src/gaps/journal.ts'
import { mountSmall, textOf, writeSmall } from '../builds/folders.ts'
import { entry } from '../gaps/entries.ts'
import { contentsOf, filledDesk, foldersIn, tempRoot } from './desk-folders.ts'

let root: string
let settings: Settings
let backup: string
/** The folders of another machine, still empty. */
let elsewhere: Settings
beforeEach(async () => {
  root = tempRoot()
  settings = await filledDesk(root)
  backup = path.join(root, 'backup')
  elsewhere = foldersIn(path.join(root, 'elsewhere'))
  await backUp(settings, backup)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) })

describe('restoring', () => {
  it('takes away what a killed one left of the same folder, and nothing else', async () => {
    const [, start, place] = OWNER.split('-')
    const left = (name: string) => path.join(root, 'elsewhere', name)
    const dead = [`seeds.999999999-${start}-${place}.tmp`, 'seeds.999999999.tmp']
    const others = [
      `seeds.${process.ppid}.tmp`,
      `drafts.999999999-${start}-${place}.tmp`,
      'seeds.old',
      'seeds.x.tmp',
    ]
    for (const name of [...dead, ...others]) {
      mkdirSync(left(name), { recursive: true })
      writeFileSync(path.join(left(name), 'half.txt'), '第一条')
    }
    await restore(elsewhere, backup)
    expect(readdirSync(path.join(root, 'elsewhere')).sort()).toEqual(
      [...others, 'builds', 'gaps', 'seeds'].sort(),
    )
  })
  it('brings back documents, questions and a build that is whole and current', async () => {
    const { build, seeds, gaps } = await restore(elsewhere, backup)
    expect([seeds, gaps]).toEqual(['placed', 'placed'])
    expect(contentsOf(elsewhere.SEEDS_DIR)).toEqual(contentsOf(settings.SEEDS_DIR))
    expect(contentsOf(elsewhere.GAPS_DIR)).toEqual(contentsOf(settings.GAPS_DIR))
    expect(await verifyBuilds(elsewhere.INDEX_DIR)).toEqual([{ id: build, current: true, faults: [] }])
    const [before, after] = await Promise.all([settings, elsewhere].map((one) => currentBuild(one.INDEX_DIR)))
    expect(after!.manifest).toMatchObject({
      inputs: before!.manifest.inputs,
      meta: before!.manifest.meta,
      files: before!.manifest.files,
    })
  })
  it('adds a build beside those that are there, and leaves the same documents and questions alone', async () => {
    await writeSmall(settings.INDEX_DIR, 'inputs-2')
    await openJournal(settings.GAPS_DIR).write(entry('后来的问题'))
    const before = { ...contentsOf(settings.SEEDS_DIR), ...contentsOf(settings.GAPS_DIR) }
    const { build, seeds, gaps } = await restore(settings, backup)
    expect([seeds, gaps]).toEqual(['there', 'there'])
    expect({ ...contentsOf(settings.SEEDS_DIR), ...contentsOf(settings.GAPS_DIR) }).toEqual(before)
    expect((await verifyBuilds(settings.INDEX_DIR)).map(({ faults }) => faults)).toEqual([[], [], []])
    expect((await currentBuild(settings.INDEX_DIR))!.manifest.id).toBe(build)
    expect(await textOf(await currentBuild(settings.INDEX_DIR))).toBe('inputs-1')
  })
  it('makes files that can be written, whatever those of the backup allow', async () => {
    for (const one of readdirSync(backup, { recursive: true, withFileTypes: true }))
      if (one.isFile()) chmodSync(path.join(one.parentPath, one.name), 0o444)
    const { build } = await restore(elsewhere, backup)
    const modes = [elsewhere.SEEDS_DIR, elsewhere.GAPS_DIR, path.join(elsewhere.INDEX_DIR, build)].flatMap(
      (folder) => readdirSync(folder).map((name) => statSync(path.join(folder, name)).mode),
    )
    for (const mode of modes) expect(mode & 0o200).toBe(0o200)
  })
  it('puts questions where nothing but the lock of a server is that has died', async () => {
    mkdirSync(elsewhere.GAPS_DIR, { recursive: true })
    const holder = { owner: `999999999-1-${OWNER.split('-')[2]}`, since: '2026-01-01T00:00:00.000Z' }
    writeFileSync(path.join(elsewhere.GAPS_DIR, 'serving.lock'), JSON.stringify(holder))
    expect(await restore(elsewhere, backup)).toMatchObject({ gaps: 'placed' })
  })
  it('puts none under a server that runs, and says who must stop', async () => {
    const lock = await takeLock(elsewhere.GAPS_DIR, 'serving')
    await expect(restore(elsewhere, backup)).rejects.toEqual(refusal('conflict', /另一个服务/u))
    expect(contentsOf(elsewhere.SEEDS_DIR)).toEqual({})
    await lock.release()
  })
  it('says that a backup without questions has none, and touches no folder for them', async () => {
    rmSync(settings.GAPS_DIR, { recursive: true })
    await backUp(settings, `${backup}-2`)
    expect(await restore(elsewhere, `${backup}-2`)).toMatchObject({ gaps: 'none' })
    expect(contentsOf(path.dirname(elsewhere.GAPS_DIR))).not.toHaveProperty('gaps/')
  })
})

describe('restoring over something else', () => {
  it.each([
    ['other documents', (to: Settings) => writeFileSync(path.join(to.SEEDS_DIR, 'b.txt'), '另一份'), /SEEDS_DIR/u],
    ['a changed document', (to: Settings) => appendFileSync(path.join(to.SEEDS_DIR, '通知.txt'), '新'), /SEEDS_DIR/u],
    ['what nobody can read', (to: Settings) => renameSync(path.join(to.SEEDS_DIR, '通知.txt'), path.join(to.SEEDS_DIR, 'a.docx')), /SEEDS_DIR/u],
    ['other questions', (to: Settings) => truncateSync(path.join(to.GAPS_DIR, 'gaps.jsonl'), 0), /GAPS_DIR/u],
  ])('is refused before anything is written: %s', async (_, change, message) => {
    change(settings)
    const before = contentsOf(root)
    await expect(restore(settings, backup)).rejects.toEqual(refusal('conflict', message))
    expect(contentsOf(root)).toEqual(before)
  }) // biome-ignore format: one row per case
  it('is refused where a folder is a link', async () => {
    mkdirSync(path.join(root, 'elsewhere'))
    symlinkSync(root, elsewhere.SEEDS_DIR)
    await expect(restore(elsewhere, backup)).rejects.toEqual(refusal('invalid_request', /符号链接/u))
  })
})

describe('a backup that is not whole', () => {
  const inBackup = (name: string) => path.join(backup, name)
  const listed = () => JSON.parse(readFileSync(inBackup('backup.json'), 'utf8'))
  type List = { files: Record<string, object> }
  const relist = (changed: (list: List) => object) => {
    const { seal: _, ...list } = listed()
    writeFileSync(inBackup('backup.json'), sealed(changed(list)))
  }
  const adding = (name: string) => (list: List) => ({
    ...list,
    files: { ...list.files, [name]: list.files['settings.env'] },
  })
  const withoutBuild = (list: List) => ({
    ...list,
    files: Object.fromEntries(
      Object.entries(list.files).filter(([name]) => {
        if (name.startsWith('builds/')) rmSync(inBackup(name))
        return !name.startsWith('builds/')
      }),
    ),
  })
  const flip = (file: string) => {
    const bytes = readFileSync(file)
    const middle = Math.floor(bytes.length / 2)
    bytes[middle] = bytes[middle]! ^ 1
    writeFileSync(file, bytes)
  }
  async function expectRefused(message: RegExp): Promise<void> {
    await expect(restore(elsewhere, backup)).rejects.toEqual(refusal('invalid_request', message))
    expect(contentsOf(path.join(root, 'elsewhere'))).toEqual({})
  }

  it('is refused for one flipped bit in any file, which it names', async () => {
    const names = [...Object.keys(listed().files), 'backup.json']
    expect(names.length).toBeGreaterThan(5)
    for (const name of names.filter((one) => readFileSync(inBackup(one)).length > 0)) {
      flip(inBackup(name))
      await expectRefused(new RegExp(name.replace(/\W/gu, '.'), 'u'))
      flip(inBackup(name))
    }
    await restore(elsewhere, backup)
  })
  it.each([
    ['a file is missing', () => rmSync(inBackup('seeds/通知.txt')), /通知\.txt 缺失/u],
    ['a file is cut off', () => truncateSync(inBackup('gaps/gaps.jsonl'), 10), /gaps\.jsonl 有 10 字节/u],
    ['its list is missing', () => rmSync(inBackup('backup.json')), /读不到 backup\.json/u],
    ['its list is cut off', () => truncateSync(inBackup('backup.json'), 50), /读不出来/u],
    ['its list is of another version', () => relist((list) => ({ ...list, format: 2 })), /其他版本/u],
    ['its list leads out of it', () => relist(adding('seeds/../../x')), /读不出来/u],
    ['its list leads to the root', () => relist(adding('/etc/passwd')), /读不出来/u],
    ['its build is not listed', () => relist(withoutBuild), /索引版本/u],
    ['a file is a link', () => { renameSync(inBackup('seeds/通知.txt'), path.join(root, 'x')); symlinkSync(path.join(root, 'x'), inBackup('seeds/通知.txt')) }, /不是普通文件/u],
    ['a file is a pipe', () => { rmSync(inBackup('seeds/通知.txt')); execFileSync('mkfifo', [inBackup('seeds/通知.txt')]) }, /不是普通文件/u],
    ['a file is a device', () => { rmSync(inBackup('seeds/通知.txt')); symlinkSync('/dev/zero', inBackup('seeds/通知.txt')) }, /不是普通文件/u],
    ['its list is a device', () => { rmSync(inBackup('backup.json')); symlinkSync('/dev/zero', inBackup('backup.json')) }, /不是普通文件/u],
    ['a folder in it is a link', () => { renameSync(inBackup('seeds'), path.join(root, 'y')); symlinkSync(path.join(root, 'y'), inBackup('seeds')) }, /符号链接/u],
    ['it is a link itself', () => { renameSync(backup, path.join(root, 'z')); symlinkSync(path.join(root, 'z'), backup) }, /符号链接/u],
    ['it is a device', () => { rmSync(backup, { recursive: true }); symlinkSync('/dev/zero', backup) }, /符号链接|读不到/u],
    ['it is not there', () => rmSync(backup, { recursive: true }), /读不到/u],
  ])('is refused, and nothing is written, where %s', async (_, damage, message) => {
    damage()
    await expectRefused(message)
  }) // biome-ignore format: one row per case
})

const small = mountSmall()
if (!small) console.warn('Not permitted to mount a tmpfs: the full disk is not tried.')
afterAll(() => small?.unmount())

describe.skipIf(!small)('a disk that is full', () => {
  it('leaves the index as it was; once there is room, the second try completes what the first began', async () => {
    await writeSmall(settings.INDEX_DIR, 'inputs-2', 'large', 2_000_000)
    await backUp(settings, `${backup}-2`)
    const narrow = { ...elsewhere, INDEX_DIR: path.join(small!.folder, 'builds') }
    await writeSmall(narrow.INDEX_DIR, 'inputs-1')
    const before = contentsOf(narrow.INDEX_DIR)
    await expect(restore(narrow, `${backup}-2`)).rejects.toEqual(refusal('storage_full', /磁盘空间不足/u))
    expect(contentsOf(narrow.INDEX_DIR)).toEqual(before)
    const wide = { ...narrow, INDEX_DIR: elsewhere.INDEX_DIR }
    cpSync(narrow.INDEX_DIR, wide.INDEX_DIR, { recursive: true })
    expect(await restore(wide, `${backup}-2`)).toMatchObject({ seeds: 'there', gaps: 'there' })
    expect(await textOf(await currentBuild(wide.INDEX_DIR))).toBe('large')
  })
  it('takes no half of the documents', async () => {
    const narrow = { ...elsewhere, SEEDS_DIR: path.join(small!.folder, 'seeds') }
    writeFileSync(path.join(settings.SEEDS_DIR, 'b.txt'), '放行'.repeat(300_000))
    await backUp(settings, `${backup}-3`)
    await expect(restore(narrow, `${backup}-3`)).rejects.toEqual(
      refusal('storage_full', /恢复没有完成.*没有留下半份/u),
    )
    expect(contentsOf(small!.folder)).not.toHaveProperty('seeds/')
    expect(contentsOf(path.join(root, 'elsewhere'))).toEqual({ 'builds/': '' })
  })
})
