// What a question asks, clause by clause.

import { expect, it } from 'vitest'
import { partsAsked } from '../../src/answerers/parts.ts'
import { openTokenizer } from '../../src/text/tokenize.ts'

const { words } = openTokenizer()
const parts = (question: string) =>
  partsAsked(question, (clause) => new Map(words(clause).map((word) => [word, 1])))

it('there are several only where several clauses ask', () => {
  expect(parts('警力省了多少')).toEqual([])
  expect(parts('我们是做外贸的，在泉州，警力省了多少')).toEqual([])
  expect(parts('国内有先例吗？警力省了多少')).toHaveLength(2)
})

it('a clause that asks how much wants a figure', () => {
  const [, saved] = parts('国内有先例吗？警力省了多少')
  expect(saved!.wanted!.test('改革前共配置20名窗口警力')).toBe(true)
  expect(saved!.wanted!.test('警力集约效益凸显')).toBe(false)
  expect([...saved!.words.keys()]).toContain('警力')
  expect([...saved!.words.keys()]).not.toContain('多少')
})

it('a clause that asks where wants a place', () => {
  const [where] = parts('哪个地方做过，时限压到多少天')
  expect(where!.wanted!.test('在福建自贸试验区福州片区推行')).toBe(true)
  expect(where!.wanted!.test('大幅减少证书办理时间')).toBe(false)
})
