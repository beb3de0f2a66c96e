// All matches of a pattern are those of `matchAll`, whatever the pattern was used for before.

import { describe, expect, it } from 'vitest'
import { allMatches } from '../../src/text/matches.ts'

const CASES: readonly [string, RegExp][] = [
  ['第3条和第12条', /第(?<number>\d+)条/gu],
  ['没有数字', /\d+/gu],
  ['', /a*/gu],
  ['一𠀀二😀', /x*/gu],
  ['一𠀀二😀', /x*/g],
  ['一𠀀二', /(?=(\p{Script=Han}))/gu],
  ['aXbX', /x/gi],
]

describe('all matches', () => {
  it.each(CASES)('of “%s” for %s are those of matchAll', (text, pattern) => {
    const expected = [...text.matchAll(pattern)]
    expect(allMatches(text, pattern)).toEqual(expected)
    expect(allMatches(text, pattern)).toEqual(expected)
  })
  it('begin at the beginning, also where a pattern has stopped half-way', () => {
    const pattern = /\d/gu
    pattern.exec('1 2 3')
    expect(allMatches('1 2 3', pattern)).toHaveLength(3)
    expect(pattern.lastIndex).toBe(0)
  })
  it('may be sought while those of the same pattern are gone through', () => {
    const pattern = /\d+/gu
    const pairs = allMatches('1 22', pattern).flatMap(() => allMatches('3 44', pattern).map(([all]) => all))
    expect(pairs).toEqual(['3', '44', '3', '44'])
  })
  it('are refused for a pattern that finds only one', () => {
    expect(() => allMatches('1', /\d/u)).toThrow(TypeError)
  })
})
