// How often the language model may be asked in a day.

import { describe, expect, it } from 'vitest'
import { dailyBudget } from '../../../src/answerers/llm/budget.ts'

const HOUR_MS = 3_600_000

describe('a budget of three calls a day', () => {
  const clocked = () => {
    const clock = { ms: 77 }
    const budget = dailyBudget(3, () => clock.ms)
    return { clock, take: (times: number) => Array.from({ length: times }, () => budget.take()) }
  }
  it('gives three, and then none until a day after the first', () => {
    const { clock, take } = clocked()
    expect(take(1)).toEqual([true])
    clock.ms += HOUR_MS
    expect(take(4)).toEqual([true, true, false, false])
    clock.ms += 23 * HOUR_MS - 1
    expect(take(1)).toEqual([false])
    clock.ms += 1
    expect(take(4)).toEqual([true, true, true, false])
  })
  it('does not save up what was not used', () => {
    const { clock, take } = clocked()
    take(1)
    clock.ms += 100 * 24 * HOUR_MS
    expect(take(5)).toEqual([true, true, true, false, false])
  })
  it('gets no second day by setting the clock', () => {
    const wall = Date.now
    const budget = dailyBudget(1)
    try {
      budget.take()
      for (const days of [1, -1, 400]) {
        Date.now = () => wall() + days * 24 * HOUR_MS
        expect(budget.take()).toBe(false)
      }
    } finally {
      Date.now = wall
    }
  })
})

it('a budget of 0 sets no limit', () => {
  const budget = dailyBudget(0)
  for (let i = 0; i < 5000; i++) expect(budget.take()).toBe(true)
})
