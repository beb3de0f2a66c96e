// Notices and other texts without tables and articles: which paragraphs make one record.

import { describe, expect, it } from 'vitest'
import { readDocuments } from '../../src/corpus/documents.ts'

const parse = (text: string) =>
  readDocuments([{ name: '意见.txt', bytes: new TextEncoder().encode(text) }])[0]!.records
const titles = (text: string) => parse(text).map(({ number, title }) => `${number} ${title}`)

describe('numbered parts', () => {
  const OPINIONS = `关于优化服务的意见
各区：
为方便船舶，提出如下意见。
一、总体要求
坚持便民。
二、主要任务
（一）扩大开放领域。支持外地船舶靠泊。落实到位。
（二）简化手续。减少材料：
（1）身份证明；
（2）船舶证书。
三、加强保障。各单位要落实责任。
`

  it('begin with a heading, also with one that runs on', () => {
    expect(titles(OPINIONS)).toEqual([
      's1 关于优化服务的意见',
      's2 一、总体要求',
      's3 （一）扩大开放领域',
      's4 （二）简化手续',
      's5 三、加强保障',
    ])
  })

  it('stand under the headings above them', () => {
    expect(parse(OPINIONS).map(({ group }) => group)).toEqual([
      undefined,
      undefined,
      '二、主要任务',
      '二、主要任务',
      undefined,
    ])
  })

  it('keep the items of their lists', () => {
    expect(parse(OPINIONS)[3]!.content).toBe('（二）简化手续。减少材料：\n（1）身份证明；\n（2）船舶证书。')
  })

  it('are the items 一、二、 of a decision, but not those of a list', () => {
    const text = `现决定如下。
一、将第二条修改为：“本港全天开放。”
二、删去第三条，以下类推。
三、申请靠泊的材料包括：
（一）申请书；
（二）船舶证书；
（三）代理人的身份证明。代理人是单位的，附营业执照。
四、本决定自公布之日起施行。
`
    expect(parse(text).map(({ content }) => content.slice(0, 4))).toEqual([
      '现决定如',
      '一、将第',
      '二、删去',
      '三、申请',
      '四、本决',
    ])
    expect(
      parse('材料如下。\n\n一、申请书；\n二、船舶证书；\n三、身份证明。\n').map(({ number }) => number),
    ).toEqual(['s1', 's2'])
  })

  it('that are long are cut at the next level of their numbers', () => {
    const item = (n: number) => `${n}.${'船舶靠泊应当提前申报，引航免费'.repeat(30)}。\n`
    const records = parse(
      `一、船舶\n下列事项从速办理。\n${[1, 2, 3, 4, 5].map(item).join('')}二、货物\n照旧。\n`,
    )
    expect(records.map(({ title }) => title.slice(0, 4))).toEqual([
      '一、船舶',
      '1.船舶',
      '2.船舶',
      '3.船舶',
      '4.船舶',
      '5.船舶',
      '二、货物',
    ])
    expect(records[1]).toMatchObject({ group: '一、船舶', titleDerived: true })
  })

  it('that are long and without further numbers are cut between paragraphs', () => {
    const paragraph = `${'船舶靠泊应当提前申报，引航免费'.repeat(20)}。\n`
    const records = parse(`一、船舶\n${paragraph.repeat(12)}二、货物\n照旧。\n`)
    expect(records.length).toBeGreaterThan(6)
    for (const { content } of records) expect(content.length).toBeLessThan(700)
    expect(records[0]!.title).toBe('一、船舶')
  })

  it('leave a contents list out', () => {
    const text = '工作方案\n\n目录\n一、目标……1\n二、措施……3\n\n一、目标\n全天开放。\n二、措施\n增加泊位。\n'
    expect(titles(text)).toEqual(['s1 工作方案', 's2 一、目标', 's3 二、措施'].slice(0, 3))
  })
})

describe('Markdown headings', () => {
  it('make the parts, with their own headings above as the group', () => {
    const text = '# 手册\n\n前言。\n\n## 进港\n\n### 靠泊\n\n提前申报。\n\n### 引航\n\n- 免费；\n- 预约。\n'
    expect(parse(text).map(({ title, group, content }) => [title, group, content])).toEqual([
      ['手册', undefined, '手册\n前言。'],
      ['进港', undefined, '进港\n靠泊\n提前申报。'],
      ['引航', '进港', '引航\n免费；\n预约。'],
    ])
  })

  it('that give the title only leave the paragraphs apart', () => {
    expect(titles('# 手册\n\n靠泊要提前申报。\n\n引航不收费。\n')).toEqual(['s1 手册', 's2 引航不收费'])
  })
})

describe('plain paragraphs', () => {
  it('take with them what ends no sentence: lists below a colon, the signature', () => {
    const text = '办理靠泊需要：\n\n申请书；\n\n船舶证书。\n\n引航不收费。\n\n测试港务局\n\n2023年5月6日\n'
    expect(parse(text).map(({ content }) => content)).toEqual([
      '办理靠泊需要：\n申请书；\n船舶证书。',
      '引航不收费。\n测试港务局\n2023年5月6日',
    ])
  })
})
