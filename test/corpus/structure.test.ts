// Lines become paragraphs and table rows: wraps, page breaks, repeated headers, on examples one can see at a glance.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDocuments } from '../../src/corpus/documents.ts'
import { readManifest } from '../../src/corpus/manifest.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const parse = (text: string, entry?: Record<string, unknown>) =>
  readDocuments(
    [{ name: 'a.txt', bytes: bytes(text) }],
    entry && readManifest(JSON.stringify({ documents: [{ id: 'a', file: 'a.txt', title: '表', ...entry }] })),
  )[0]!
const paragraphs = (text: string) => parse(text).text.split('\n')

describe('a paragraph', () => {
  it('goes on behind a line wrap in running text', () => {
    expect(paragraphs('各地要结合实际，认真做好船舶靠泊工作，及时\n上报进展情况。\n下一段。')).toEqual([
      '各地要结合实际，认真做好船舶靠泊工作，及时上报进展情况。',
      '下一段。',
    ])
  })

  it('goes on behind a page number and blank lines', () => {
    const document = parse('各地要结合实际，认真做好船舶靠泊工作，及时\n\n— 3 —\n\n上报进展情况。')
    expect(document.text).toBe('各地要结合实际，认真做好船舶靠泊工作，及时上报进展情况。')
    expect(document.proof.removals.map(({ kind }) => kind)).toEqual(['page-number'])
  })

  it.each([
    ['an item', '各地要结合实际，认真做好船舶靠泊等工作\n一、加强领导'],
    ['an article', '各地要结合实际，认真做好船舶靠泊等工作\n第三条 引航'],
    ['a Markdown heading', '各地要结合实际，认真做好船舶靠泊等工作\n## 引航'],
    ['a double indent', '各地要结合实际，认真做好船舶靠泊等工作　　引航免费。'],
    ['what follows a short title', '关于靠泊的通知\n各区人民政府'],
  ])('ends before %s', (_, text) => {
    expect(paragraphs(text)).toHaveLength(2)
  })

  it('keeps a space between Latin words and loses it between Chinese characters', () => {
    expect(parse('支持  Hong Kong 企业 参加 APEC 商务 旅行。').text).toBe(
      '支持 Hong Kong 企业参加 APEC 商务旅行。',
    )
  })

  it('loses tags, emphasis and editor marks, but no wording', () => {
    const { text, proof } = parse('<b>靠泊</b>**免费**[bookmark: _GoBack]，a<b 时除外。')
    expect(text).toBe('靠泊免费，a<b 时除外。')
    expect(proof.removals.map(({ kind }) => kind)).toEqual([
      'tag',
      'tag',
      'markdown',
      'markdown',
      'editor-mark',
    ])
  })

  it('loses comments as web pages and Word write them, one inside another too', () => {
    const { text } = parse('<!-- 旧文 <!-- 注 -->靠泊<!--[if !mso]><!-->免费<!--<![endif]-->。<!--未完')
    expect(text).toBe('靠泊免费。<!--未完')
  })
})

const columns = [{ holds: 'number' }, { holds: 'title' }, { holds: 'content' }, { holds: 'leadUnits' }]
const header = ['序号', '事项', '内容', '单位']
const rows = ({ records }: ReturnType<typeof parse>) =>
  records.map(({ number, title, content, leadUnits }) => [number, title, content, leadUnits?.join('|')])
const EXPECTED = [
  ['1', '靠泊', '船舶可以提前申报靠泊。', '港务局|海关'],
  ['2', '引航', '引航不收费。', '港务局'],
]

describe('a table with its cells behind tabs', () => {
  const table = { layout: 'tabs', header, columns }

  it('gives one record per row', () => {
    const text =
      '序号\t事项\t内容\t单位\n1\t靠泊\t船舶可以提前申报靠泊。\t港务局、海关\n2\t引航\t引航不收费。\t港务局\n'
    const document = parse(text, { table })
    expect(rows(document)).toEqual(EXPECTED)
    const { start, end } = document.records[0]!
    expect(document.text.slice(start, end)).toBe('靠泊\t船舶可以提前申报靠泊。\t港务局、海关')
  })

  it('whose header repeats on the next page is one table, the repeat listed as removed', () => {
    const text =
      '序号\t事项\t内容\t单位\n1\t靠泊\t船舶可以提前申报靠泊。\t港务局、海关\n序 号\t事项\t内容\t单位\n2\t引航\t引航不收费。\t港务局\n'
    const document = parse(text, { table })
    expect(rows(document)).toEqual(EXPECTED)
    expect(document.proof.removals.map(({ kind }) => kind)).toEqual(['repeated-header'])
    expect(document.text.match(/序号/gu)).toHaveLength(1)
  })

  it('whose row a page break cut has it back in one piece', () => {
    const text =
      '序号\t事项\t内容\t单位\n1\t靠泊\t船舶可以提前\t港务局、\n\t\t申报靠泊。\t海关\n2\t引航\t引航不收费。\t港务局\n'
    expect(rows(parse(text, { table }))).toEqual(EXPECTED)
  })

  it('whose wording stands before the names has records that reach over both', () => {
    const turned = {
      layout: 'tabs',
      header: ['序号', '内容', '事项'],
      columns: ['number', 'content', 'title'],
    }
    const described = { ...turned, columns: turned.columns.map((holds) => ({ holds })) }
    const document = parse('序号\t内容\t事项\n1\t引航不收费。\t引航\n', { table: described })
    const { start, end, content, spans } = document.records[0]!
    expect(document.text.slice(start, end)).toBe('引航不收费。\t引航')
    expect(content).toBe('引航不收费。')
    for (const span of spans) expect(span.start).toBeGreaterThanOrEqual(start)
  })

  it('has the prose around it as the body', () => {
    const text =
      '现将清单印发。\n序号\t事项\t内容\t单位\n1\t靠泊\t船舶可以提前申报靠泊。\t港务局\n请遵照执行。\n'
    const body = parse(text, { table }).records.find(({ kind }) => kind === 'body')
    expect(body).toMatchObject({ id: 'a/body', title: '表', content: '现将清单印发。请遵照执行。' })
  })
})

describe('a table with its cells between spaces', () => {
  it('leaves spaces inside the wording to the longest column', () => {
    const document = parse(
      '序号 事项 内容 单位\n1 靠泊 船舶可以 提前申报靠泊。 港务局、海关\n2 引航 引航不收费。 港务局\n',
      { table: { layout: 'spaces', header, columns } },
    )
    expect(rows(document)).toEqual(EXPECTED)
  })
})

describe('a table with one cell a line', () => {
  it('takes a line without a tab as the rest of the cell above', () => {
    const document = parse(
      '清单\n\t序号\n\t事项\n\t内容\n\t单位\n\t1\n\t靠泊\n\t船舶可以提前\n申报靠泊。\n\t港务局、海关\n\t2\n\t引航\n\t引航不收费。\n\t港务局\n',
      { table: { layout: 'lines', header, columns } },
    )
    expect(rows(document)).toEqual(EXPECTED)
  })

  it('has a merged cell count for the rows below it', () => {
    const merged = [...columns.slice(0, 3), { holds: 'leadUnits', merged: true }]
    const document = parse(
      '\t序号\n\t事项\n\t内容\n\t单位\n\t1\n\t靠泊\n\t可以提前申报。\n\t港务局\n\t2\n\t引航\n\t不收费。\n\t\n',
      { table: { layout: 'lines', header, columns: merged } },
    )
    expect(document.records.map(({ leadUnits }) => leadUnits)).toEqual([['港务局'], ['港务局']])
    const [first, second] = document.records.map(({ spans }) =>
      spans.find(({ field }) => field === 'leadUnits'),
    )
    expect(second).toEqual(first)
  })
})

describe('for any text', () => {
  const piece = fc.constantFrom(
    ...[
      '第一条 ',
      '第二条 ',
      '第十二条之一',
      '第一章 总则',
      '一、',
      '（一）',
      '附件',
      '# ',
      '**',
      '<b>',
      '</p>',
      '<br/>',
    ],
    ...['靠泊', '船舶可以提前申报，', '港务局。', '；', '“引航”', ' ', '　　', '\t', '\n', '\n\n', '\r\n'],
    ...[
      '- 3 -',
      '\n— 12 —\n',
      '[bookmark: x]',
      '2023年5月6日',
      'a b',
      'Hong Kong',
      '😀',
      '\ufeff',
      '\u2028',
      '\u00a0',
    ],
  )
  const text = fc
    .array(
      fc.oneof({ weight: 4, arbitrary: piece }, { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) }),
      {
        maxLength: 40,
      },
    )
    .map((pieces) => pieces.join('').replaceAll('\0', ''))
  const squash = (value: string) => value.replace(/\s/gu, '')

  it('nothing of the wording is lost, invented or moved, and spans give the content', () => {
    fc.assert(
      fc.property(text, (source) => {
        const document = parse(source)
        const { proof } = document
        let kept = ''
        let from = 0
        for (const { start, end } of proof.removals) {
          kept += proof.source.slice(from, start)
          from = Math.max(from, end)
        }
        expect(squash(document.text)).toBe(squash(kept + proof.source.slice(from)))
        proof.origin.forEach((at, i) => {
          if (at >= 0 && /\S/u.test(document.text[i]!)) expect(proof.source[at]).toBe(document.text[i])
        })
        for (const { spans, content, start, end } of document.records) {
          const slices = spans
            .filter(({ field }) => field === 'content')
            .map((span) => document.text.slice(span.start, span.end))
          expect(slices.join('')).toBe(content)
          expect(content.trim()).not.toBe('')
          expect(start).toBeLessThan(end)
        }
        const ids = document.records.map(({ id }) => id)
        expect(new Set(ids).size).toBe(ids.length)
      }),
      { numRuns: 300 },
    )
  })
})
