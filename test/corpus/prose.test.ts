// Documents without a manifest: laws, notices with headings, plain paragraphs, and the ways their files are encoded.

import { describe, expect, it } from 'vitest'
import { readDocuments } from '../../src/corpus/documents.ts'
import { AppError } from '../../src/errors.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

function parse(text: string, name = '办法.txt') {
  const [document] = readDocuments([{ name, bytes: bytes(text) }])
  return document!
}
const numbers = (text: string) => parse(text).records.map(({ number }) => number)
const content = (text: string, number: string) =>
  parse(text).records.find((record) => record.number === number)?.content

const LAW = `测试港便利化办法
（2021年3月1日测试市人民代表大会常务委员会通过）

第一章　总则

第一条　为了便利船舶进出测试港，制定本办法。
第二条 本办法适用于测试港。
　　港区范围由市人民政府划定。

第二章 船舶

第十二条　船舶可以提前申报。
第十二条之一　小型船舶可以口头申报。
第十三条 依照本办法第二条划定的港区，先到先靠。

附　则

第一条 本办法自公布之日起施行。
第二条 本办法由港务局解释。
`

describe('a law', () => {
  it('has one record per article, numbered as printed, the second run marked', () => {
    const { summary, records } = parse(LAW)
    expect(summary).toMatchObject({
      id: '办法',
      title: '测试港便利化办法',
      kind: 'law',
      sourceFile: '办法.txt',
    })
    expect(records.map(({ id }) => id)).toEqual([
      '办法/1',
      '办法/2',
      '办法/12',
      '办法/12-1',
      '办法/13',
      '办法/1@2',
      '办法/2@2',
    ])
    expect(new Set(records.map(({ kind }) => kind))).toEqual(new Set(['article']))
  })

  it('keeps the paragraphs of an article together, and chapter headings out of them', () => {
    expect(content(LAW, '2')).toBe('第二条本办法适用于测试港。\n港区范围由市人民政府划定。')
    expect(content(LAW, '12-1')).toBe('第十二条之一小型船舶可以口头申报。')
    expect(content(LAW, '13')).toBe('第十三条依照本办法第二条划定的港区，先到先靠。')
    expect(content(LAW, '1@2')).toBe('第一条本办法自公布之日起施行。')
  })

  it('lists its chapters as sections', () => {
    expect(parse(LAW).sections.map(({ title }) => title)).toEqual(['第一章总则', '第二章船舶', '附则'])
  })

  it('does not take a reference at the head of a paragraph for an article', () => {
    const text = `${LAW}\n第十条规定的期限不延长。\n\n第一条、第十三条所称船舶，包括渔船。\n`
    expect(numbers(text)).toEqual(numbers(LAW))
    expect(content(text, '2@2')).toContain('第十条规定的期限不延长。')
  })

  it('takes Arabic and large Chinese numbers', () => {
    expect(numbers('第1条 甲。\n第一百零二条 乙。\n第一百二十条 丙。\n')).toEqual(['1', '102', '120'])
  })

  it('has what stands before its articles as the body, if there is a sentence', () => {
    const bodyOf = (text: string) => parse(text).records.find(({ kind }) => kind === 'body')
    expect(bodyOf(LAW)).toBeUndefined()
    const preface = '为了方便船舶，市人民政府决定公布本办法。'
    const body = bodyOf(LAW.replace('第一章', `${preface}\n\n第一章`))
    expect(body).toMatchObject({ id: '办法/body', title: '测试港便利化办法' })
    expect(body!.content).toContain(preface)
    expect(body!.content).not.toMatch(/第一章|第一条/)
  })

  it.each([
    ['an annex', '附件\n\n靠泊申请表由港务局印制。'],
    ['an annex with a name', '附件1：收费目录\n\n引航每次一百元。'],
    ['a signature', '测试市港务局\n\n2021年3月1日'],
    ['a date', '2021年3月1日'],
  ])('does not take %s behind its articles for a part of the last one', (_, ending) => {
    expect(content(`${LAW}\n${ending}\n`, '2@2')).toBe('第二条本办法由港务局解释。')
    const body = parse(`为了方便船舶，制定本办法。\n\n${LAW}\n${ending}\n`).records.at(-1)!
    expect(body.kind).toBe('body')
    for (const line of ending.split('\n\n')) expect(body.content).toContain(line)
  })

  it('keeps in an article what only speaks of an annex or a date', () => {
    const text = `${LAW}\n附件由港务局公布。\n\n自2021年3月1日起的申请照此办理。\n`
    expect(content(text, '2@2')).toContain('附件由港务局公布。')
    expect(content(text, '2@2')).toContain('自2021年3月1日起')
  })

  it('encodes its key in addresses, not in ids', () => {
    const [first] = parse(LAW, '港口 办法#1.txt').records
    expect(first!.id).toBe('港口 办法#1/1')
    expect(first!.url).toBe(`/documents/${encodeURIComponent('港口 办法#1')}#1`)
  })
})

describe('a notice with numbered headings', () => {
  const NOTICE = `# 测试市人民政府关于改进窗口服务的通知
测政发〔2023〕7号

各区人民政府：
为方便群众，现就改进窗口服务通知如下。
一、延长服务时间
周六上午照常办理。
午间不休息。
二、减少材料
（一）身份证明
不再要求复印件。

测试市人民政府
2023年5月6日
`

  it('has one section per heading, in order', () => {
    const { records } = parse(NOTICE, '通知.md')
    expect(records.map(({ number, kind, title }) => [number, kind, title])).toEqual([
      ['s1', 'section', '测试市人民政府关于改进窗口服务的通知'],
      ['s2', 'section', '一、延长服务时间'],
      ['s3', 'section', '二、减少材料'],
    ])
    expect(records[1]!.content).toBe('一、延长服务时间\n周六上午照常办理。\n午间不休息。')
    // Headings directly above one another head one part together.
    expect(records[2]!.content).toContain('二、减少材料\n（一）身份证明\n不再要求复印件。')
  })

  it('says its own title, 文号, issuer and date', () => {
    expect(parse(NOTICE, '通知.md').summary).toMatchObject({
      title: '测试市人民政府关于改进窗口服务的通知',
      documentNumber: '测政发〔2023〕7号',
      issuer: '测试市人民政府',
      date: '2023-05-06',
    })
  })

  it('without such lines leaves the fields out', () => {
    const { summary } = parse('今天起全天开放。\n')
    expect(summary.title).toBe('办法')
    expect(summary).not.toHaveProperty('documentNumber')
    expect(summary).not.toHaveProperty('date')
    expect(summary).not.toHaveProperty('issuer')
  })
})

describe('plain paragraphs', () => {
  it('are sections s1, s2 …, each with its opening as the title', () => {
    const { records } = parse('今天起，测试港全天开放。\n\n夜间靠泊须提前两小时预约。\n\n预约不收费。')
    expect(records.map(({ number, title, content }) => [number, title, content])).toEqual([
      ['s1', '今天起', '今天起，测试港全天开放。'],
      ['s2', '夜间靠泊须提前两小时预约', '夜间靠泊须提前两小时预约。'],
      ['s3', '预约不收费', '预约不收费。'],
    ])
    const rare = parse(`${'甲'.repeat(39)}𠮷乙丙。`).records[0]!
    expect(rare.title).toBe('甲'.repeat(39))
    // The opening is no name of its own, unlike a heading.
    expect(records.map(({ titleDerived }) => titleDerived)).toEqual([true, true, true])
    expect(parse('一、靠泊\n随时可以靠泊。').records[0]).not.toHaveProperty('titleDerived')
  })
})

describe('the bytes of a file', () => {
  const TEXT = '第一条 靠泊。\n第二条 离泊。\n第三条 引航。\n'
  const records = (file: Uint8Array) =>
    readDocuments([{ name: 'a.txt', bytes: file }])[0]!.records.map(({ content }) => content)
  const plain = ['第一条靠泊。', '第二条离泊。', '第三条引航。']

  it('may be UTF-8 with a byte order mark', () => {
    expect(records(new Uint8Array([0xef, 0xbb, 0xbf, ...bytes(TEXT)]))).toEqual(plain)
  })

  it('may have CRLF line ends', () => {
    expect(records(bytes(TEXT.replaceAll('\n', '\r\n')))).toEqual(plain)
  })

  it('may be UTF-16 with a byte order mark', () => {
    expect(records(new Uint8Array([0xff, 0xfe, ...Buffer.from(TEXT, 'utf16le')]))).toEqual(plain)
  })

  it('may be GB 18030', () => {
    // 第一条　船舶 and so on, as an older Windows editor saves it.
    const hex = {
      第: 'b5da',
      一: 'd2bb',
      二: 'b6fe',
      三: 'c8fd',
      条: 'ccf5',
      船: 'b4ac',
      舶: 'b2b0',
      '。': 'a1a3',
      '\n': '0a',
    } as const
    const text = '第一条船舶。\n第二条船。\n第三条舶。\n'
    const encoded = [...text].map((character) => hex[character as keyof typeof hex]).join('')
    const read = records(Buffer.from(encoded, 'hex'))
    expect(read).toEqual(['第一条船舶。', '第二条船。', '第三条舶。'])
  })

  it.each([
    ['holds zero bytes', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 2])],
    ['has no known encoding', new Uint8Array([0xff, 0xff, 0xff, 0x80])],
  ])('are refused with the name of the file when it %s', (_, file) => {
    expect(() => readDocuments([{ name: '图片.txt', bytes: file }])).toThrowError(
      expect.objectContaining({
        code: 'invalid_request',
        message: expect.stringMatching(/^图片\.txt: [^\n]+$/),
      }),
    )
  })

  it('of two files with one key are refused', () => {
    const files = ['a.txt', 'a.md'].map((name) => ({ name, bytes: bytes(TEXT) }))
    expect(() => readDocuments(files)).toThrowError(AppError)
    expect(() => readDocuments(files)).toThrowError(/^a\.txt: .*\ba\b/)
  })

  it('may be empty: no record then', () => {
    expect(records(bytes(''))).toEqual([])
  })
})
