// What a notice itself says of how many there are, beside what the desk counts.

import { beforeAll, expect, it } from 'vitest'
import { countsIn } from '../src/counts.ts'
import type { Engine } from '../src/engine.ts'
import { find } from '../src/search.ts'
import { openDesk } from './support/desk.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openDesk()
})

async function told(question: string): Promise<string | undefined> {
  return countsIn(engine, await find(engine, { question, readFilters: true }))?.quote.text
}

it.each([
  ['第19批里全国首创多少、对台的有几项', '全国首创28项、复制拓展19项，复制1项；对台特色7项'],
  ['第19批之前福建自贸试验区累计推出多少批多少项创新举措', '共推出18批515项创新举措'],
])('%s: the notice says so', async (question, words) => {
  expect(await told(question)).toContain(words)
})

it('it is the notice of the document that is meant, word for word', async () => {
  const found = await find(engine, { question: '第19批里全国首创多少', readFilters: true })
  const { from, quote } = countsIn(engine, found)!
  expect(from.record.id).toBe('fj-2022-b19/body')
  expect(from.document.text.slice(quote.start, quote.end)).toBe(quote.text)
})

it.each([
  ['全国首创的有几项', 'no document is meant'],
  ['第19批里海关的有几项', 'the notice counts nothing of that kind'],
  ['第19批里全国首创的举措办理要几天', 'no number of measures is asked for'],
  ['第6批的全国首创有几项', 'several documents are meant'],
])('%s: nothing, for %s', async (question) => {
  expect(await told(question)).toBeUndefined()
})
