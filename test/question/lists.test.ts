// Lists of records, which filters can give, and of what records tell of, which they cannot.

import { describe, expect, it } from 'vitest'
import { listsRecords } from '../../src/question/lists.ts'
import { normalize } from '../../src/text/normalize.ts'

const lists = (question: string) => listsRecords(normalize(question))

describe('a list of records', () => {
  it.each([
    '港务局牵头的有哪些',
    '有哪些举措是港务局牵头的',
    '哪些由港务局负责',
    '哪些没推到外地',
    '里面哪些能在外地用',
    '人才领域有哪些',
    '合起来有多少',
    '港务局负责哪些工作',
    '有哪些方便企业的做法',
    '一共有几项',
    '哪几项归港务局管',
    '港务局牵头的有几个',
    '把改革事项列一下',
    '都列出来',
    '港务局牵头的',
    '所有的案例',
  ])('is asked for: %s', (question) => {
    expect(lists(question)).toBe(true)
  })

  it.each([
    '港务局要哪些材料',
    '港务局牵头检查，企业要准备哪些内容',
    '港务局收哪些费',
    '港务局管的码头有哪些',
    '港务局管的资质有哪些能网上办',
    '码头有多少',
    '港务局的仓库有几个',
    '有几项税要补',
    '有哪几项要填',
    '是哪个窗口',
    '把材料列一下',
    '列出企业名单',
    '这批货是港务局监管的',
    '我们公司的证是港务局发的',
    '港务局怎么走',
  ])('is not: %s', (question) => {
    expect(lists(question)).toBe(false)
  })

  it('is asked for with one noun of records, whatever else is', () => {
    expect(lists('要哪些材料，有哪些案例')).toBe(true)
  })
})
