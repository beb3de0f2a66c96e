// What a question names as a filter, and what it only mentions.

import { describe, expect, it } from 'vitest'
import { readFilters } from '../../src/question/filters.ts'
import { vocabulary } from './words.ts'

const read = (question: string) => readFilters(question, vocabulary)
/** How the values of a key are meant: any of them, all, nothing besides, none. */
const modes = (question: string) => read(question).facets.map(({ key, mode }) => `${key} ${mode}`)

/** Exactly none: `toMatchObject` takes an empty object for any. */
const NONE = expect.toSatisfy((filters: object) => Object.keys(filters).length === 0)

describe('a batch', () => {
  it.each([
    ['第五批有哪些举措', '5'],
    ['第5批一共多少项', '5'],
    ['第５批有哪几项', '5'],
    ['5批里有哪些跟船有关', '5'],
    ['19批里头有哪些', '19'],
    ['第十九批都有什么', '19'],
    ['第19批次有几项', '19'],
    ['第六批有哪些改革事项', '6'],
  ])('is read from %s', (question, batch) => {
    expect(read(question)).toMatchObject({ filters: { batch }, unknown: [] })
  })

  it('may be one of two', () => {
    expect(read('第五批和第十九批各有几项').filters).toEqual({ batch: ['5', '19'] })
  })

  it.each([
    ['第20批有哪些举措', '第20批'],
    ['第七批什么时候公布', '第7批'],
    ['第二十一批里有台胞的吗', '第21批'],
  ])('that the library lacks is unknown: %s', (question, unknown) => {
    expect(read(question)).toMatchObject({ filters: NONE, unknown: [unknown] })
  })

  it('that another territory has is unknown for this one', () => {
    expect(read('广东第五批有哪些')).toMatchObject({ filters: NONE, unknown: ['该地区第5批'] })
    expect(read('福建第六批有哪些举措')).toMatchObject({ filters: NONE, unknown: ['该地区第6批'] })
  })

  it('that a firm of another place asks about is that batch', () => {
    expect(read('我们福建企业能用第六批里的哪些举措')).toMatchObject({ filters: { batch: '6' }, unknown: [] })
  })
})

describe('a document', () => {
  it.each([
    ['国务院第六批有哪些改革事项', 'cn-2020-b6'],
    ['国务院那份第六批清单有几项', 'cn-2020-b6'],
    ['第6批国务院的清单', 'cn-2020-b6'],
    ['全国版的分工表有几项', 'cn-2020-b6'],
    ['国家那张分工表列了哪些', 'cn-2020-b6'],
    ['广东那个分工表里有哪些事项', 'gd-2020-b6'],
    ['广东省的分工表一共几项', 'gd-2020-b6'],
    ['广东第六批的举措有哪些', 'gd-2020-b6'],
    ['任务分解表里的平台建设有哪些', 'fj-cbec'],
    ['跨境电商任务分解表有几项', 'fj-cbec'],
  ])('is told by territory or table: %s', (question, document) => {
    expect(read(question).filters).toEqual({ document })
  })

  it.each([
    ['闽自贸办函〔2022〕15号讲了什么', 'fj-2022-b19'],
    ['闽自贸办函[2022]15号讲了什么', 'fj-2022-b19'],
    ['闽自贸办函（2024）10号的附件', 'fj-2024-c1'],
    ['粤府函(2020)146号有几项', 'gd-2020-b6'],
    ['国函【2020】96号都有什么', 'cn-2020-b6'],
    ['国函［2020］96号都有什么', 'cn-2020-b6'],
    ['请看国函202096号', 'cn-2020-b6'],
  ])('is told by its 文号: %s', (question, document) => {
    expect(read(question).filters).toEqual({ document })
  })

  it('is told by its whole title, brackets and spaces aside', () => {
    const title = '《省自贸办关于发布福建自贸试验区第19批 创新举措评估结果的函》'
    expect(read(`${title}里有什么`).filters).toEqual({ document: 'fj-2022-b19' })
  })

  it('may be one of two that are compared', () => {
    expect(read('国务院和广东的分工表有什么不同').filters.document).toEqual(['gd-2020-b6', 'cn-2020-b6'])
    expect(read('国务院分工表和广东分工表有什么不同').filters.document).toEqual(['gd-2020-b6', 'cn-2020-b6'])
  })

  it('that has a similar 文号 is not meant', () => {
    expect(read('闽自贸办函〔2022〕16号讲了什么').filters).toEqual({})
  })
})

describe('a year', () => {
  it.each([
    ['2017年那批有哪些举措', { year: '2017' }],
    ['2024年的案例有哪些', { year: '2024', kind: 'case' }],
    ['二〇二四年的案例有哪些', { year: '2024', kind: 'case' }],
    ['24年案例一共几个', { year: '2024' }],
    ['请列出2024年的全部案例', { year: '2024', kind: 'case' }],
  ])('of a document is a filter: %s', (question, filters) => {
    expect(read(question).filters).toMatchObject(filters)
  })

  it.each([
    '2024年3月以后注册的公司能用汇总征税保函吗',
    '2022年以来新办的企业怎么注销',
    '我们2017年底才搬到平潭，能办船舶证书吗',
    '2020年初买的二手车能出口吗',
    '公司2022年1月开的外汇账户要不要换',
  ])('of an event is none: %s', (question) => {
    expect(read(question)).toMatchObject({ filters: NONE, unknown: [] })
  })

  it.each([
    ['2019年的案例有哪些', '2019年'],
    ['2025年发布的案例有哪些', '2025年'],
    ['2031年那批有几项', '2031年'],
  ])('that the library lacks is unknown: %s', (question, unknown) => {
    expect(read(question).unknown).toEqual([unknown])
    expect(read(question).filters.year).toBeUndefined()
  })
})

describe('an area', () => {
  it('where something was done is a filter', () => {
    expect(read('第五批里福州片区做过的有哪些')).toMatchObject({
      filters: { batch: '5', area: '福州片区' },
    })
    expect(modes('第五批里福州片区做过的有哪些')).toEqual(['area any'])
  })

  it.each([
    ['第五批里只有厦门片区实施过的有哪些', '厦门片区'],
    ['第五批里仅平潭片区做过的举措有哪些', '平潭片区'],
  ])('alone shuts out the others: %s', (question, area) => {
    expect(read(question)).toMatchObject({ filters: { batch: '5', area } })
    expect(modes(question)).toEqual(['area only'])
  })

  it('that no record of the chosen document has stays a search word', () => {
    const { filters, topic } = read('第19批里平潭片区的有哪些')
    expect(filters).toEqual({ batch: '19' })
    expect(topic).toContain('平潭片区')
  })
})

describe('units', () => {
  it.each([
    ['第五批由福州海关牵头的有哪些', { batch: '5', unit: '福州海关' }],
    ['第六批里由海关总署负责的有哪些', { batch: '6', unit: '海关总署' }],
    ['广东分工表里省司法厅负责的有哪些', { document: 'gd-2020-b6', unit: '省司法厅' }],
    ['广东分工表里海关总署广东分署牵头的有几项', { document: 'gd-2020-b6', unit: '海关总署广东分署' }],
    ['任务分解表里由省邮政管理局负责的有哪些', { document: 'fj-cbec', unit: '省邮政管理局' }],
  ])('that lead are a filter: %s', (question, filters) => {
    expect(read(question)).toMatchObject({ filters })
    expect(modes(question)).toEqual(['unit any'])
  })

  it('that lead alone shut out the others', () => {
    expect(read('国务院第六批里由市场监管总局单独负责的有哪几项')).toMatchObject({
      filters: { document: 'cn-2020-b6', unit: '市场监管总局' },
    })
    expect(modes('国务院第六批里由市场监管总局单独负责的有哪几项')).toEqual(['unit only'])
  })

  it.each([
    ['2024年案例里厦门海关提供的有哪些', { year: '2024', provider: '厦门海关', kind: 'case' }],
    ['平潭片区管委会报送的案例有哪些', { provider: '平潭片区管委会', kind: 'case' }],
  ])('that provided a case are another: %s', (question, filters) => {
    expect(read(question).filters).toEqual(filters)
  })
})

describe('the type of an innovation', () => {
  it.each([
    ['19批里头全国首创的有哪些', '全国首创'],
    ['第19批里首创的有几项', '全国首创'],
    ['第19批次属于复制拓展的有几项', '复制拓展'],
    ['第19批里单纯复制的有几项', '复制'],
  ])('is a filter: %s', (question, innovation) => {
    expect(read(question).filters).toEqual({ batch: '19', innovation })
  })

  it.each(['第19批里除了全国首创还有哪些', '第19批里不是全国首创的有哪些', '第19批里不算首创的有几项'])(
    'that is shut out leaves the others: %s',
    (question) => {
      expect(read(question).filters).toEqual({ batch: '19', innovation: ['复制拓展', '复制'] })
    },
  )

  it('both shut out leave the last', () => {
    expect(read('第19批里既不是全国首创也不是复制拓展的有哪些').filters.innovation).toBe('复制')
  })
})

describe('scope and domain', () => {
  it('the scope of promotion is a filter where the question says so', () => {
    const { filters } = read('第五批里推广到厦门市的有哪些')
    expect(filters.batch).toBe('5')
    expect(filters.scope).toEqual(expect.arrayContaining(['厦门市', '福州市厦门市']))
    expect(filters.scope).not.toContain('福州关区')
  })

  it('a scope that is printed so is that one alone', () => {
    expect(read('第五批全省推广的有几项').filters).toEqual({ batch: '5', scope: '全省' })
    expect(read('第五批里在全省推广的有哪些').filters).toEqual({ batch: '5', scope: '全省' })
  })

  it('with 只, scopes that name other places are left out', () => {
    expect(read('第五批里只在福州关区推广的有哪些').filters.scope).toBe('福州关区')
    expect(read('第五批里仅推广到厦门的有哪些').filters.scope).not.toContain('福州市厦门市')
  })

  it.each([
    ['第六批里贸易便利化领域的有哪些', '贸易便利化'],
    ['第六批人力资源方面有几项', '人力资源'],
  ])('the domain is a filter where it is called one: %s', (question, domain) => {
    expect(read(question).filters).toEqual({ batch: '6', domain })
  })
})

describe('a question that only mentions a name', () => {
  it.each([
    '厦门的公司怎么办进口食品查验',
    '厦门片区的企业怎么办船舶证书',
    '海关查验能不能少开箱',
    '福州海关在哪里',
    '省商务厅能帮我们做什么',
    '复制推广是什么意思',
    '复制推广工作由谁负责',
    '想在平潭开公司，台湾人能贷款吗',
    '全国通办的业务有哪些',
    '企业有哪些办法可以注销',
    '贸易便利化是什么意思',
    '一批货能不能分两次报关',
    '广东的二手车商怎么出口',
    '案例里有没有讲短信诈骗的',
  ])('gets no filter: %s', (question) => {
    expect(read(question)).toMatchObject({ filters: NONE, facets: [], unknown: [] })
  })

  it('keeps all its words as the topic', () => {
    expect(read('全国通办的业务有哪些').topic).toBe('全国通办的业务有哪些')
  })
})

describe('the topic', () => {
  it('is what is left when the filters are taken out', () => {
    expect(read('第五批里由福州海关牵头的有哪些').topic).not.toMatch(/5批|福州海关/)
    expect(read('国务院第六批里退货中心仓那项归谁管').topic).toContain('退货中心仓')
  })
})
