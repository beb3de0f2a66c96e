import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Bm25, type Bm25Options, buildBm25, readBm25 } from '../../src/text/bm25.ts'
import { runs } from '../support/runs.ts'

/** Measures of an imagined port, their terms given by hand. */
const MEASURES: Record<string, string> = {
  汇总征税保函: '海关 征税 保函 企业 先放行 后缴税',
  船员远程考试: '船员 远程 考场 考试 证书 船员 考试',
  电子证照审批: '审批 证照 电子 企业 企业 在线',
  台胞信用卡: '台胞 信用卡 银行 征信',
  '证照寄递（很长）': `证照 寄递 ${'企业 窗口 群众 办理 邮政 服务 '.repeat(8)}`,
}
const titles = Object.keys(MEASURES)
const build = (options?: Bm25Options) =>
  buildBm25(
    Object.values(MEASURES).map((text) => text.trim().split(' ')),
    options,
  )

/** Titles with a score, best first. */
function ranking(index: Bm25, terms: Parameters<Bm25['score']>[0]): string[] {
  const scores = index.score(terms)
  return titles
    .filter((_, text) => scores[text]! > 0)
    .sort((a, b) => scores[titles.indexOf(b)]! - scores[titles.indexOf(a)]!)
}

describe('buildBm25 ranks', () => {
  it('the text with the rarer word of the question first', () => {
    expect(ranking(build(), ['企业', '保函'])).toEqual(['汇总征税保函', '电子证照审批', '证照寄递（很长）'])
  })

  it('a short text before a long one that says the word as often', () => {
    expect(ranking(build(), ['证照'])).toEqual(['电子证照审批', '证照寄递（很长）'])
  })

  it('the long text level with the short one when b is 0', () => {
    const scores = build({ b: 0 }).score(['证照'])
    expect(scores[2]).toBe(scores[4])
  })

  it('repetition for nothing when k1 is 0', () => {
    const scores = build({ k1: 0 }).score(['企业'])
    expect(scores[0]).toBe(scores[2])
    expect(scores[0]).toBeGreaterThan(0)
  })

  it('by the weights of the terms when they are given', () => {
    expect(
      ranking(
        build(),
        new Map([
          ['台胞', 1],
          ['船员', 0.1],
        ]),
      ),
    ).toEqual(['台胞信用卡', '船员远程考试'])
    expect(
      ranking(
        build(),
        new Map([
          ['台胞', 0.1],
          ['船员', 1],
        ]),
      ),
    ).toEqual(['船员远程考试', '台胞信用卡'])
  })

  it('nothing for words that no text has', () => {
    expect(ranking(build(), ['区块链', '__proto__'])).toEqual([])
  })
})

describe('idf', () => {
  it('falls with every text that has the word, is highest for a word of none, and never negative', () => {
    const index = build()
    const fall = ['区块链', '保函', '证照', '企业'].map((term) => index.idf(term))
    expect(fall).toEqual(fall.toSorted((a, b) => b - a))
    expect(new Set(fall).size).toBe(4)
    expect(buildBm25([['甲'], ['甲']]).idf('甲')).toBeGreaterThan(0)
  })

  it('is the formula of Robertson and Zaragoza with the 1 of Lucene', () => {
    expect(build().idf('证照')).toBeCloseTo(Math.log(1 + (5 - 2 + 0.5) / (2 + 0.5)), 12)
  })
})

describe('buildBm25', () => {
  it('takes no texts and empty texts', () => {
    expect([...buildBm25([]).score(['甲'])]).toEqual([])
    expect([...buildBm25([[], ['甲'], []]).score(['甲'])].map((score) => score > 0)).toEqual([
      false,
      true,
      false,
    ])
  })

  it.each([{ k1: -1 }, { k1: Number.NaN }, { b: 1.1 }, { b: -0.1 }])('refuses %j', (options) => {
    expect(() => buildBm25([], options)).toThrow(RangeError)
  })

  it('refuses terms that could not be written down', () => {
    expect(() => buildBm25([['']])).toThrow(RangeError)
    expect(() => buildBm25([['\ud800']])).toThrow(RangeError)
  })
})

const term = fc.constantFrom('甲', '乙', '丙', '丁', 'a', '2.5%', '\ufeff', '𠮷')
const corpus = fc.array(fc.array(term, { maxLength: 12 }), { maxLength: 12 })

/** BM25 as in the book, text by text. */
function naive(texts: string[][], question: string[], k1: number, b: number): number[] {
  const average = texts.reduce((sum, text) => sum + text.length, 0) / texts.length
  return texts.map((text) =>
    question.reduce((sum, term) => {
      const count = text.filter((other) => other === term).length
      const having = texts.filter((other) => other.includes(term)).length
      const idf = Math.log(1 + (texts.length - having + 0.5) / (having + 0.5))
      const held = k1 * (1 - b + (b * text.length) / average)
      return count === 0 ? sum : sum + (idf * count * (k1 + 1)) / (count + held)
    }, 0),
  )
}

it('scores as the formula says, before and after it went through bytes', () => {
  const any = fc.tuple(
    corpus,
    fc.array(term, { maxLength: 8 }),
    fc.double({ min: 0, max: 3, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  fc.assert(
    fc.property(any, ([texts, question, k1, b]) => {
      const index = buildBm25(texts, { k1, b })
      const scores = index.score(question)
      const expected = naive(texts, question, k1, b)
      expect(scores).toHaveLength(texts.length)
      for (const [text, score] of expected.entries()) expect(scores[text]).toBeCloseTo(score, 4)
      expect(readBm25(index.toBytes()).score(question)).toEqual(scores)
    }),
    runs(300),
  )
})

describe('readBm25', () => {
  const bytes = build().toBytes()

  it('reads bytes that lie at an odd place in a larger buffer', () => {
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    const index = readBm25(shifted.subarray(3))
    expect(index.size).toBe(5)
    expect(ranking(index, ['证照'])).toEqual(ranking(build(), ['证照']))
  })

  it('refuses every shortened file', () => {
    for (let length = 0; length < bytes.length; length += 1)
      expect(() => readBm25(bytes.subarray(0, length))).toThrow('已损坏')
  })

  it('refuses a file with any byte changed', () => {
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = bytes.slice()
      damaged[at]! ^= 0x10
      expect(() => readBm25(damaged), `byte ${at}`).toThrow(
        expect.objectContaining({ code: 'index_mismatch' }),
      )
    }
  })
})
