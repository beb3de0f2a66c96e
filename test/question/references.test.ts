// Laws and rules that a question names and the library does not have.

import { expect, it } from 'vitest'
import { referencesMissing } from '../../src/question/references.ts'

const TITLES = ['上海市优化营商环境条例', '中国(上海)自由贸易试验区条例', '保税区海关监管办法']
const missing = (question: string) =>
  referencesMissing(
    question,
    TITLES,
    (text) => text,
    (name) => name === '厦门市环境保护条例',
  )

it.each([
  ['广州市优化营商环境条例怎么说', ['广州市优化营商环境条例']],
  ['《外商投资信息报告办法》里初始报告填什么', ['外商投资信息报告办法']],
  ['鼓励外商投资产业目录2022年版有没有养老', ['鼓励外商投资产业目录2022年版']],
  ['新公司法说五年缴足', ['新公司法']],
  ['按照电子商务法，平台担什么责', ['电子商务法']],
  ['自贸协定3.0升级版议定书改了什么', ['自贸协定3.0升级版议定书']],
])('%s: %j', (question, names) => {
  expect(missing(question)).toEqual(expect.arrayContaining(names))
})

it.each([
  '上海自贸区条例里怎么讲年报',
  '优化营商环境条例第几条讲办电',
  '国务院的优化营商环境条例',
  '依据的是厦门市环境保护条例吗',
  '有没有别的办法',
  '这个条例什么时候施行',
  '签证居留这些方面条例承诺了什么',
])('nothing is missing: %s', (question) => {
  expect(missing(question)).toEqual([])
})
