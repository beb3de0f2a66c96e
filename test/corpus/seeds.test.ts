// What the shipped documents say about themselves, and their rough spots, each with the record where it occurs.

import { describe, expect, it } from 'vitest'
import { seed, seedRecord, seeds } from '../support/seeds.ts'

const measures = (id: string) => seed(id).records.filter(({ kind }) => kind !== 'body')
const counted = (values: (string | undefined)[]) =>
  Object.fromEntries(
    [...new Set(values)].map((value) => [value, values.filter((other) => other === value).length]),
  )

describe('the shipped documents', () => {
  it('have 230 records and five bodies', () => {
    const records = seeds.flatMap(({ records }) => records)
    expect(records.filter(({ kind }) => kind !== 'body')).toHaveLength(230)
    expect(records.filter(({ kind }) => kind === 'body').map(({ id }) => id)).toEqual([
      'fj-2017-b5/body',
      'fj-2022-b19/body',
      'fj-2024-c1/body',
      'gd-2020-b6/body',
      'cn-2020-b6/body',
    ])
  })

  it.each([
    ['fj-2017-b5', 40],
    ['fj-2022-b19', 48],
    ['fj-2024-c1', 13],
    ['fj-cbec', 56],
    ['gd-2020-b6', 36],
    ['cn-2020-b6', 37],
  ])('%s has %i records, numbered without a gap', (id, count) => {
    expect(measures(id).map(({ number }) => number)).toEqual(
      Array.from({ length: count }, (_, i) => `${i + 1}`),
    )
  })

  it('are described by titles, 文号 and dates that they print', () => {
    const squash = (text: string) => text.replace(/\s/gu, '')
    for (const { summary, text } of seeds) {
      expect(squash(text)).toContain(squash(summary.title))
      if (summary.documentNumber) expect(squash(text)).toContain(summary.documentNumber)
      if (summary.issuer) expect(squash(text)).toContain(summary.issuer)
      if (!summary.date) continue
      const [year, month, day] = summary.date.split('-').map(Number)
      expect(squash(text)).toContain(`${year}年${month}月${day}日`)
    }
  })
})

describe('what a document states about itself', () => {
  it('福建第五批: 40 measures, 20 for the whole province and 20 for parts of it', () => {
    const names = measures('fj-2017-b5').map(({ title }) => title)
    const body = seedRecord('fj-2017-b5/body').content
    expect(body).toContain('第五批40项改革创新成果')
    expect(body).toContain('（一）在全省复制推广的创新成果（20项）')
    const whole = measures('fj-2017-b5').filter(({ promotionScope }) => promotionScope === '全省')
    expect(whole.map(({ number }) => Number(number))).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    for (const name of names) expect(body).toContain(name)
  })

  it('福建第19批: 28 全国首创, 19 复制拓展, 1 复制', () => {
    expect(seedRecord('fj-2022-b19/body').content).toContain('全国首创28项、复制拓展19项，复制1项')
    const types = measures('fj-2022-b19').map(({ innovationType }) => innovationType)
    expect(counted(types)).toEqual({ 全国首创: 28, 复制拓展: 19, 复制: 1 })
    expect(measures('fj-2022-b19').every(({ innovationPoint }) => innovationPoint)).toBe(true)
  })

  it('跨境电商分解表: 9 tasks, 19 sub-tasks, units for every measure', () => {
    const rows = measures('fj-cbec')
    expect(new Set(rows.map(({ task }) => task)).size).toBe(9)
    expect(new Set(rows.map(({ group }) => group)).size).toBe(19)
    expect(rows.every(({ leadUnits }) => (leadUnits?.length ?? 0) > 1)).toBe(true)
  })

  it('国务院第六批: the domains have as many measures as the notice counts', () => {
    expect(counted(measures('cn-2020-b6').map(({ domain }) => domain))).toEqual({
      投资管理: 9,
      贸易便利化: 7,
      金融开放创新: 4,
      事中事后监管: 6,
      人力资源: 5,
      特定区域: 6,
    })
    expect(measures('gd-2020-b6').every(({ domain }) => domain)).toBe(true)
  })

  it('2024 cases: thirteen, each with background, practices and effects', () => {
    expect(seedRecord('fj-2024-c1/body').content).toContain('13个创新实践案例')
    for (const { sections } of measures('fj-2024-c1'))
      expect(sections?.map(({ kind }) => kind)).toEqual(['background', 'practices', 'effects'])
  })
})

describe('a rough spot of the sources', () => {
  it('units run together are cut apart, short forms in brackets stay whole', () => {
    expect(seedRecord('fj-2017-b5/1').leadUnits).toEqual(['省商务厅（口岸办）', '出口信保福建分公司'])
    expect(seedRecord('fj-2017-b5/12').leadUnits).toEqual(['人行福州中心支行', '福建银监局', '厦门银监局'])
    expect(seedRecord('fj-2017-b5/15').leadUnits).toEqual(['省编办（审改办）', '省工商局', '省发改委'])
    expect(seedRecord('fj-2017-b5/20').leadUnits).toEqual(['省高院', '省台办'])
  })

  it('areas run together are cut apart', () => {
    expect(seedRecord('fj-2017-b5/1').implementedIn).toEqual(['福州片区', '厦门片区', '平潭片区'])
  })

  it('a unit broken by a line wrap is one unit', () => {
    expect(seedRecord('gd-2020-b6/23').leadUnits).toEqual(['海关总署广东分署'])
    expect(seedRecord('gd-2020-b6/31').leadUnits).toEqual(['省地方金融监管局'])
  })

  it('a row cut by a page break is one record, its misprint kept', () => {
    expect(seedRecord('cn-2020-b6/5').leadUnits).toEqual([
      '公安部',
      '自然资源部',
      '住房城乡建设设部',
      '国家林草局',
    ])
    expect(seedRecord('cn-2020-b6/11').title).toBe('建设项目水、电、气、暖现场一次联办模式')
    expect(seedRecord('cn-2020-b6/11').content).toContain('由向相关市政公用基础设施单位“多家申报”')
  })

  it('a unit cell printed once covers all rows of its group', () => {
    expect(seedRecord('fj-cbec/3').leadUnits).toEqual(seedRecord('fj-cbec/1').leadUnits)
    expect(seedRecord('fj-cbec/4').leadUnits?.[0]).toBe('省发改委')
    expect(seedRecord('fj-cbec/39').group).toBe('20.拓展闽台海空联运通道')
  })

  it('a cell with only an automatic number goes on with the group above', () => {
    expect(seedRecord('fj-cbec/23').group).toBe('7.创新通关监管模式')
    expect(seedRecord('fj-cbec/56').group).toBe('19.打造资源对接服务平台')
  })

  it('an editor mark before a measure is gone', () => {
    expect(seedRecord('fj-cbec/31').content).toMatch(/^支持银行等金融机构接入/)
  })

  it("a case's name comes from its heading, not from the contents list, and stands on one line", () => {
    expect(seedRecord('fj-2024-c1/10').title).toBe('船舶初始化登记“一件事一次办”便利举措')
    expect(seedRecord('fj-2024-c1/13').title).toBe('推进建设项目环评与排污许可深度衔接改革')
    expect(seedRecord('fj-2024-c1/7').title).toBe('台胞诚信闪贷')
  })

  it('sections of a case are told by their names, not by their wrong numbers', () => {
    const sections = seedRecord('fj-2024-c1/4').sections!
    expect(sections.map(({ title }) => title)).toEqual(['背景情况', '主要做法', '实践效果'])
    expect(sections[1]!.items.map(({ number }) => number)).toEqual(['1', '2', '3', '4'])
  })

  it('a paragraph cut by a page break is one paragraph', () => {
    expect(seedRecord('fj-2024-c1/1').content).toContain('针对原产地规则条款繁杂、多套协定叠加等问题')
    expect(seedRecord('fj-2024-c1/1').content).toContain('帮助企业 and 政府积极抢抓')
  })

  it('innovation type and point are no part of the content', () => {
    const record = seedRecord('fj-2022-b19/29')
    expect(record.innovationType).toBe('复制拓展')
    expect(record.innovationPoint).toMatch(/^提升海外工程项目可执行性.*问题。$/)
    expect(record.content).not.toContain('创新点')
    expect(record.title).toBe('海外工程出口信贷保险新模式')
  })

  it('a file with two documents gives each its own text', () => {
    expect(seed('gd-2020-b6').text).not.toContain('空铁联运')
    expect(seed('cn-2020-b6').text).toContain('空铁联运')
    expect(seed('gd-2020-b6').text).toContain('以下附錄節錄自')
  })

  it('a taken-over measure is the same innovation in both documents', () => {
    expect(seedRecord('gd-2020-b6/19').lineage).toMatchObject([{ id: 'cn-2020-b6/20', relation: 'same' }])
    expect(seedRecord('fj-2022-b19/22').lineage).toMatchObject([
      { id: 'fj-2024-c1/7', relation: 'successor' },
    ])
  })
})
