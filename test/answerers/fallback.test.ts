// Two answerers as one: when the second writes, what is said of it, and that what was already passed on stays.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Answerer } from '../../src/answerers/answerer.ts'
import { extractiveAnswerer } from '../../src/answerers/extractive.ts'
import { withFallback } from '../../src/answerers/fallback.ts'
import { type Budget, dailyBudget } from '../../src/answerers/llm/budget.ts'
import { type LanguageModel, openLanguageModel } from '../../src/answerers/llm/client.ts'
import { readPrompt } from '../../src/answerers/llm/prompt.ts'
import { llmAnswerer } from '../../src/answerers/llm.ts'
import { type Phrases, readPhrases } from '../../src/prompts.ts'
import { begin, type FakeModel, pause, piece, says, startModel } from '../support/fake-model.ts'
import { assigned, one, writtenBy } from './assigned.ts'

let model: FakeModel
let phrases: Phrases
let llm: Answerer
let answering: (budget: Budget, asked?: LanguageModel) => Answerer
beforeAll(async () => {
  model = await startModel()
  phrases = await readPhrases()
  const connection = { baseUrl: model.address, model: 'fake-1' }
  const opened = openLanguageModel(connection, { connect: 500, piece: 1_000, total: 5_000 })
  const prompt = await readPrompt()
  const names = ['福州海关', '平潭']
  answering = (budget, asked = opened) => llmAnswerer({ model: asked, budget, prompt, phrases, names })
  llm = answering(dailyBudget(0))
})
afterAll(() => model.close())

const GUARANTEE = () => [one('fj-2017-b5/13')]
const TRUE = '企业可以先放行后缴纳税款，把单笔业务缴税改为集中汇总缴税[1]。'
const LED = '由福州海关、厦门海关等单位牵头[2]。'

describe('where a language model cannot go on', () => {
  const told: string[] = []
  const turns: string[] = []
  let both: ReturnType<typeof withFallback>
  beforeEach(() => {
    told.length = 0
    turns.length = 0
    both = withFallback(
      llm,
      extractiveAnswerer(phrases),
      phrases,
      (line) => told.push(line),
      (ended) => turns.push(ended),
    )
  })
  const plain = () => writtenBy(extractiveAnswerer(phrases), assigned(GUARANTEE()))
  const down: FakeModel['play'] = (response) => response.writeHead(500).end()

  it('the quotes are the answer, and it says so', async () => {
    model.play = down
    const { text, marked, pieces, ...rest } = await writtenBy(both, assigned(GUARANTEE()))
    expect({ text, marked, pieces }).toEqual(await plain())
    expect(rest).toEqual({ answeredBy: 'extractive', notice: phrases.say('notice.unreachable') })
  })

  it('the quotes stand below what was already said, with markers that go on', async () => {
    model.play = async (response) => {
      begin(response)
      response.write(piece(`${TRUE}${LED}自2017`))
      await pause(20)
      response.destroy()
    }
    const { text, marked, pieces, answeredBy, notice } = await writtenBy(both, assigned(GUARANTEE()))
    const quoted = await plain()
    const shifted = quoted.text.replace(/\[(\d+)\](?=[；\n]|$)/gu, (_, n) => `[${Number(n) + 2}]`)
    expect(text).toBe(`${TRUE}${LED}\n\n${phrases.say('answered.continued')}\n\n${shifted}`)
    expect(pieces.join('')).toBe(text)
    expect(marked.map(({ marker }) => marker)).toEqual(marked.map((_, i) => i + 1))
    expect(marked).toHaveLength(quoted.marked.length + 2)
    expect([answeredBy, notice]).toEqual(['llm+extractive', phrases.say('notice.unreachable')])
  })

  it('what is missing is said once', async () => {
    model.play = (response) => {
      begin(response)
      response.write(piece(`${TRUE}由`), () => response.destroy())
    }
    const { text } = await writtenBy(both, assigned(GUARANTEE(), { missingDetail: '联系电话' }))
    expect(text.match(/没有写明联系电话/gu)).toHaveLength(1)
  })

  it('the operator hears of it once, and the desk remembers until the model answers again', async () => {
    model.play = down
    await writtenBy(both, assigned(GUARANTEE()))
    await writtenBy(both, assigned(GUARANTEE()))
    expect(told).toEqual([expect.stringContaining('HTTP 500')])
    expect(both.failure()).toContain('HTTP 500')
    model.play = says(TRUE)
    expect((await writtenBy(both, assigned(GUARANTEE()))).answeredBy).toBeUndefined()
    expect(both.failure()).toBeUndefined()
  })

  it('as it was asked often enough today, the quotes are the answer, and nobody asks it', async () => {
    model.play = says(TRUE)
    model.asked.length = 0
    const budgeted = withFallback(answering(dailyBudget(1)), extractiveAnswerer(phrases), phrases, (line) =>
      told.push(line),
    )
    expect((await writtenBy(budgeted, assigned(GUARANTEE()))).notice).toBeUndefined()
    for (let i = 0; i < 3; i++) {
      const { text, answeredBy, notice } = await writtenBy(budgeted, assigned(GUARANTEE()))
      expect(text).toBe((await plain()).text)
      expect([answeredBy, notice]).toEqual(['extractive', phrases.say('notice.spent')])
    }
    expect(model.asked).toHaveLength(1)
    expect(told).toEqual(['语言模型今天的调用次数已经用完。'])
    expect(budgeted.failure()).toBe(told[0])
  })

  it('a day’s calls are those that reached it', async () => {
    const budget = dailyBudget(1)
    const away = { baseUrl: 'http://127.0.0.1:1/v1', model: 'fake-1' }
    const cannot = withFallback(
      answering(budget, openLanguageModel(away)),
      extractiveAnswerer(phrases),
      phrases,
    )
    const can = withFallback(answering(budget), extractiveAnswerer(phrases), phrases)
    for (let i = 0; i < 3; i++)
      expect((await writtenBy(cannot, assigned(GUARANTEE()))).notice).toBe(phrases.say('notice.unreachable'))
    model.play = says(TRUE)
    expect((await writtenBy(can, assigned(GUARANTEE()))).notice).toBeUndefined()
    expect((await writtenBy(can, assigned(GUARANTEE()))).notice).toBe(phrases.say('notice.spent'))
  })

  it('a lie is no failure of the desk', async () => {
    model.play = says('由平潭海关牵头[2]。')
    const { answeredBy, notice } = await writtenBy(both, assigned(GUARANTEE()))
    expect([answeredBy, notice]).toEqual(['extractive', phrases.say('notice.unfounded')])
    expect([told, both.failure()]).toEqual([[], undefined])
  })

  it('each call of the model is counted by how it ended, and none that was not made', async () => {
    for (const play of [says(TRUE), down, says('由平潭海关牵头[2]。')]) {
      model.play = play
      await writtenBy(both, assigned(GUARANTEE()))
    }
    await writtenBy(both, assigned([]))
    expect(turns).toEqual(['written', 'unreachable', 'unfounded'])
  })

  it('who has left gets nothing more', async () => {
    model.play = (response) => begin(response)
    const stop = new AbortController()
    const writing = both.answer(assigned(GUARANTEE()), stop.signal)
    const next = writing.next()
    setTimeout(() => stop.abort(new Error('left')), 20)
    await expect(next).rejects.toThrow('left')
    expect(turns).toEqual([])
  })
})
