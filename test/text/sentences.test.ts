import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sentences } from '../../src/text/sentences.ts'

const sentencesOf = (text: string) => sentences(text).map(({ start, end }) => text.slice(start, end))

describe('sentences', () => {
  it.each<[string, string[]]>([
    ['企业可在线申请。海关三日内办结！可以吗？', ['企业可在线申请。', '海关三日内办结！', '可以吗？']],
    ['简化申报；\n清单核放\n\n汇总统计', ['简化申报；', '清单核放', '汇总统计']],
    ['　　一、背景情况\r\n  目前，已签署协定。 ', ['一、背景情况', '目前，已签署协定。']],
    ['真的？！当然……好。', ['真的？！', '当然……好。']],
    ['先报关;后缴税.', ['先报关;', '后缴税.']],
    ['没有标点的一行', ['没有标点的一行']],
    ['', []],
    [' \n　', []],
  ])('%j', (text, expected) => {
    expect(sentencesOf(text)).toEqual(expected)
  })

  describe('quotes and brackets', () => {
    it.each<[string, string[]]>([
      ['他说：“可以办。”窗口随即受理。', ['他说：“可以办。”', '窗口随即受理。']],
      ['推行“先放行；后缴税。”的通关模式。下一句。', ['推行“先放行；后缴税。”的通关模式。', '下一句。']],
      ['企业（含分支机构；下同）可以申请。', ['企业（含分支机构；下同）可以申请。']],
      ['通知如下。（此件主动公开。）附件', ['通知如下。', '（此件主动公开。）', '附件']],
      ['（问：“行吗？”）再办理。', ['（问：“行吗？”）再办理。']],
      ['他说"可以。"然后"受理。"完', ['他说"可以。"', '然后"受理。"', '完']],
      ['办结。"一站式"服务。', ['办结。', '"一站式"服务。']],
    ])('%j', (text, expected) => {
      expect(sentencesOf(text)).toEqual(expected)
    })

    it('does not let one mark that is never closed swallow what follows', () => {
      expect(sentencesOf('“甲。乙。\n丙”丁。')).toEqual(['“甲。', '乙。', '丙”丁。'])
      const long = `（${'甲乙丙丁。'.repeat(100)}）`
      expect(sentencesOf(long)).toHaveLength(100)
    })
  })

  it('leaves western marks in numbers, times and addresses alone', () => {
    expect(sentencesOf('见http://a.cn/b?c=1;d!e 共2.5%。')).toEqual(['见http://a.cn/b?c=1;d!e 共2.5%。'])
  })

  it('shifts every offset by the given start', () => {
    expect(sentences('甲。 乙。', 100)).toEqual([
      { start: 100, end: 102 },
      { start: 103, end: 105 },
    ])
  })
})

describe('sentences of any text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(fc.constantFrom(...'甲乙。！？；，：“”‘’（）()《》"!?;,:a1 \n\r\t\u3000\u2028\u0085'))
      .map((c) => c.join('')),
  )

  it('are in order, disjoint, trimmed, and leave nothing but white space out', () => {
    fc.assert(
      fc.property(text, fc.nat(1000), (whole, start) => {
        let [last, joined] = [start, '']
        for (const span of sentences(whole, start)) {
          expect(span.start).toBeGreaterThanOrEqual(last)
          expect(span.end).toBeGreaterThan(span.start)
          const piece = whole.slice(span.start - start, span.end - start)
          expect(piece.trim()).toBe(piece)
          joined += piece
          last = span.end
        }
        expect(joined.replace(/\s/g, '')).toBe(whole.replace(/\s/g, ''))
      }),
      { numRuns: 2000 },
    )
  })
})
