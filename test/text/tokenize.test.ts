import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { readDictionary } from '../../src/text/dictionary.ts'
import { normalize } from '../../src/text/normalize.ts'
import { openTokenizer, type Tokenizer } from '../../src/text/tokenize.ts'
import { runs } from '../support/runs.ts'

const DICTIONARY = readDictionary(
  readFileSync(new URL('../../seeds/dictionary.txt', import.meta.url)),
  'dictionary.txt',
)
// jieba takes about a second to change dictionaries, so what needs another one than this stands together at the end.
let own: Tokenizer

beforeAll(() => {
  own = openTokenizer({ dictionary: DICTIONARY })
})

describe('words', () => {
  it('finds a long word by its parts as well', () => {
    expect(own.words('待处理案件')).toEqual(['处理', '待处理', '案件'])
    expect(own.words('不动产登记')).toContain('动产')
  })

  it('drops function words and punctuation', () => {
    expect(own.words('请问，你们这里有没有不用抵押的贷款吗？！')).toEqual(['不用', '抵押', '贷款'])
    expect(own.words('的了吗呢，。“”…… ')).toEqual([])
  })

  it('keeps numbers and Latin words whole, in their place', () => {
    expect(own.words('RCEP关税2.5%，2020年3C认证B2B2C。')).toEqual([
      'rcep',
      '关税',
      '2.5%',
      '2020',
      '年',
      '3c',
      '认证',
      'b2b2c',
    ])
  })

  it('cuts every spelling of a text alike', () => {
    expect(own.words('跨境電商第二批')).toEqual(own.words('跨境电商第２批'))
  })

  it('keeps the words of the dictionary whole', () => {
    expect(own.words('跨境电商海外仓')).toEqual(['跨境', '电商', '跨境电商', '海外', '海外仓'])
  })
})

describe('characters', () => {
  it('gives single characters and pairs', () => {
    expect(own.characters('海外仓')).toEqual(['海', '海外', '外', '外仓', '仓'])
  })

  it('makes no pair over a function word or punctuation', () => {
    expect(own.characters('仓的货')).toEqual(['仓', '货'])
    expect(own.characters('仓、货')).toEqual(['仓', '货'])
    expect(own.characters('请问有没有仓')).toEqual(['仓'])
  })

  it('keeps content words that are built with a function character', () => {
    expect(own.characters('目的')).toEqual(['目', '目的', '的'])
    expect(own.characters('项目的')).toEqual(['项', '项目', '目'])
    expect(own.characters('参与和解')).toContain('和解')
  })

  it('keeps numbers and Latin words whole', () => {
    expect(own.characters('RCEP税2.5%以3C、5,000元')).toEqual([
      'rcep',
      '税',
      '2.5%',
      '以',
      '3c',
      '5000',
      '元',
    ])
  })

  it('takes characters outside the basic plane as one', () => {
    expect(own.characters('𠮷林')).toEqual(['𠮷', '𠮷林', '林'])
  })
})

describe('any text', () => {
  it('has no terms for radicals, which are symbols', () => {
    expect([...own.words('⺀海外仓⺀'), ...own.characters('⺀海外仓⺀')].join('')).not.toContain('⺀')
  })

  it('gives terms that are normalised, and never fails', () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc
        .array(fc.constantFrom(...'海外仓的请问目2.5%3cＡ，。\u0000\ud83d\u200d👨𠮷〇々 \n'))
        .map((c) => c.join('')),
    )
    fc.assert(
      fc.property(any, (text) => {
        const whole = normalize(text)
        for (const term of [...own.words(text), ...own.characters(text)]) {
          expect(whole).toContain(term)
          expect(term).toMatch(/^[\p{L}\p{N}\p{M}.%‰]+$/u)
        }
      }),
      runs(500),
    )
  })

  it('is cut alike whether long or short, also where a slice ends', () => {
    const sentence = '综合保税区，2.5%的税。' // 20,000 characters end inside 综合保税区
    const once = own.words(sentence)
    const words = own.words(sentence.repeat(3000))
    expect(words).toHaveLength(3000 * once.length)
    expect(words.slice(-once.length)).toEqual(once)
    expect(new Set(words)).toEqual(new Set(once))
  })

  it('of very many words between characters is cut to its end', () => {
    expect(own.words('1 '.repeat(130_000))).toHaveLength(130_000)
  })

  it('of one endless run does not cut a character in two', () => {
    expect(new Set(own.words(`林${'𠮷'.repeat(30_001)}`))).toEqual(new Set(['林', '𠮷']))
  })
})

describe('openTokenizer', () => {
  it('opens the same dictionary twice', () => {
    expect(openTokenizer({ dictionary: DICTIONARY }).words('综试区')).toEqual(['综试区'])
  })

  it('keeps tokenizers with different dictionaries apart, an empty one included', () => {
    const plain = openTokenizer({ dictionary: [] })
    expect(plain.words('跨境电商海外仓')).toEqual(['跨境', '电商', '海外', '仓'])

    // The dictionary that comes with the product holds only words that jieba takes to pieces without it …
    const listed = DICTIONARY.map(({ word }) => word)
    expect(new Set(listed).size).toBe(listed.length)
    expect(listed.filter((word) => plain.words(word).includes(word))).toEqual([])
    // … and that stay whole with it.
    expect(listed.filter((word) => !own.words(word).includes(word))).toEqual([])
  })
})
