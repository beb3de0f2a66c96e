// Backups: that one is whole whatever goes on meanwhile, that nothing secret is in it, and that a failed one leaves nothing.

import { createHash } from 'node:crypto'
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backUp } from '../../src/backup/backup.ts'
import { checkedContents } from '../../src/backup/contents.ts'
import { verifyBuilds } from '../../src/builds/builds.ts'
import { sweepBuilds } from '../../src/builds/sweep.ts'
import type { Settings } from '../../src/config.ts'
import { openJournal, readJournal } from '../../src/gaps/journal.ts'
import { mountSmall, writeSmall } from '../builds/folders.ts'
import { entry } from '../gaps/entries.ts'
import { contentsOf, filledDesk, NOTICE, tempRoot } from './desk-folders.ts'

let root: string
let settings: Settings
let target: string
beforeEach(async () => {
  root = tempRoot()
  settings = await filledDesk(root)
  target = path.join(root, 'backup')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) })
const questions = async (folder: string) => (await readJournal(folder)).map(({ question }) => question)

describe('a backup', () => {
  it('holds the build, the documents and the questions, with the digest of every file', async () => {
    const { build, files, bytes, unread } = await backUp(settings, target)
    const held = contentsOf(target)
    expect(held['seeds/通知.txt']).toBe(Buffer.from(NOTICE).toString('latin1'))
    expect(await questions(path.join(target, 'gaps'))).toEqual(['能不能落户？', '收费多少？'])
    expect(await verifyBuilds(path.join(target, 'builds'))).toEqual([
      { id: build, current: true, faults: [] },
    ])
    const listed = JSON.parse(readFileSync(path.join(target, 'backup.json'), 'utf8'))
    const names = Object.keys(held).filter((name) => !name.endsWith('/') && name !== 'backup.json')
    expect(Object.keys(listed.files).sort()).toEqual(names.sort())
    for (const name of names) {
      const content = Buffer.from(held[name]!, 'latin1')
      expect(listed.files[name]).toEqual({
        bytes: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
      })
    }
    expect([files, unread]).toEqual([names.length, []])
    expect(bytes).toBe(names.reduce((sum, name) => sum + held[name]!.length, 0))
  })
  it('is readable by its owner alone', async () => {
    await backUp(settings, target)
    expect(statSync(target).mode & 0o777).toBe(0o700)
  })
  it('changes nothing of what it is made from', async () => {
    const before = contentsOf(root)
    await backUp(settings, target)
    const after = contentsOf(root)
    expect(Object.fromEntries(Object.entries(after).filter(([name]) => !name.startsWith('backup')))).toEqual(
      before,
    )
  })
  it('keeps the settings that are not as they come, but no secret and no folder', async () => {
    rmSync(root, { recursive: true })
    mkdirSync(root)
    settings = await filledDesk(root, {
      ALLOWED_ORIGINS: 'https://a.example,https://b.example',
      LLM_BASE_URL: 'http://llm.example/v1?key=sk-query',
      LLM_MODEL: 'fake-1',
      LLM_API_KEY: 'sk-secret',
    })
    await backUp(settings, target)
    const kept = readFileSync(path.join(target, 'settings.env'), 'utf8')
    expect(kept).toBe(
      'ALLOWED_ORIGINS=https://a.example,https://b.example\nLLM_BASE_URL=http://llm.example/v1\nLLM_MODEL=fake-1\n',
    )
    expect(JSON.stringify(contentsOf(target))).not.toContain('sk-')
  })
  it('keeps that clients have no limits where other machines reach the desk, and not where none does', async () => {
    const kept = async (more: Record<string, string>) => {
      rmSync(root, { recursive: true })
      mkdirSync(root)
      settings = await filledDesk(root, { RATE_LIMIT_CHAT: '0', ...more })
      await backUp(settings, target)
      return readFileSync(path.join(target, 'settings.env'), 'utf8')
    }
    expect(await kept({ HOST: '0.0.0.0' })).toBe('HOST=0.0.0.0\nRATE_LIMIT_CHAT=0\n')
    expect(await kept({ TRUSTED_PROXIES: '10.0.0.0/8' })).toBe(
      'TRUSTED_PROXIES=10.0.0.0/8\nRATE_LIMIT_CHAT=0\n',
    )
    expect(await kept({})).toBe('')
  })
  it('leaves out what the desk does not read, and says so', async () => {
    writeFileSync(path.join(settings.SEEDS_DIR, '附件.docx'), '')
    expect((await backUp(settings, target)).unread).toEqual(['附件.docx'])
    expect(readdirSync(path.join(target, 'seeds'))).toEqual(['通知.txt'])
  })
  it('says so of a list of words that is refused', async () => {
    writeFileSync(path.join(settings.SEEDS_DIR, 'dictionary.txt'), '海外 仓 n n\n')
    expect((await backUp(settings, target)).unread).toEqual(['dictionary.txt'])
  })
  it('leaves out half a line that is just being written', async () => {
    appendFileSync(path.join(settings.GAPS_DIR, 'gaps.jsonl'), '{"time":"2026-')
    await backUp(settings, target)
    const text = readFileSync(path.join(target, 'gaps/gaps.jsonl'), 'utf8')
    expect(text.split('\n')).toHaveLength(3)
    expect(text).toMatch(/\}\n$/u)
  })
  it('can be made where no question was ever kept', async () => {
    rmSync(settings.GAPS_DIR, { recursive: true })
    await backUp(settings, target)
    expect(readdirSync(path.join(target, 'gaps'))).toEqual([])
  })
  it('holds the newest whole build where the current one is damaged, and is refused where none is whole', async () => {
    const [first] = await verifyBuilds(settings.INDEX_DIR)
    const { id } = await writeSmall(settings.INDEX_DIR, 'inputs-2')
    appendFileSync(path.join(settings.INDEX_DIR, id, 'vectors.bin'), 'x')
    expect((await backUp(settings, target)).build).toBe(first!.id)
    appendFileSync(path.join(settings.INDEX_DIR, first!.id, 'vectors.bin'), 'x')
    await expect(backUp(settings, `${target}-2`)).rejects.toEqual(refusal('index_missing', /ingest/u))
    expect(readdirSync(root).sort()).toEqual(['backup', 'builds', 'gaps', 'seeds'])
  })
})

describe('a backup of a desk at work', () => {
  it('is whole each time, while builds come and go and lines are written and set aside', async () => {
    let working = true
    const building = (async () => {
      for (let i = 0; working; i++) {
        await writeSmall(settings.INDEX_DIR, `inputs-${i}-of-many`, `text ${i}`, 300_000)
        await sweepBuilds(settings.INDEX_DIR, { keep: 1 })
      }
    })()
    let written = 0
    const asking = (async () => {
      // Set aside every few lines, as otherwise only after megabytes.
      const journal = openJournal(settings.GAPS_DIR, undefined, 2_000)
      for (; working; written++) await journal.write(entry(`问题 ${written}`))
    })()
    try {
      for (let i = 0; i < 15; i++) {
        await pause(20)
        const at = `${target}-${i}`
        const before = written
        const { build } = await backUp(settings, at)
        await checkedContents(at)
        expect(await verifyBuilds(path.join(at, 'builds'))).toEqual([
          { id: build, current: true, faults: [] },
        ])
        const numbers = (await questions(path.join(at, 'gaps')))
          .filter((question) => question.startsWith('问题'))
          .map((question) => Number(question.split(' ')[1]))
        const first = numbers[0] ?? 0
        expect(numbers).toEqual(numbers.map((_, line) => first + line))
        expect(numbers.at(-1) ?? before - 1).toBeGreaterThanOrEqual(before - 1)
      }
    } finally {
      working = false
      await Promise.all([building, asking])
    }
  })
})

describe('a place for a backup', () => {
  it('may be an empty folder', async () => {
    mkdirSync(target)
    await backUp(settings, target)
    await checkedContents(target)
  })
  it.each([
    [
      'a folder with something in it',
      () => mkdirSync(path.join(target, 'x'), { recursive: true }),
      /已有内容/u,
    ],
    ['a file', () => writeFileSync(target, ''), /不是文件夹/u],
    ['a link', () => symlinkSync(root, target), /符号链接/u],
    ['a device', () => symlinkSync('/dev/full', target), /不是文件夹/u],
  ])('is not %s', async (_, make, message) => {
    make()
    const before = contentsOf(root)
    await expect(backUp(settings, target)).rejects.toEqual(refusal('invalid_request', message))
    expect(contentsOf(root)).toEqual(before)
  })
  it('is not below a folder that is missing, as an unmounted disk', async () => {
    await expect(backUp(settings, path.join(root, 'mnt/backup'))).rejects.toEqual(
      refusal('invalid_request', /先建好或挂载/u),
    )
    expect(readdirSync(root).sort()).toEqual(['builds', 'gaps', 'seeds'])
  })
})

const small = mountSmall()
if (!small) console.warn('Not permitted to mount a tmpfs: the full disk is not tried.')
afterAll(() => small?.unmount())

describe.skipIf(!small)('on a disk of 1 MB', () => {
  const at = () => path.join(small!.folder, 'backup')
  it('a backup that does not fit leaves nothing, and says so; one that fits comes after it', async () => {
    await writeSmall(settings.INDEX_DIR, 'inputs-2', 'large', 2_000_000)
    await expect(backUp(settings, at())).rejects.toEqual(
      refusal('storage_full', /磁盘空间不足.*没有留下半份/u),
    )
    expect(readdirSync(small!.folder)).toEqual([])
    await writeSmall(settings.INDEX_DIR, 'inputs-3')
    await backUp(settings, at())
    await checkedContents(at())
    rmSync(at(), { recursive: true })
  })
  it('that cannot be written, or is a mount itself, there is none', async () => {
    small!.remount('ro')
    await expect(backUp(settings, at())).rejects.toEqual(refusal('read_only', /EROFS.*没有留下半份/u))
    small!.remount('rw')
    await expect(backUp(settings, small!.folder)).rejects.toEqual(refusal('internal', /挂载点/u))
    expect(readdirSync(small!.folder)).toEqual([])
  })
})
