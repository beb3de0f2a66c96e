// Numbers as a question counts with them (两家, 至少3个), and the range that the words around one make of it. It does not
// know what is counted.

import type { Condition } from '../schema.ts'
import { chineseNumber } from '../text/normalize.ts'

const DIGITS = '\\d一二两三四五六七八九十'
/** A whole numeral inside a pattern; longer ones count nothing here, and would be tried from every digit of theirs. */
export const NUMBER = `(?<![${DIGITS}])[${DIGITS}]{1,4}`

/** The value of what `NUMBER` matches; undefined for 三四, which is no number. */
export const numberOf = (digits: string) => (/^\d+$/u.test(digits) ? Number(digits) : chineseNumber(digits))

/** How many are meant, by the words before and after a number: 超过三家 is four at least. */
export function rangeOf(number: number, before = '', after = ''): Pick<Condition, 'least' | 'most'> {
  if (/超过|多于|不止/u.test(before)) return { least: number + 1 }
  if (/不到/u.test(before)) return { most: number - 1 }
  if (/至少|不少于/u.test(before) || /以上|更多/u.test(after)) return { least: number }
  if (/以[内下]/u.test(after)) return { most: number }
  return { least: number, most: number }
}
