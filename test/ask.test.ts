// From a question to a cited answer, on the shipped documents with the shipped model: what is said and quoted, by what is
// asked.

import { beforeAll, describe, expect, it } from 'vitest'
import { sourceOf } from '../src/answerers/forms/places.ts'
import { ask } from '../src/ask.ts'
import type { Engine } from '../src/engine.ts'
import { AskRequest } from '../src/schema.ts'
import { openDesk } from './support/desk.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openDesk()
})

const answer = (question: string, more: object = {}) => ask(engine, AskRequest.parse({ question, ...more }))

describe('a question with a case to it', () => {
  it('has its measure first, quoted', async () => {
    const { records, citations, hits, intent } = await answer(
      '进口的货压在港口等着交关税，我们小厂现金流顶不住，有没有法子先把货提走、税后面攒着一块付',
    )
    expect(intent).toBe('applicability')
    expect(records[0]).toBe('fj-2017-b5/13')
    expect(hits[0]!.id).toBe('fj-2017-b5/13')
    expect(citations[0]).toMatchObject({
      recordId: 'fj-2017-b5/13',
      title: '汇总征税保函',
      date: '2017-08-25',
    })
    expect(citations.map(({ quote }) => quote).join('')).toContain('先放行后缴纳税款')
  })

  it('says plainly whether it applies to who asks, on which clauses, and whom to ask', async () => {
    const { text } = await answer('我们在广州做跨境电商零售进口，退货能不能进中心仓？')
    const [verdict, ...grounds] = text.split('\n')
    expect(verdict).toBe('【跨境电商零售进口退货中心仓模式】，在满足下列条件时适用。')
    expect(grounds[0]).toContain('“在海关特殊监管区域内”[1]')
    expect(grounds[1]).toContain('“全国”[2]')
    expect(text).toContain('海关总署、商务部[')
  })

  it('has what is about more of what was told first, though the ranking has it farther down', async () => {
    const { records, hits } = await answer('我们在泉州做跨境电商，退货能不能进保税仓？')
    expect(records[0]).toBe('cn-2020-b6/20')
    expect(hits[0]!.id).not.toBe('cn-2020-b6/20')
  })

  it('of nobody in particular is answered by the wording alone', async () => {
    const { text, intent } = await answer('进口货物能不能先放行、后缴税？')
    expect(intent).toBe('applicability')
    expect(text).not.toMatch(/适用。/u)
  })

  it('with a figure quotes the figure', async () => {
    const { citations } = await answer('台胞诚信闪贷最多能贷多少')
    expect(citations.map(({ quote }) => quote).join('')).toContain('最高可贷 30 万元')
  })

  it('leaning on the conversation is answered from it', async () => {
    const history = [{ role: 'user', content: '船舶证书联合办理是怎么一回事，在哪些片区试过' }]
    const { records, standaloneQuestion } = await answer('那由谁牵头', { history })
    expect(standaloneQuestion).toContain('船舶证书联合办理')
    expect(records[0]).toBe('fj-2017-b5/32')
  })
})

describe('a question for the department', () => {
  it.each([
    ['船舶证书联合办理由哪些部门负责', 'fj-2017-b5/32'],
    ['国际航行船舶联合登轮检查归谁管', 'fj-2017-b5/17'],
    ['国务院第六批里退货中心仓那项归谁管', 'cn-2020-b6/20'],
    ['规划建设全省统一的跨境电商单一窗口平台找谁', 'fj-cbec/1'],
  ])('names all lead units as printed: %s', async (question, id) => {
    const { intent, text, citations, records } = await answer(question)
    const { leadUnits } = engine.library.record(id)!
    expect(intent).toBe('department')
    expect(records[0]).toBe(id)
    expect(text).toContain(engine.phrases.say('field.leadUnits', { value: leadUnits!.join('、') }))
    const squash = (words: string) => words.replace(/[、，,\s]/gu, '')
    expect(citations.map(({ quote }) => squash(quote))).toContain(squash(leadUnits!.join('')))
  })
})

describe('a list', () => {
  const question = '第五批里由福州海关牵头的有哪些'

  it('has its true total and all its records, and shows a page', async () => {
    const whole = await answer(question, { limit: 50 })
    const led = engine.library.records.filter(
      ({ documentId, leadUnits }) => documentId === 'fj-2017-b5' && leadUnits?.includes('福州海关'),
    )
    expect(whole).toMatchObject({
      intent: 'list',
      total: led.length,
      filters: { batch: '5', unit: '福州海关' },
    })
    expect(whole.records).toEqual(led.map(({ id }) => id))
    const cited = async (limit: number, offset: number) =>
      (await answer(question, { limit, offset })).citations.map(({ recordId }) => recordId)
    expect(new Set(await cited(4, 0))).toEqual(new Set(whole.records.slice(0, 4)))
    expect(new Set(await cited(4, 4))).toEqual(new Set(whole.records.slice(4, 8)))
    const last = await answer(question, { limit: 4, offset: 8 })
    expect(last.records).toEqual(whole.records)
    expect(last.text).toContain(`9. ${led[8]!.title}`)
  })

  it('beyond its end shows nothing and counts the same', async () => {
    const { total, citations, text, records } = await answer(question, { limit: 4, offset: 40 })
    expect(citations).toEqual([])
    expect(records).toHaveLength(total!)
    expect(text).not.toMatch(/第 41/)
  })

  it('counts twins once and has both their ids', async () => {
    const { total, records, text } = await answer('第六批里贸易便利化领域的有哪些', { limit: 50 })
    const both = engine.library.records.filter(({ domain }) => domain === '贸易便利化')
    expect([...records].sort()).toEqual(both.map(({ id }) => id).sort())
    expect(total).toBe(7)
    expect(text).toContain('共有 7 项')
  })

  it('of one document counts its records', async () => {
    const { total, records } = await answer('广东分工表一共几项')
    expect(total).toBe(36)
    expect(records).toHaveLength(36)
    expect((await answer('第19批里全国首创的有几项')).total).toBe(28)
    expect((await answer('第五批里只有厦门片区实施过的有几项')).total).toBe(10)
  })
})

describe('twins', () => {
  it('appear once, with the other place named', async () => {
    const { text, records, hits } = await answer('跨境电商零售进口退货中心仓模式')
    expect(text.match(/跨境电商零售进口退货中心仓模式/gu)).toHaveLength(1)
    expect(records).toEqual(['cn-2020-b6/20', 'gd-2020-b6/19'])
    const place = `${sourceOf(engine.library.document('gd-2020-b6')!)}第19项`
    expect(text).toContain(engine.phrases.say('record.twin', { place, fields: '' }))
    expect(hits.slice(0, 2).map(({ id }) => id)).toEqual(['cn-2020-b6/20', 'gd-2020-b6/19'])
  })

  it('stand side by side where two documents are compared', async () => {
    const { citations } = await answer('国务院和广东对二手车出口的要求有什么不同')
    const cited = citations.map(({ recordId }) => recordId)
    expect(cited).toContain('cn-2020-b6/15')
    expect(cited).toContain('gd-2020-b6/14')
  })
})

describe('no evidence', () => {
  it.each([
    ['第20批有哪些举措', '第20批'],
    ['2019年的案例有哪些', '2019年'],
    ['广东第五批有哪些举措', '第5批'],
  ])('is said of what the library does not have: %s', async (question, named) => {
    const given = await answer(question)
    expect(given).toMatchObject({ outcome: 'no_evidence', citations: [], records: [] })
    expect(given.text).toContain(named)
    expect(given.text).toContain(engine.phrases.say('none.nearest'))
    expect(given.hits.length).toBeGreaterThan(0)
    expect(given.total).toBeUndefined()
  })

  it('is said of what is far from the library', async () => {
    const given = await answer('红烧肉要炖几个小时才软烂')
    expect(given).toMatchObject({ outcome: 'no_evidence', citations: [], records: [] })
    expect(given.text).toContain(engine.phrases.say('none.opening'))
    expect(given.text).not.toContain('“')
  })

  it('is said where given filters leave nothing', async () => {
    const given = await answer('船舶证书', { filters: { batch: '99' } })
    expect(given).toMatchObject({ outcome: 'no_evidence', records: [], hits: [] })
    expect(given.text).toBe(engine.phrases.say('none.filters'))
    expect(given.notice).toBeUndefined()
  })
})

describe('a detail that the texts do not give', () => {
  it.each([
    ['汇总征税保函的咨询电话是多少', 'fj-2017-b5/13', '联系方式'],
    ['企业“套餐式”注销服务模式要交多少手续费', 'cn-2020-b6/29', '手续费'],
    ['船舶证书联合办理的官网网址是什么', 'fj-2017-b5/32', '网址或应用名称'],
  ])('makes the answer partial: %s', async (question, id, detail) => {
    const given = await answer(question)
    expect(given.outcome).toBe('partial')
    expect(given.records[0]).toBe(id)
    expect(given.citations.some(({ recordId }) => recordId === id)).toBe(true)
    expect(given.text).toContain(`没有写明${detail}`)
    const plain = await answer(engine.library.record(id)!.title)
    expect(plain.outcome).toBe('answered')
    expect(given.support).toBeLessThan(plain.support)
  })
})

describe('help', () => {
  it.each(['你好', '您好，你能做什么？'])('is given for “%s”', async (question) => {
    const given = await answer(question)
    expect(given).toMatchObject({ intent: 'help', outcome: 'answered', citations: [], records: [], hits: [] })
    for (const { summary } of engine.library.documents) expect(given.text).toContain(summary.title)
    expect(given.followUps).toHaveLength(3)
  })

  it('gives examples that are answered', async () => {
    for (const example of engine.phrases.examples)
      expect((await answer(example)).outcome, example).toBe('answered')
  })
})

describe('an answer', () => {
  it('has an id of its own of 128 random bits', async () => {
    const [one, two] = await Promise.all([answer('八闽办税码'), answer('八闽办税码')])
    expect(one!.answerId).toMatch(/^[0-9a-f]{32}$/)
    expect(one!.answerId).not.toBe(two!.answerId)
    expect(one!.text).toBe(two!.text)
  })

  it('without a language model refuses to use one', async () => {
    const refused = { code: 'invalid_request', message: expect.stringContaining('没有配置语言模型') }
    await expect(answer('八闽办税码', { answerer: 'llm' })).rejects.toMatchObject(refused)
    await expect(answer('你好', { answerer: 'llm' })).rejects.toMatchObject(refused)
  })

  it('by keywords alone says so and still quotes', async () => {
    const { dense: _, model: __, ...rest } = engine
    const given = await ask(rest, AskRequest.parse({ question: '船舶证书联合办理由谁负责' }))
    expect(given.notice).toBe(engine.phrases.say('notice.degraded'))
    expect(given.records[0]).toBe('fj-2017-b5/32')
    expect(given.citations.length).toBeGreaterThan(0)
  })
})
