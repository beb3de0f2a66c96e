import { describe, expect, it } from 'vitest'
import { readDictionary } from '../../src/text/dictionary.ts'

const read = (content: string) => readDictionary(new TextEncoder().encode(content), 'my.txt')

describe('readDictionary', () => {
  it('reads a word with its frequency and its tag, or without', () => {
    expect(read('海外仓 30 nz\n闪贷 500\n舱单 v\n')).toEqual([
      { word: '海外仓', frequency: 30, tag: 'nz' },
      { word: '闪贷', frequency: 500, tag: 'n' },
      { word: '舱单', frequency: expect.any(Number), tag: 'v' },
    ])
  })

  it('skips comments and blank lines, and takes any line end and a byte order mark', () => {
    const words = read('\ufeff# 注释\r\n\r\n海外仓\r\n   \n闪贷 # 贷款\n\t舱单').map(({ word }) => word)
    expect(words).toEqual(['海外仓', '闪贷', '舱单'])
  })

  it('gives words in the form of the texts they are looked for in', () => {
    expect(read('閃貸').map(({ word }) => word)).toEqual(['闪贷'])
  })

  it.each([
    ['a frequency of 0, which is minus infinity to jieba', '海外仓 0', '第 1 行的词频'],
    ['a frequency that is no number', '闪贷\n海外仓 3x', '第 2 行的词频'],
    ['a negative frequency', '海外仓 -3', '第 1 行的格式'],
    ['a column too many', '海外仓 3 n n', '第 1 行的格式'],
    ['a tag that is no tag', '海外仓 3 名词', '第 1 行的格式'],
    ['a word of letters', '闪贷\n\nRCEP', '第 3 行的“RCEP”不能收录'],
    ['a word of one character', '仓', '第 1 行的“仓”不能收录'],
    ['a NUL', '闪贷\n海外\u0000仓', '第 2 行含有控制字符'],
    ['a replacement character', '海外\ufffd仓', '第 1 行含有控制字符'],
  ])('refuses %s, naming the file and the line', (_, content, message) => {
    expect(() => read(content)).toThrow(`词典 my.txt ${message}`)
    expect(() => read(content)).toThrow(expect.objectContaining({ code: 'invalid_request' }))
  })

  it('refuses bytes that are not UTF-8, naming the line', () => {
    const gbk = new Uint8Array([...new TextEncoder().encode('闪贷\n'), 0xba, 0xa3, 0xcd, 0xe2])
    expect(() => readDictionary(gbk, 'my.txt')).toThrow('第 2 行不是 UTF-8')
  })

  it('refuses too many lines and too many bytes', () => {
    expect(() => read('闪贷\n'.repeat(100_001))).toThrow('行数太多')
    expect(() => readDictionary(new Uint8Array(5_000_000), 'my.txt')).toThrow('5 MB')
  })
})
