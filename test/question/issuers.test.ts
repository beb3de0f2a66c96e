// Documents that are told by whose they are, or by a piece of their title.

import { describe, expect, it } from 'vitest'
import { comparesYears } from '../../src/question/documents.ts'
import { readFilters } from '../../src/question/filters.ts'
import { vocabulary } from './words.ts'

const document = (question: string) => readFilters(question, vocabulary).filters.document

/** Exactly none: `toMatchObject` takes an empty object for any. */
const NONE = expect.toSatisfy((filters: object) => Object.keys(filters).length === 0)

describe('a territory', () => {
  it.each([
    ['广东2020年的那张表有几项', 'gd-2020-b6'],
    ['中央那份怎么写的', 'cn-2020-b6'],
    ['第6批里广东的不要，还剩哪些', undefined],
    ['广东转发国务院第六批的清单有几项', 'gd-2020-b6'],
    ['广东投资管理领域的有哪些', 'gd-2020-b6'],
    ['粤府函的文件有几项', 'gd-2020-b6'],
  ])('tells its documents: %s', (question, id) => {
    expect(document(question)).toBe(id)
  })

  it.each([
    '广东海事局的通知去哪看',
    '国家级的清单去哪看',
    '国家外汇管理局的通知去哪看',
    '广东那边的客户怎么报关',
    '广东的企业有哪些政策可以用',
    '广东的客户有哪些',
    '全国首创的文件去哪看',
  ])('is not meant where it only stands before something else: %s', (question) => {
    expect(document(question)).toBeUndefined()
  })
})

it('a batch that was passed on by another territory is that one’s', () => {
  expect(readFilters('广东转发国务院第五批有哪些', vocabulary)).toMatchObject({
    filters: NONE,
    unknown: ['国务院第5批'],
  })
})

it.each([
  ['第五批全国自贸试验区“最佳实践案例”分别是哪些', ['全国第5批']],
  ['第十九批国家级的改革经验有哪些', ['国家级第19批']],
  ['第六批全国自贸试验区改革试点经验有哪些', []],
  ['第十九批全国首创的举措有哪些', []],
  ['第十九批里全国首创的有哪些', []],
])('a batch of the whole country is not the one of a province: %s', (question, unknown) => {
  expect(readFilters(question, vocabulary).unknown).toEqual(unknown)
})

describe('a piece of a title', () => {
  it('tells the document where a word for one follows', () => {
    expect(document('第19批创新举措评估结果的那个函')).toBe('fj-2022-b19')
    expect(document('创新举措评估结果的函说了什么')).toBe('fj-2022-b19')
    expect(document('创新举措评估结果怎么样')).toBeUndefined()
  })
})

describe('a batch or year', () => {
  it.each([
    '第6批员工怎么参保',
    '我公司第6批申请没批下来',
    '2022年3月起的举措有哪些',
    '第5批次的原料不合格怎么退运',
    '我们的第6批申请怎么没批',
    '2017年注册的公司有哪些事项要年检',
    '22年的税没报，有哪些要补',
  ])('of a firm is none: %s', (question) => {
    expect(readFilters(question, vocabulary)).toMatchObject({ filters: NONE, unknown: [] })
  })

  it('is set against another', () => {
    expect(comparesYears('2017年和2022年的')).toBe(true)
    expect(comparesYears('2017年3月到2022年5月')).toBe(false)
    expect(comparesYears('2017年的')).toBe(false)
  })
})
