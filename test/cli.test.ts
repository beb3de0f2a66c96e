// The command line as a person meets it: what it prints where, and the code it ends with.

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SETTINGS } from '../src/config.ts'
import { openJournal } from '../src/gaps/journal.ts'
import { Answer, SearchResponse } from '../src/schema.ts'
import { entry } from './gaps/entries.ts'
import { type Ended, endOf, SOURCE, startCommand } from './support/command.ts'
import { deskIndex } from './support/desk.ts'

let index: string
let folder: string
beforeAll(async () => {
  index = await deskIndex()
  folder = mkdtempSync(path.join(tmpdir(), 'cewen-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const cewen = (args: string[], settings: Record<string, string> = {}): Promise<Ended> =>
  endOf(startCommand(SOURCE, args, { INDEX_DIR: index, PORT: '0', ...settings }))

/** A folder of documents with the given files. */
function seeds(name: string, files: Record<string, string>): string {
  const at = path.join(folder, name)
  mkdirSync(at)
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(at, file), text)
  return at
}

describe.concurrent('help', () => {
  it('names every command and every setting with its default', async ({ expect }) => {
    const { code, out } = await cewen(['--help'])
    expect(code).toBe(0)
    for (const command of ['serve', 'ingest', 'ask', 'search', 'gaps', 'verify', 'backup', 'restore', 'eval'])
      expect(out).toContain(`  ${command} `)
    for (const [name, { shown, help }] of Object.entries(SETTINGS)) {
      const line = out.split('\n').find((text) => text.trimStart().startsWith(`${name} `))
      expect(line).toContain(help)
      expect(line).toContain(`[${shown}]`)
    }
  })
})

describe.concurrent('an answer', () => {
  it('is printed with its sources, and the code is 0', async ({ expect }) => {
    const { code, out, err } = await cewen(['ask', '进口货物能不能先提货后缴税？'])
    expect(code, err).toBe(0)
    expect(out).toContain('先放行后缴纳税款')
    expect(out).toContain('[1]')
    expect(out).toMatch(/\n出处\n\[1\] 《.+\n {4}\/documents\/.+#\d+\n/u)
    expect(out).toMatch(/^\[\d\] 《福建省人民政府关于推广福建自贸试验区第五批.+汇总征税保函$/mu)
    expect(out).toContain('/documents/fj-2017-b5?start=')
    expect(err).toBe('')
  })
  it('as JSON is the one of the interface, and 3 says that there is none', async ({ expect }) => {
    const { code, out } = await cewen(['ask', '--json', '第99批有哪些创新成果？'])
    expect(Answer.strict().parse(JSON.parse(out)).outcome).toBe('no_evidence')
    expect(code).toBe(3)
  })
})

describe.concurrent('a search', () => {
  it('is printed with its reasons when asked to explain', async ({ expect }) => {
    const { code, out } = await cewen(['search', '--explain', '-n', '3', '汇总征税保函'])
    expect(code).toBe(0)
    const rows = out.split('\n').filter((line) => /^│ +\d │/u.test(line))
    expect(rows).toHaveLength(3)
    expect(rows[0]).toContain('汇总征税保函')
    expect(rows[0]).toContain('标题原样出现')
    for (const row of rows) expect(row.match(/-?\d+\.\d\d/gu)).toHaveLength(6)
    expect(out).toMatch(/│ fj-2017-b5\/13 /u)
  })
  it('as JSON is the one of the interface', async ({ expect }) => {
    const { code, out } = await cewen(['search', '--json', '汇总征税', '保函'])
    const found = SearchResponse.strict().parse(JSON.parse(out))
    expect(found.query).toBe('汇总征税 保函')
    expect(found.hits).toHaveLength(10)
    expect(code).toBe(0)
  })
})

describe.concurrent('gaps', () => {
  const lines = [
    ['台湾人到平潭购房有补贴吗', { time: '2026-03-01T04:00:00Z' }],
    ['平潭台胞购房补贴', { time: '2026-03-02T04:00:00Z' }],
    ['新造的船办证收费多少', { time: '2026-03-03T04:00:00Z', kind: 'partial', missing: '收费标准' }],
    ['=1+1', { time: '2025-12-31T04:00:00Z', kind: 'downrated', reason: '其他', comment: '看,"不"懂' }],
  ] as const
  const journal = async (name: string) => {
    const at = path.join(folder, name)
    const { write } = openJournal(at)
    for (const [question, more] of lines) await write(entry(question, more))
    return { GAPS_DIR: at }
  }

  it('are listed in groups, the most asked first', async ({ expect }) => {
    const { code, out, err } = await cewen(['gaps'], await journal('listed'))
    expect(code, err).toBe(0)
    expect(out).toContain('共 4 次提问，归为 3 组。')
    expect(out).toMatch(
      /\n1\. \S*平潭\S*购房\S* {2}2 次\n {3}没有依据 2；最近 2026-03-02\n {3}也问：\S*平潭\S*\n/u,
    )
    expect(out).toMatch(
      /\n2\. 新造的船办证收费多少 {2}1 次\n {3}部分对应 1；最近 2026-03-03\n {3}没有写明：收费标准\n/u,
    )
    expect(out).toMatch(
      /\n3\. =1\+1 {2}1 次\n {3}没帮助 1；最近 2025-12-31\n {3}原因：其他\n {3}意见：看,"不"懂\n/u,
    )
  })
  it('are grouped by words where there is no model, and the operator is told', async ({ expect }) => {
    const settings = { ...(await journal('words')), MODEL_DIR: folder }
    const { code, out, err } = await cewen(['gaps', '--json'], settings)
    expect(code).toBe(0)
    const { questions, groups } = JSON.parse(out)
    expect([questions, groups.length]).toEqual([4, 3])
    expect(err).toContain('只按字词归组')
  })
  it('are a table for spreadsheets, in which nothing runs', async ({ expect }) => {
    const { out } = await cewen(['gaps', '--csv'], await journal('table'))
    const rows = out.split('\r\n')
    expect(rows[0]).toBe(
      '\ufeff问题,次数,没有依据,部分对应,没帮助,最近一次,问法,没有写明,原因,意见,最接近的条目,条目编号',
    )
    expect(rows[3]).toBe(`'=1+1,1,0,0,1,2025-12-31,'=1+1,,其他,"看,""不""懂",,`)
    expect(rows).toHaveLength(5)
  })
  it('can be those since a day', async ({ expect }) => {
    const { out } = await cewen(['gaps', '--since', '2026-03-02', '--json'], await journal('since'))
    expect(JSON.parse(out)).toMatchObject({ questions: 2, groups: [{ count: 1 }, { count: 1 }] })
  })
  it('are none where nothing was kept, as by a question on the command line', async ({ expect }) => {
    const settings = { GAPS: 'on', GAPS_DIR: path.join(folder, 'no-gaps') }
    expect((await cewen(['ask', '第99批有哪些创新成果？'], settings)).code).toBe(3)
    const { code, out } = await cewen(['gaps'], settings)
    expect([code, out]).toEqual([0, expect.stringContaining('没有记录')])
    expect(existsSync(settings.GAPS_DIR)).toBe(false)
  })
})

describe.concurrent('verifying', () => {
  it('ends with 0 when all files are whole, and with 1 on one flipped bit', async ({ expect }) => {
    const whole = await cewen(['verify'])
    expect(whole.code, whole.err).toBe(0)
    expect(whole.out).toMatch(/^完好 {2}\S+（当前）$/mu)
    const copy = path.join(folder, 'damaged')
    cpSync(index, copy, { recursive: true })
    const build = readFileSync(path.join(copy, 'current'), 'utf8').trim()
    const file = readdirSync(path.join(copy, build)).find((name) => name.startsWith('vectors'))!
    const at = path.join(copy, build, file)
    const bytes = readFileSync(at)
    const middle = Math.floor(statSync(at).size / 2)
    bytes[middle] = bytes[middle]! ^ 1
    writeFileSync(at, bytes)
    const damaged = await cewen(['verify'], { INDEX_DIR: copy })
    expect(damaged.code).toBe(1)
    expect(damaged.out).toContain('有误')
    expect(damaged.out).toContain(file)
    const rows = JSON.parse((await cewen(['verify', '--json'], { INDEX_DIR: copy })).out)
    const row = (rows as { id: string }[]).find(({ id }) => id === build)
    expect(row).toMatchObject({ current: true, faults: [expect.stringContaining(file)] })
  })
  it('says what to do where no index is', async ({ expect }) => {
    const { code, out } = await cewen(['verify'], { INDEX_DIR: path.join(folder, 'none') })
    expect([code, out]).toEqual([0, expect.stringContaining('ingest')])
  })
})

describe('a backup', () => {
  it('is made and restored elsewhere, where verifying finds nothing wrong', async () => {
    const [from, to] = [path.join(folder, 'backed-up'), path.join(folder, 'restored')]
    const made = await cewen(['backup', from], { GAPS_DIR: path.join(folder, 'never') })
    expect([made.code, made.err]).toEqual([0, ''])
    expect(made.out).toMatch(/^已备份到 .+：索引 \S+，共 \d+ 个文件，\d+\.\d MB。\n$/u)
    const settings = {
      INDEX_DIR: path.join(to, 'builds'),
      SEEDS_DIR: path.join(to, 'seeds'),
      GAPS_DIR: path.join(to, 'gaps'),
    }
    const restored = await cewen(['restore', from], settings)
    expect([restored.code, restored.err]).toEqual([0, ''])
    expect(restored.out).toMatch(/^文件：已恢复。\n留存的问题：备份里没有。\n索引：已恢复为新的版本 \S+，/u)
    const verified = await cewen(['verify', '--json'], settings)
    expect(verified.code).toBe(0)
    expect(
      JSON.parse(verified.out)
        .map(({ id }: { id: string }) => id)
        .slice(1),
    ).toEqual(['model', 'seeds', 'gaps'])
    for (const args of [
      ['backup', from],
      ['restore', to],
    ]) {
      const { code, out, err } = await cewen(args)
      expect([code, out]).toEqual([1, ''])
      expect(err).toMatch(/^[^\n]+\n$/u)
    }
  })
})

describe.concurrent('what cannot be done is told in one line:', () => {
  const cases: [string, string[], () => Record<string, string>, RegExp][] = [
    ['an unknown command', ['frobnicate'], () => ({}), /frobnicate/u],
    ['an unknown option', ['ask', '--loud', '税'], () => ({}), /--loud/u],
    ['a question left out', ['ask'], () => ({}), /question/u],
    ['a limit out of bounds', ['search', '-n', '51', '税'], () => ({}), /1 到 50/u],
    ['a day that is none', ['gaps', '--since', '2026-02-31'], () => ({}), /2026-01-31/u],
    ['a port that is none', ['serve'], () => ({ PORT: 'abc' }), /PORT/u],
    ['a port out of bounds', ['serve'], () => ({ PORT: '70000' }), /PORT/u],
    [
      'an unknown profile',
      ['ask', '税'],
      () => ({ MODEL_PROFILE: 'nope' }),
      /MODEL_PROFILE.*nope.*cewen-embed/u,
    ],
    ['no folder of documents', ['ask', '税'], () => ({ SEEDS_DIR: path.join(folder, 'gone') }), /SEEDS_DIR/u],
    ['an empty folder', ['ask', '税'], () => ({ SEEDS_DIR: seeds('empty', {}) }), /SEEDS_DIR/u],
    [
      'a manifest that names a missing file',
      ['serve'],
      () => ({
        SEEDS_DIR: seeds('missing', {
          'manifest.json': '{"documents":[{"id":"x","file":"gone.txt","title":"t"}]}',
          'a.txt': '关于放行的通知\n\n先放行后缴税。\n',
        }),
      }),
      /manifest\.json.*gone\.txt/u,
    ],
    [
      'a manifest that is no JSON',
      ['ingest'],
      () => ({ SEEDS_DIR: seeds('broken', { 'manifest.json': '{', 'a.txt': '先放行。' }) }),
      /manifest\.json/u,
    ],
    [
      'a model that is missing, to ingest',
      ['ingest'],
      () => ({ MODEL_DIR: folder, INDEX_DIR: path.join(folder, 'no-model') }),
      /模型/u,
    ],
  ]
  it.each(cases)('%s', async (_, args, settings, line) => {
    const { code, out, err } = await cewen(args, settings())
    expect(code).toBe(1)
    expect(out).toBe('')
    expect(err).toMatch(/^[^\n]+\n$/u)
    expect(err).toMatch(line)
    expect(err).not.toMatch(/\bat .+:\d+|Error:|node_modules/u)
  })
  it('an empty question', async ({ expect }) => {
    const { code, err } = await cewen(['ask', ' '])
    expect([code, err]).toEqual([1, '请输入问题。\n'])
  })
})
