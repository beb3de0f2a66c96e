// Where a person is, and whether inside a pilot zone or a customs zone.

import { describe, expect, it } from 'vitest'
import { whereaboutsOf } from '../../src/applicability/whereabouts.ts'

const at = (area: string, text = '') => whereaboutsOf(area ? [area] : [], text)

describe('inside a pilot free trade zone', () => {
  it('is who names an area of one', () => {
    expect(at('厦门片区').pilotZone).toBe('yes')
    expect(at('广东自贸试验区前海蛇口片区').pilotZone).toBe('yes')
  })
  it('is nobody in a province or county without one', () => {
    expect(at('江西省南昌市').pilotZone).toBe('no')
    expect(at('贵阳市').pilotZone).toBe('no')
    expect(at('广州市天河区').pilotZone).toBe('no')
  })
  it('is not who says so, though the county has one', () => {
    expect(at('珠海市香洲区', '香洲的平台，不在横琴').pilotZone).toBe('no')
    expect(at('福州市', '公司不在自贸片区').pilotZone).toBe('no')
  })
  it('is open for a city that has one in some part', () => {
    expect(at('厦门市').pilotZone).toBe('perhaps')
  })
  it('is everybody in 海南', () => {
    expect(at('三亚市').pilotZone).toBe('yes')
  })
})

describe('a place told in passing', () => {
  it('is where the person is', () => {
    expect(at('', '我们在泉州做跨境电商').places.map(({ name }) => name)).toEqual(['泉州市'])
  })
  it('is not one that goods come from', () => {
    expect(at('', '货从厦门上岸').places).toEqual([])
  })
})

it('综保区里 is inside a customs zone, 不在保税区 outside', () => {
  expect(at('厦门市', '厦门综保区里的电商').customsZone).toBe('yes')
  expect(at('厦门市', '我们不在保税区').customsZone).toBe('no')
  expect(at('厦门市').customsZone).toBe('perhaps')
})
