import { describe, expect, it } from 'vitest'
import { RELATION_LABELS } from '../../../src/web/client/labels.ts'
import { readTarget, sectionFragment } from '../../../src/web/client/target.ts'

const policy = {
  text: '一、总则\n汇总征税。',
  sections: [{ title: '一、总则', start: 0, end: 10 }],
  records: [{ id: 'fj/13', start: 5, end: 9 }],
}

describe('what an address asks the reader to show', () => {
  it('is the whole document when it names no place', () => {
    expect(readTarget('', '', policy)).toEqual({})
  })

  it('is a quote in a record', () => {
    expect(readTarget('?start=5&end=7', '#13', policy)).toEqual({ quote: { start: 5, end: 7 }, record: 0 })
  })

  it('is a section', () => {
    expect(readTarget('', `#${sectionFragment(0)}`, policy)).toEqual({ section: 'at-0' })
  })

  it.each([
    ['?start=5&end=11', '#13'],
    ['?start=7&end=5', '#13'],
    ['?start=-1&end=5', '#13'],
    ['?start=5', '#13'],
    ['', '#14'],
    ['', '#%E0%A4%A'],
  ])('is called broken when there is no such place: %s%s', (search, hash) => {
    expect(readTarget(search, hash, policy).broken).toBe(true)
  })
})

describe('the relation of records in different documents', () => {
  it('has a word of its own for each', () => {
    expect(RELATION_LABELS).toEqual({
      same: '同一举措',
      predecessor: '前身',
      successor: '后续',
      related: '相关',
    })
  })
})
