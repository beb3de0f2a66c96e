// Like questions stand together, under the wording that says it best, the most asked first.

import { describe, expect, it } from 'vitest'
import { askingsOf, groupsOf, wordingsOf } from '../../src/gaps/groups.ts'
import { type Likeness, likeByVectors, likeByWords } from '../../src/gaps/likeness.ts'
import { entry } from './entries.ts'

/** Questions on a line: alike when their first numbers are near. */
const byNumber = (questions: readonly string[]): Likeness => ({
  of: (left, right) =>
    1 - Math.abs(Number.parseFloat(questions[left]!) - Number.parseFloat(questions[right]!)),
  threshold: 0.8,
})
const grouped = (entries: Parameters<typeof askingsOf>[0]) => {
  const wordings = wordingsOf(askingsOf(entries))
  return groupsOf(wordings, byNumber(wordings.map(({ question }) => question)))
}
const named = (entries: Parameters<typeof askingsOf>[0]) =>
  grouped(entries).map(({ question, count }) => [question, count])

describe('an asking', () => {
  it('is one, also where its answer was rated', () => {
    const unanswered = entry('1')
    const rated = { ...entry('1', { kind: 'downrated', reason: '其他' }), answerId: unanswered.answerId }
    const [asking, ...others] = askingsOf([unanswered, rated])
    expect(others).toEqual([])
    expect([...asking!.kinds]).toEqual(['unanswered', 'downrated'])
    expect(asking!.time).toBe(rated.time)
  })
  it('is a gap by its last rating alone', () => {
    const rate = (kind: 'downrated' | 'uprated', more = {}) =>
      entry('1', { kind, answerId: 'a', outcome: 'answered', ...more })
    expect(askingsOf([rate('downrated'), rate('uprated')])).toEqual([])
    expect(askingsOf([rate('uprated')])).toEqual([])
    const [asking] = askingsOf([
      rate('downrated', { reason: '甲' }),
      rate('uprated'),
      rate('downrated', { reason: '乙' }),
    ])
    expect(asking!.entries.map(({ reason }) => reason)).toEqual(['乙'])
  })
  it('that was not answered stays one, however it was rated', () => {
    const unanswered = entry('1')
    const [asking] = askingsOf([
      unanswered,
      { ...entry('1', { kind: 'uprated' }), answerId: unanswered.answerId },
    ])
    expect([...asking!.kinds]).toEqual(['unanswered'])
  })
})

describe('wordings', () => {
  it('are the same whatever their punctuation, width and script', () => {
    const wordings = wordingsOf(
      askingsOf([entry('能落户吗？'), entry('能落户吗'), entry('能 落戶 吗 ?'), entry('能退税吗')]),
    )
    expect(wordings.map(({ question, askings }) => [question, askings.length])).toEqual([
      ['能落户吗？', 3],
      ['能退税吗', 1],
    ])
  })
})

describe('groups', () => {
  it('are none without questions', () => {
    expect(groupsOf([], byNumber([]))).toEqual([])
  })
  it('hold what is alike, the most asked group first', () => {
    expect(named([entry('5'), entry('1'), entry('1.1'), entry('1.15'), entry('9'), entry('9.1')])).toEqual([
      ['1.1', 3],
      ['9', 2],
      ['5', 1],
    ])
  })
  it('that were asked equally often stand with the later one first', () => {
    expect(named([entry('1'), entry('5'), entry('9')])).toEqual([
      ['9', 1],
      ['5', 1],
      ['1', 1],
    ])
  })
  it('are named after the wording that is most like all that was asked, not the first', () => {
    const [group] = grouped([entry('1'), entry('1.1'), entry('1.19')])
    expect(group!.question).toBe('1.1')
    expect(group!.wordings).toEqual(['1', '1.1', '1.19'])
  })
  it('do not chain: who joins is like the leader', () => {
    expect(named([entry('1'), entry('1.15'), entry('1.3')])).toEqual([
      ['1', 2],
      ['1.3', 1],
    ])
  })
  it('take a wording into the nearest of several', () => {
    expect(grouped([entry('1'), entry('1.3'), entry('1.16')]).map(({ wordings }) => wordings)).toEqual([
      ['1.3', '1.16'],
      ['1'],
    ])
  })
  it('are the same for the same lines', () => {
    const lines = Array.from({ length: 60 }, (_, i) => entry(String(((i * 37) % 100) / 10)))
    expect(grouped(lines)).toEqual(grouped(lines))
    expect(grouped(lines).reduce((sum, { count }) => sum + count, 0)).toBe(60)
  })
  it('say what was missing, why it did not help, when it was last asked and what came nearest', () => {
    const near = { id: 'a/1', title: '甲' }
    const far = { id: 'a/2', title: '乙' }
    const lines = [
      entry('1', { nearest: far }),
      entry('1', { kind: 'partial', missing: '收费标准', nearest: near }),
      entry('1.1', { kind: 'partial', missing: '联系电话', nearest: near }),
      entry('1.1', { kind: 'partial', missing: '联系电话' }),
      entry('1', { kind: 'downrated', reason: '内容过时', comment: '去年改了' }),
    ]
    expect(grouped(lines)).toEqual([
      {
        question: '1',
        count: 5,
        kinds: { unanswered: 1, partial: 3, downrated: 1 },
        lastAsked: lines[4]!.time,
        wordings: ['1', '1.1'],
        missing: ['联系电话', '收费标准'],
        reasons: ['内容过时'],
        comments: ['去年改了'],
        nearest: near,
      },
    ])
  })
})

describe('likeness', () => {
  it('by vectors is the cosine', () => {
    const { of, threshold } = likeByVectors([
      new Float32Array([1, 0]),
      new Float32Array([0.6, 0.8]),
      new Float32Array([1, 0]),
    ])
    expect(of(0, 2)).toBe(1)
    expect(of(0, 1)).toBeCloseTo(0.6)
    expect(threshold).toBeGreaterThan(0.6)
  })
  it('by words is the share of words in common', () => {
    const { of } = likeByWords([
      new Set(['退税', '到账']),
      new Set(['退税', '多久']),
      new Set(['落户']),
      new Set(),
    ])
    expect(of(0, 0)).toBe(1)
    expect(of(0, 1)).toBe(0.5)
    expect(of(0, 2)).toBe(0)
    expect(of(3, 3)).toBe(0)
  })
})
