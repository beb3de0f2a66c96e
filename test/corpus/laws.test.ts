// Laws and regulations as people save them: articles told from references, the chapter of each, what stands around them.

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readDocuments } from '../../src/corpus/documents.ts'
import { embeddedText, lexicalText } from '../../src/corpus/passages.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const parse = (text: string, name = '条例.md') => readDocuments([{ name, bytes: bytes(text) }])[0]!
const numbers = (text: string) => parse(text).records.map(({ number }) => number)
const contentOf = (text: string, number: string) =>
  parse(text).records.find((record) => record.number === number)?.content

const LAW = `第一条 为了便利船舶，制定本条例。
第二条 本条例适用于测试港。
第三条 船舶先到先靠。
`

describe('an article', () => {
  it.each([
    ['behind Markdown emphasis', '**第一条** 甲。\n\n**第二条** 乙。\n\n**第三条** 丙。'],
    ['as a Markdown heading', '### 第一条\n甲。\n### 第二条\n乙。\n### 第三条\n丙。'],
    ['in Arabic digits', '第1条 甲。\n第2条 乙。\n第3条 丙。'],
    ['in full-width digits', '第１条　甲。\n第２条　乙。\n第３条　丙。'],
    ['with spaces inside its number', '第 一 条 甲。\n第 2 条 乙。\n第三 条 丙。'],
    ['with a misprinted character', '第一条 甲。\n笫二条 乙。\n第三条 丙。'],
    ['behind a double indent', '　　第一条　甲。\n　　第二条　乙。\n　　第三条　丙。'],
    ['with a wide gap behind its number', '第一条　　甲。\n第二条　　乙。\n第三条　　丙。'],
    ['behind another one on its line', '第一条 甲。 第二条 乙。　　第三条　丙。'],
    ['in a Markdown quotation', '> 第一条 甲。\n>\n> 第二条 乙。\n>\n> 第三条 丙。'],
    ['in paragraphs of a web page', '<p>第一条 甲。</p><p>第二条 乙。</p><p>第三条 丙。</p>'],
    ['with a dash for 一', '第—条 甲。\n第二条 乙。\n第三条 丙。'],
  ])('is found %s', (_, text) => {
    expect(parse(text).records.map(({ number, kind }) => `${kind} ${number}`)).toEqual([
      'article 1',
      'article 2',
      'article 3',
    ])
  })

  it('is one of two that follow one another, but no lone one makes a law', () => {
    expect(numbers('附则\n第一千条 甲。\n第一千零一条 乙。')).toEqual(['1000', '1001'])
    expect(parse('法院认为如下。\n第八条 船舶应当申报。\n据此判决。').summary.kind).toBe('other')
  })

  it('numbered 三十－ is the thirty-first', () => {
    expect(numbers('第二十九条 甲。\n第三十条 乙。\n第三十－条 丙。')).toEqual(['29', '30', '31'])
  })

  it('keeps its paragraphs and items, wrapped lines put together', () => {
    const text = `${LAW}第四条　有下列情形之一的，由港务局责令改正，处以
罚款：
（一）不按规定靠泊的；
（二）没有正当理由，依照本条例第四条和本条例
第二条规定应当申报而不申报的。
　　情节轻微的，免予处罚。
第五条 自公布之日起施行。
`
    expect(contentOf(text, '4')).toBe(
      '第四条有下列情形之一的，由港务局责令改正，处以罚款：\n（一）不按规定靠泊的；\n（二）没有正当理由，依照本条例第四条和本条例第二条规定应当申报而不申报的。\n情节轻微的，免予处罚。',
    )
    expect(numbers(text)).toEqual(['1', '2', '3', '4', '5'])
  })

  it.each([
    ['第二条规定的船舶'],
    ['第二条规定，可以减免的'],
    ['第二条第一款所列船舶'],
    ['第二条、第三条所列船舶'],
    ['第二条至第三条的船舶'],
    ['第二条，应当处罚的船舶'],
  ])('is not what begins with the reference %s', (reference) => {
    const text = `${LAW}第四条 下列船舶除外：\n${reference}。\n第五条 自公布之日起施行。`
    expect(numbers(text)).toEqual(['1', '2', '3', '4', '5'])
    expect(contentOf(text, '4')).toContain(reference)
  })

  it('may itself speak of rules', () => {
    expect(numbers(`${LAW}第四条 规定收费标准应当听取意见。`)).toEqual(['1', '2', '3', '4'])
  })

  it('of another law, quoted over several paragraphs, is no article of this one', () => {
    const text = `${LAW}第四条 下列条文继续有效：“第八十条 引航免费。
第九十条 靠泊免费。”
第五条 自公布之日起施行。`
    expect(numbers(text)).toEqual(['1', '2', '3', '4', '5'])
  })

  it.each([
    ['in brackets', '第一条【立法目的】 为了便利船舶。\n第二条 乙。\n第三条 丙。', '第一条【立法目的】'],
    [
      'in round brackets',
      '第一条（立法目的）\n为了便利船舶。\n第二条 乙。\n第三条 丙。',
      '第一条（立法目的）',
    ],
    [
      'on its own line',
      '第一条 立法目的\n为了便利船舶。\n第二条 范围\n测试港。\n第三条 原则\n先到先靠。',
      '第一条立法目的',
    ],
  ])('has the name that is printed %s', (_, text, title) => {
    const [first] = parse(text).records
    expect(first!.title).toBe(title)
    expect(first).not.toHaveProperty('titleDerived')
    expect(first!.content.replace(/\s/gu, '')).toBe(`${title}为了便利船舶。`)
  })

  it('has the opening of its wording for a title where none is printed', () => {
    expect(parse(LAW).records[0]).toMatchObject({ title: '第一条为了便利船舶', titleDerived: true })
    expect(parse('第一条（一）甲。\n第二条 乙。\n第三条 丙。').records[0]!.titleDerived).toBe(true)
  })
})

const CHAPTERS = `# 测试港条例

目　　录

第一章　总　　则
第二章　规划、建设和收费
　第一节　规划
　第二节　建设
附　　则

第一章　总　　则
第一条　为了便利船舶，制定本条例。
第二章　规划、建设和收费
第一节　规划
第二条　港务局编制规划。
第二节　建设
第三条　建设应当符合规划。
第三章
法律责任
第四条　违反规划的，责令改正。
罚则
第五条　不改正的，处以罚款。
附　　则
第六条　本条例自公布之日起施行。
`

describe('the chapters of a law', () => {
  it('are the place of its articles', () => {
    expect(parse(CHAPTERS).records.map(({ number, group }) => [number, group])).toEqual([
      ['1', '第一章总则'],
      ['2', '第二章规划、建设和收费 第一节规划'],
      ['3', '第二章规划、建设和收费 第二节建设'],
      ['4', '第三章法律责任'],
      ['5', '罚则'],
      ['6', '附则'],
    ])
  })

  it('never stand in the wording of an article', () => {
    for (const { content } of parse(CHAPTERS).records) expect(content).not.toMatch(/\n|则$|目录/u)
  })

  it('never stand in the body either, where a contents list names them', () => {
    const preface = '为了便利船舶，现公布测试港条例。'
    const body = parse(CHAPTERS.replace('目　　录', `${preface}\n\n目　　录`)).records.at(-1)!
    expect(body.content).toBe(`测试港条例\n${preface}`)
  })

  it('are listed once, the contents list left out', () => {
    expect(
      parse(CHAPTERS)
        .sections.map(({ title }) => title)
        .filter((title) => title === '第一章总则'),
    ).toHaveLength(1)
  })

  it('help to find an article and to embed it', () => {
    const { records, text, summary } = parse(CHAPTERS)
    const [, second] = records
    const passage = { kind: 'passage' as const, recordId: second!.id, start: second!.start, end: second!.end }
    expect(lexicalText(passage, second!, { title: summary.title, text })).toContain('第一节规划')
    expect(embeddedText(passage, second!, { title: summary.title, text })).toBe(
      `${summary.title}，第二章规划、建设和收费 第一节规划。第二条港务局编制规划。`,
    )
  })
})

describe('what stands around the articles', () => {
  it('is the body, long annexes apart, by their headings', () => {
    const rule = '船舶应当在靠泊前两小时申报。'.repeat(60)
    const annex = `附件：靠泊标准\n\n一、内港\n${rule}\n二、外港\n${rule}\n`
    const { records } = parse(`为了便利船舶，现公布本条例。\n${LAW}\n${annex}`)
    expect(records.map(({ number, kind }) => `${number} ${kind}`)).toEqual([
      '1 article',
      '2 article',
      '3 article',
      's1 section',
      's2 section',
      's3 section',
      'body body',
    ])
    expect(records[4]!.title).toBe('一、内港')
    expect(records.at(-1)!.content).toBe('为了便利船舶，现公布本条例。')
  })

  it('leaves articles their printed numbers where a table is annexed', () => {
    const table = '附表\n\n| 序号 | 项目 | 标准 |\n|---|---|---|\n| 1 | 引航 | 免费。 |\n'
    const { records } = parse(`${LAW}\n${table}`)
    expect(records.map(({ number, kind }) => `${number} ${kind}`)).toEqual([
      '1 article',
      '2 article',
      '3 article',
      '1@2 measure',
    ])
  })

  it('holds no marks of site generators', () => {
    const { text } = parse(
      `---\ntitle: 条例\nweight: 3\n---\n# 条例全文\n<!-- INFO END -->\n\n---\n${LAW}\u200b\n`,
    )
    expect(text).toBe(
      '条例全文\n第一条为了便利船舶，制定本条例。\n第二条本条例适用于测试港。\n第三条船舶先到先靠。',
    )
  })

  it('holds the indented lines below a rule, and needs no time for them', () => {
    const { text } = parse(`---\n${'    缩进的一行。\n'.repeat(14)}${LAW}`)
    expect(text).toContain('缩进的一行。')
  })
})

describe('characters that show nothing', () => {
  it.each([
    ['zero-width', '\u200b\u200c\u200d\u2060\ufeff'],
    ['marks of direction', '\u200e\u200f\u061c'],
    ['tags', '\u{e0001}\u{e0049}\u{e0067}\u{e007f}'],
    ['variation selectors', '\ufe00\ufe0e\ufe0f'],
    ['fillers and soft hyphens', '\u3164\u115f\u00ad\u034f'],
  ])('are not in the text: %s', (_, hidden) => {
    const { text, records } = parse(LAW.replaceAll('船', `船${hidden}`))
    expect(text).toBe(parse(LAW).text)
    for (const { start, end, spans } of records)
      for (const span of spans) expect(start <= span.start && span.end <= end).toBe(true)
  })
  it('stay where they choose the form of a Chinese character', () => {
    expect(parse(LAW.replace('船舶', '葛\u{e0100}船')).text).toContain('葛\u{e0100}船')
  })
})

describe('the laws among the fixtures', () => {
  const folder = path.join(import.meta.dirname, 'fixtures')
  const laws = readdirSync(folder).map(
    (name) => readDocuments([{ name, bytes: readFileSync(path.join(folder, name)) }])[0]!,
  )

  it('have all their articles, from the first to the last', () => {
    const found = laws.map(({ summary, records }) => [
      summary.title,
      records.map(({ number }) => number).join(' '),
    ])
    expect(found).toEqual([
      ['国务院关于经营者集中申报标准的规定', '1 2 3 4 5'],
      ['中华人民共和国烟叶税法', '1 2 3 4 5 6 7 8 9 10'],
    ])
  })

  it('say who passed them and when', () => {
    expect(laws.map(({ summary, territory }) => ({ ...summary, territory }))).toMatchObject([
      {
        issuer: '国务院',
        date: '2008-08-03',
        documentNumber: '国务院令第529号',
        territory: '全国',
        kind: 'law',
      },
      { issuer: '全国人民代表大会常务委员会', date: '2017-12-27', territory: '全国', kind: 'law' },
    ])
  })
})
