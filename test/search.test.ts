// From a question to hits, on the shipped documents with the shipped model.

import { beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../src/engine.ts'
import { AppError } from '../src/errors.ts'
import { SearchRequest } from '../src/schema.ts'
import { search } from '../src/search.ts'
import { openDesk } from './support/desk.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openDesk()
})

const find = (query: string, more: object = {}) => search(engine, SearchRequest.parse({ query, ...more }))
const ids = async (query: string, more: object = {}) => (await find(query, more)).hits.map(({ id }) => id)

describe('what a question names exactly', () => {
  it.each([
    ['船舶证书联合办理', 'fj-2017-b5/32'],
    ['请问汇总征税保函是怎么回事，我们做进口的', 'fj-2017-b5/13'],
    ['八闽办税码', 'fj-2022-b19/5'],
    ['设立台胞权益保障法官工作室的那项在哪里', 'fj-2017-b5/20'],
    ['企业“套餐式”注销服务模式', 'cn-2020-b6/29'],
    ['企业套餐式注销服务模式', 'cn-2020-b6/29'],
    ['空铁联运一单制货物运输模式', 'cn-2020-b6/13'],
  ])('is first by its title: %s', async (query, id) => {
    const { hits } = await find(query)
    expect(hits[0]!.id).toBe(id)
    expect(hits[0]!.trace.rule).toMatch(/标题/)
  })

  it.each([
    ['哪项写了“事中单耗核查或事后批量复核”', 'fj-2017-b5/4'],
    ['出处：“从单笔业务缴税转变为集中汇总缴税”', 'fj-2017-b5/13'],
    ['「出口许可证管理由」是哪一项里的', 'cn-2020-b6/15'],
  ])('is first by a quoted phrase: %s', async (query, id) => {
    const { hits } = await find(query)
    expect(hits[0]!.id).toBe(id)
    expect(hits[0]!.trace.rule).toMatch(/引号/)
  })

  it.each([
    ['闽自贸办函〔2022〕15号', 'fj-2022-b19'],
    ['闽自贸办函[2024]10号', 'fj-2024-c1'],
    ['粤府函(2020)146号', 'gd-2020-b6'],
    ['国函２０２０９６号', 'cn-2020-b6'],
    ['国函【2020】96号讲了什么', 'cn-2020-b6'],
  ])('is found by its 文号, as a filter or as words: %s', async (query, documentId) => {
    const filtered = await find(query)
    expect(filtered.filters).toEqual({ document: documentId })
    expect(new Set(filtered.hits.map((hit) => hit.documentId))).toEqual(new Set([documentId]))
    expect((await ids(query, { readFilters: false }))[0]).toBe(`${documentId}/body`)
  })
})

describe('a question in everyday words', () => {
  it.each([
    ['台湾人在平潭开店想借钱不用抵押', 'fj-2024-c1/7'],
    ['二手车卖到国外要什么手续', 'cn-2020-b6/15'],
    ['公司不开了，营业执照和许可证能不能一块注销', 'cn-2020-b6/29'],
    ['骗人贷款的短信怎么管', 'fj-2024-c1/5'],
    ['交房产税去法院拍卖的房子怎么办过户', 'fj-2024-c1/12'],
  ])('finds the measure: %s', async (query, id) => {
    expect(await ids(query, { limit: 3 })).toContain(id)
  })

  it.each([
    ['台胞诚信闪贷', ['臺胞誠信閃貸', ' 台胞诚信闪贷？ ', '《台胞诚信闪贷》']],
    ['RCEP享惠怎么查税率', ['ＲＣＥＰ享惠怎么查税率', 'rcep享惠怎麼查稅率', 'RCEP 享受优惠怎么查税率']],
    ['船员远程考试', ['船員遠程考試', '船员远程考试', '海员远程考试']],
    ['跨境电商退货中心仓', ['跨境電商退貨中心倉', '跨境电子商务退货中心仓', '跨境电商的退货中心仓是啥']],
  ])('has the same first record in every spelling: %s', async (query, variants) => {
    const [first] = await ids(query)
    for (const variant of variants) expect((await ids(variant))[0], variant).toBe(first)
  })

  it('may hold nothing that can be searched', async () => {
    for (const query of ['？？？', '的', '😀', '%_\\"\'; drop']) {
      const { hits, total } = await find(query)
      expect(total).toBe(235)
      expect(hits).toHaveLength(10)
    }
  })
})

describe('filters', () => {
  it('that are given hold, whatever the question says', async () => {
    const { hits, total, filters } = await find('船舶怎么办证', { filters: { batch: '5' }, limit: 50 })
    expect(filters).toEqual({ batch: '5' })
    expect(total).toBe(40)
    expect(hits.filter(({ kind }) => kind !== 'body')).toHaveLength(40)
    expect(hits.every(({ documentId }) => documentId === 'fj-2017-b5')).toBe(true)
    expect(hits[0]!.id).toBe('fj-2017-b5/32')
  })

  it('that are given go before those read from the question', async () => {
    const { filters } = await find('第五批有哪些举措', { filters: { batch: '19' } })
    expect(filters).toEqual({ batch: '19' })
  })

  it('are read from the question unless that is turned off', async () => {
    const query = '第五批里由福州海关牵头的有哪些'
    expect((await find(query)).filters).toEqual({ batch: '5', unit: '福州海关' })
    expect(await find(query, { readFilters: false })).toMatchObject({ filters: {}, total: 235 })
  })

  it('that name everything asked for give the records in their order', async () => {
    const { hits, total } = await find('第五批里由福州海关牵头的有哪些', { limit: 50 })
    const led = engine.library.records.filter(
      ({ documentId, leadUnits }) => documentId === 'fj-2017-b5' && leadUnits?.includes('福州海关'),
    )
    expect(total).toBe(led.length)
    expect(hits.slice(0, total).map(({ id }) => id)).toEqual(led.map(({ id }) => id))
    expect(hits.slice(total).every(({ kind }) => kind === 'body')).toBe(true)
  })

  it('with 只 leave out records that have other values besides', async () => {
    const { hits, total } = await find('第五批里只有厦门片区实施过的有哪些', { limit: 50 })
    const alone = engine.library.records.filter(({ implementedIn }) => implementedIn?.join() === '厦门片区')
    expect(total).toBe(alone.length)
    expect(hits.slice(0, total).map(({ id }) => id)).toEqual(alone.map(({ id }) => id))
  })

  it('that no record satisfies give nothing, and no notice', async () => {
    const found = await find('船舶', { filters: { batch: '99' } })
    expect(found).toMatchObject({ total: 0, hits: [] })
    expect(found.notice).toBeUndefined()
  })
})

describe('a follow-up', () => {
  it('is searched together with what it leans on', async () => {
    const history = [
      { role: 'user', content: '国际航行船舶的联合登轮检查是怎么做的，具体查什么' },
      { role: 'assistant', content: '见第17项。' },
    ]
    const found = await find('那由谁负责', { history })
    expect(found.standaloneQuery).toContain('联合登轮检查')
    expect(found.hits[0]!.id).toBe('fj-2017-b5/17')
    expect((await find('那由谁负责')).hits[0]!.id).not.toBe('fj-2017-b5/17')
  })
})

describe('hits', () => {
  it('have twins apart, each naming the other', async () => {
    const { hits } = await find('跨境电商零售进口退货中心仓', { limit: 2 })
    expect(hits.map(({ id }) => id).sort()).toEqual(['cn-2020-b6/20', 'gd-2020-b6/19'])
    for (const { id, also } of hits)
      expect(also).toEqual([id === 'cn-2020-b6/20' ? 'gd-2020-b6/19' : 'cn-2020-b6/20'])
  })

  it('quote their passage from the document', async () => {
    const { hits } = await find('船舶证书怎么办', { limit: 50 })
    for (const { documentId, passage } of hits)
      expect(engine.library.document(documentId)!.text.slice(passage.start, passage.end)).toBe(passage.text)
  })

  it('come best first, as many as asked for', async () => {
    const { hits } = await find('船舶证书怎么办', { limit: 7 })
    expect(hits).toHaveLength(7)
    const scores = hits.filter(({ trace }) => !trace.rule).map(({ score }) => score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    expect(await ids('船舶证书怎么办', { limit: 1 })).toEqual([hits[0]!.id])
  })

  it('say why they are there', async () => {
    const { hits } = await find('第五批里船舶证书联合办理怎么办')
    const { trace, facets } = hits[0]!
    expect(trace.rule).toBe('标题原样出现')
    expect(trace.filters).toEqual(['batch=5'])
    expect(trace.matched).toEqual(expect.arrayContaining(['船舶', '证书', '联合']))
    for (const signal of ['words', 'passage', 'sentence', 'title'] as const)
      expect(trace[signal]).toBeTypeOf('number')
    expect(facets).toMatchObject({ document: ['fj-2017-b5'], batch: ['5'], area: ['厦门片区', '平潭片区'] })
  })

  it('are the same fifty times at once', async () => {
    const all = await Promise.all(
      Array.from({ length: 50 }, () => find('进口货物怎么先放行后缴税', { limit: 50 })),
    )
    const bodies = new Set(all.map(({ hits }) => JSON.stringify(hits)))
    expect(bodies.size).toBe(1)
  })
})

describe('a question that cannot be embedded', () => {
  it('is searched by keywords, with a notice', async () => {
    const { dense } = engine
    const failing: Engine = {
      ...engine,
      dense: {
        store: dense!.store,
        embedder: {
          ...dense!.embedder,
          embedQuestion: () => Promise.reject(new AppError('embedder_failed', '模型进程已退出。')),
        },
      },
    }
    const { hits, notice } = await search(failing, SearchRequest.parse({ query: '船舶证书联合办理' }))
    expect(hits[0]!.id).toBe('fj-2017-b5/32')
    expect(hits[0]!.trace).not.toHaveProperty('passage')
    expect(notice).toBe(engine.phrases.say('notice.degraded'))
    expect((await find('船舶证书联合办理')).notice).toBeUndefined()
  })
})

describe('a unit called by its short name', () => {
  it('is found as the documents print it, and a printed one stays as it was given', async () => {
    const asked = (unit: string) =>
      search(engine, SearchRequest.parse({ query: '跨境电商', filters: { unit }, readFilters: false }))
    const short = await asked('省交通厅')
    expect(short.filters).toEqual({ unit: '省交通运输厅' })
    expect(short.total).toBeGreaterThan(0)
    expect((await asked('福州海关')).filters).toEqual({ unit: '福州海关' })
  })
})

describe('what was read besides the filters', () => {
  it('is told, so that the total can be understood', async () => {
    const found = await search(engine, SearchRequest.parse({ query: '第五批里只有厦门片区做过的有哪些' }))
    expect(found.conditions).toEqual([{ key: 'area', values: ['厦门片区'], mode: 'only' }])
    expect(found.total).toBe(10)
  })

  it('gives way to a filter that was given for the same facet', async () => {
    const query = '第五批里只有厦门片区做过的有哪些'
    const found = await search(engine, SearchRequest.parse({ query, filters: { area: '平潭片区' } }))
    expect(found.filters).toEqual({ batch: '5', area: '平潭片区' })
    expect(found).not.toHaveProperty('conditions')
  })

  it('is told in the trace with its range', async () => {
    const query = '第五批里只有两个片区做过的有哪些'
    const { hits } = await search(engine, SearchRequest.parse({ query }))
    expect(hits[0]!.trace.filters).toContain('area count 2-2 福州片区|厦门片区|平潭片区')
  })
})
