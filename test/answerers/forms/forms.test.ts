// What each form of answer tells first, on the shipped documents.

import { describe, expect, it } from 'vitest'
import { figureAsked } from '../../../src/answerers/forms/numbers.ts'
import { sourceOf } from '../../../src/answerers/forms/places.ts'
import { seed, seedRecord } from '../../support/seeds.ts'
import { lines, one, phrases, write } from '../writing.ts'

const asking = (words: Record<string, number>, question = '') => ({
  question,
  relevance: {
    words: new Map(Object.entries(words)),
    similarity: () => undefined,
    figure: figureAsked(question) ?? (false as const),
  },
})

describe('the answer to who is responsible', () => {
  it('has all units first and says them once', () => {
    const { text } = write([one('fj-2017-b5/13')], { intent: 'department' })
    expect(lines(text)[0]).toBe(
      '【汇总征税保函】，牵头或责任单位：福建银监局、厦门银监局、福州海关、厦门海关[1]',
    )
    expect(text.match(/牵头或责任单位/gu)).toHaveLength(1)
  })

  it('has those of the twin as well', () => {
    const { text } = write([one('gd-2020-b6/35', 'cn-2020-b6/36')], { intent: 'department' })
    expect(text).toContain('省药监局[')
    expect(text).toContain('国家药监局[')
  })

  it('names who handed in a case, and is the wording where no unit is named', () => {
    expect(lines(write([one('fj-2024-c1/9')], { intent: 'department' }).text)[0]).toMatch(
      /提供单位：平潭片区管委会\[1\]$/u,
    )
    expect(lines(write([one('fj-2022-b19/3')], { intent: 'department' }).text)[0]).toMatch(/原文写明：$/u)
  })
})

describe('the answer to how much', () => {
  it('has the figure first, then its sentence', () => {
    const question = '台胞诚信闪贷最高能贷多少钱'
    const { text, marked } = write([one('fj-2024-c1/7')], {
      intent: 'figure',
      ...asking({ 最高: 3, 可贷: 3 }, question),
    })
    expect(lines(text)[0]).toContain('“最高可贷 30 万元信用贷款”')
    const [first] = marked
    const sentence = marked.find(
      ({ quote }, i) => i > 0 && quote.start <= first!.quote.start && first!.quote.end <= quote.end,
    )
    expect(sentence!.quote.text).toContain('最高可贷 30 万元')
  })

  it('is of the part that the question is about, not of its neighbour', () => {
    const question = '有几名台胞换发了大陆游艇驾驶证'
    const { text } = write([one('fj-2024-c1/6')], {
      intent: 'figure',
      ...asking({ 台胞: 1, 换发: 3, 游艇: 3, 驾驶证: 3 }, question),
    })
    expect(lines(text)[0]).toContain('“47 名台胞')
    expect(lines(text)[0]).not.toContain('146')
  })

  it('is what is counted by the very word that was asked for', () => {
    const question = '接进了多少执法单位'
    const { text } = write([one('fj-2024-c1/11')], {
      intent: 'figure',
      ...asking({ 执法: 1, 单位: 2 }, question),
    })
    expect(lines(text)[0]).toContain('4千多个执法单位')
  })

  it('is the wording where it has no such figure', () => {
    const { text } = write([one('fj-2017-b5/13')], {
      intent: 'figure',
      ...asking({ 保函: 1 }, '保函要多少天'),
    })
    expect(lines(text)[0]).toBe('关于【汇总征税保函】，原文写明：')
  })
})

describe('a question for a figure', () => {
  it.each([
    ['最多能贷多少钱', '最高可贷 30 万元', ['30 万元']],
    ['几个工作日办完', '应当在二十个工作日内作出决定，收费5元', ['二十个工作日']],
    ['税率是多少', '从8.7%降为8%，节省100万元', ['8.7%', '8%']],
    ['什么时候开始推广', '自2017年9月1日起推广', ['2017年9月1日']],
    ['多少家企业参加', '福州关区共 41 家企业，电子支付率为 92.7%', ['41 家']],
    ['罚多少', '处十万元以上五十万元以下的罚款', ['十万元', '五十万元']],
  ])('%s', (question, text, figures) => {
    const found = [...text.matchAll(new RegExp(figureAsked(question)!, 'gu'))].map(([words]) => words.trim())
    expect(found).toEqual(figures)
  })

  it.each(['那几本证怎么办', '攒了好几年的数据', '旁边几家同行', '谁负责'])('is none in %s', (question) => {
    expect(figureAsked(question)).toBeUndefined()
  })

  it('is none where nothing is counted', () => {
    expect(figureAsked('谁负责')).toBeUndefined()
  })
})

describe('the answer to who has done it', () => {
  it('tells of a case its background, practices and effects, each quoted from its section', () => {
    const { text, marked } = write([one('fj-2024-c1/7')], { intent: 'precedent', ...asking({ 贷款: 1 }) })
    const parts = ['背景：“', '做法：“', '成效：“'].map((label) =>
      lines(text).findIndex((line) => line.startsWith(label)),
    )
    expect(parts).toEqual([...parts].sort((a, b) => a - b))
    expect(parts[0]).toBeGreaterThan(0)
    for (const { kind, start, end } of seedRecord('fj-2024-c1/7').sections!)
      expect(
        marked.some(({ quote }) => start <= quote.start && quote.end <= end),
        kind,
      ).toBe(true)
  })

  it('has where a measure has been carried out first', () => {
    const { text } = write([one('fj-2017-b5/13')], { intent: 'precedent' })
    expect(lines(text)[0]).toBe('【汇总征税保函】，已实施片区：福州片区、厦门片区[1]')
  })
})

describe('a comparison', () => {
  const evidence = [one('gd-2020-b6/33'), one('cn-2020-b6/34')]

  it('sets the same aspects side by side, each quoted from its own document', () => {
    const { text, marked } = write(evidence, { intent: 'comparison', sides: 2 })
    expect(text).toContain(`甲：${sourceOf(seed('gd-2020-b6'))}第33项【`)
    expect(text).toMatch(/甲：推广范围：广东自贸试验区\[\d+\]\n乙：推广范围：自贸试验区\[\d+\]/u)
    expect(text).toMatch(/甲：牵头或责任单位：省林业局\[\d+\]\n乙：牵头或责任单位：国家林草局\[\d+\]/u)
    expect(new Set(marked.map(({ evidence }) => evidence.record.id))).toEqual(
      new Set(['gd-2020-b6/33', 'cn-2020-b6/34']),
    )
  })

  it('tells what is asked first', () => {
    const told = lines(
      write(evidence, { intent: 'comparison', sides: 2, question: '推广范围有什么不同' }).text,
    )
    expect(told[3]).toMatch(/^甲：推广范围：/u)
  })

  it('reads wording once that is the same but for its punctuation', () => {
    const sides = [one('cn-2020-b6/31'), one('gd-2020-b6/30')]
    const { text } = write(sides, { intent: 'comparison', sides: 2 })
    expect(text.match(/服务对象可依托/gu)).toHaveLength(1)
    expect(text).toContain(phrases.say('comparison.sameWording'))
  })

  it('says plainly what one side does not give', () => {
    const sides = [one('fj-2022-b19/22'), one('fj-2024-c1/7')]
    expect(write(sides, { intent: 'comparison', sides: 2 }).text).toContain('乙：未写明创新类型')
    expect(write(evidence, { intent: 'comparison', sides: 2 }).text).not.toContain('未写明')
  })

  it('tells what else is near behind the sides', () => {
    const further = write([...evidence, one('cn-2020-b6/3')], { intent: 'comparison', sides: 2 }).text
    expect(further.indexOf(phrases.say('comparison.others'))).toBeGreaterThan(
      further.indexOf('牵头或责任单位'),
    )
    expect(further).not.toContain('丙：')
  })

  it('of two lists tells how many measures they share, and what only one has', () => {
    const told = write([one('cn-2020-b6/13')], { intent: 'comparison', shared: 36 }).text
    expect(lines(told)[0]).toBe(phrases.say('comparison.only', { shared: 36, count: 1 }))
    expect(lines(told)[1]).toContain('空铁联运一单制货物运输模式')
  })
})

describe('a list', () => {
  const cases = Array.from({ length: 13 }, (_, i) => one(`fj-2024-c1/${i + 1}`))

  it('that is long has each name as its quote', () => {
    const { text, marked } = write(cases, { intent: 'list', complete: true, fields: [] })
    expect(marked.map(({ quote }) => quote.text)).toEqual(cases.map(({ record }) => record.title))
    for (const [i, { record }] of cases.entries())
      expect(text).toContain(`${i + 1}. ${record.title}[${i + 1}]（第${record.number}个案例）`)
    expect(lines(text)[0]).toContain('13 项')
  })

  it('has the field that is asked for with each item, however long', () => {
    const measures = Array.from({ length: 8 }, (_, i) => one(`fj-2017-b5/${i + 1}`))
    const { text } = write(measures, { intent: 'list', complete: true, fields: ['leadUnits'] })
    expect(text.match(/牵头或责任单位：/gu)).toHaveLength(8)
    // The fourth and those behind it have one list of units.
    expect(text.split('\n\n')[5]).toContain(phrases.say('field.sameUnits'))
  })

  it('that is short quotes each record', () => {
    const { marked } = write(cases.slice(0, 3), { intent: 'list', complete: true })
    for (const { record } of cases.slice(0, 3))
      expect(
        marked.some(({ evidence, quote }) => evidence.record === record && quote.text !== record.title),
      ).toBe(true)
  })

  it('of one item does not speak of several', () => {
    const { text } = write([one('fj-2022-b19/48')], { intent: 'list', complete: true })
    expect(lines(text)[0]).toMatch(/^符合条件的只有 1 项/u)
  })

  it('goes by document where there are several', () => {
    const mixed = [one('fj-2017-b5/1'), one('fj-2017-b5/2'), one('fj-2022-b19/1')]
    const told = lines(write(mixed, { intent: 'list', complete: true }).text)
    const at = (words: string) => told.findIndex((line) => line.startsWith(words))
    expect(at(sourceOf(seed('fj-2017-b5')))).toBe(1)
    expect(at(sourceOf(seed('fj-2022-b19')))).toBe(at('3. ') - 1)
    expect(told.filter((line) => line.startsWith('《'))).toHaveLength(2)
  })

  it('says how it divides, of all that is listed', () => {
    const { text } = write(cases, {
      intent: 'list',
      complete: true,
      tallies: [
        {
          field: 'innovationType',
          counts: [
            ['全国首创', 28],
            ['复制', 1],
          ],
        },
      ],
    })
    expect(text).toContain('按创新类型分：全国首创 28 项、复制 1 项。')
  })

  it('goes on counting on a later page and says which part it is', () => {
    const { text } = write(cases.slice(5, 8), {
      intent: 'list',
      complete: true,
      page: { total: 13, offset: 5 },
    })
    expect(text).toContain(`6. ${cases[5]!.record.title}`)
    expect(text).toContain(phrases.say('answered.page', { from: 6, to: 8 }))
    expect(text).toContain('13 项')
  })

  it('behind its end says the total alone', () => {
    const { text, marked } = write([], { intent: 'list', complete: true, page: { total: 13, offset: 50 } })
    expect(marked).toEqual([])
    expect(text).toBe(phrases.say('answered.beyond', { total: 13 }))
  })
})

describe('the answer to whether it applies', () => {
  it('that it does not, says so with the clause, before the wording', () => {
    const evidence = one('fj-2017-b5/27')
    const { start, end } = evidence.record.spans.find(({ field }) => field === 'promotionScope')!
    const scope = { start, end, text: evidence.document.text.slice(start, end) }
    const stance = {
      verdict: 'does_not_fit' as const,
      clauses: [{ ...scope, outcome: 'out' as const, ofPlace: true }],
      points: -1,
      questions: [],
    }
    const stances = new Map([[evidence.record.id, stance]])
    const [verdict, ground] = lines(write([evidence], { intent: 'applicability', stances }).text)
    expect(verdict).toMatch(/不适用。$/u)
    expect(ground).toBe('原文的范围不包括您所在的地方：“福建检验检疫局辖区”[1]')
  })
})
