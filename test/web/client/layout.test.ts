import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cut, hasHeader, layOut } from '../../../src/web/client/layout.ts'

const lines = fc
  .array(fc.constantFrom('通', '知', '\t', '\n', ' '), { maxLength: 60 })
  .map((signs) => signs.join(''))

describe('laying out a text', () => {
  it('loses, doubles and moves no character, whatever the text', () => {
    fc.assert(
      fc.property(lines, (text) => {
        const spans = layOut(text).flatMap(({ rows }) => rows.flat())
        expect(spans.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
        expect(spans.every(({ start, end }, at) => start < end && start === (spans[at - 1]?.end ?? 0))).toBe(
          true,
        )
      }),
    )
  })

  it('makes one table of consecutive lines with equally many cells', () => {
    const kinds = layOut('附件\n序号\t内容\n1\t一次审核\n说明\n').map(({ kind, rows }) => [kind, rows.length])
    expect(kinds).toEqual([
      ['paragraph', 1],
      ['table', 2],
      ['paragraph', 1],
    ])
  })

  it('does not put a shorter row under columns that are not its own', () => {
    expect(layOut('a\tb\tc\nd\te\n')).toHaveLength(2)
  })
})

describe('the header row of a table', () => {
  const TEXT = '序号\t内容\n1\t一次审核\n2\t汇总征税\n'
  const [table] = layOut(TEXT)
  const first = { start: TEXT.indexOf('一次'), end: TEXT.indexOf('一次') + 4 }

  it('is a first row that no record touches, above rows that are records', () => {
    expect(table && hasHeader(table, [first])).toBe(true)
  })

  it('is not a first row that is a record itself', () => {
    expect(table && hasHeader(table, [{ start: 3, end: 5 }, first])).toBe(false)
  })

  it('is not claimed where no row is a record, nor outside tables', () => {
    expect(table && hasHeader(table, [])).toBe(false)
    const [paragraph] = layOut('通知\n')
    expect(paragraph && hasHeader(paragraph, [{ start: 0, end: 2 }])).toBe(false)
  })
})

describe('cutting a cell at marks', () => {
  it('covers the cell once, and marks exactly the quote', () => {
    const span = fc
      .tuple(fc.nat(30), fc.nat(30))
      .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }))
    fc.assert(
      fc.property(span, span, span, fc.array(fc.nat(30)), (cell, quote, record, points) => {
        const pieces = cut(cell, { quote, record }, points)
        const marked: number[] = []
        let reached = cell.start
        for (const piece of pieces) {
          expect(piece.start).toBe(reached)
          reached = piece.end
          for (let at = piece.start; at < piece.end; at += 1) if (piece.quote) marked.push(at)
        }
        expect(reached).toBe(cell.end)
        const wanted = []
        for (let at = cell.start; at < cell.end; at += 1)
          if (at >= quote.start && at < quote.end) wanted.push(at)
        expect(marked).toEqual(wanted)
      }),
    )
  })
})
