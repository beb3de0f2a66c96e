// Markers are found in a text, and nothing of the text is lost or made up.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitMarkers, withoutMarkers } from '../../../src/web/client/markers.ts'

const known = fc
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
      fc.property(text, known, (answer, markers) => {
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
      fc.property(text, known, (answer, markers) => {
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
