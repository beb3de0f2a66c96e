// Which place lies in which.

import { expect, it } from 'vitest'
import {
  isAbroad,
  liesIn,
  namedPlacesIn,
  placesAmong,
  placesSpelledIn,
} from '../../../src/text/places/gazetteer.ts'

it.each([
  ['昆山', '苏州'],
  ['昆山', '江苏'],
  ['闽侯县', '福建'],
  ['马尾', '福州'],
  ['前海', '广东'],
  ['福建', '全国'],
  ['上海', '上海'],
  ['大阪', '日本'],
])('%s lies in %s', (place, outer) => {
  expect(liesIn(place, outer)).toBe(true)
})

it.each([
  ['福州', '厦门'],
  ['福建', '福州'],
  ['香港', '全国'],
  ['越南', '全国'],
  ['月球', '全国'],
])('%s does not lie in %s', (place, outer) => {
  expect(liesIn(place, outer)).toBe(false)
})

it('what lies beyond the mainland is abroad', () => {
  expect(['香港', '高雄', '新加坡', '洛杉矶'].every(isAbroad)).toBe(true)
  expect(['海南', '平潭'].some(isAbroad)).toBe(false)
})

it('everyday words that are names of towns as well are no places', () => {
  expect(placesAmong(['合作', '东方', '昆山'])).toEqual(['昆山'])
})

it('zones are found inside a text', () => {
  expect(namedPlacesIn('洋山特殊综合保税区的账册')).toEqual(['洋山'])
})

it('names of two to four characters are found wherever they are spelled, each once', () => {
  const text = '从昆山和深圳到洛杉矶，再回昆山，不经月球'
  expect(placesSpelledIn(text).sort()).toEqual(['昆山', '洛杉矶', '深圳'].sort())
  expect(placesSpelledIn('海上海员')).toEqual(['上海'])
  expect(placesSpelledIn('海')).toEqual([])
})
