// Words from documents may hold anything; inside a pattern they mean themselves.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { literally } from '../../src/text/literally.ts'

it('matches the text and nothing else', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (text) => {
      expect(new RegExp(`^${literally(text)}$`, 'u').test(text)).toBe(true)
    }),
  )
  expect(new RegExp(literally('全省(试点)*'), 'u').test('全省试点')).toBe(false)
})
