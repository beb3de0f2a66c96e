// The markers in an answer's text: those of its citations, and what only looks like one.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitMarkers, withoutMarkers } from '../../../src/web/client/markers.ts'

const known = new Set([1, 2, 1234])

describe('a text', () => {
  it('is cut at the markers of its citations', () => {
    expect(splitMarkers('先放行[1]后缴税[2][1234]。', known)).toEqual([
      { text: '先放行' },
      { text: '[1]', marker: 1 },
      { text: '后缴税' },
      { text: '[2]', marker: 2 },
      { text: '[1234]', marker: 1234 },
      { text: '。' },
    ])
  })
  it('that ends or begins with a marker has no empty ends', () => {
    expect(splitMarkers('[1]', known)).toEqual([{ text: '[1]', marker: 1 }])
    expect(splitMarkers('', known)).toEqual([])
  })
  it.each(['[3]', '[12345]', '[ 1]', '[1', '1]', '[]', '[x]', '［1］', '[1a]'])(
    'keeps %s as words',
    (words) => {
      expect(splitMarkers(`甲${words}乙`, known)).toEqual([{ text: `甲${words}乙` }])
    },
  )
  it('is whole again when its stretches are joined', () => {
    const part = fc.constantFrom('[1]', '[2]', '[9]', '税', '[', ']', '1')
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('')
        expect(
          splitMarkers(text, known)
            .map((stretch) => stretch.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })
  it('is read aloud without them', () => {
    expect(withoutMarkers('先放行[1]后缴税[9]。[2]', known)).toBe('先放行后缴税[9]。')
  })
})
