// The answer that is put together from quotes: its order, its markers, its fields.

import { beforeAll, describe, expect, it } from 'vitest'
import type { Assignment, Evidence } from '../../src/answerers/answerer.ts'
import { extractive, extractiveAnswerer } from '../../src/answerers/extractive.ts'
import { type Phrases, readPhrases } from '../../src/prompts.ts'
import { seed, seedRecord } from '../support/seeds.ts'
import { answererContract } from './answerer.contract.ts'

answererContract('the extractive answerer', async () => extractiveAnswerer(await readPhrases()))

let phrases: Phrases
beforeAll(async () => {
  phrases = await readPhrases()
})

const one = (id: string, ...twins: string[]): Evidence => {
  const record = seedRecord(id)
  return { record, document: seed(record.documentId), twins: twins.map((twin) => one(twin)) }
}
const write = (evidence: Evidence[], more: Partial<Assignment> = {}) =>
  extractive(
    {
      question: '企业',
      intent: 'lookup',
      evidence,
      sources: evidence.map(({ document }) => document),
      page: { total: evidence.length, offset: 0 },
      complete: false,
      relevance: { words: new Map([['企业', 1]]), similarity: () => undefined, figure: false },
      fields: ['leadUnits'],
      ...more,
    },
    phrases,
  )
const lines = (text: string) => text.split('\n').filter(Boolean)
const UNITS = '牵头或责任单位'

describe('an extractive answer', () => {
  it('numbers its quotes from 1 in the order of the text', () => {
    const { text, marked } = write([one('fj-2017-b5/13'), one('fj-2017-b5/1')])
    expect(marked.map(({ marker }) => marker)).toEqual(marked.map((_, i) => i + 1))
    const places = marked.map(({ marker }) => text.indexOf(`[${marker}]`))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(0)
  })

  it('has the units first where the department is asked for, last otherwise', () => {
    const evidence = [one('fj-2017-b5/13')]
    const at = (text: string) => lines(text).findIndex((line) => line.startsWith(UNITS))
    const [department, lookup] = [write(evidence, { intent: 'department' }).text, write(evidence).text]
    expect(at(department)).toBe(2)
    expect(at(lookup)).toBe(lines(lookup).length - 1)
    expect(department.match(new RegExp(UNITS, 'gu'))).toHaveLength(1)
  })

  it('gives the fields that are asked for, as far as the record has them', () => {
    const fields = ['implementedIn', 'promotionScope', 'promotionTime', 'providedBy'] as const
    const { text } = write([one('fj-2017-b5/40')], { fields })
    expect(text).toContain('已实施片区：福州片区[')
    expect(text).toContain('推广范围：厦门市[')
    expect(text).toContain('推广时间：')
    expect(text).not.toContain('提供单位')
    expect(text).not.toContain(UNITS)
  })

  it('names twins by document and number, without quoting them', () => {
    const { text, marked } = write([one('cn-2020-b6/20', 'gd-2020-b6/19')])
    expect(text).toContain(`《${seed('gd-2020-b6').summary.title}》第19项`)
    expect(new Set(marked.map(({ evidence }) => evidence.record.id))).toEqual(new Set(['cn-2020-b6/20']))
  })

  it('says what is missing before it quotes', () => {
    const { text, marked } = write([one('fj-2017-b5/13')], { missingDetail: '联系电话' })
    expect(lines(text)[0]).toContain('没有写明联系电话')
    expect(marked.length).toBeGreaterThan(0)
  })

  it('says the source once where there is one, with each record where there are more', () => {
    const title = seed('fj-2017-b5').summary.title
    const same = write([one('fj-2017-b5/13'), one('fj-2017-b5/1')]).text
    expect(same.split(title)).toHaveLength(2)
    const mixed = write([one('fj-2017-b5/13'), one('fj-2022-b19/3')]).text
    expect(mixed).toContain(title)
    expect(mixed).toContain(seed('fj-2022-b19').summary.title)
    expect(lines(mixed)[0]).not.toContain(title)
  })
})

describe('a list', () => {
  const cases = Array.from({ length: 13 }, (_, i) => one(`fj-2024-c1/${i + 1}`))

  it('that is long has each name as its quote', () => {
    const { text, marked } = write(cases, { intent: 'list', complete: true })
    expect(marked.map(({ quote }) => quote.text)).toEqual(cases.map(({ record }) => record.title))
    for (const [i, { record }] of cases.entries())
      expect(text).toContain(`${i + 1}. ${record.title}[${i + 1}]`)
    expect(text).toContain('13 项')
  })

  it('that is short quotes each record', () => {
    const { marked } = write(cases.slice(0, 3), { intent: 'list', complete: true })
    for (const { record } of cases.slice(0, 3))
      expect(
        marked.some(({ evidence, quote }) => evidence.record === record && quote.text !== record.title),
      ).toBe(true)
  })

  it('goes on counting on a later page and says which part it is', () => {
    const { text } = write(cases.slice(5, 8), {
      intent: 'list',
      complete: true,
      page: { total: 13, offset: 5 },
    })
    expect(text).toContain(`6. ${cases[5]!.record.title}`)
    expect(text).toContain(phrases.say('answered.page', { from: 6, to: 8 }))
    expect(text).toContain('13 项')
  })

  it('behind its end says the total alone', () => {
    const { text, marked } = write([], { intent: 'list', complete: true, page: { total: 13, offset: 50 } })
    expect(marked).toEqual([])
    expect(text).toBe(phrases.say('answered.beyond', { total: 13 }))
  })
})
