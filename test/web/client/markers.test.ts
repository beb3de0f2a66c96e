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
  it('is read aloud without them', () => {
    expect(withoutMarkers('先放行[1]后缴税[9]。[2]', known)).toBe('先放行后缴税[9]。')
  })
})

const someMarkers = fc
  .uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 6 })
  .map((markers) => new Set(markers))
const text = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 15 }).map((marker) => `[${marker}]`),
      fc.constantFrom(
        '[',
        ']',
        '[1',
        '1]',
        '[[2]]',
        '[01]',
        '[12345]',
        '【3】',
        '〔2020〕',
        '<img src=x>',
        '税',
        '😀',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''))

describe('an answer cut at its markers', () => {
  it('is the answer when it is joined again', () => {
    fc.assert(
      fc.property(text, someMarkers, (answer, markers) => {
        expect(
          splitMarkers(answer, markers)
            .map((stretch) => stretch.text)
            .join(''),
        ).toBe(answer)
      }),
    )
  })
  it('has no markers but those of citations, each written as its number', () => {
    fc.assert(
      fc.property(text, someMarkers, (answer, markers) => {
        for (const { marker, text } of splitMarkers(answer, markers)) {
          if (marker === undefined) expect(text).not.toBe('')
          else expect([markers.has(marker), Number(text.slice(1, -1))]).toEqual([true, marker])
        }
      }),
    )
  })
  it('read aloud, names no citation', () => {
    fc.assert(
      fc.property(text, (answer) => {
        const all = new Set(Array.from({ length: 10_000 }, (_, marker) => marker))
        const aloud = splitMarkers(answer, all).filter(({ marker }) => marker === undefined)
        expect(withoutMarkers(answer, all)).toBe(aloud.map(({ text }) => text).join(''))
      }),
    )
  })
})
