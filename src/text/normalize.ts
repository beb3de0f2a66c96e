// One spelling for both sides of a match: question and document are compared after `normalize`.
// Pure. It never touches what is shown or quoted (offsets of the original do not survive it), and it
// does not know words: which words mean the same is the business of synonyms.ts.

import { Converter } from 'opencc-js/t2cn'

const toSimplified: (text: string) => string = Converter({ from: 't', to: 'cn' })

// Lone surrogates become a break as well: nothing that follows (jieba, UTF-8 files) can carry them.
// The byte order mark counts as white space in JavaScript; here it is one of the invisible ones.
const BREAKS = /(?:[\p{Cs}\p{Cc}]|[^\S\ufeff])+/gu
// Zero-width marks, soft hyphens, variation selectors, tag characters, bidirectional controls.
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]+/gu
// ①5000 must not become 15000 when NFKC unfolds the circled number.
const ENCLOSED = /[\u2460-\u24ff\u2776-\u2793]/g
const THOUSANDS = /(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])/g

const DIGIT = '零〇○一二两三四五六七八九'
const NUMERAL = `${DIGIT}十百千`
const VALUES: Readonly<Record<string, number>> = {
  ...{ 零: 0, 〇: 0, '○': 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4 },
  ...{ 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 十: 10, 百: 100, 千: 1000 },
}
// What is counted. 分, 方, 地, 手, 站 and 体 are missing on purpose: 三方, 两地, 二手, 一站式, 一体化 are words.
const COUNTERS =
  '[批条章节款项次届个期类级号年月日天周岁名家户件份张笔倍元万亿米吨种档轮位部篇编季宗艘辆台套座所]'

const YEAR = new RegExp(`(?<![\\d${NUMERAL}])[${DIGIT}]{4}(?=\\s?年)`, 'gu')
const MONTH = new RegExp(`(?<=\\d\\s?年\\s?)[${NUMERAL}]{1,3}(?=\\s?月)`, 'gu')
const DAY = new RegExp(`(?<=\\d\\s?月\\s?)[${NUMERAL}]{1,3}(?=\\s?[日号])`, 'gu')
const SHARE = new RegExp(`([百千])分之([${NUMERAL}]+)(?:点([${DIGIT}]+))?`, 'gu')
const SHARE_IN_DIGITS = /([百千])分之(\d+(?:\.\d+)?)/g
const ORDINAL = new RegExp(`(?<=第\\s?)[${NUMERAL}]+(?=\\s?${COUNTERS})`, 'gu')
const COUNT = new RegExp(`(?<![\\d${NUMERAL}点])[${NUMERAL}]+(?=${COUNTERS})`, 'gu')

/**
 * The value of a Chinese numeral up to 9999 (一百二十三 → 123, 十九 → 19, 两千零五 → 2005), or of digits said one
 * by one when that is beyond doubt: with a zero or as four digits (二〇二〇 → 2020, 一九九八 → 1998).
 * Undefined for anything else, e.g. 三四 ("three or four").
 */
export function chineseNumber(text: string): number | undefined {
  if (!text || [...text].some((character) => VALUES[character] === undefined)) return undefined
  if (!/[十百千]/.test(text)) {
    const digits = [...text].map((character) => VALUES[character])
    const spelled = digits.length === 4 || (digits.length > 1 && digits.length <= 15 && digits.includes(0))
    return digits.length === 1 || spelled ? Number(digits.join('')) : undefined
  }
  const parts =
    /^(?:([一二两三四五六七八九]?)千)?(零?)(?:([一二两三四五六七八九]?)百)?(零?)(?:([一二三四五六七八九]?)十)?([零〇]?[一二两三四五六七八九])?$/u
  const found = parts.exec(text)
  if (!found) return undefined
  const [, thousands, , hundreds, , tens, ones] = found
  const worth = (digit: string | undefined, unit: number) =>
    digit === undefined ? 0 : (VALUES[digit] ?? 1) * unit
  return (
    worth(thousands, 1000) + worth(hundreds, 100) + worth(tens, 10) + (ones ? VALUES[ones.at(-1) ?? '']! : 0)
  )
}

const asDigits = (numeral: string): string => {
  const value = chineseNumber(numeral)
  return value === undefined ? numeral : String(value)
}

/** 十五, 点五 → 15.5; a bare 百 stands for the whole. */
function asShare(all: string, of: string, whole: string, decimals: string | undefined): string {
  const value = chineseNumber(whole)
  if (value === undefined) return all
  const rest = decimals ? `.${[...decimals].map((digit) => VALUES[digit]).join('')}` : ''
  return `${value}${rest}${of === '百' ? '%' : '‰'}`
}

function numbersInDigits(text: string): string {
  return text
    .replace(THOUSANDS, (number) => number.replaceAll(',', ''))
    .replace(YEAR, (year) => [...year].map((digit) => VALUES[digit]).join(''))
    .replace(MONTH, asDigits)
    .replace(DAY, asDigits)
    .replace(SHARE, asShare)
    .replace(SHARE_IN_DIGITS, (_, of: string, number: string) => number + (of === '百' ? '%' : '‰'))
    .replace(ORDINAL, asDigits)
    .replace(COUNT, (numeral, at: number, all: string) => {
      // A lone 一 mostly means "a" or is half of a word (统一条件, 一次性); 百项, 千家 mean "many".
      const loose = numeral === '一' ? !/^[万亿]/.test(all.slice(at + 1)) : /^[百千零〇○]/u.test(numeral)
      return loose ? numeral : asDigits(numeral)
    })
}

/**
 * The form of a text in which it is matched: NFKC, lower case, simplified characters, counted things in Arabic
 * digits (二〇二〇年 → 2020年, 第十九批 → 第19批, 四十项 → 40项, 百分之十五 → 15%, 5,000 → 5000), nothing
 * invisible, each run of white space one space, none at the ends. Idempotent; never throws.
 */
export function normalize(text: string): string {
  const known = lately.get(text)
  if (known !== undefined) return known
  const settled = settle(text)
  if (text.length <= KEPT_LENGTH) {
    if (lately.size >= KEPT) lately.clear()
    lately.set(text, settled)
  }
  return settled
}

/** Every reader of a question normalizes it by itself: the texts of the last few questions are kept. */
const lately = new Map<string, string>()
const KEPT = 50
const KEPT_LENGTH = 1000

function settle(text: string): string {
  let settled = text.replace(BREAKS, ' ').replace(INVISIBLE, '').replace(ENCLOSED, ' $& ')
  // Each step can open the way for an earlier one (lower case undoes a composition, a simplified character makes
  // a numeral complete), so go round until nothing changes: nearly always the second round only confirms.
  for (let round = 0; round < 8; round += 1) {
    const before = settled
    settled = numbersInDigits(toSimplified(settled.normalize('NFKC').toLowerCase()))
      .replace(BREAKS, ' ')
      .trim()
    if (settled === before) break
  }
  return settled
}
