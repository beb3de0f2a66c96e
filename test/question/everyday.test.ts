// Questions of firms in everyday words: they name offices, places, years and types without meaning a filter.

import { describe, expect, it } from 'vitest'
import { readConversation, readFilters } from '../../src/question/filters.ts'
import { vocabulary } from './words.ts'

/** Exactly none: `toMatchObject` takes an empty object for any. */
const NONE = expect.toSatisfy((filters: object) => Object.keys(filters).length === 0)

describe('a question of a firm', () => {
  it.each([
    '海关抽中我们的柜子，要备哪些单据',
    '省税务局管的发票有哪些种类',
    '去商务厅备案要带哪些东西',
    '厦门有哪些码头晚上能靠船',
    '福州那边的仓库有几个能放冻品',
    '全省能用的社保卡有哪些功能',
    '金融公司放款有哪些门槛',
    '复印和复制合同要盖哪些章',
    '首创的产品有哪些补贴可以领',
    '厦门海关监管的货物能不能先放行',
    '由海关扣下的货有哪些办法取回',
    '我们厂在平潭片区，搬到福州片区有哪些麻烦',
    '银行给我们的保函海关认哪些',
    '公安局发的证件有哪些能异地换',
    '省高院判了以后哪些财产能执行',
    '税务局牵头查账，企业要准备哪些内容',
    '海关归类错了有哪些后果',
    '厦门自由贸易账户有哪些用处',
    '福州有限公司注册有哪些步骤',
    '海关提供的便民措施有哪些',
    '2020年买的设备有哪些税可以抵',
    '广东的供货商有哪些要先备案',
    '这票货是厦门海关负责放行的',
    '帮我列一下海关负责审的材料',
    '海事局和海关都上船检查，哪些可以合并办',
    '在厦门做外贸的公司有哪些优惠',
    '两家公司共用仓库，海关有哪些规定',
  ])('gets no filter: %s', (question) => {
    expect(readFilters(question, vocabulary)).toMatchObject({ filters: NONE, facets: [], unknown: [] })
  })

  it.each([
    ['海关牵头的事项有哪些', 'unit'],
    ['有哪些案例是帮企业融资的', 'kind'],
    ['推广到全省的举措有哪些', 'scope'],
    ['全国首创的有哪些', 'innovation'],
    ['贸易便利化领域有哪些', 'domain'],
    ['厦门片区做过的有哪些', 'area'],
  ] as const)('for a list of records gets one: %s', (question, key) => {
    expect(readFilters(question, vocabulary).facets.map((facet) => facet.key)).toEqual([key])
  })
})

describe('a question that leans on another', () => {
  const facets = (...questions: string[]) =>
    readConversation(questions, vocabulary).facets.map(({ key }) => key)

  it('names no filter where none was listed before', () => {
    expect(facets('保税仓怎么设', '是海关负责吗')).toEqual([])
    expect(facets('冻品怎么进口', '算全国首创吗')).toEqual([])
  })

  it('narrows what was listed before', () => {
    expect(facets('第19批有哪些', '首创的')).toEqual(['innovation'])
  })

  it('names another of what was asked before', () => {
    expect(facets('海外仓任务由谁牵头', '物流那块呢')).toEqual(['task'])
  })
})
