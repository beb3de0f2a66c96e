import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chineseNumber, normalize } from '../../src/text/normalize.ts'
import { runs } from '../support/runs.ts'

const spellings = (pairs: Record<string, string>) =>
  it.each(Object.entries(pairs))('%s → %s', (written, matched) => {
    expect(normalize(written)).toBe(matched)
  })

describe('normalize brings different spellings together', () => {
  describe('width, case and script', () => {
    spellings({
      'ＲＣＥＰ　３Ｃ': 'rcep 3c',
      每個月薪水要匯回台灣給爸媽: '每个月薪水要汇回台湾给爸妈',
      臺灣同胞: '台湾同胞',
      '①5000元': '1 5000元',
      ' 省 \t\r\n 商务厅 ': '省 商务厅',
    })
  })

  describe('numbers', () => {
    spellings({
      二〇二〇年: '2020年',
      二零二二年八月五日: '2022年8月5日',
      第十九批: '第19批',
      第六批: '第6批',
      六批: '6批',
      第一百二十三条: '第123条',
      第二章第三款第四项: '第2章第3款第4项',
      两个平台三类企业: '2个平台3类企业',
      四十项: '40项',
      百分之十五: '15%',
      百分之二点五: '2.5%',
      百分之15: '15%',
      百分之百: '100%',
      千分之三: '3‰',
      五十万元: '50万元',
      一百二十亿元: '120亿元',
      '1,234,500元': '1234500元',
    })
  })

  describe('what only looks like a number stays a word', () => {
    spellings({
      统一条件: '统一条件',
      一次性告知: '一次性告知',
      第三方机构: '第三方机构',
      第一时间: '第一时间',
      二手车: '二手车',
      一站式: '一站式',
      三四个月: '三四个月',
      '2017,2018,200': '2017,2018,200',
    })
  })
})

describe('normalize on damaged or hidden characters', () => {
  it('drops what cannot be seen', () => {
    expect(normalize('跨\u200b境\ufeff电\u00ad商\ufe0f\u{e0041}\u{e01ef}\u202e')).toBe('跨境电商')
  })

  it('takes a lone surrogate or a NUL as a break', () => {
    expect(normalize('海外\ud83d仓\u0000库')).toBe('海外 仓 库')
  })

  it('does not join two lone surrogates over something invisible', () => {
    expect(normalize('\ud83d\u200b\ude00')).toBe('')
  })
})

describe('normalize as a function', () => {
  // Numerals, traditional characters and odd marks, close together: where the steps meet.
  const dense = fc
    .array(
      fc.constantFrom(
        ...'第百千分之点一二三十〇零○两批条年月日个万%,.0129 \u3000乾坤瞭望發髮著薴苧①⑿Ⅻ½㎡İßΣςㅤ\u200b\ufe0f\ud83d\u0345\u0300',
      ),
      { maxLength: 24 },
    )
    .map((characters) => characters.join(''))
  const any = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ unit: 'grapheme' }), dense)

  it('is idempotent', () => {
    fc.assert(
      fc.property(any, (text) => {
        const once = normalize(text)
        expect(normalize(once)).toBe(once)
      }),
      runs(3000),
    )
  })

  it('leaves neither white space runs nor anything that UTF-8 cannot carry', () => {
    fc.assert(
      fc.property(any, (text) => {
        expect(normalize(text)).not.toMatch(/\s\s|^\s|\s$|[\p{Cs}\p{Cc}]/u)
      }),
    )
  })
})

describe('chineseNumber', () => {
  it.each([
    ['三', 3],
    ['十', 10],
    ['十九', 19],
    ['二十', 20],
    ['一百', 100],
    ['一百零五', 105],
    ['一百二十三', 123],
    ['两千零五', 2005],
    ['九千九百九十九', 9999],
    ['二〇二〇', 2020],
    ['一九九八', 1998],
    ['一〇五', 105],
  ])('%s is %d', (numeral, value) => {
    expect(chineseNumber(numeral)).toBe(value)
  })

  it.each(['', '三四', '十百', '一百百', '自贸', '三a', '一百二十三十'])('%j is no number', (text) => {
    expect(chineseNumber(text)).toBeUndefined()
  })

  it('reads back every number from 1 to 9999 as it is written', () => {
    const digits = '零一二三四五六七八九'
    const written = (value: number) => {
      let text = ''
      for (const [unit, name] of [
        [1000, '千'],
        [100, '百'],
        [10, '十'],
        [1, ''],
      ] as const) {
        const digit = Math.floor(value / unit) % 10
        if (digit > 0) text += digits[digit] + name
        else if (text && !text.endsWith('零') && value % unit > 0) text += '零'
      }
      return text
    }
    for (let value = 1; value <= 9999; value += 1) expect(chineseNumber(written(value))).toBe(value)
  })
})
