// What a question says of the values of one key. Names and clauses are made up; how they are found is tested elsewhere.

import { describe, expect, it } from 'vitest'
import { clauseAt, clausesOf } from '../../src/question/clauses.ts'
import { conditionsOn, type Group, ofSingleValues } from '../../src/question/conditions.ts'
import type { Condition } from '../../src/schema.ts'

/** Groups of the names in a text; those in `denied` are shut out. */
function groups(text: string, names: Record<string, string[]>, denied: readonly string[] = []): Group[] {
  const clauses = clausesOf(text, [])
  return Object.entries(names).map(([words, values]) => {
    const start = text.indexOf(words)
    const span = { start, end: start + words.length, words, values: {} }
    const said = {
      ...span,
      role: undefined,
      denied: denied.includes(words),
      clause: clauseAt(clauses, start)!,
    }
    return { values, said }
  })
}
const JIA = { 甲: ['甲'] }
const BOTH = { 甲: ['甲'], 乙: ['乙'] }

describe('conditions', () => {
  it.each([
    ['any of the names', '甲、乙牵头的', BOTH, [], [{ mode: 'any', values: ['甲', '乙'] }]],
    ['all that are together', '甲和乙一起牵头的', BOTH, [], [{ mode: 'every', values: ['甲', '乙'] }]],
    ['all that are counted', '甲和乙两家牵头的', BOTH, [], [{ mode: 'every', values: ['甲', '乙'] }]],
    [
      'any where another number is counted',
      '甲和乙三家牵头的',
      BOTH,
      [],
      [{ mode: 'any', values: ['甲', '乙'] }],
    ],
    ['only one', '只有甲牵头的', JIA, [], [{ mode: 'only', values: ['甲'] }]],
    [
      'together and nobody else',
      '只有甲和乙牵头的',
      BOTH,
      [],
      [
        { mode: 'every', values: ['甲', '乙'] },
        { mode: 'only', values: ['甲', '乙'] },
      ],
    ],
    ['none of those shut out', '除了甲的', JIA, ['甲'], [{ mode: 'except', values: ['甲'] }]],
    [
      'some and not others',
      '甲有乙没有',
      BOTH,
      ['乙'],
      [
        { mode: 'any', values: ['甲'] },
        { mode: 'except', values: ['乙'] },
      ],
    ],
    ['the only one that is excepted', '除了甲别处都没做', JIA, ['甲'], [{ mode: 'only', values: ['甲'] }]],
    ['any of a kind', '海关牵头的', { 海关: ['甲', '乙'] }, [], [{ mode: 'any', values: ['甲', '乙'] }]],
    [
      'all of a kind that are counted',
      '两个海关牵头的',
      { 海关: ['甲', '乙'] },
      [],
      [{ mode: 'every', values: ['甲', '乙'] }],
    ],
    [
      'any where fewer are counted',
      '一个海关牵头的',
      { 海关: ['甲', '乙'] },
      [],
      [{ mode: 'any', values: ['甲', '乙'] }],
    ],
    [
      'one of each kind',
      '海关和海事一起牵头的',
      { 海关: ['甲', '乙'], 海事: ['丙', '丁'] },
      [],
      [
        { mode: 'any', values: ['甲', '乙'] },
        { mode: 'any', values: ['丙', '丁'] },
      ],
    ],
    ['nothing', '牵头的', {}, [], []],
  ] as const)('are %s: %s', (_, text, names, denied, conditions) => {
    const found = conditionsOn('unit', groups(text, names as unknown as Record<string, string[]>, denied))
    expect(found).toEqual(conditions.map((condition) => ({ key: 'unit', ...condition })))
  })

  it('of a key that a record has one value of are any or none', () => {
    const modes: Condition['mode'][] = ['only', 'every', 'except', 'any']
    const found = ofSingleValues(modes.map((mode) => ({ key: 'domain', values: ['甲'], mode })))
    expect(found.map(({ mode }) => mode)).toEqual(['any', 'any', 'except', 'any'])
  })
})
