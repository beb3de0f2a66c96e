// Numbers that a question counts with.

import { describe, expect, it } from 'vitest'
import { NUMBER, numberOf, rangeOf } from '../../src/question/numerals.ts'

describe('a number', () => {
  it.each([
    ['12', 12],
    ['两', 2],
    ['十二', 12],
    ['三四', undefined],
  ])('%s is %s', (digits, value) => {
    expect(numberOf(digits)).toBe(value)
  })

  it('is found whole or not at all', () => {
    const pattern = new RegExp(`(${NUMBER})家`, 'u')
    expect(pattern.exec('超过12家')?.[1]).toBe('12')
    expect(pattern.exec('有123456家')).toBeNull()
  })
})

describe('the range around a number', () => {
  it.each([
    ['超过', '', { least: 4 }],
    ['不止', '', { least: 4 }],
    ['不到', '', { most: 2 }],
    ['至少', '', { least: 3 }],
    ['', '以上', { least: 3 }],
    ['', '以内', { most: 3 }],
    ['只有', '', { least: 3, most: 3 }],
    ['', '', { least: 3, most: 3 }],
  ])('%s 3 %s', (before, after, range) => {
    expect(rangeOf(3, before, after)).toEqual(range)
  })
})
