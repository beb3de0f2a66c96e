import { describe, expect, it } from 'vitest'
import type { DocumentSummary, PolicyRecord } from '../../../src/schema.ts'
import { comparison, type Entry, sectionText } from '../../../src/web/client/browse-comparison.ts'
import { markdownReferences, recordsCsv, wordReferences } from '../../../src/web/client/browse-export.ts'
import { seeds } from '../../support/seeds.ts'

const document: DocumentSummary = {
  id: 'd', title: '推广通知', issuer: '省政府', documentNumber: '闽政〔2017〕1号', date: '2017-08-25',
  kind: 'notice', records: 9, sourceFile: 'd.txt',
} // biome-ignore format: one document, read as one

function entry(fields: Partial<PolicyRecord>, of: DocumentSummary | undefined = document): Entry {
  const base: PolicyRecord = {
    id: 'd/1', documentId: 'd', number: '1', kind: 'measure', title: '先放行后缴税', content: '同一内容',
    start: 0, end: 4, spans: [], url: '/documents/d#1',
  } // biome-ignore format: one record, read as one
  return { record: { ...base, ...fields }, document: of }
}

const rows = (...fields: Partial<PolicyRecord>[]) => comparison(fields.map((one) => entry(one)))
const row = (label: string, ...fields: Partial<PolicyRecord>[]) =>
  rows(...fields).find((found) => found.label === label)
const apart = (label: string, ...fields: Partial<PolicyRecord>[]) =>
  row(label, ...fields)?.cells.map((cell) => cell.apart)

describe('the comparison', () => {
  it('has a row for each aspect that some record tells, in one order', () => {
    expect(rows({}, {}).map(({ label }) => label)).toEqual(['文件', '类型', '内容'])
    const told = rows({ leadUnits: ['福州海关'] }, { implementedIn: ['福州片区'] })
    expect(told.map(({ label }) => label)).toEqual(['文件', '类型', '内容', '已实施片区', '牵头单位'])
    expect(told[4]?.cells.map(({ text }) => text)).toEqual(['福州海关', ''])
  })

  it('marks no cell where all say the same', () => {
    expect(rows({}, {}).every(({ differs, cells }) => !differs && cells.every((cell) => !cell.apart))).toBe(
      true,
    )
  })

  it('marks both of two that differ', () => {
    const kinds: Partial<PolicyRecord>[] = [{ kind: 'measure' }, { kind: 'article' }]
    expect(row('类型', ...kinds)).toEqual({
      label: '类型',
      differs: true,
      cells: [{ text: '措施', apart: true }, { text: '条文', apart: true }],
    }) // biome-ignore format: the cells side by side
  })

  it('marks whoever says otherwise than the majority, and all where there is none', () => {
    const [a, b, c] = ['全省', '全国', '福州'].map((promotionScope) => ({ promotionScope }))
    expect(apart('推广区域', a!, b!, a!)).toEqual([false, true, false])
    expect(apart('推广区域', a!, a!, a!, b!)).toEqual([false, false, false, true])
    expect(apart('推广区域', a!, a!, b!, b!)).toEqual([true, true, true, true])
    expect(apart('推广区域', a!, a!, b!, c!)).toEqual([true, true, true, true])
    expect(apart('推广区域', a!, {}, a!)).toEqual([false, true, false])
  })

  it('takes lists as the same in any order, and texts in any spacing and width', () => {
    expect(row('牵头单位', { leadUnits: ['甲', '乙'] }, { leadUnits: ['乙', '甲'] })?.differs).toBe(false)
    expect(row('牵头单位', { leadUnits: ['甲'] }, { leadUnits: ['甲', '乙'] })?.differs).toBe(true)
    expect(row('内容', { content: '在 RCEP\n下' }, { content: '在ＲＣＥＰ下' })?.differs).toBe(false)
    expect(row('牵头单位', { leadUnits: ['甲乙'] }, { leadUnits: ['甲', '乙'] })?.differs).toBe(true)
  })

  it('shows a case by its sections, cut out of its content exactly as the document has them', () => {
    const cases = seeds.flatMap(({ text, records }) =>
      records.filter(({ sections }) => sections).map((record) => ({ text, record })),
    )
    expect(cases.length).toBeGreaterThan(10)
    for (const { text, record } of cases)
      for (const kind of ['background', 'practices', 'effects'] as const) {
        const printed = record.sections!.filter((section) => section.kind === kind)
        const expected = printed.map(({ start, end }) => text.slice(start, end).trim()).join('\n')
        expect(sectionText(record, kind) ?? '', record.id).toBe(expected)
      }
    const two = comparison(cases.slice(0, 2).map(({ record }) => ({ record, document: undefined })))
    expect(two.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['背景', '做法', '效果', '提供单位']),
    )
  })

  it('never calls the contents of different cases the same', () => {
    const section = { kind: 'background' as const, title: '背景', start: 0, end: 4, items: [] }
    const one = { kind: 'case' as const, content: '甲甲甲甲', sections: [section] }
    const other = { ...one, content: '乙乙乙乙' }
    expect(row('内容', one, other)).toBeUndefined()
    expect(apart('内容', one, other, { content: '丙' })).toEqual([true, true, true])
    expect(row('内容', one, {})?.cells[0]?.text).toContain('背景')
  })
})

describe('what is exported', () => {
  const entries = [
    entry({ title: '=1+1', leadUnits: ['甲', '乙'], number: '2' }),
    entry({ title: '[a](javascript:x) <b>', content: '有,逗号' }),
  ]

  it('is a table whose columns stand under their names, with addresses that work elsewhere', () => {
    const [head, first, second, ...rest] = recordsCsv(entries, 'https://desk.example').slice(1).split('\r\n')
    const cell = (name: string) => first!.split(',')[head!.split(',').indexOf(name)]
    expect(['文件', '文号', '编号', '标题', '类型', '牵头单位', '地址'].map(cell)).toEqual([
      '推广通知', '闽政〔2017〕1号', '2', "'=1+1", '措施', '甲、乙', 'https://desk.example/documents/d#2',
    ]) // biome-ignore format: in the order of the names
    expect(second).toContain('"有,逗号"')
    expect(rest).toEqual([''])
  })

  it('is a list of references in Markdown that shows titles as they are', () => {
    expect(markdownReferences(entries, 'https://desk.example').split('\n')).toEqual([
      '1. [《推广通知》（省政府，闽政〔2017〕1号，2017年8月25日）第 2 项“=1+1”](<https://desk.example/documents/d#2>)',
      '2. [《推广通知》（省政府，闽政〔2017〕1号，2017年8月25日）第 1 项“\\[a\\](javascript:x) \\<b\\>”](<https://desk.example/documents/d#1>)',
      '',
    ])
  })

  it('is a list for Word in which no title becomes markup', () => {
    const { html, text } = wordReferences(entries)
    expect(html).toMatch(/^<ol><li>《推广通知》[^<]*<\/li><li>[^<]*&lt;b&gt;”<\/li><\/ol>$/)
    expect(text.split('\n')[1]).toBe(
      '2. 《推广通知》（省政府，闽政〔2017〕1号，2017年8月25日）第 1 项“[a](javascript:x) <b>”',
    )
  })

  it('names a document by its key where nothing else is known of it', () => {
    expect(wordReferences([{ ...entry({}), document: undefined }]).text).toBe(
      '1. 《d》第 1 项“先放行后缴税”\n',
    )
  })
})
