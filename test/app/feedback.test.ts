// What people ask and the documents do not say, over HTTP: which answers leave a line, what of it is kept, and ratings.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine.ts'
import { type Gaps, NO_GAPS, openGaps } from '../../src/gaps/gaps.ts'
import { readJournal } from '../../src/gaps/journal.ts'
import { Answer } from '../../src/schema.ts'
import { openDesk } from '../support/desk.ts'
import { type Client, clientOf, eventsOf, expectRefusal } from './client.ts'

const ANSWERED = '进口货物能不能先提货后缴税？'
const UNANSWERED = '第99批有哪些创新成果？'
const PARTIAL = '汇总征税保函收费多少？'
const STREAM = { Accept: 'text/event-stream' }
const PORTAL = 'https://portal.example.gov.cn'

let engine: Engine
let root: string
let folder: string
let gaps: Gaps
let client: Client
const warnings: string[] = []
beforeAll(async () => {
  engine = await openDesk()
})
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'cewen-feedback-'))
  folder = path.join(root, 'gaps')
  warnings.length = 0
  gaps = openGaps(folder, { onWarning: (line) => warnings.push(line) })
  client = clientOf(engine, { gaps, allowedOrigins: [PORTAL] })
})
afterEach(async () => {
  await gaps.close()
  rmSync(root, { recursive: true, force: true })
})

async function ask(question: string, more: object = {}): Promise<Answer> {
  return Answer.parse(await (await client.post('/api/ask', { question, ...more })).json())
}
const rate = (body: object, headers: Record<string, string> = {}) =>
  client.post('/api/feedback', body, headers)
async function kept() {
  await gaps.close()
  return readJournal(folder)
}

describe('an answer', () => {
  it('that the documents give leaves nothing', async () => {
    expect((await ask(ANSWERED)).outcome).toBe('answered')
    await ask('你好')
    expect(await kept()).toEqual([])
    expect(existsSync(folder)).toBe(false)
  })
  it('without evidence leaves its question, and what came nearest', async () => {
    const { answerId, hits, build, intent } = await ask(UNANSWERED)
    expect(await kept()).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-.+Z$/u),
        kind: 'unanswered',
        answerId,
        question: UNANSWERED,
        intent,
        outcome: 'no_evidence',
        nearest: { id: hits[0]!.id, title: hits[0]!.title },
        build,
      },
    ])
  })
  it('that lacks a detail leaves the detail too', async () => {
    const { missing } = await ask(PARTIAL)
    expect(missing).toMatch(/\p{Script=Han}/u)
    expect(await kept()).toMatchObject([{ kind: 'partial', outcome: 'partial', question: PARTIAL, missing }])
  })
  it('leaves the same when it is streamed', async () => {
    const response = await client.post('/api/ask', { question: UNANSWERED }, STREAM)
    const final = Answer.parse(eventsOf(await response.text()).at(-1)!.data)
    expect(await kept()).toMatchObject([{ kind: 'unanswered', answerId: final.answerId }])
  })
  it('to a follow-up leaves a question that can be understood alone', async () => {
    const history = [{ role: 'user', content: '汇总征税保函是什么？' }]
    const { standaloneQuestion } = await ask('那它收费多少？', { history })
    expect(standaloneQuestion).toContain('汇总征税保函')
    expect(await kept()).toMatchObject([{ question: standaloneQuestion }])
  })
  it('leaves no particulars of a person on disk, wherever they were given', async () => {
    const { answerId } = await ask(`我叫王小明，身份证350102198503121234，${UNANSWERED}`, {
      history: [{ role: 'user', content: '我的手机13800138000，邮箱a@b.cn' }],
    })
    const said = { rating: -1, reason: '打0591-87654321', comment: '我住在五四路123号5栋601室' }
    expect((await rate({ answerId, ...said })).status).toBe(204)
    expect(await kept()).toHaveLength(2)
    for (const name of readdirSync(folder)) {
      const text = readFileSync(path.join(folder, name), 'utf8')
      expect(text).not.toMatch(/王小明|35010219|13800138|a@b|87654321|五四路|601/u)
      expect(text).toContain('第99批')
    }
  })
})

describe('a rating', () => {
  it('is kept with the question of its answer, its reason and its comment', async () => {
    const { answerId } = await ask(ANSWERED)
    const response = await rate({ answerId, rating: -1, reason: '内容过时', comment: ' 去年改了 ' })
    expect(response.status).toBe(204)
    expect(await response.text()).toBe('')
    const [entry] = await kept()
    expect(entry).toMatchObject({ kind: 'downrated', answerId, question: ANSWERED, outcome: 'answered' })
    expect(entry).toMatchObject({ reason: '内容过时', comment: '去年改了' })
  })
  it('that is good is kept as well, without what was not said', async () => {
    const { answerId } = await ask(ANSWERED)
    expect((await rate({ answerId, rating: 1, reason: '', comment: ' ' })).status).toBe(204)
    const [entry] = await kept()
    expect(entry).toMatchObject({ kind: 'uprated', answerId })
    expect(entry).not.toHaveProperty('reason')
    expect(entry).not.toHaveProperty('comment')
  })
  it('can be given as soon as a stream has ended', async () => {
    const response = await client.post('/api/ask', { question: ANSWERED }, STREAM)
    const { answerId } = Answer.parse(eventsOf(await response.text()).at(-1)!.data)
    expect((await rate({ answerId, rating: 1 })).status).toBe(204)
  })
  it('can be changed, but not without end', async () => {
    const { answerId } = await ask(ANSWERED)
    for (let i = 0; i < 10; i++) expect((await rate({ answerId, rating: i % 2 ? 1 : -1 })).status).toBe(204)
    expect(await kept()).toHaveLength(3)
  })
  it('of an answer that nobody gave is refused, plainly', async () => {
    const { answerId } = await ask(ANSWERED)
    for (const unknown of ['x', '__proto__', answerId.toUpperCase(), '0'.repeat(32)])
      expect(await expectRefusal(await rate({ answerId: unknown, rating: 1 }), 'not_found')).toContain(
        '重新提问',
      )
  })
  it('of an answer given long ago is refused as well', async () => {
    const first = await ask(ANSWERED)
    for (let i = 0; i < 1999; i++) gaps.answered({ ...first, answerId: `later-${i}` })
    expect((await rate({ answerId: first.answerId, rating: 1 })).status).toBe(204)
    gaps.answered({ ...first, answerId: 'last' })
    await expectRefusal(await rate({ answerId: first.answerId, rating: 1 }), 'not_found')
  })
  it('may come from the page of an allowed origin', async () => {
    const { answerId } = await ask(ANSWERED)
    const preflight = await client.request('OPTIONS', '/api/feedback', {
      Origin: PORTAL,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'content-type',
    })
    expect(preflight.headers.get('Access-Control-Allow-Origin')).toBe(PORTAL)
    expect(preflight.headers.get('Access-Control-Allow-Methods')).toContain('POST')
    const response = await rate({ answerId, rating: 1 }, { Origin: PORTAL })
    expect(response.status).toBe(204)
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(PORTAL)
    const stranger = await rate({ answerId, rating: 1 }, { Origin: 'https://evil.example' })
    expect(stranger.headers.get('Access-Control-Allow-Origin')).toBeNull()
  })
  it.each<object>([
    {},
    { rating: 1 },
    { answerId: 'a' },
    { answerId: '', rating: 1 },
    { answerId: 5, rating: 1 },
    { answerId: 'a'.repeat(101), rating: 1 },
    ...[0, 2, -2, 0.5, '1', true, null].map((rating) => ({ answerId: 'a', rating })),
    { answerId: 'a', rating: -1, reason: '长'.repeat(101) },
    { answerId: 'a', rating: -1, reason: ['a'] },
    { answerId: 'a', rating: -1, comment: '😀'.repeat(501) },
    { answerId: 'a', rating: -1, comment: '\ud800' },
    { answerId: 'a', rating: -1, stars: 5 },
  ])('like %j is refused', async (body) => {
    await expectRefusal(await rate(body), 'invalid_request')
    expect(client.faults).toEqual([])
  })
  it('is no form that another site could send', async () => {
    const body = '{"answerId":"a","rating":1}'
    const sent = client.send('/api/feedback', body, { 'Content-Type': 'text/plain' })
    await expectRefusal(await sent, 'unsupported_media')
    await expectRefusal(await client.get('/api/feedback'), 'method_not_allowed')
  })
  it('is described at /openapi.json', async () => {
    expect(await (await client.get('/openapi.json')).json()).toMatchObject({
      paths: { '/api/feedback': { post: { responses: { 204: {} } } } },
      components: { schemas: { FeedbackRequest: { properties: { rating: { enum: [1, -1] } } } } },
    })
  })
})

describe('a disk that takes nothing', () => {
  it('does not keep answers from leaving; the operator is told once, who rates is told plainly', async () => {
    // Every write to this device fails as on a full disk.
    mkdirSync(folder)
    symlinkSync('/dev/full', path.join(folder, 'gaps.jsonl'))
    const { answerId, outcome } = await ask(UNANSWERED)
    expect(outcome).toBe('no_evidence')
    await ask(UNANSWERED)
    expect(await expectRefusal(await rate({ answerId, rating: -1 }), 'storage_full')).toContain(
      '提问不受影响',
    )
    expect(warnings).toEqual([expect.stringMatching(/ENOSPC.*回答不受影响/u)])
  })

  it('does not use up what a person may say: once there is room, a rating is kept', async () => {
    mkdirSync(folder)
    const journal = path.join(folder, 'gaps.jsonl')
    symlinkSync('/dev/full', journal)
    const { answerId } = await ask(ANSWERED)
    for (let i = 0; i < 4; i++) await expectRefusal(await rate({ answerId, rating: -1 }), 'storage_full')
    rmSync(journal)
    expect((await rate({ answerId, rating: -1 })).status).toBe(204)
    expect(await kept()).toMatchObject([{ kind: 'downrated', answerId }])
  })
})

describe('a desk that keeps nothing', () => {
  it('answers and takes well-formed ratings all the same', async () => {
    for (const silent of [clientOf(engine, { gaps: NO_GAPS }), clientOf(engine)]) {
      const response = await silent.post('/api/ask', { question: UNANSWERED })
      const { answerId } = Answer.parse(await response.json())
      expect((await silent.post('/api/feedback', { answerId, rating: -1 })).status).toBe(204)
      await expectRefusal(await silent.post('/api/feedback', { answerId, rating: 3 }), 'invalid_request')
    }
    expect(existsSync(folder)).toBe(false)
  })
})
