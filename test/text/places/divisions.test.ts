// Places of the country in a text, and what lies in what.

import { describe, expect, it } from 'vitest'
import { type Division, divisionOf, divisionsIn, lies } from '../../../src/text/places/divisions.ts'

const path = (division: Division): string =>
  division.within ? `${path(division.within)}/${division.short}` : division.short
const named = (text: string, bare = false) => divisionsIn(text, bare).map(({ division }) => path(division))

describe('a place in a text', () => {
  it.each([
    ['福州市闽侯县', '福建/福州/闽侯'],
    ['江西省南昌市', '江西/南昌'],
    ['深圳市宝安区', '广东/深圳/宝安'],
    ['福州片区', '福建/福州'],
    ['上海市', '上海'],
    ['西安市雁塔区', '陕西/西安/雁塔'],
  ])('%s is one place, the narrowest: %s', (text, place) => {
    expect(named(text, true)).toEqual([place])
  })
  it('is found in a sentence by its bare name', () => {
    expect(named('我们在泉州做跨境电商')).toEqual(['福建/泉州'])
    expect(named('马尾的报关行')).toEqual(['福建/福州/马尾'])
  })
  it('is not seen in words that only look like one', () => {
    expect(named('想新建产线，大家和平相处')).toEqual([])
  })
  it('stands beside others: 福州市厦门市平潭综合实验区 are three', () => {
    expect(named('福州市厦门市平潭综合实验区', true)).toEqual(['福建/福州', '福建/厦门', '福建/平潭'])
  })
  it('that several counties are called by is none without its prefecture', () => {
    expect(named('鼓楼区', true)).toEqual([])
    expect(named('南京市鼓楼区', true)).toEqual(['江苏/南京/鼓楼'])
  })
})

it('闽侯 lies in 福州 and 福建, not in 厦门', () => {
  const county = divisionOf('闽侯县')!
  expect(lies(county, divisionOf('福州')!)).toBe(true)
  expect(lies(county, divisionOf('福建')!)).toBe(true)
  expect(lies(county, divisionOf('厦门')!)).toBe(false)
})
