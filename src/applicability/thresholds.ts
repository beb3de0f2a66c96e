// Figures that a text sets as a limit (10千伏及以下, 5000元以内, 满3年) against the figures that a person told in the same
// unit. One figure is compared, several are left open: nothing says which of them is meant.

import { allMatches } from '../text/matches.ts'

export type Compared = 'met' | 'out' | 'open'

const UNITS = '万美元|美元|万元|元|千伏|吨|平方米|年|个月|岁|人|公里'
const AMOUNT = '((?<!\\d)\\d+(?:\\.\\d+)?)'
const LIMIT = new RegExp(
  `(不超过|超过|满|低于|至少)?${AMOUNT}(${UNITS})[^，。；]{0,3}?(以内|以下|及以下|以上|及以上)?`,
  'u',
)
const TOLD = new RegExp(`${AMOUNT}(${UNITS})(半)?(?!以[内下上])`, 'gu')
/** 一年半, 两年: numerals that stand before a unit of time. */
const SPELLED = /[一二两三四五六七八九](?=年(?!级|度|代|轻)|个月)/gu
const DIGITS = '零一二三四五六七八九'
/** When something was, said without a figure: between so many years ago. */
const AGO: readonly [RegExp, readonly [number, number]][] = [
  [/前年/u, [1, 3]],
  [/去年/u, [0, 2]],
  [/今年|刚刚?(?=被|成立|注册|列入)|上个?月/u, [0, 1]],
  [/半年/u, [0.5, 0.5]],
]

/** @param limit normalized words of the text; @param told normalized words of the person */
export function compareFigures(limit: string, told: string): Compared {
  const plain = limit.replaceAll(' ', '').replace(/一(?=年|个月)/gu, '1')
  const [, before, amount, unit, after] = LIMIT.exec(plain) ?? []
  if (amount === undefined || (before === undefined && after === undefined)) return 'open'
  const figures = figuresIn(told, unit!)
  if (figures.length !== 1) return 'open'
  const [least, most] = figures[0]!
  const bound = Number(amount)
  const upward = before ? /^(?:超过|满|至少)$/u.test(before) : /上/u.test(after!)
  const strict = before === '超过' || before === '低于'
  const reaches = (own: number) => (upward ? own > bound : own < bound) || (own === bound && !strict)
  if (reaches(least) !== reaches(most)) return 'open'
  // 除超过10万美元的以外: the limit says who is left out.
  return reaches(least) === plain.startsWith('除') ? 'out' : 'met'
}

/** What was told in this unit, as ranges. */
function figuresIn(told: string, unit: string): (readonly [number, number])[] {
  const plain = told.replace(SPELLED, (numeral) => String(DIGITS.indexOf(numeral === '两' ? '二' : numeral)))
  const exact = allMatches(plain, TOLD)
    .filter(([, , own]) => own === unit)
    .map(([, own, , half]) => Number(own) + (half ? 0.5 : 0))
  if (exact.length > 0 || unit !== '年') return exact.map((figure) => [figure, figure])
  return AGO.filter(([words]) => words.test(told))
    .map(([, range]) => range)
    .slice(0, 1)
}
