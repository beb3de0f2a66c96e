// What holds for every answer, whatever is asked: verbatim quotes, markers in order, nothing of the desk's own between them,
// the same bytes again; and its stream. On the shipped documents with the shipped model.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { FIELDS } from '../src/answerers/answerer.ts'
import { sourceOf } from '../src/answerers/forms/places.ts'
import { SUBJECTS } from '../src/applicability/subjects.ts'
import { ask, askEvents } from '../src/ask.ts'
import { ROOT } from '../src/config.ts'
import type { Engine } from '../src/engine.ts'
import { type Answer, AskRequest } from '../src/schema.ts'
import { openDesk } from './support/desk.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openDesk()
})

const answer = (question: string, more: object = {}) => ask(engine, AskRequest.parse({ question, ...more }))

/** Questions of all kinds; the rules below hold for every one of them. */
const QUESTIONS = [
  '进口的货压在港口等着交关税，我们小厂现金流顶不住，有没有法子先把货提走、税后面攒着一块付',
  '船舶证书联合办理由哪些部门负责',
  '第五批里由福州海关牵头的有哪些',
  '第六批里贸易便利化领域的有哪些',
  '2024年的案例有哪些',
  '台胞诚信闪贷最多能贷多少',
  '国务院和广东对二手车出口的要求有什么不同',
  '“一警通办”是怎么做的',
  '汇总征税保函推广到哪些地方，什么时候开始',
  '企业“套餐式”注销的咨询电话是多少',
  '跨境电商海外仓有什么支持',
  '国函〔2020〕96号讲了什么',
  '涉台的举措有哪些',
  '冰鲜水产品怎么查验',
  '第19批里有哪些举措',
  '台胞诚信闪贷，22年那批的写法跟24年案例比，多了哪些优惠',
  '广东的第六批清单比国务院少一项，少的是哪项',
  '平潭公安一警通办有没有成效数字',
]

/** What the desk says by itself: the sentences of its prompts, as they stand around their placeholders. */
const SPOKEN = readFileSync(path.join(ROOT, 'prompts', 'answers.md'), 'utf8')
  .split(/^## .*$/mu)
  .flatMap((sentence) => sentence.trim().split(/\{\w+\}/u))
  .filter((words) => words.length > 1)
  .sort((a, b) => b.length - a.length)
/** What the desk's questions ask about. */
const ASKED = SUBJECTS.flatMap(({ name, asks = '' }) => [name, asks])
const without = (text: string, words: Iterable<string>) =>
  [...words]
    .filter(Boolean)
    .sort((a, b) => b.length - a.length)
    .reduce((rest, each) => rest.replaceAll(each, ' '), text)

describe.each(QUESTIONS)('the answer to “%s”', (question) => {
  let given: Answer
  beforeAll(async () => {
    given = await answer(question)
  })

  it('stands on records and has citations', () => {
    expect(given.outcome).not.toBe('no_evidence')
    expect(given.citations.length).toBeGreaterThan(0)
    expect(given.records.length).toBeGreaterThan(0)
    expect(new Set(given.records).size).toBe(given.records.length)
    expect(given.support).toBeGreaterThan(0)
    expect(given.support).toBeLessThanOrEqual(1)
  })

  it('quotes verbatim, each quote inside one span of its record', () => {
    for (const { recordId, documentId, quote, start, end, url } of given.citations) {
      const record = engine.library.record(recordId)!
      expect(engine.library.document(documentId)!.text.slice(start, end)).toBe(quote)
      expect(record.documentId).toBe(documentId)
      expect(given.records).toContain(recordId)
      expect(quote).not.toMatch(/^\s|\s$|\n/)
      expect(record.spans.some((span) => span.start <= start && end <= span.end)).toBe(true)
      const address = new URL(url, 'http://desk')
      expect(address.pathname).toBe(`/documents/${documentId}`)
      expect(Object.fromEntries(address.searchParams)).toEqual({ start: `${start}`, end: `${end}` })
      expect(address.hash).toBe(`#${record.number}`)
    }
  })

  it('has the markers 1…n in its text, in this order, as the citations have', () => {
    const own = without(
      given.text,
      given.citations.map(({ quote }) => `“${quote}”`),
    )
    const printed = [...own.matchAll(/\[(\d+)\]/gu)].map(([, n]) => Number(n))
    expect(printed).toEqual(given.citations.map((_, i) => i + 1))
    expect(given.citations.map(({ marker }) => marker)).toEqual(printed)
  })

  it('states nothing between quotes but names, places, counts and the sentences of the prompts', () => {
    const { library, phrases } = engine
    const quoted = given.citations.map(({ quote, marker }) => `“${quote}”[${marker}]`)
    // A field is printed as people read it, with its marker: the same letters as its quote.
    const squash = (words: string) => words.replace(/[、，,；;\s]/gu, '')
    const fields = given.citations.flatMap(({ recordId, quote, marker }) => {
      const record = library.record(recordId)!
      return (['title', ...FIELDS] as const).flatMap((field) => {
        const value = [record[field] ?? []].flat().join('、')
        if (squash(value) !== squash(quote)) return []
        return [`${value}[${marker}]`, `【${value}】[${marker}]`]
      })
    })
    const documents = library.documents.flatMap((document) => [
      sourceOf(document),
      ...(document.summary.issuer
        ? [phrases.say('record.highest', { issuer: document.summary.issuer })]
        : []),
    ])
    const titles = [...given.records, ...given.citations.map(({ recordId }) => recordId)].map(
      (id) => library.record(id)!.title,
    )
    const types = library.records.flatMap(({ innovationType, domain }) => [
      innovationType ?? '',
      domain ?? '',
    ])
    const places = /第[\d〇一二三四五六七八九十百]+(?:项|条|个案例|部分)|(?<=没有写明)[^。]+/gu
    const named = [quoted, fields, documents, titles].reduce(without, given.text).replace(places, ' ')
    expect([ASKED, SPOKEN, types].reduce(without, named)).toMatch(/^[\s\d.、；，。：（）【】甲乙丙项]*$/u)
  })

  it('is the same, byte for byte, when asked again', async () => {
    const told = ({ answerId: _, tookMs: __, ...rest }: Answer) => JSON.stringify(rest)
    expect(told(await answer(question))).toBe(told(given))
  })

  it('asks on with at most three questions', () => {
    expect(given.followUps.length).toBeLessThanOrEqual(3)
    expect(new Set(given.followUps).size).toBe(given.followUps.length)
  })
})

describe('the stream of an answer', () => {
  it.each([QUESTIONS[0]!, QUESTIONS[2]!, '第20批有哪些举措', '你好'])(
    'adds up to the final text: %s',
    async (question) => {
      const types: string[] = []
      let text = ''
      let final: Answer | undefined
      for await (const event of askEvents(engine, AskRequest.parse({ question }))) {
        types.push(event.type)
        if (event.type === 'text') text += event.delta
        if (event.type === 'final') final = event.answer
      }
      expect(text).toBe(final!.text)
      expect(types.at(-1)).toBe('final')
      expect(types.filter((type) => type === 'final')).toHaveLength(1)
      expect(types.indexOf('text')).toBeGreaterThan(types.indexOf('hits'))
    },
  )
})
