// The journal on disk: what is written is read, whatever happened to the file in between.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ROOT } from '../../src/config.ts'
import { openJournal, readJournal } from '../../src/gaps/journal.ts'
import { bareEnvironment } from '../support/desk.ts'
import { entry } from './entries.ts'

let root: string
let folder: string
const file = () => path.join(folder, 'gaps.jsonl')
const questions = async () => (await readJournal(folder)).map(({ question }) => question)
const linesOf = (name: string) => readFileSync(path.join(folder, name), 'utf8').split('\n').filter(Boolean)

/** Writes lines from a process of its own, which has nothing to complain about. */
async function writer(name: string, lines: number, fullBytes: number): Promise<void> {
  const script = path.join(ROOT, 'test/gaps/write-lines.ts')
  const args = ['--import', 'tsx', script, folder, name, `${lines}`, `${fullBytes}`]
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: bareEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  const [code] = await once(child, 'close')
  expect([code, complaints]).toEqual([0, ''])
}

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'cewen-journal-'))
  folder = path.join(root, 'below', 'gaps')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('a journal', () => {
  it('is read as it was written, in order', async () => {
    const journal = openJournal(folder)
    const written = [
      entry('能不能落户？'),
      entry('退税几天到账？', { kind: 'downrated', reason: '内容过时', comment: '去年改了\n第二行' }),
      entry('办证收费吗？', {
        kind: 'partial',
        missing: '收费标准',
        nearest: { id: 'fj-2017-b5/1', title: '一照一码' },
      }),
    ]
    const kept = await Promise.all(written.map(journal.write))
    expect(kept).toEqual([true, true, true])
    expect(await readJournal(folder)).toEqual(written)
  })
  it('can be read by its owner alone', async () => {
    await openJournal(folder).write(entry('能不能落户？'))
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
  })
  it('has one line of JSON for each entry', async () => {
    const journal = openJournal(folder)
    await journal.write(entry('一\n二'))
    await journal.write(entry('三'))
    expect(readFileSync(file(), 'utf8')).toMatch(/^\{[^\n]+\}\n\{[^\n]+\}\n$/u)
  })
  it('that nobody has written is empty', async () => {
    expect(await readJournal(folder)).toEqual([])
    expect(readdirSync(root)).toEqual([])
  })
  it('passes over a torn line and whatever is no line of its own, and goes on behind it', async () => {
    const journal = openJournal(folder)
    await journal.write(entry('第一问'))
    appendFileSync(file(), '{"time":"2026-01-01T00:00:00Z","kind":"unansw')
    await openJournal(folder).write(entry('第二问'))
    appendFileSync(file(), '\n\nnull\n[]\n{"kind":"later"}\n')
    await journal.write(entry('第三问'))
    appendFileSync(file(), Buffer.from([0x7b, 0xe4, 0xbd]))
    expect(await questions()).toEqual(['第一问', '第二问', '第三问'])
  })
  it('keeps one older file beside a full one, and no more', async () => {
    const journal = openJournal(folder, undefined, 1000)
    for (let i = 0; i < 40; i++) await journal.write(entry(`第${i}问`))
    expect(readdirSync(folder).sort()).toEqual(['gaps.jsonl', 'gaps.older.jsonl'])
    for (const name of readdirSync(folder)) expect(statSync(path.join(folder, name)).size).toBeLessThan(1500)
    const left = await questions()
    expect(left.length).toBeGreaterThan(4)
    expect(left).toEqual(Array.from({ length: left.length }, (_, i) => `第${40 - left.length + i}问`))
  })
  it('takes the lines of several processes, each whole', { timeout: 30_000 }, async () => {
    await Promise.all(['甲', '乙', '丙'].map((name) => writer(name, 150, 100_000_000)))
    for (const line of linesOf('gaps.jsonl')) expect(JSON.parse(line)).toBeTypeOf('object')
    for (const name of ['甲', '乙', '丙'])
      expect((await questions()).filter((question) => question.startsWith(name))).toEqual(
        Array.from({ length: 150 }, (_, i) => `${name} ${i} ${'问'.repeat(i % 200)}`),
      )
  })
  it('is set aside by one of several processes without tearing a line of the others', {
    timeout: 30_000,
  }, async () => {
    await Promise.all(['甲', '乙', '丙'].map((name) => writer(name, 150, 5_000)))
    const lines = [...linesOf('gaps.older.jsonl'), ...linesOf('gaps.jsonl')]
    expect(lines.length).toBeGreaterThan(5)
    for (const line of lines) expect(JSON.parse(line)).toBeTypeOf('object')
  })
})

describe('a journal that cannot be written', () => {
  it('tells the operator once, throws nothing, and tells again after it worked in between', async () => {
    // A file where the folder should be: refused for every user, root included.
    writeFileSync(path.join(root, 'below'), '')
    const warnings: string[] = []
    const journal = openJournal(folder, (line) => warnings.push(line))
    expect(await journal.write(entry('一'))).toBe(false)
    expect(await journal.write(entry('二'))).toBe(false)
    expect(warnings).toEqual([expect.stringMatching(/GAPS_DIR.*GAPS=off/u)])
    expect(journal.failure()).toBe(warnings[0])
    expect(warnings[0]).not.toContain(root)
    rmSync(path.join(root, 'below'))
    expect(await journal.write(entry('三'))).toBe(true)
    expect(journal.failure()).toBeUndefined()
    rmSync(path.join(root, 'below'), { recursive: true })
    writeFileSync(path.join(root, 'below'), '')
    expect(await journal.write(entry('四'))).toBe(false)
    expect(warnings).toHaveLength(2)
  })
  it('is one where the system refuses a folder, even to root', async () => {
    expect(await openJournal('/proc/cewen/gaps').write(entry('一'))).toBe(false)
  })
  it('is one on a full disk; the line that did not fit harms no other', async () => {
    mkdirSync(folder, { recursive: true })
    symlinkSync('/dev/full', file())
    const warnings: string[] = []
    const journal = openJournal(folder, (line) => warnings.push(line))
    expect(await journal.write(entry('一'))).toBe(false)
    expect(warnings).toEqual([expect.stringContaining('ENOSPC')])
    rmSync(file())
    expect(await journal.write(entry('二'))).toBe(true)
    expect(await questions()).toEqual(['二'])
  })
  it('lets no more than a thousand lines wait', async () => {
    const warnings: string[] = []
    const journal = openJournal(folder, (line) => warnings.push(line))
    const kept = await Promise.all(Array.from({ length: 1100 }, () => journal.write(entry('问'))))
    expect(kept.filter(Boolean)).toHaveLength(1000)
    expect(await questions()).toHaveLength(1000)
    expect(warnings).toHaveLength(1)
  })
})

describe('a journal that cannot be read', () => {
  it('is no empty one', async () => {
    await openJournal(folder).write(entry('一'))
    rmSync(file())
    // A folder in the place of the file.
    await openJournal(file()).write(entry('二'))
    await expect(readJournal(folder)).rejects.toThrow('GAPS_DIR')
  })
})
