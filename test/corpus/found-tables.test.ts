// Tables without a manifest: Markdown, HTML and tab-separated ones, read by the words of their headers.

import { describe, expect, it } from 'vitest'
import { readDocuments } from '../../src/corpus/documents.ts'

const parse = (text: string) =>
  readDocuments([{ name: '清单.md', bytes: new TextEncoder().encode(text) }])[0]!
const rows = (text: string) =>
  parse(text).records.flatMap(({ kind, number, title, content, leadUnits, promotionScope }) =>
    kind === 'measure' ? [[number, title, content, leadUnits?.join('|'), promotionScope]] : [],
  )
const EXPECTED = [
  ['1', '靠泊', '船舶可以提前申报靠泊。', '港务局|海关', '全市'],
  ['2', '引航', '引航不收费。', '港务局', '内港'],
]

const MARKDOWN = `# 测试市关于推广经验的通知

现将清单印发。

| 序号 | 改革事项 | 主要内容 | 责任单位 | 推广范围 |
|:---:|---|---|---|---|
| 1 | **靠泊** | 船舶可以提前<br>申报靠泊。 | 港务局、海关 | 全市 |
| 2 | 引航 | 引航不收费。 | 港务局 | 内港 |

请遵照执行。
`
const HTML = `<p>现将清单印发。</p><table border="1">
<tr><th>序号</th><th>改革事项</th><th>主要内容</th><th>责任单位</th><th>推广范围</th></tr>
<tr><td>1</td><td>靠泊</td><td><p>船舶可以提前
申报靠泊。</p></td><td rowspan="1">港务局、海关</td><td>全市</td></tr><tr><td>2</td><td>引航</td>
<td>引航不收费。</td><td>港务局</td><td>内港</td></tr></table><p>请遵照执行。</p>`
const TABS = `现将清单印发。
序号\t改革事项\t主要内容\t责任单位\t推广范围
1\t靠泊\t船舶可以提前申报靠泊。\t港务局、海关\t全市
序号\t改革事项\t主要内容\t责任单位\t推广范围
2\t引航\t引航不收费。\t港务局\t内港
请遵照执行。
`

describe('a table without a manifest', () => {
  it.each([
    ['in Markdown', MARKDOWN],
    ['in HTML', HTML],
    ['between tabs, its header repeated', TABS],
    ['between tabs, a line wrapped', TABS.replace('提前申报', '提前\n申报')],
    ['between tabs, a list of units wrapped', TABS.replace('港务局、海关\t全市', '港务局、\n海关\t全市')],
    [
      'between tabs, a row cut by a page break',
      TABS.replace('提前申报靠泊。', '提前').replace('全市\n', '全市\n\t\t申报靠泊。\t\t\n'),
    ],
  ])('%s gives one measure per row', (_, text) => {
    expect(rows(text)).toEqual(EXPECTED)
    const body = parse(text).records.find(({ kind }) => kind === 'body')
    expect(body?.content).toContain('现将清单印发。')
    expect(body?.content).toContain('请遵照执行。')
    expect(body?.content).not.toContain('引航')
  })

  it('has records that reach from the title to the last cell', () => {
    const { records, text } = parse(TABS)
    expect(text.slice(records[0]!.start, records[0]!.end)).toBe(
      '靠泊\t船舶可以提前申报靠泊。\t港务局、海关\t全市',
    )
  })

  it('has the marks of its markup listed as removed, and nothing else', () => {
    const { proof, text } = parse(MARKDOWN)
    const removed = new Set(proof.removals.map(({ start, end }) => proof.source.slice(start, end)))
    expect([...removed].filter((mark) => !/^(?:\||-|:|\*\*|#|<br>)$/u.test(mark))).toEqual([])
    expect(text).not.toContain('|')
  })

  it.each([
    ['编号\t经验名称\t经验做法\t牵头部门', 'number title content leadUnits'],
    ['序号\t措施名称\t具体措施\t省负责单位', 'number title content leadUnits'],
    ['序 号\t项目\t内容\t牵头单位（含配合）', 'number title content leadUnits'],
  ])('is understood by the header %s', (header, _) => {
    expect(rows(`${header}\n1\t靠泊\t可以提前。\t港务局\n`)).toEqual([
      ['1', '靠泊', '可以提前。', '港务局', undefined],
    ])
  })

  it('without numbers is counted; without names, called by its opening', () => {
    const [first, second] = parse(
      '具体举措\t牵头单位\n船舶可以提前申报靠泊，先到先靠；引航不收费，需要引航的船舶提前两小时预约即可。\t港务局\n引航机构公开预约办法，夜间也受理预约，并在十分钟内答复申请预约的船舶和它的代理人。\t海事局\n',
    ).records
    expect(first).toMatchObject({
      number: '1',
      title: '船舶可以提前申报靠泊',
      titleDerived: true,
      leadUnits: ['港务局'],
    })
    expect(second).toMatchObject({ number: '2', leadUnits: ['海事局'] })
  })

  it('with the name before the first stop of a cell has it as the title', () => {
    const [first] = parse(
      '序号\t举措内容\t责任单位\n1\t提前靠泊。船舶可以提前申报。\t港务局\n2\t免费引航。引航不收费。\t港务局\n3\t夜间装船。夜间可以装船。\t海关\n',
    ).records
    expect(first).toMatchObject({ title: '提前靠泊', content: '船舶可以提前申报。' })
    expect(first).not.toHaveProperty('titleDerived')
  })

  it('between spaces is known by a header of nothing but such words', () => {
    const text =
      '序号 事项 内容 责任单位\n1 靠泊 船舶可以 提前申报靠泊。 港务局、海关\n2 引航 引航不收费。 港务局\n'
    expect(rows(text).map((row) => row.slice(0, 4))).toEqual(EXPECTED.map((row) => row.slice(0, 4)))
  })

  it('with names alone has them for wording', () => {
    expect(rows('序号\t事项\t责任单位\n1\t靠泊\t港务局\n')).toEqual([
      ['1', '靠泊', '靠泊', '港务局', undefined],
    ])
  })

  it('has its inner headings as the group of the rows below, and cells that reach down count for each row', () => {
    const text = `| 序号 | 领域 | 事项 | 内容 | 责任单位 |
|---|---|---|---|---|
| 一、船舶 | | | | |
| 1 | 进港 | 靠泊 | 可以提前。 | 港务局 |
| 2 | | 引航 | 不收费。 | |
| 二、货物 | | | | |
| 3 | 出港 | 装船 | 可以夜间。 | |
`
    expect(
      parse(text).records.map(({ number, group, task, leadUnits }) => [
        number,
        group,
        task,
        leadUnits?.join(),
      ]),
    ).toEqual([
      ['1', '一、船舶', '进港', '港务局'],
      ['2', '一、船舶', '进港', '港务局'],
      ['3', '二、货物', '出港', undefined],
    ])
  })

  it('knows the columns of HTML rows below a cell that reaches down', () => {
    const text = `<table><tr><th>领域</th><th>事项</th><th>内容</th><th>责任单位</th></tr>
<tr><td rowspan="2">进港</td><td>靠泊</td><td>可以提前。</td><td rowspan="2">港务局</td></tr>
<tr><td>引航</td><td>不收费。</td></tr>
<tr><td>出港</td><td>装船</td><td>可以夜间。</td><td>海关</td></tr></table>`
    expect(parse(text).records.map(({ task, title, leadUnits }) => [task, title, leadUnits?.join()])).toEqual(
      [
        ['进港', '靠泊', '港务局'],
        ['进港', '引航', '港务局'],
        ['出港', '装船', '海关'],
      ],
    )
  })

  it('keeps columns with other headers as wording', () => {
    const [only] = parse('序号\t事项\t内容\t配合单位\t备注\n1\t靠泊\t可以提前。\t海关\t试行\n').records
    expect(only!.content).toBe('可以提前。海关试行')
    expect(only).not.toHaveProperty('leadUnits')
  })

  it('with an unknown header gives sections with all cells as wording', () => {
    const { records } = parse(
      '收费如下。\n\n| 船型 | 吨位 | 费用 |\n|---|---|---|\n| 货船 | 五千 | 一百元 |\n| 客船 | 一千 | 免费 |\n',
    )
    expect(records.map(({ kind, number, content }) => [kind, number, content])).toEqual([
      ['section', 's1', '收费如下。'],
      ['section', 's2', '货船五千一百元'],
      ['section', 's3', '客船一千免费'],
    ])
  })

  it('that numbers anew marks the second run', () => {
    const table = '序号\t事项\t内容\n1\t靠泊\t可以提前。\n'
    expect(parse(`甲类：\n${table}乙类：\n${table}`).records.map(({ number }) => number)).toEqual([
      '1',
      '1@2',
    ])
  })
})

describe('what is no table', () => {
  it.each([
    ['articles with a tab behind the number', '第一条\t甲。\n第二条\t乙。\n第三条\t丙。'],
    ['items with a tab behind the number', '一、\t靠泊\t免费\n二、\t引航\t免费'],
    ['a tab in a signature', '特此通知。\n局长\t张某\n2023年5月6日'],
    ['paragraphs indented by a tab', '\t靠泊免费。\n\t引航免费。'],
    ['a pipe in running text', '选择“甲|乙”之一。\n然后“丙|丁”之一。'],
  ])('%s', (_, text) => {
    expect(parse(text).records.map(({ kind }) => kind)).not.toContain('measure')
    expect(parse(text).text.replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''))
  })
})
