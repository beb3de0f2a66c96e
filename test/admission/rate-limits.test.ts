// How often a client may ask: never more than so many in any minute, and room for so many clients.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openings, rateLimits } from '../../src/admission/rate-limits.ts'

const LIMITS = { chat: 3, search: 60, feedback: 3 }

/** A clock that a test sets, in milliseconds. */
function clocked(limits = LIMITS) {
  const clock = { ms: 5_000_000 }
  return { clock, counts: rateLimits(limits, () => clock.ms) }
}

describe('a limit of three in a minute', () => {
  it('lets three through at once, and says after how many seconds the fourth may come', () => {
    const { clock, counts } = clocked()
    expect([0, 1, 2].map(() => counts.count('chat', 'a'))).toEqual([0, 0, 0])
    expect(counts.count('chat', 'a')).toBe(60)
    clock.ms += 59_001
    expect(counts.count('chat', 'a')).toBe(1)
    clock.ms += 999
    expect(counts.count('chat', 'a')).toBe(0)
  })
  it('does not count what it refuses: who keeps asking waits no longer', () => {
    const { clock, counts } = clocked()
    for (let i = 0; i < 3; i++) counts.count('chat', 'a')
    for (let i = 0; i < 59; i++) {
      clock.ms += 1_000
      expect(counts.count('chat', 'a')).toBeGreaterThan(0)
    }
    clock.ms += 1_000
    expect(counts.count('chat', 'a')).toBe(0)
  })
  it('counts clients and kinds apart', () => {
    const { counts } = clocked()
    for (let i = 0; i < 4; i++) counts.count('chat', 'a')
    expect(counts.count('chat', 'b')).toBe(0)
    expect(counts.count('search', 'a')).toBe(0)
    expect(counts.count('feedback', 'a')).toBe(0)
  })
  it('holds for any minute, and who waits as told is let through', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 60 }), (pauses) => {
        const { clock, counts } = clocked()
        const passed: number[] = []
        for (const pause of pauses) {
          clock.ms += pause
          const seconds = counts.count('chat', 'a')
          if (seconds === 0) passed.push(clock.ms)
          else {
            expect(passed.filter((time) => time > clock.ms - 60_000)).toHaveLength(3)
            clock.ms += seconds * 1000
            expect(counts.count('chat', 'a')).toBe(0)
            passed.push(clock.ms)
          }
        }
        for (const [i, time] of passed.entries())
          if (i >= 3) expect(time - passed[i - 3]!).toBeGreaterThanOrEqual(60_000)
      }),
    )
  })
})

describe('the limits', () => {
  it('are off at 0', () => {
    const { counts } = clocked({ chat: 0, search: 0, feedback: 0 })
    for (let i = 0; i < 1000; i++) expect(counts.count('chat', 'a')).toBe(0)
    expect(counts.clients).toBe(0)
  })
  it('remember 10,000 clients, those that asked last', () => {
    const { counts } = clocked()
    for (let i = 0; i < 3; i++) counts.count('chat', 'busy')
    for (let i = 0; i < 30_000; i++) {
      counts.count('search', `client ${i}`)
      if (i % 5000 === 0) expect(counts.count('chat', 'busy')).toBeGreaterThan(0)
    }
    expect(counts.clients).toBe(10_000)
  })
  it('do not look at the wall clock', () => {
    const wall = Date.now
    const counts = rateLimits(LIMITS)
    try {
      for (let i = 0; i < 3; i++) counts.count('chat', 'a')
      Date.now = () => wall() + 86_400_000
      expect(counts.count('chat', 'a')).toBeGreaterThan(0)
      Date.now = () => wall() - 86_400_000
      expect(counts.count('chat', 'a')).toBeLessThanOrEqual(60)
    } finally {
      Date.now = wall
    }
  })
})

describe('things open at once', () => {
  it('are at most so many for each client, and an end makes room', () => {
    const streams = openings(2)
    expect([streams.begin('a'), streams.begin('a'), streams.begin('a')]).toEqual([true, true, false])
    expect(streams.begin('b')).toBe(true)
    streams.end('a')
    expect([streams.begin('a'), streams.begin('a')]).toEqual([true, false])
  })
  it('have no limit at 0', () => {
    const streams = openings(0)
    for (let i = 0; i < 100; i++) expect(streams.begin('a')).toBe(true)
  })
})
