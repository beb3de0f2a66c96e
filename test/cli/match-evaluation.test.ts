// The evaluation of verdicts: cases are read strictly, and rates say how sure they are.

import { describe, expect, it } from 'vitest'
import { matchReport, readCases } from '../../src/cli/match-evaluation.ts'
import { wilson } from '../../src/evaluate.ts'

describe('Wilson’s interval', () => {
  it('is that of the textbook: 8 of 10', () => {
    const [low, high] = wilson(8, 10)
    expect(low).toBeCloseTo(0.49, 2)
    expect(high).toBeCloseTo(0.943, 3)
  })
  it('stays within nought and one', () => {
    expect(wilson(10, 10)[1]).toBe(1)
    expect(wilson(0, 10)[0]).toBe(0)
    expect(wilson(0, 0)).toEqual([0, 1])
  })
})

it('a line that is no case is named with its number', () => {
  const good = '{"id":"a","profile":{"text":"进口"},"verdicts":[{"record":"x/1","verdict":"fits"}]}'
  expect(readCases('some.jsonl', `${good}\n\n`)).toHaveLength(1)
  expect(() => readCases('some.jsonl', `${good}\n{"id":"b"}`)).toThrow('some.jsonl, line 2')
})

it('the report counts what fits where the text excludes', () => {
  const report = matchReport([
    { file: 'dev', expected: 'fits', found: 'fits' },
    { file: 'dev', expected: 'does_not_fit', found: 'fits' },
    { file: 'own', expected: 'does_not_fit', found: 'does_not_fit' },
  ])
  expect(report).toContain('fits where the text excludes: 1')
  expect(report).toMatch(/^all +3 +0\.667/mu)
  expect(report).toMatch(/^cases: dev +2 +0\.500/mu)
  expect(report).toMatch(/^does_not_fit +2 +0\.500/mu)
})
