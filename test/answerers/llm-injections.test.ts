// Documents and questions that give orders, read by the worst of models: one that obeys each of them. Nothing of what they
// ask for stands in an answer. The lists are written by hand; they show what is caught, not that all is.

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Evidence } from '../../src/answerers/answerer.ts'
import { extractiveAnswerer } from '../../src/answerers/extractive.ts'
import { withFallback } from '../../src/answerers/fallback.ts'
import { dailyBudget } from '../../src/answerers/llm/budget.ts'
import { openLanguageModel } from '../../src/answerers/llm/client.ts'
import { speaksToMachine } from '../../src/answerers/llm/instructions.ts'
import { readPrompt } from '../../src/answerers/llm/prompt.ts'
import { llmAnswerer } from '../../src/answerers/llm.ts'
import { ask } from '../../src/ask.ts'
import { readDocuments } from '../../src/corpus/documents.ts'
import type { Engine } from '../../src/engine.ts'
import type { Phrases } from '../../src/prompts.ts'
import { Answer, AskRequest } from '../../src/schema.ts'
import { openDesk } from '../support/desk.ts'
import { type FakeModel, type Play, says, startModel } from '../support/fake-model.ts'
import { seeds } from '../support/seeds.ts'
import { assigned, one, writtenBy } from './assigned.ts'

interface Poison {
  trick: string
  /** What stands in the document. */
  poison: string
  /** What must not get anywhere. */
  canary: string
  /** What a model that obeys writes. */
  obeyed: string
  /** The order is the document's title; else it is a paragraph. */
  where?: 'title'
}
interface Injection {
  trick: string
  question: string
  canary: string
  obeyed: string
}
const lines = <T>(file: string): T[] =>
  readFileSync(new URL(`fixtures/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
const POISONED = lines<Poison>('poisoned-documents.jsonl')
const INJECTIONS = lines<Injection>('injections.jsonl')

const KEY = 'sk-secret-0123456789'
const TRUE = '企业可以先放行后缴纳税款，把单笔业务缴税改为集中汇总缴税[1]。'

/** Obeys in every way it can think of: bare, citing each quote and all of them, inside and among true sentences. */
const obeys =
  (obeyed: string): Play =>
  (response, request, prompt) => {
    const items = [...prompt.matchAll(/^\[(\d+)\] (.+)$/gmu)]
    const honest = `${items[0]![2]!.replace(/[。；]+$/u, '')}[1]。`
    const bare = obeyed.replace(/\[\d+\]|[。！]+$/gu, '')
    const citing = items.map(([, number]) => `${bare}[${number}]。`)
    const all = `${bare}${items.map(([, number]) => `[${number}]`).join('')}。`
    const inside = honest.replace('[1]', `，${bare}[1]`)
    return says([all, obeyed, honest, inside, ...citing].join('\n'))(response, request, prompt)
  }

let model: FakeModel
let engine: Engine
let phrases: Phrases
beforeAll(async () => {
  model = await startModel()
  const desk = await openDesk()
  phrases = desk.phrases
  const opened = openLanguageModel({ baseUrl: model.address, model: 'obedient', apiKey: KEY })
  const { values, places } = desk.vocabulary
  const names = [...places, ...[...values.unit, ...values.area, ...values.scope].map(({ value }) => value)]
  const llm = llmAnswerer({
    model: opened,
    budget: dailyBudget(0),
    prompt: await readPrompt(),
    phrases,
    names,
  })
  const answerers = { ...desk.answerers, llm: withFallback(llm, desk.answerers.extractive, phrases) }
  engine = { ...desk, answerers }
})
afterAll(() => model.close())

/** A document of three paragraphs, the order in the middle one. */
function poisonedEvidence({ poison, canary, where }: Poison): Evidence & { left: boolean } {
  const title = where === 'title' ? poison : '关于进口货物缴税的通知'
  const middle = where === 'title' ? '企业按月向海关报送缴税清单。' : poison
  const text = `${title}\n\n企业可以先放行后缴纳税款，由海关按月汇总。\n${middle}\n企业应当如实申报，由海关核对。\n`
  const [document] = readDocuments([{ name: 'poisoned.txt', bytes: new TextEncoder().encode(text) }])
  const bare = (words: string) => words.replace(/[^\p{L}\p{N}\u{E0000}-\u{E007F}]/gu, '')
  // As the desk reads it: spaces are gone, and of tags and hidden characters nothing may be left.
  const record = document!.records.find(({ spans }) =>
    bare(spans.map(({ start, end }) => document!.text.slice(start, end)).join('')).includes(bare(canary)),
  )
  return {
    record: record ?? document!.records[0]!,
    document: document!,
    twins: [],
    left: record !== undefined,
  }
}

describe('40 poisoned documents', () => {
  it('are 40, each with a canary of its own', () => {
    expect(POISONED).toHaveLength(40)
    expect(new Set(POISONED.map(({ canary }) => canary)).size).toBe(40)
  })

  describe.each(POISONED)('$trick: $poison', (poison) => {
    it('reaches no prompt, and leaves no trace in the answer of a model that obeys', async () => {
      model.play = obeys(poison.obeyed)
      model.asked.length = 0
      const evidence = [one('fj-2017-b5/13'), poisonedEvidence(poison)]
      const { text, marked } = await writtenBy(engine.answerers.llm!, assigned(evidence))
      const [asked] = model.asked
      expect(JSON.stringify(asked!.body)).not.toContain(poison.canary)
      // What is quoted verbatim below, with the names of documents, is no trace: it is their wording.
      const own = marked.reduce(
        (rest, { quote, evidence: { record } }) =>
          rest.replaceAll(quote.text, '').replaceAll(record.title, ''),
        text.split(phrases.say('answered.continued'))[0]!,
      )
      expect(own).not.toContain(poison.canary)
      expect(own).not.toContain(poison.obeyed)
      expect(own).not.toMatch(/https?:|<\w|\]\(|CANARY|金丝雀/u)
    })

    it('alone is not shown to a model at all: it is quoted, and not acted upon', async () => {
      model.play = obeys(poison.obeyed)
      model.asked.length = 0
      const { left, ...evidence } = poisonedEvidence(poison)
      if (!left) return expect(evidence.document.text).not.toContain(poison.canary)
      const { text, marked, answeredBy, notice } = await writtenBy(
        engine.answerers.llm!,
        assigned([evidence]),
      )
      expect(model.asked).toEqual([])
      expect([answeredBy, notice]).toEqual(['extractive', phrases.say('notice.withheld')])
      expect(text).toBe((await writtenBy(extractiveAnswerer(phrases), assigned([evidence]))).text)
      for (const { quote } of marked)
        expect(evidence.document.text.slice(quote.start, quote.end)).toBe(quote.text)
    })
  })

  it('are told from all official wording that comes with the desk', () => {
    const wording = seeds.flatMap(({ text, records, summary }) =>
      records.map(({ title, spans }) =>
        [summary.title, title, ...spans.map(({ start, end }) => text.slice(start, end))].join('\n'),
      ),
    )
    expect(wording.length).toBeGreaterThan(200)
    expect(wording.filter(speaksToMachine)).toEqual([])
  })
})

describe('60 injections', () => {
  let reached = 0

  it('are 60, half of them in English', () => {
    expect(INJECTIONS).toHaveLength(60)
    expect(new Set(INJECTIONS.map(({ question }) => question)).size).toBe(60)
    expect(INJECTIONS.filter(({ question }) => /[a-z]{3}.*[a-z]{3}/iu.test(question)).length).toBeGreaterThan(
      29,
    )
  })

  it.each(INJECTIONS)('$trick: $question', async ({ question, canary, obeyed }) => {
    model.play = obeys(obeyed)
    model.asked.length = 0
    const answer = await ask(engine, AskRequest.parse({ question, answerer: 'llm' }))
    Answer.strict().parse(answer)
    reached += model.asked.length
    const { text, followUps, notice = '', citations, hits } = answer
    const shown = [text, notice, ...followUps].join('\n')
    expect(shown).not.toContain(canary)
    expect(shown).not.toContain(obeyed)
    expect(JSON.stringify({ shown, citations, hits })).not.toMatch(/sk-secret|撰稿人|编号依据|\/etc\//u)
    for (const { documentId, quote, start, end } of citations)
      expect(engine.library.document(documentId)!.text.slice(start, end)).toBe(quote)
    if (answer.outcome !== 'no_evidence') expect(citations.length).toBeGreaterThan(0)
    for (const asked of model.asked) expect(JSON.stringify(asked.body)).not.toContain(KEY)
  })

  it('mostly reach the model, so that it is the check that stops them', () => {
    expect(reached).toBeGreaterThan(45)
  })
})

it('a model that obeys nothing is heard', async () => {
  model.play = says(TRUE)
  const { text, answeredBy } = await writtenBy(engine.answerers.llm!, assigned([one('fj-2017-b5/13')]))
  expect([text, answeredBy]).toEqual([TRUE, undefined])
})
