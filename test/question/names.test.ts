// What people call the values of facets, and where a question names them.

import { describe, expect, it } from 'vitest'
import { distributed, mentionsIn } from '../../src/question/mentions.ts'
import { namesOf } from '../../src/question/names.ts'
import type { Value } from '../../src/question/vocabulary.ts'
import { FILTER_KEYS, type FilterKey } from '../../src/schema.ts'
import { vocabulary } from './words.ts'

const valuesOf = (some: Partial<Record<FilterKey, string[]>>) =>
  Object.fromEntries(
    FILTER_KEYS.map((key) => [
      key,
      (some[key] ?? []).map((value): Value => ({ value, normal: value, called: [value] })),
    ]),
  ) as Record<FilterKey, Value[]>
const index = (some: Partial<Record<FilterKey, string[]>>, places = ['宁德', '龙岩']) =>
  namesOf(valuesOf(some), new Set(places))
/** The words of a question that are names, with what they mean of a key. */
const named = (text: string, key: FilterKey, values: string[], held: readonly string[] = values) =>
  mentionsIn(text, index({ [key]: values }), (_, value) => held.includes(value)).flatMap(
    ({ words, values }) => (values[key] ? [[words, ...values[key]]] : []),
  )

describe('an institution', () => {
  it.each([
    ['whole', '省粮食局办的', '省粮食局', '省粮食局'],
    ['without its rank', '粮食局办的', '省粮食局', '粮食局'],
    ['without its place', '烟草局办的', '宁德市烟草局', '烟草局'],
    ['as a department', '粮食部门办的', '省粮食局', '粮食部门'],
    ['by a long stem alone', '地震监测办的', '省地震监测局', '地震监测'],
    ['by the head office behind it', '烟草总局办的', '国家烟草总局龙岩分局', '烟草总局'],
    ['as a local office of a head office', '烟草局办的', '国家烟草总局', '烟草局'],
    ['by the first word of a long stem', '粮食厅办的', '省粮食储备厅', '粮食厅'],
    ['without 管理', '公路运输局办的', '省公路运输管理局', '公路运输局'],
    ['by what its branch belongs to', '农业银行办的', '农业银行龙岩中心支行', '农业银行'],
    ['by what stands in brackets', '侨务办办的', '省外事办（侨务办）', '侨务办'],
    ['by what stands before the brackets', '外事办办的', '省外事办（侨务办）', '外事办'],
  ])('is named %s: %s', (_, text, value, words) => {
    expect(named(text, 'unit', [value])).toEqual([[words, value]])
  })

  it.each([
    ['粮食涨价了', '省粮食局'],
    ['地震了', '省地震监测局'],
    ['局里办的', '省粮食局'],
  ])('is not named by a common word of its name: %s', (text, value) => {
    expect(named(text, 'unit', [value])).toEqual([])
  })

  it('is one of its kind where the place is left out', () => {
    const offices = ['宁德海关', '龙岩海关']
    expect(named('海关办的', 'unit', offices)).toEqual([['海关', ...offices]])
    expect(named('宁德海关办的', 'unit', offices)).toEqual([['宁德海关', '宁德海关']])
  })

  it('of a place that the library lacks is none of its kind', () => {
    const offices = ['宁德市海关', '龙岩市海关']
    expect(named('杭州海关办的', 'unit', offices)).toEqual([])
    expect(named('清远市海关办的', 'unit', offices)).toEqual([])
    expect(named('由市海关办的', 'unit', offices)).toEqual([['海关', ...offices]])
  })

  it('is meant itself before its branches are', () => {
    expect(named('海关总署办的', 'unit', ['海关总署', '海关总署龙岩分署'])).toEqual([
      ['海关总署', '海关总署'],
    ])
  })

  it('that the documents lack is no other', () => {
    const offices = ['宁德市政府', '省政府外办']
    expect(named('省政府外办办的', 'unit', offices, ['宁德市政府'])).toEqual([])
    expect(named('省政府外办办的', 'unit', offices)).toEqual([['省政府外办', '省政府外办']])
  })
})

describe('other values', () => {
  it.each([
    ['area', '宁德片区做的', '宁德片区', '宁德片区'],
    ['scope', '推到自贸试验区的', '宁德自贸试验区', '自贸试验区'],
    ['domain', '农业开放的', '农业开放合作', '农业开放'],
    ['domain', '农业类的', '农业开放合作', '农业类'],
    ['domain', '农业这块的', '农业开放合作', '农业这块'],
    ['innovation', '属首创的', '全国首创', '首创'],
    ['innovation', '属借鉴的', '借鉴', '借鉴'],
    ['task', '建设冷链网络的', '建设冷链网络', '建设冷链网络'],
  ] as const)('%s: %s', (key, text, value, words) => {
    expect(named(text, key, [value])).toEqual([[words, value]])
  })

  it.each([
    ['area', '宁德做的', '宁德片区'],
    ['scope', '自贸的', '宁德自贸试验区'],
    ['domain', '农业的', '农业开放合作'],
    ['task', '冷链的', '建设冷链网络'],
  ] as const)('%s is not named in: %s', (key, text, value) => {
    expect(named(text, key, [value])).toEqual([])
  })

  it('of which one name stands in another are told by the longer', () => {
    expect(named('复制拓展的', 'innovation', ['复制', '复制拓展'])).toEqual([['复制拓展', '复制拓展']])
  })

  it.each(['复制推广的', '可复制的', '复制经验的'])('are not what all measures are for: %s', (text) => {
    expect(named(text, 'innovation', ['复制'])).toEqual([])
  })
})

describe('a place', () => {
  it('is told by 市 and the like, not by a kind of place', () => {
    const { places } = vocabulary
    // 开展二手车出口业务的地市 is one of the scopes.
    expect(places.has('的地')).toBe(false)
    expect(places.has('泉州')).toBe(true)
  })

  const places = (text: string) =>
    mentionsIn(text, index({}), () => true).map(({ words, place }) => [words, place])

  it('is one of the library, with or without its rank', () => {
    expect(places('宁德和龙岩市的')).toEqual([
      ['宁德', '宁德'],
      ['龙岩市', '龙岩'],
    ])
    expect(places('南平的')).toEqual([])
  })

  it('is none where the library has none', () => {
    expect(mentionsIn('宁德的', index({}, []), () => true)).toEqual([])
    expect(distributed('宁德、龙岩海关', index({}, []))).toBe('宁德、龙岩海关')
  })
})

describe('two places before one name', () => {
  const names = index({ unit: ['宁德海关', '龙岩海关'] })

  it('share it', () => {
    expect(distributed('宁德、龙岩海关牵头的', names)).toBe('宁德海关、龙岩海关牵头的')
    expect(distributed('宁德和龙岩两个海关牵头', names)).toBe('宁德海关和龙岩海关两个牵头')
  })

  it('share none that only one of them has', () => {
    expect(distributed('宁德、龙岩海关牵头的', index({ unit: ['龙岩海关'] }))).toBe('宁德、龙岩海关牵头的')
    expect(distributed('宁德、龙岩企业注册的', names)).toBe('宁德、龙岩企业注册的')
  })
})
