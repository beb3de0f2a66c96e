// Answers over HTTP: their shape, citations that hold, paging, history, filters, and what happens when parts fail.

import { beforeAll, describe, expect, it } from 'vitest'
import { extractiveAnswerer } from '../../src/answerers/extractive.ts'
import type { Engine } from '../../src/engine.ts'
import { AppError } from '../../src/errors.ts'
import { Answer, Hit, SearchResponse } from '../../src/schema.ts'
import { openDesk } from '../support/desk.ts'
import { type Client, clientOf, eventsOf, expectRefusal, textOf } from './client.ts'

const QUESTION = '进口货物能不能先提货后缴税？'
const LIST = '第五批里只有厦门片区做过的有哪些？'
const NOTHING = '第99批有哪些创新成果？'
const KINDS = [
  QUESTION,
  LIST,
  '汇总征税保函由哪些单位负责？',
  '第19批创新举措里全国首创的有哪些？',
  '广东和国务院的第六批清单在贸易便利化上有什么不同？',
  '有没有涉案房产处置的案例？',
  '跨境电商出口的退货中心仓由哪些部门负责？',
  '2017年那份通知对各部门有什么要求？',
]
const STREAM = { Accept: 'text/event-stream' }

let engine: Engine
let client: Client
beforeAll(async () => {
  engine = await openDesk()
  client = clientOf(engine)
})

async function ask(body: object): Promise<Answer> {
  const response = await client.post('/api/ask', body)
  expect(response.status).toBe(200)
  expect(response.headers.get('Content-Type')).toMatch(/^application\/json/u)
  return Answer.strict().parse(await response.json())
}

const markersOf = (text: string) => [...new Set([...text.matchAll(/\[(\d+)\]/gu)].map(([, n]) => Number(n)))]

describe('the pages of a list', () => {
  it.each([
    ['第五批里没在平潭片区试过的有哪些？', []],
    ['那厦门片区的呢？', [{ role: 'user', content: '第五批里只有福州片区做过的有哪些？' }]],
  ])('of “%s” fit together, asked for as the first was', async (question, history) => {
    const whole = await ask({ question, history, limit: 50 })
    expect(whole.total).toBeGreaterThan(3)
    const pages = await Promise.all([0, 3].map((offset) => ask({ question, history, limit: 3, offset })))
    for (const page of pages) expect(page).toMatchObject({ total: whole.total, records: whole.records })
    const cited = pages.flatMap(({ citations }) => citations.map(({ recordId }) => recordId))
    expect(new Set(cited).size).toBeGreaterThan(3)
  })
})

describe('an answer', () => {
  it.each(KINDS)('to “%s” cites the documents word for word', async (question) => {
    const answer = await ask({ question })
    expect(answer).toMatchObject({ question, build: engine.build, answeredBy: 'extractive' })
    expect(answer.outcome).not.toBe('no_evidence')
    expect(answer.citations.length).toBeGreaterThan(0)
    expect(answer.notice).toBeUndefined()
    for (const { marker, recordId, documentId, quote, start, end, url } of answer.citations) {
      const text = await textOf(client, documentId)
      expect(text.slice(start, end)).toBe(quote)
      expect(quote.trim()).not.toBe('')
      expect(answer.records).toContain(recordId)
      const place = new URL(url, 'http://desk')
      expect(place.pathname).toBe(`/documents/${documentId}`)
      expect(`${place.searchParams.get('start')}-${place.searchParams.get('end')}`).toBe(`${start}-${end}`)
      expect(`${documentId}/${place.hash.slice(1)}`).toBe(recordId)
      expect(markersOf(answer.text)).toContain(marker)
    }
    expect(markersOf(answer.text)).toHaveLength(answer.citations.length)
  })
  it('has an id of 128 bits that no other answer has', async () => {
    const ids = [await ask({ question: QUESTION }), await ask({ question: QUESTION })].map((a) => a.answerId)
    expect(ids[0]).toMatch(/^[\da-f]{32}$/u)
    expect(ids[1]).not.toBe(ids[0])
  })
  it('that is none has no citations and no records, but the nearest hits', async () => {
    const answer = await ask({ question: NOTHING })
    expect(answer).toMatchObject({ outcome: 'no_evidence', citations: [], records: [] })
    expect(answer.hits.length).toBeGreaterThan(0)
  })
  it('to a greeting says what can be asked', async () => {
    const answer = await ask({ question: '你好' })
    expect(answer).toMatchObject({ intent: 'help', outcome: 'answered', citations: [], records: [] })
    expect(answer.followUps).toHaveLength(3)
  })
  it('to a list counts all and shows a page of it', async () => {
    const expected = engine.library.records.filter(
      ({ documentId, implementedIn }) => documentId === 'fj-2017-b5' && `${implementedIn}` === '厦门片区',
    )
    const all = await ask({ question: LIST, limit: 50 })
    const first = await ask({ question: LIST, limit: 3 })
    const second = await ask({ question: LIST, limit: 3, offset: 3 })
    const beyond = await ask({ question: LIST, limit: 3, offset: 500 })
    for (const page of [all, first, second, beyond]) {
      expect(page.total).toBe(expected.length)
      expect([...page.records].sort()).toEqual(expected.map(({ id }) => id).sort())
    }
    const cited = (answer: Answer) => [...new Set(answer.citations.map(({ recordId }) => recordId))]
    expect(cited(all)).toEqual(all.records)
    expect(cited(first)).toEqual(all.records.slice(0, 3))
    expect(cited(second)).toEqual(all.records.slice(3, 6))
    expect(cited(beyond)).toEqual([])
  })
  it('counts a measure that two documents hold once, and names both records', async () => {
    const answer = await ask({ question: '第六批里投资管理领域的有哪些？', limit: 50 })
    const measures = engine.library.records.filter(({ domain }) => domain === '投资管理')
    const twins = measures.filter(({ documentId, lineage = [] }) => {
      return documentId.startsWith('gd') && lineage.some(({ relation }) => relation === 'same')
    })
    expect(twins.length).toBeGreaterThan(0)
    expect([...answer.records].sort()).toEqual(measures.map(({ id }) => id).sort())
    expect(answer.total).toBe(measures.length - twins.length)
  })
  it('says so when no language model is set up', async () => {
    await expectRefusal(
      await client.post('/api/ask', { question: QUESTION, answerer: 'llm' }),
      'invalid_request',
    )
  })
})

describe('a conversation', () => {
  const subject = [
    { role: 'user', content: '汇总征税保函是什么？' },
    { role: 'assistant', content: '企业可以先放行后缴税。' },
  ]
  it('makes a follow-up stand alone', async () => {
    const { standaloneQuestion, records } = await ask({ question: '由哪些单位负责？', history: subject })
    expect(standaloneQuestion).toContain('汇总征税保函')
    expect(records).toContain('fj-2017-b5/13')
  })
  it('is used back to the tenth message, not farther', async () => {
    const filler = Array.from({ length: 9 }, () => ({ role: 'assistant', content: '好的。' }))
    const standalone = async (history: object[]) =>
      (await ask({ question: '由哪些单位负责？', history })).standaloneQuestion
    expect(await standalone([...subject.slice(0, 1), ...filler])).toContain('汇总征税保函')
    expect(await standalone([...subject, ...filler])).not.toContain('汇总征税保函')
  })
})

describe('an event stream', () => {
  it.each([QUESTION, LIST, NOTHING])(
    'for “%s” gives hits, pieces of text, the final answer, and ends',
    async (question) => {
      const response = await client.post('/api/ask', { question, limit: 3 }, STREAM)
      expect(response.status).toBe(200)
      expect(response.headers.get('Content-Type')).toMatch(/^text\/event-stream/u)
      const events = eventsOf(await response.text())
      expect(events.map(({ event }) => event).join(' ')).toMatch(/^hits( text)+ final$/u)
      const final = Answer.strict().parse(events.at(-1)!.data)
      expect(Hit.array().parse(events[0]!.data)).toEqual(final.hits)
      const deltas = events.slice(1, -1).map(({ data }) => (data as { delta: string }).delta)
      expect(deltas.join('')).toBe(final.text)
      const { answerId: _, tookMs: __, ...waited } = await ask({ question, limit: 3 })
      expect(final).toMatchObject(waited)
    },
  )
  it('refuses a bad request before it starts', async () => {
    await expectRefusal(await client.post('/api/ask', { question: ' ' }, STREAM), 'invalid_request')
  })
  it('tells an unforeseen fault as one event, and only the operator hears its words', async () => {
    const say = () => {
      throw new Error('the password is 1234')
    }
    const answerers = { extractive: extractiveAnswerer({ ...engine.phrases, say }) }
    const broken = clientOf({ ...engine, answerers })
    const response = await broken.post('/api/ask', { question: QUESTION }, STREAM)
    const text = await response.text()
    const events = eventsOf(text)
    expect(events.map(({ event }) => event)).toEqual(['hits', 'error'])
    const requestId = response.headers.get('X-Request-Id')
    expect(events[1]!.data).toEqual({
      error: { code: 'internal', message: expect.stringMatching(/。$/u), requestId },
    })
    expect(text).not.toContain('1234')
    expect(broken.faults).toEqual([{ error: new Error('the password is 1234'), requestId }])
    await expectRefusal(await broken.post('/api/ask', { question: QUESTION }), 'internal')
    expect(broken.faults).toHaveLength(2)
  })
})

describe('without the model', () => {
  const failing = (): Client => {
    const { embedder, store } = engine.dense!
    const embedQuestion = () => Promise.reject(new AppError('embedder_failed', '向量模型意外退出，请重试。'))
    return clientOf({ ...engine, dense: { store, embedder: { ...embedder, embedQuestion } } })
  }
  it('search and ask go on by keywords and say so', async () => {
    const response = await failing().post('/api/search', { query: '汇总征税保函' })
    const found = SearchResponse.parse(await response.json())
    expect(found.hits[0]?.id).toBe('fj-2017-b5/13')
    expect(found.notice).toContain('关键词')
    const answer = Answer.parse(await (await failing().post('/api/ask', { question: QUESTION })).json())
    expect(answer.notice).toContain('关键词')
    expect(answer.citations.length).toBeGreaterThan(0)
  })
  it('a stream ends with an answer too', async () => {
    const response = await failing().post('/api/ask', { question: QUESTION }, STREAM)
    expect(eventsOf(await response.text()).at(-1)).toMatchObject({
      event: 'final',
      data: { notice: expect.stringContaining('关键词') },
    })
  })
})

describe('a desk that is closing', () => {
  const event = { Accept: 'text/event-stream' }
  it('takes no more requests, and says when to come back', async () => {
    const ending = new AbortController()
    const closing = clientOf(engine, { closing: ending.signal })
    expect((await closing.get('/api/health')).status).toBe(200)
    ending.abort()
    for (const response of [
      await closing.get('/api/health'),
      await closing.post('/api/ask', { question: '什么是汇总征税保函？' }, event),
    ]) {
      expect(response.headers.get('Retry-After')).toMatch(/^\d+$/u)
      await expectRefusal(response, 'shutting_down')
    }
    expect(closing.faults).toEqual([])
  })

  it('tells a stream that is not done before it is cut', async () => {
    const ending = new AbortController()
    const { embedder, store } = engine.dense!
    // A model that never answers: the stream would stay open.
    const embedQuestion = () => new Promise<never>(() => {})
    const stuck = { ...embedder, embedQuestion }
    const cut = clientOf({ ...engine, dense: { store, embedder: stuck } }, { cutting: ending.signal })
    const response = await cut.post('/api/ask', { question: '什么是汇总征税保函？' }, event)
    setTimeout(() => ending.abort(), 50)
    expect(eventsOf(await response.text()).at(-1)).toMatchObject({
      event: 'error',
      data: { error: { code: 'shutting_down' } },
    })
    expect(cut.faults).toEqual([])
  })

  it('and one that is starting is no fault of ours', async () => {
    const starting = clientOf(undefined)
    const response = await starting.get('/api/records')
    expect(response.headers.get('Retry-After')).toMatch(/^\d+$/u)
    await expectRefusal(response, 'index_missing')
    expect(starting.faults).toEqual([])
  })
})
