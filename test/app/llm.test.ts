// A language model behind the HTTP interface: who writes which answer, what an answer says of its making, and that the
// other answers are what they are without one. The model is a server on this machine.

import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openAnswerers } from '../../src/answerers/answerers.ts'
import { type Engine, openEngine } from '../../src/engine.ts'
import { Answer, type AskRequest } from '../../src/schema.ts'
import { deskSettings, openDesk } from '../support/desk.ts'
import { begin, type FakeModel, type Play, pause, piece, says, startModel } from '../support/fake-model.ts'
import { type Client, clientOf, eventsOf, expectRefusal } from './client.ts'

const QUESTION = '汇总征税保函是什么，怎么缴税'
const LIST = '第五批里由福州海关牵头的有哪些'
const NOTHING = '红烧肉要炖几个小时才软烂'
const PARTIAL = '汇总征税保函的咨询电话是多少'
const KEY = 'sk-secret-0123456789'
const STREAM = { Accept: 'text/event-stream' }

let model: FakeModel
let plain: Engine
let engine: Engine
let client: Client
beforeAll(async () => {
  model = await startModel()
  plain = await openDesk()
  const settings = await deskSettings({
    LLM_BASE_URL: model.address,
    LLM_MODEL: 'fake-1',
    LLM_API_KEY: KEY,
  })
  const answerers = await openAnswerers(settings, plain.phrases)
  engine = { ...plain, answerers: answerers(plain.vocabulary) }
  client = clientOf(engine)
})
afterAll(() => model.close())
beforeEach(() => {
  model.asked.length = 0
  model.play = honest
})

/** Repeats its evidence: the wording of the first item, with its marker. */
const honest: Play = (response, request, prompt) => {
  const [, text = ''] = /^\[1\] (.+)$/mu.exec(prompt) ?? []
  return says(`${text.replace(/[。；]+$/u, '')}[1]。`)(response, request, prompt)
}

const asking = (body: Partial<AskRequest>, headers = {}) => client.post('/api/ask', body, headers)
const ask = async (body: Partial<AskRequest>, from: Client = client): Promise<Answer> =>
  Answer.strict().parse(await (await from.post('/api/ask', body)).json())
const still = ({ answerId: _, tookMs: __, ...rest }: Answer) => JSON.stringify(rest)

describe('where a language model is set up', () => {
  it('it writes, and the answer names it, the build and the model of the vectors', async () => {
    const answer = await ask({ question: QUESTION })
    expect(answer).toMatchObject({
      answeredBy: 'llm',
      languageModel: 'fake-1',
      build: engine.build,
      model: engine.model,
      outcome: 'answered',
    })
    expect(answer.notice).toBeUndefined()
    expect(answer.text).toMatch(/缴.+\[1\]。$/u)
    expect(answer.citations).toHaveLength(1)
    const [{ documentId, quote, start, end }] = answer.citations as [Answer['citations'][number]]
    expect(engine.library.document(documentId)!.text.slice(start, end)).toBe(quote)
    expect(model.asked).toHaveLength(1)
  })

  it('its words come as they are checked, and add up to the final text', async () => {
    const events = eventsOf(await (await asking({ question: QUESTION }, STREAM)).text())
    const final = Answer.strict().parse(events.at(-1)!.data)
    const deltas = events.slice(1, -1).map(({ data }) => (data as { delta: string }).delta)
    expect(events[0]!.event).toBe('hits')
    expect(deltas.join('')).toBe(final.text)
    expect(final.answeredBy).toBe('llm')
  })

  it.each([
    ['where quotes are asked for', { question: QUESTION, answerer: 'extractive' as const }, 'extractive'],
    ['where a list is complete', { question: LIST, answerer: 'llm' as const }, 'extractive'],
    ['where nothing is found', { question: NOTHING, answerer: 'llm' as const }, 'extractive'],
    ['where a batch is not there', { question: '第20批有哪些举措' }, 'extractive'],
    ['where help is wanted', { question: '你好', answerer: 'llm' as const }, 'extractive'],
  ])('it is not asked %s', async (_, body, answeredBy) => {
    const answer = await ask(body)
    expect(answer.answeredBy).toBe(answeredBy)
    expect(answer.languageModel).toBeUndefined()
    expect(model.asked).toEqual([])
  })

  it('what is missing is said by the desk', async () => {
    const answer = await ask({ question: PARTIAL })
    expect(answer).toMatchObject({ outcome: 'partial', answeredBy: 'llm' })
    expect(answer.text.split('\n')[0]).toContain('没有写明联系方式')
    expect(answer.citations.length).toBeGreaterThan(0)
  })

  it('that is dead, the quotes answer, and its server’s words are nowhere', async () => {
    model.play = (response) => response.writeHead(401).end(`Incorrect API key provided: ${KEY}`)
    const answer = await ask({ question: QUESTION, answerer: 'llm' })
    expect(answer).toMatchObject({
      answeredBy: 'extractive',
      notice: engine.phrases.say('notice.unreachable'),
    })
    expect(answer.languageModel).toBeUndefined()
    expect(answer.text).toBe((await ask({ question: QUESTION, answerer: 'extractive' })).text)
    expect(JSON.stringify(answer)).not.toMatch(/sk-|Incorrect|401/u)
    expect(client.faults).toEqual([])
  })

  it('and the vectors are missing as well, both are said', async () => {
    model.play = (response) => response.writeHead(500).end()
    const { dense: _, model: __, ...rest } = engine
    const { notice } = await ask({ question: QUESTION }, clientOf(rest))
    expect(notice).toBe(engine.phrases.say('notice.degraded') + engine.phrases.say('notice.unreachable'))
  })
})

describe('an extractive answer', () => {
  it.each([QUESTION, LIST, PARTIAL, NOTHING, '国务院和广东对二手车出口的要求有什么不同'])(
    'is byte for byte the same, with a language model or without, alone or among others: %s',
    async (question) => {
      const without = await ask({ question }, clientOf(plain))
      const body = { question, answerer: 'extractive' as const }
      const many = await Promise.all(Array.from({ length: 8 }, () => ask(body)))
      expect(new Set(many.map(still))).toEqual(new Set([still(without)]))
      expect(new Set(many.map(({ answerId }) => answerId)).size).toBe(8)
      expect(model.asked).toEqual([])
    },
  )
})

describe('without a language model', () => {
  it.each([QUESTION, '你好', NOTHING])('one is refused, before a stream begins: %s', async (question) => {
    const bare = clientOf(plain)
    const body = { question, answerer: 'llm' }
    expect(await expectRefusal(await bare.post('/api/ask', body), 'invalid_request')).toContain(
      '没有配置语言模型',
    )
    await expectRefusal(await bare.post('/api/ask', body, STREAM), 'invalid_request')
  })

  it('an address for one in a request is refused like any unknown field', async () => {
    const body = { question: QUESTION, LLM_BASE_URL: 'http://127.0.0.1:1', baseUrl: 'http://127.0.0.1:1' }
    await expectRefusal(await client.post('/api/ask', body), 'invalid_request')
    expect(model.asked).toEqual([])
  })
})

describe('a reader who leaves', () => {
  it('ends the writing of the model, and is no fault', async () => {
    model.play = async (response) => {
      begin(response)
      for (; !response.destroyed; await pause(10)) response.write(piece('企'))
    }
    const response = await asking({ question: QUESTION }, STREAM)
    const reader = response.body!.getReader()
    await reader.read()
    await vi.waitFor(() => expect(model.asked).toHaveLength(1))
    await reader.cancel()
    await vi.waitFor(() => expect(model.connections()).toBe(0), { timeout: 1_000 })
    expect(client.faults).toEqual([])
  })
})

describe('the desk as a whole', () => {
  it('opens with a language model that is not there, answers, and says that it is degraded', async () => {
    const lines: string[] = []
    const settings = await deskSettings({
      LLM_BASE_URL: 'http://127.0.0.1:1/v1',
      LLM_MODEL: 'fake-1',
      LLM_API_KEY: KEY,
    })
    const opened = await openEngine(settings, { onWarning: (line) => lines.push(line) })
    try {
      const desk = clientOf(opened)
      expect(await (await desk.get('/api/health')).json()).toMatchObject({ status: 'ok' })
      expect((await ask({ question: QUESTION }, desk)).answeredBy).toBe('extractive')
      const health = await (await desk.get('/api/health')).text()
      expect(JSON.parse(health)).toMatchObject({
        status: 'degraded',
        degraded: [expect.stringContaining('语言模型')],
      })
      expect(lines).toHaveLength(1)
      expect(health + lines.join('')).not.toMatch(/sk-secret|127\.0\.0\.1/u)
    } finally {
      await opened.close()
    }
  })
})
