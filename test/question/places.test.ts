// Places that a question names and the library does not have.

import { expect, it } from 'vitest'
import { placeBefore, placesMissing } from '../../src/question/places.ts'
import { openTokenizer } from '../../src/text/tokenize.ts'

const { words } = openTokenizer()

it.each([
  ['上海的企业怎么注销', ['上海']],
  ['成都和西安有这个政策吗', ['成都', '西安']],
])('%s: %j', (question, places) => {
  expect(placesMissing(words(question), ['福建', '广东'])).toEqual(places)
})

it('a place that one of the texts has is not missing', () => {
  expect(placesMissing(words('成都铁路局的空铁联运'), ['推广至成都铁路局局管范围内'])).toEqual([])
  expect(placesMissing(words('福建的企业怎么注销'), ['福建', '广东'])).toEqual([])
})

it('a place is a word, not letters inside others', () => {
  expect(placesMissing(words('海上海员的证书怎么换'), [])).toEqual([])
})

it('a question without a place misses none', () => {
  expect(placesMissing(words('企业怎么注销'), [])).toEqual([])
})

it.each([
  ['送到杭州', '杭州'],
  ['送到浙江省', '浙江'],
  ['送到清远市', '清远'],
  ['归我市', undefined],
  ['由市', undefined],
  ['送到仓库', undefined],
])('a text may end with a place: %s', (text, place) => {
  expect(placeBefore(text)).toBe(place)
})
