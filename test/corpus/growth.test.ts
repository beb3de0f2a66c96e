// Parsing takes time in proportion to the text, whatever stands in it: no file may keep a build from being made.

import { describe, expect, it } from 'vitest'
import { readDocuments } from '../../src/corpus/documents.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
/** Processor time in milliseconds, the best of three: what else the machine does must not count. */
function cost(text: string): number {
  const times = [1, 2, 3].map(() => {
    const begun = process.cpuUsage()
    readDocuments([{ name: 'a.md', bytes: bytes(text) }])
    return process.cpuUsage(begun).user / 1000
  })
  return Math.min(...times)
}

describe('a long text', () => {
  it.each([
    ['of lines that end no sentence', '各地要结合实际，认真做好船舶靠泊工作，并且及时\n'],
    ['of articles on one line', '第一条 甲。第二条'],
    ['of articles', '第一条 甲。\n'],
    ['of headings', '一、甲\n'],
    ['of items that run on', '（一）甲甲甲。乙\n'],
    ['of web paragraphs on one line', '<p>甲。'],
    ['of cells', '<td>甲'],
    ['of pipes', '|'],
    ['of marks that are never closed', '<!--'],
    ['of dots', '.'],
    ['of quotation marks', '“'],
    ['of wide spaces', '　'],
  ])('%s takes little more than twice as long when it is twice as long', (_, piece) => {
    const text = piece.repeat(Math.ceil(20_000 / piece.length))
    const [once, twice] = [cost(`目录\n${text}`), cost(`目录\n${text}${text}`)]
    expect(twice).toBeLessThan(3.2 * once + 60)
  })
})

const LAW = Array.from({ length: 200 }, (_, i) => `第${i + 1}条 船舶可以提前申报靠泊。\n`).join('')

describe('a text that is long in another way', () => {
  const read = (text: string) => readDocuments([{ name: 'a.md', bytes: bytes(text) }])[0]!

  it.each([
    ['of very many lines', '甲乙。\n'.repeat(130_000)],
    ['of very many rows', `序号\t名称\t内容\n${'1\t甲\t乙。\n'.repeat(130_000)}`],
  ])('%s is read', { timeout: 60_000 }, (_, text) => {
    expect(read(text).text.length).toBeGreaterThan(130_000)
  })

  it('for a heading that goes on for ever does not carry it into everything below', () => {
    const { records } = readDocuments([
      { name: 'a.md', bytes: bytes(`## ${'甲'.repeat(100_000)}\n${LAW}`) },
    ])[0]!
    expect(records.length).toBeGreaterThan(100)
    expect(JSON.stringify(records).length).toBeLessThan(1_000_000)
  })

  it('for its cells, which cover a thousand rows and hundreds of thousands of columns, is not blown up', () => {
    const wide = '<td colspan="99" rowspan="999">甲</td>'.repeat(3000)
    const { text } = read(`<table><tr>${wide}</tr>${'<tr><td>乙</td></tr>'.repeat(998)}</table>`)
    expect(text).toContain('乙')
    expect(text.length).toBeLessThan(1_000_000)
  })
})
