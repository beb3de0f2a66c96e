import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { readSynonyms } from '../../src/text/synonyms.ts'

const list = readSynonyms(
  '# 示例\n跨境电商 跨境电子商务\n\n报关，向海关申报\n人工智能, AI # 技术\n台胞 台灣同胞 台湾人\n',
)

describe('expand', () => {
  it('adds the other words of a line, whichever of them is used', () => {
    expect(list.expand('跨境电商怎么退货')).toEqual(['跨境电子商务'])
    expect(list.expand('跨境电子商务怎么退货')).toEqual(['跨境电商'])
    expect(list.expand('台胞能报关吗')).toEqual(['向海关申报', '台湾同胞', '台湾人'])
  })

  it('normalises both sides', () => {
    expect(list.expand('台灣同胞用ＡＩ')).toEqual(['人工智能', '台胞', '台湾人'])
  })

  it('adds nothing that the question has already, and nothing without a word of the list', () => {
    expect(list.expand('跨境电商也就是跨境电子商务')).toEqual([])
    expect(list.expand('船员考试')).toEqual([])
    expect(list.expand('')).toEqual([])
  })

  it('does not find a word across two others when it is told the words', () => {
    expect(list.expand('申报关税', ['申报', '关税'])).toEqual([])
    expect(list.expand('如何报关', ['报关'])).toEqual(['向海关申报'])
    expect(list.expand('台湾人才', ['台湾', '人才'])).toEqual([])
    expect(list.expand('台湾人办卡', ['台湾', '办卡'])).toEqual(['台胞', '台湾同胞'])
    expect(list.expand('台湾人才和台湾人', ['台湾', '人才'])).toEqual(['台胞', '台湾同胞'])
  })

  it('does not find letters inside a longer word', () => {
    expect(list.expand('发email')).toEqual([])
    expect(list.expand('用AI审批')).toEqual(['人工智能'])
  })
})

describe('narrower words', () => {
  const narrower = readSynonyms('台胞 台湾同胞\n涉台 对台 => 台胞 台企\n')

  it('are added to a question with a word before the arrow, and none the other way round', () => {
    expect(narrower.expand('涉台的举措')).toEqual(['对台', '台胞', '台企'])
    expect(narrower.expand('台企有哪些')).toEqual([])
    expect(narrower.expand('台胞有哪些')).toEqual(['台湾同胞'])
  })

  it('stay as they are where words are brought to one form', () => {
    expect(narrower.canonical('对台、台企、台湾同胞')).toBe('涉台、台企、台胞')
  })
})

describe('readSynonyms refuses', () => {
  it.each([
    ['a word alone', '报关 申报\n通关', '第 2 行只有一个词'],
    ['a word written twice in two ways', '台灣 台湾', '第 1 行只有一个词'],
    ['a word in two lines', '报关 申报\n# 又\n申報 填报', '第 3 行的“申报”已在第 1 行'],
    ['narrower words of nothing', '=> 台胞 台企', '第 1 行的“=>”前面没有词'],
    ['two arrows', '涉台 => 台胞 => 台企', '第 1 行有不止一个“=>”'],
    ['a single character', '税 税款', '第 1 行的“税”长度不对'],
    ['control characters', '报关 申报\n通\u0000关 清关', '第 2 行含有控制字符'],
  ])('%s, naming the line', (_, content, message) => {
    expect(() => readSynonyms(content)).toThrow(message)
    expect(() => readSynonyms(content)).toThrow(AppError)
  })
})

describe('the list that comes with the product', () => {
  const own = readSynonyms(readFileSync(new URL('../../seeds/synonyms.txt', import.meta.url), 'utf8'))

  it('joins what people say with what official papers write', () => {
    expect(own.expand('个体户怎么办执照')).toEqual(['个体工商户', '营业执照'])
    expect(own.expand('自贸区里海淘')).toEqual(
      expect.arrayContaining(['自贸试验区', '自由贸易试验区', '跨境电商零售进口']),
    )
  })
})
