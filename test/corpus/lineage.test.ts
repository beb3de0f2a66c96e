// Which records count as one innovation, on records one can oversee, and that it takes no longer than it must.

import { describe, expect, it } from 'vitest'
import { withLineage } from '../../src/corpus/lineage.ts'
import type { PolicyRecord } from '../../src/schema.ts'
import { seed, seedRecord, seeds } from '../support/seeds.ts'

const CONTENT = '企业可以在网上一次提交申请，由窗口统一受理，各部门并联审批，限时办结后一次送达。'
const record = (documentId: string, title: string, more: Partial<PolicyRecord> = {}): PolicyRecord => ({
  id: `${documentId}/${title}`,
  documentId,
  kind: 'measure',
  number: '1',
  title,
  content: CONTENT,
  start: 0,
  end: 1,
  spans: [],
  url: '/',
  ...more,
})
const dates: Record<string, string> = { a: '2017-01-01', b: '2020-01-01' }
const relations = (records: PolicyRecord[]) =>
  withLineage(records, (id) => dates[id]).map(({ lineage }) => lineage?.map(({ relation }) => relation))

describe('two records', () => {
  const other = { content: '保险公司为出口货物提供保单，银行凭保单放款，风险由三方分担。' }
  it.each([
    ['with one name and one wording are the same', '一次办理模式', {}, 'same', 'same'],
    ['with one name are forerunner and successor', '一次办理模式', other, 'successor', 'predecessor'],
    ['with names alike are akin', '网上一次办理', other, 'related', 'related'],
  ])('%s', (_, title, more, one, two) => {
    expect(relations([record('a', '一次办理模式'), record('b', title, more)])).toEqual([[one], [two]])
  })

  it('under different names are akin where one tells of the other by name and in its wording', () => {
    const first = record('a', '台企征信查询', {
      content: '推动与台湾地区征信信息系统互通共享，金融机构可查询台企在台湾地区的公共信用记录。',
    })
    const second = record('b', '诚信闪贷', {
      content:
        '平潭在与台湾地区征信信息互通共享的基础上推出贷款。台企征信查询由金融机构办理，可查询台企在台湾地区的公共信用记录，再按记录授信。',
    })
    const others = Array.from({ length: 20 }, (_, i) =>
      record(`c${i}`, `第${i}号航标维护`, {
        id: `c${i}`,
        content: `航标站定期检查灯质与位置，编号${i}的记录存档。`,
      }),
    )
    const found = withLineage([first, second, ...others], (id) => dates[id])
    expect(found[0]!.lineage?.map(({ id, relation }) => [id, relation])).toEqual([[second.id, 'related']])
    expect(found[1]!.lineage?.map(({ id, relation }) => [id, relation])).toEqual([[first.id, 'related']])
  })

  it.each([
    ['of one document', record('a', '一次办理模式')],
    ['with other names', record('b', '出口货物保单融资')],
    ['of which one has no name of its own', record('b', '一次办理模式', { titleDerived: true })],
    ['of which one is a section', record('b', '一次办理模式', { kind: 'section' })],
    ['of which one is an article', record('b', '一次办理模式', { kind: 'article' })],
    ['of which one is a body', record('b', '一次办理模式', { kind: 'body' })],
  ])('%s are not related', (_, second) => {
    expect(relations([record('a', '一次办理模式'), second])).toEqual([undefined, undefined])
  })

  it('are found among four thousand in time that grows with their number, not with its square', () => {
    const letter = (n: number) => String.fromCharCode(0x4e00 + (n % 5000))
    const records = Array.from({ length: 4000 }, (_, i) => {
      const own = [1, 7, 31, 57, 91, 13, 17, 19, 23].map((n) => letter(i * n)).join('')
      const content = Array.from({ length: 300 }, (_, n) => letter(i * 17 + n * n)).join('')
      return record(`d${i % 40}`, `关于${own}管理办法`, { id: `r${i}`, content })
    })
    const linked = (many: typeof records) => {
      // Processor time: what else the machine does must not count.
      const begun = process.cpuUsage()
      const found = withLineage(
        [...many, record('z', many[7]!.title, { content: many[7]!.content })],
        () => undefined,
      )
      return { found, ms: process.cpuUsage(begun).user / 1000 }
    }
    const few = linked(records.slice(0, 1000))
    const all = linked(records)
    expect(all.found.at(-1)!.lineage).toMatchObject([{ id: 'r7', relation: 'same' }])
    expect(all.ms / few.ms).toBeLessThan(12)
  })

  it('of one document are none, however many have one name', () => {
    const many = Array.from({ length: 6000 }, (_, i) => record('a', '一次办理模式', { id: `r${i}` }))
    const [other] = withLineage([record('b', '一次办理模式'), ...many.slice(0, 1)], () => undefined)
    expect(other!.lineage).toHaveLength(1)
    expect(withLineage(many, () => undefined).filter(({ lineage }) => lineage)).toEqual([])
  })

  it('have a common passage that is looked for in time, however long they are', () => {
    const long = (piece: string) => ({ content: CONTENT + piece.repeat(60_000), spans: [] })
    const placed = (documentId: string, piece: string) => {
      const { content } = long(piece)
      const spans = [{ field: 'content', start: 0, end: content.length }]
      return record(documentId, '一次办理模式', { content, spans, end: content.length })
    }
    const [one] = withLineage([placed('a', '甲乙丙'), placed('b', '丁戊己')], () => undefined)
    expect(one!.lineage![0]!.evidence!.passage!.text).toBe(CONTENT)
  })

  it('are not looked for among the articles of laws, however many and alike', () => {
    const articles = Array.from({ length: 50_000 }, (_, i) =>
      record(`law${i % 700}`, '第六十条本条例自公布之日起施行', { id: `r${i}`, kind: 'article' }),
    )
    const begun = process.cpuUsage()
    const found = withLineage(articles, () => undefined)
    expect(process.cpuUsage(begun).user / 1000).toBeLessThan(1000)
    expect(found.filter(({ lineage }) => lineage)).toEqual([])
  })
})

describe('a link between the shipped documents', () => {
  const linked = seeds.flatMap(({ records }) => records).filter(({ lineage }) => lineage)
  const text = (id: string) => seed(id.slice(0, id.lastIndexOf('/'))).text

  it('shows a passage that stands in both, word for word', () => {
    expect(linked.length).toBeGreaterThan(70)
    for (const record of linked)
      for (const { id, evidence } of record.lineage!) {
        const { passage } = evidence!
        expect(passage, `${record.id} and ${id}`).toBeDefined()
        expect(text(record.id).slice(passage!.start, passage!.end)).toBe(passage!.text)
        expect(text(id).slice(passage!.otherStart, passage!.otherEnd)).toBe(passage!.text)
      }
  })

  it('is told from both ends, with the same likeness', () => {
    const inverse = { same: 'same', related: 'related', predecessor: 'successor', successor: 'predecessor' }
    for (const record of linked)
      for (const { id, relation, evidence } of record.lineage!) {
        const back = seedRecord(id).lineage!.find((link) => link.id === record.id)!
        expect(back.relation).toBe(inverse[relation])
        expect([back.evidence!.name, back.evidence!.wording]).toEqual([evidence!.name, evidence!.wording])
      }
  })

  it('says taken over only of texts that are nearly the same, and forerunner only of what is older', () => {
    for (const { documentId, lineage } of linked)
      for (const { id, relation, evidence } of lineage!) {
        if (relation === 'same') expect(evidence!.wording).toBeGreaterThan(0.7)
        const [own, its] = [seed(documentId), seed(seedRecord(id).documentId)]
        if (relation === 'predecessor') expect(its.summary.date! < own.summary.date!).toBe(true)
      }
  })
})
