// Which sentences are quoted, on texts short enough to see why.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldQuote, quotesFrom, type Relevance, wordingOf } from '../../src/answerers/quotes.ts'
import { readDocuments } from '../../src/corpus/documents.ts'
import type { PolicyRecord } from '../../src/schema.ts'
import { seed, seedRecord, seeds } from '../support/seeds.ts'

const relevance = (words: Record<string, number>, more: Partial<Relevance> = {}): Relevance => ({
  words: new Map(Object.entries(words)),
  similarity: () => undefined,
  figure: false,
  ...more,
})

function section(text: string) {
  const [document] = readDocuments([{ name: 'a.txt', bytes: new TextEncoder().encode(text) }])
  return { record: document!.records[0]!, text: document!.text }
}
const quoted = (source: string, asked: Relevance, budget = 1000) => {
  const { record, text } = section(source)
  return quotesFrom(record, text, asked, budget).map((quote) => quote.text)
}

/** A text as the wording of one article. */
const article = (text: string): PolicyRecord => ({
  ...{ id: 'a/1', documentId: 'a', number: '1', kind: 'article', title: '第一条', content: text, url: '/' },
  ...{ start: 0, end: text.length, spans: [{ field: 'content', start: 0, end: text.length }] },
})

const THREE =
  '企业可以在网上提前申报船舶进港。引航站在两小时以内安排引航员登船。逾期未登船的，由港务局另行安排拖轮并承担费用。'

describe('the quotes of a record', () => {
  it('are the sentences with the words of the question, as far as there is room', () => {
    expect(quoted(THREE, relevance({ 引航员: 3 }), 20)).toEqual(['引航站在两小时以内安排引航员登船。'])
    expect(quoted(THREE, relevance({ 拖轮: 3 }), 20)).toEqual([
      '逾期未登船的，由港务局另行安排拖轮并承担费用。',
    ])
  })

  it('are never empty and never cut inside a sentence, however little room there is', () => {
    expect(quoted(THREE, relevance({ 申报: 3 }), 1)).toEqual(['企业可以在网上提前申报船舶进港。'])
  })

  it('stand in the order of the text, neighbours as one', () => {
    const both = relevance({ 拖轮: 3, 引航员: 3 })
    expect(quoted(THREE, both, 50)).toEqual([
      '引航站在两小时以内安排引航员登船。逾期未登船的，由港务局另行安排拖轮并承担费用。',
    ])
    const ends = relevance({ 拖轮: 3, 申报: 3 })
    expect(quoted(THREE, ends, 41)).toEqual([
      '企业可以在网上提前申报船舶进港。',
      '逾期未登船的，由港务局另行安排拖轮并承担费用。',
    ])
  })

  it('follow the cosine where words do not tell', () => {
    const { record, text } = section(THREE)
    const at = text.indexOf('逾期')
    const near = relevance({}, { similarity: (_, start) => (start === at ? 0.9 : 0.6) })
    expect(quotesFrom(record, text, near, 20).map((quote) => quote.start)).toEqual([at])
  })

  it('have a figure where one is asked for', () => {
    const text = '贷款由平潭的银行发放给台湾同胞。贷款最高可以达到30万元，由财政贴息。'
    expect(quoted(text, relevance({ 贷款: 1 }, { figure: /\d+万元/u }), 10)).toEqual([
      '贷款最高可以达到30万元，由财政贴息。',
    ])
  })

  it('have a sentence for each thing that is asked', () => {
    const text =
      '银行可以出具贷款承诺函，代替竞买人先行支付的尾款。买受人在法院即可领取产权证书。改革以前共配置20名窗口办事人员。改革后仅需13名。'
    const part = (words: string[], more: { wanted?: RegExp; covered?: number } = {}) => ({
      words: new Map(words.map((word) => [word, 1])),
      covered: 0.5,
      ...more,
    })
    const asked = (...parts: ReturnType<typeof part>[]) =>
      quoted(text, relevance({ 尾款: 3, 承诺函: 3 }, { parts }), 10)
    const first = '银行可以出具贷款承诺函，代替竞买人先行支付的尾款。'
    expect(asked()).toEqual([first])
    expect(asked(part(['尾款']))).toEqual([first])
    expect(asked(part(['领取']), part(['税费']))).toEqual([`${first}买受人在法院即可领取产权证书。`])
    expect(asked(part(['窗口', '人手'], { wanted: /\d+名/u, covered: 0.3 }))).toEqual([
      first,
      '改革以前共配置20名窗口办事人员。',
    ])
  })

  it('of an item begin with the line that leads to it', () => {
    const text = [
      '有下列情形之一的，由主管部门责令改正：',
      '（一）未按照规定公开收费标准和服务承诺的；',
      '（二）强迫企业购买指定的中介服务并收取费用的。',
    ].join('\n')
    const quotes = quotesFrom(article(text), text, relevance({ 中介服务: 3 }), 30)
    expect(quotes.map((quote) => quote.text)).toEqual([
      '有下列情形之一的，由主管部门责令改正：',
      '（二）强迫企业购买指定的中介服务并收取费用的。',
    ])
  })

  it('never stop at a label, and keep together what a semicolon joins', () => {
    const text =
      '一是破解授权难题。综合窗口的民警可以办理治安户政业务；出入境业务也在同一窗口受理。其他事项由各派出所另行办理并登记造册。'
    expect(quoted(text, relevance({ 出入境: 3 }), 10)).toEqual([
      '一是破解授权难题。综合窗口的民警可以办理治安户政业务；出入境业务也在同一窗口受理。',
    ])
  })

  it('are the whole wording, line by line, where there is room for it', () => {
    const text = `${THREE}\n企业可以自行选择引航站。`
    const record = article(text)
    const whole = wordingOf({ record, document: { text } }, relevance({ 拖轮: 3 }), 1000)
    expect(whole.map((quote) => quote.text)).toEqual([THREE, '企业可以自行选择引航站。'])
    const best = wordingOf({ record, document: { text } }, relevance({ 拖轮: 3 }), 20)
    expect(best.map((quote) => quote.text)).toEqual(['逾期未登船的，由港务局另行安排拖轮并承担费用。'])
  })

  it('are verbatim, inside one content or innovation span, and apart from each other', () => {
    const records = seeds.flatMap(({ text, records }) => records.map((record) => ({ record, text })))
    fc.assert(
      fc.property(
        fc.constantFrom(...records),
        fc.dictionary(
          fc.constantFrom('海关', '企业', '船舶', '贷款', '台胞', '万元'),
          fc.integer({ min: 0, max: 5 }),
        ),
        fc.integer({ min: 1, max: 600 }),
        fc.boolean(),
        ({ record, text }, words, budget, figure) => {
          const quotes = quotesFrom(record, text, relevance(words, { figure: figure && /\d/u }), budget)
          expect(quotes.length).toBeGreaterThan(0)
          quotes.forEach((quote, i) => {
            expect(text.slice(quote.start, quote.end)).toBe(quote.text)
            expect(quote.text).not.toMatch(/^\s|\s$|\n/)
            expect(quote.start).toBeGreaterThanOrEqual(quotes[i - 1]?.end ?? 0)
            expect(
              record.spans.some(
                ({ field, start, end }) =>
                  ['content', 'innovationPoint'].includes(field) && start <= quote.start && quote.end <= end,
              ),
            ).toBe(true)
          })
          // The first sentence and the line that leads to it are quoted however long.
          if (quotes.length > 1 && !quotes.some((quote) => /[：:]$/u.test(quote.text)))
            expect(quotes.reduce((sum, { start, end }) => sum + end - start, 0)).toBeLessThanOrEqual(
              budget + 20,
            )
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('the quote of a field', () => {
  it('is the whole cell as printed', () => {
    const quote = fieldQuote(seedRecord('fj-2017-b5/13'), seed('fj-2017-b5').text, 'leadUnits')!
    expect(quote.text.replace(/\s/gu, '')).toBe('福建银监局厦门银监局福州海关厦门海关')
    expect(seed('fj-2017-b5').text.slice(quote.start, quote.end)).toBe(quote.text)
  })

  it('that a record does not have is none', () => {
    expect(fieldQuote(seedRecord('fj-2022-b19/1'), seed('fj-2022-b19').text, 'leadUnits')).toBeUndefined()
  })
})
