// The things of administration that a question names.

import { expect, it } from 'vitest'
import { held, objectsIn } from '../../src/question/objects.ts'

it.each([
  ['吨税怎么分档', ['吨税']],
  ['排水许可证去哪办', ['排水许可证']],
  ['企业怎么注销', []],
])('%s: %j', (question, objects) => {
  expect(objectsIn(question)).toEqual(objects)
})

it('is held as far as its end stands in a wording', () => {
  expect(held('排水许可证', ['办理食品经营许可证'])).toBe(0.75)
  expect(held('许可证', ['办理食品经营许可证'])).toBe(1)
  expect(held('吨税', ['缴纳关税'])).toBe(0.5)
  expect(held('吨税', ['企业注销'])).toBe(0)
})
