// Bytes become the characters that were written, or the file is refused by name: never other characters.

import { describe, expect, it } from 'vitest'
import { readDocuments } from '../../src/corpus/documents.ts'
import { decode } from '../../src/corpus/readers/encoding.ts'

const ARTICLE = '第一条 进口货物可以先提货后缴税。\n'
const GB18030 = Buffer.from(
  'b5dad2bbccf520bdf8bfdabbf5ceefbfc9d2d4cfc8cce1bbf5bafebdc9cbb0a1a30a'.replace('bafe', 'baf3'),
  'hex',
)
/** 關於進一步優化營商環境的通知，各級海關 */
const BIG5 = Buffer.from(
  'c3f6a9f3b669a440a842c075a4c6c0e7b0d3c0f4b9d2aabab371aabea141a655afc5aefcc3f6',
  'hex',
)
const utf16 = (text: string) => Buffer.from(text, 'utf16le')

describe('text in', () => {
  it.each([
    ['UTF-8', Buffer.from(ARTICLE)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${ARTICLE}`)],
    ['GB 18030', GB18030],
    ['UTF-16 with a mark', utf16(`\ufeff${ARTICLE}`)],
    ['UTF-16 of the other order', utf16(`\ufeff${ARTICLE}`).swap16()],
    ['lines of Windows', Buffer.from(ARTICLE.replace('\n', '\r\n'))],
  ])('%s is read as it was written', (_, bytes) => {
    expect(decode(bytes)).toBe(ARTICLE)
  })
  it('traditional characters is read where they are beyond doubt', () => {
    expect(decode(utf16('\ufeff關於進一步優化營商環境'))).toBe('關於進一步優化營商環境')
  })
  it('GB 18030 keeps a name of rare characters', () => {
    const name = Buffer.from('cfecc2a9', 'hex')
    expect(decode(Buffer.concat([GB18030, name]))).toMatch(/。\n..$/u)
  })
})

describe('what would be read as other characters', () => {
  it.each([
    ['Big5', BIG5],
    ['GB 18030 with a line of UTF-8', Buffer.concat([GB18030, Buffer.from('各级海关应当公开办理时限。\n')])],
    ['UTF-8 with a line of GB 18030', Buffer.concat([Buffer.from(ARTICLE.repeat(50)), GB18030])],
    ['UTF-8 cut off inside a character', Buffer.from(ARTICLE).subarray(0, -2)],
    ['UTF-16 without a mark', utf16('进口货物可以先提货后缴税')],
    ['Latin-1', Buffer.from('Règles générales', 'latin1')],
  ])('is refused: %s', (_, bytes) => {
    expect(() => decode(bytes)).toThrow(/编码无法识别.*请另存为/u)
  })
  it.each([
    ['UTF-32', Buffer.from(Uint32Array.from(`\ufeff${ARTICLE}`, (one) => one.codePointAt(0)!).buffer)],
    [
      'UTF-8 behind a mark of UTF-16',
      Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(`${ARTICLE}${ARTICLE}`)]),
    ],
    ['control characters', Buffer.from('\x01\x02税\x03\x04\x05')],
    ['a NUL', Buffer.from(`${ARTICLE}\0`)],
    ['a PDF', Buffer.from('%PDF-1.4\n1 0 obj\n')],
    ['rich text', Buffer.from("{\\rtf1\\ansi \\'cd\\'a8}")],
  ])('is called no text: %s', (_, bytes) => {
    expect(() => decode(bytes)).toThrow(/不是文本.*请另存为/u)
  })
  it('is a line that no patterns go through', () => {
    const line = (length: number) => [
      { name: '长.txt', bytes: Buffer.from(`${ARTICLE}${' '.repeat(length)}`) },
    ]
    expect(() => readDocuments(line(1_000_001))).toThrow(/^长\.txt: 第 2 行.*请分行/u)
    expect(readDocuments(line(1_000_000))[0]!.text).toContain('先提货')
  })
  it('is told of by the name of the file', () => {
    expect(() => readDocuments([{ name: '通知.txt', bytes: BIG5 }])).toThrow(/^通知\.txt: /u)
  })
})
