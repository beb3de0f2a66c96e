import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csv } from '../../src/text/csv.ts'

/** A reader of RFC 4180, written apart from the writer. */
function read(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]!
    if (quoted && sign === '"' && text[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (sign === '"') quoted = !quoted
    else if (!quoted && sign === ',') {
      row.push(cell)
      cell = ''
    } else if (!quoted && sign === '\r' && text[at + 1] === '\n') {
      rows.push([...row, cell])
      row = []
      cell = ''
      at += 1
    } else cell += sign
  }
  expect({ quoted, row, cell }).toEqual({ quoted: false, row: [], cell: '' })
  return rows
}

const written = (text: string) => csv([[text]]).slice(1, -2)

describe('a CSV file', () => {
  it('begins with a byte order mark and ends every row with CRLF', () => {
    expect(csv([['标题', '文号'], ['先放行后缴税']])).toBe('\uFEFF标题,文号\r\n先放行后缴税\r\n')
    expect(csv([])).toBe('\uFEFF')
  })

  it.each([
    ['北京,上海', '"北京,上海"'],
    ['“单一窗口”', '“单一窗口”'],
    ['the "single window"', '"the ""single window"""'],
    ['第一行\n第二行', '"第一行\n第二行"'],
    ['一\r二', '"一\r二"'],
    ['', ''],
  ])('quotes %j where it has to', (text, expected) => {
    expect(written(text)).toBe(expected)
  })

  it.each(['=1+1', '+1', '-5%', '@SUM(A1)', '\t=1', '＝1+1', '－1', '＋1', '＠x'])(
    'keeps a spreadsheet from running %j',
    (text) => {
      expect(written(text)).toBe(`'${text}`)
    },
  )

  it('guards a formula that has to be quoted as well', () => {
    expect(written('=HYPERLINK("http://x","y")')).toBe('"\'=HYPERLINK(""http://x"",""y"")"')
    expect(written('\r\n=1')).toBe('"\'\r\n=1"')
  })

  it('is read back cell by cell as it was, whatever the cells hold', () => {
    const part = fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '\n',
      '"',
      ',',
      "'",
      '办',
      'a',
      ' ',
      '\uFEFF',
    )
    const cell = fc.oneof(fc.string(), fc.string({ unit: part }))
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1 })), (rows) => {
        const file = csv(rows)
        expect(file[0]).toBe('\uFEFF')
        const back = read(file.slice(1))
        expect(back.map((row) => row.length)).toEqual(rows.map((row) => row.length))
        for (const [y, row] of rows.entries())
          for (const [x, text] of row.entries()) {
            expect([text, `'${text}`]).toContain(back[y]![x])
            expect(back[y]![x]).not.toMatch(/^[=+\-@\t\r\n]/)
          }
      }),
    )
  })
})
