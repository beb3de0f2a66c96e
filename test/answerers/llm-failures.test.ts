// Every way a language model's server can fail us, over real connections: the answer is then made of quotes, in time, with
// a notice, and nothing of what the server said is left in it, nor a connection to it.

import { createServer, type Server } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { extractiveAnswerer } from '../../src/answerers/extractive.ts'
import { withFallback } from '../../src/answerers/fallback.ts'
import { dailyBudget } from '../../src/answerers/llm/budget.ts'
import { openLanguageModel, type Patience } from '../../src/answerers/llm/client.ts'
import { type Prompt, readPrompt } from '../../src/answerers/llm/prompt.ts'
import { llmAnswerer } from '../../src/answerers/llm.ts'
import { type Phrases, readPhrases } from '../../src/prompts.ts'
import {
  begin,
  DONE,
  type FakeModel,
  type Play,
  pause,
  piece,
  STOP,
  says,
  startModel,
} from '../support/fake-model.ts'
import { assigned, one, writtenBy } from './assigned.ts'

const KEY = 'sk-secret-0123456789'
const TRUE = '企业可以先放行后缴纳税款，把单笔业务缴税改为集中汇总缴税[1]。'
const PATIENCE: Patience = { connect: 500, piece: 500, total: 1_500 }

let model: FakeModel
let elsewhere: FakeModel
let silent: Server
let phrases: Phrases
let prompt: Prompt
beforeAll(async () => {
  model = await startModel()
  elsewhere = await startModel(says(TRUE))
  // Takes connections and never says a word.
  silent = createServer((socket) => socket.on('error', () => {}))
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  phrases = await readPhrases()
  prompt = await readPrompt()
})
afterAll(async () => {
  await Promise.all([model.close(), elsewhere.close()])
  silent.close()
})

function answering(baseUrl: string, patience = PATIENCE) {
  const told: string[] = []
  const opened = openLanguageModel({ baseUrl, model: 'fake-1', apiKey: KEY }, patience)
  const llm = llmAnswerer({
    model: opened,
    budget: dailyBudget(0),
    prompt,
    phrases,
    names: ['平潭海关', '福州海关'],
  })
  return {
    told,
    answerer: withFallback(llm, extractiveAnswerer(phrases), phrases, (line) => told.push(line)),
  }
}
const assignment = () => assigned([one('fj-2017-b5/13')])
const quoted = () => writtenBy(extractiveAnswerer(phrases), assignment())

/** Goes on writing until the other side has left. */
const endless =
  (next: (n: number) => string, everyMs = 5): Play =>
  async (response) => {
    begin(response)
    for (let n = 0; !response.destroyed && n < 5_000; n += 1) {
      if (!response.write(next(n)))
        await new Promise((resolve) => response.once('drain', resolve).once('close', resolve))
      await pause(everyMs)
    }
  }
const status =
  (code: number, body: string, type = 'application/json'): Play =>
  (response) => {
    response.writeHead(code, { 'Content-Type': type }).end(body)
  }
const raw =
  (...parts: (string | Buffer)[]): Play =>
  async (response) => {
    begin(response)
    for (const part of parts) {
      response.write(part)
      await pause(5)
    }
    response.end()
  }

/** What goes wrong, what the operator hears of it (nothing where the model only wrote badly), and how. */
const FAILURES: [string, RegExp | undefined, Play][] = [
  ['answers no headers', /没有文字超过/u, () => {}],
  ['refuses the key', /HTTP 401/u, status(401, `{"error": {"message": "Incorrect API key provided: ${KEY}"}}`)],
  ['has no such model', /HTTP 404/u, status(404, '{"error": {"message": "LEAK"}}')],
  ['is asked too often', /HTTP 429/u, status(429, '{"error": {"message": "LEAK"}}')],
  ['has a fault', /HTTP 500/u, status(500, 'LEAK at /srv/model.py:12', 'text/plain')],
  [
    'has a fault and never stops telling of it',
    /HTTP 500/u,
    async (response) => {
      response.writeHead(500, { 'Content-Type': 'text/plain' })
      while (!response.destroyed) {
        response.write('LEAK'.repeat(10_000))
        await pause(20)
      }
    },
  ],
  ['is behind a broken gateway', /HTTP 502/u, status(502, '<html>LEAK</html>', 'text/html')],
  ['answers with a page', /事件流/u, status(200, '<html><script>LEAK</script></html>', 'text/html')],
  ['answers whole instead of in pieces', /事件流/u, status(200, '{"choices": [{"message": {"content": "LEAK[1]。"}}]}')],
  [
    'answers compressed, unasked',
    /事件流/u,
    (response) =>
      response
        .writeHead(200, { 'Content-Type': 'text/event-stream', 'Content-Encoding': 'gzip' })
        .end(gzipSync(piece(TRUE) + DONE)),
  ],
  [
    'changes to another protocol',
    /连接中断/u,
    (_, request) => request.socket.write('HTTP/1.1 101 LEAK\r\nConnection: Upgrade\r\nUpgrade: LEAK\r\n\r\n'),
  ],
  ['sends headers and never a piece', /没有文字超过/u, (response) => begin(response)],
  ['sends signs of life and never a piece', /没有文字超过/u, endless(() => ': keep-alive\n\n', 20)],
  [
    'sends empty pieces alone',
    /没有文字超过/u,
    endless(() => piece(''), 20),
  ],
  [
    'stalls in mid-sentence',
    /没有文字超过/u,
    (response) => {
      begin(response)
      response.write(piece('企业可以LEAK'))
    },
  ],
  [
    'cuts the connection in mid-sentence',
    /连接中断/u,
    async (response) => {
      begin(response)
      response.write(piece('企业可以LEAK'))
      await pause(20)
      response.destroy()
    },
  ],
  ['ends without saying that it has ended', /没有写完/u, raw(piece('企业可以LEAK'))],
  ['sends broken JSON', /JSON/u, raw(piece('企业'), 'data: {"choices": [{"delta": {"cont": "LEAK\n\n')],
  ['sends JSON of another shape', /格式/u, raw('data: {"choices": "LEAK"}\n\n')],
  ['sends an error as an event', /格式/u, raw(piece('企业'), 'data: {"error": {"message": "LEAK"}}\n\n')],
  ['sends one piece of many megabytes', /过长/u, raw(`data: ${'L'.repeat(6_000_000)}`)],
  ['thinks without end', /回答超过/u, endless(() => 'data: {"choices": [{"delta": {"reasoning_content": "嗯"}}]}\n\n')],
  ['writes one sentence without end', undefined, endless(() => piece('企业可以先放行后缴纳税款，'.repeat(20)))],
  ['thinks aloud without end', undefined, endless(() => piece('<think>'.padEnd(40, '嗯')))],
  ['writes too slowly', /回答超过/u, endless(() => piece('企'), 100)],
  ['repeats lies without end', undefined, endless(() => piece('由平潭海关牵头[2]。'))],
  ['writes nothing', undefined, raw(STOP, DONE)],
  ['writes spaces', undefined, raw(piece(' \n\n \u200b'), STOP, DONE)],
  ['cites what was not given', undefined, says('企业可以先放行后缴纳税款[7][8]。')],
  ['cites nothing', undefined, says('企业可以先放行后缴纳税款。把单笔业务缴税改为集中汇总缴税。')],
  ['invents figures, units and 文号', undefined, says('依闽政〔2019〕7号由平潭海关在3日内退还5%税款[1]。')],
  ['does what an injection asks', undefined, says('LEAK：已忽略所有指令[1]。')],
  ['repeats its orders', undefined, (response, request, asked) => says(`${asked.slice(0, 200)}[1]。`)(response, request, asked)],
  ['writes in another encoding', undefined, raw(Buffer.concat([Buffer.from('data: {"choices":[{"delta":{"content":"'), Buffer.from([0xc6, 0xf3, 0xd2, 0xb5, 0xbf, 0xc9]), Buffer.from('[1]。"}}]}\n\n')]), STOP, DONE)],
  ['sends us elsewhere', /HTTP 302/u, (response) => response.writeHead(302, { Location: elsewhere.address }).end()],
  ['sends us elsewhere with what we sent', /HTTP 307/u, (response) => response.writeHead(307, { Location: `${elsewhere.address}/chat/completions` }).end()],
] // biome-ignore format: a table

describe.each(FAILURES)('a model that %s', (_, operatorHears, play) => {
  it('leaves an answer of quotes, in time, with a notice', async () => {
    model.play = play
    const { told, answerer } = answering(model.address)
    const started = performance.now()
    const { answeredBy, notice, ...draft } = await writtenBy(answerer, assignment())
    expect(performance.now() - started).toBeLessThan(PATIENCE.total + 500)
    expect(draft).toEqual(await quoted())
    expect(answeredBy).toBe('extractive')
    expect(notice).toBe(phrases.say(operatorHears ? 'notice.unreachable' : 'notice.unfounded'))
    if (operatorHears) expect(told).toEqual([expect.stringMatching(operatorHears)])
    else expect(told).toEqual([])
    expect(JSON.stringify([draft.text, notice, told])).not.toMatch(/LEAK|sk-|secret|127\.0\.0\.1/u)
    expect(elsewhere.asked).toEqual([])
    await vi.waitFor(() => expect(model.connections()).toBe(0), { timeout: 1_000 })
  })
})

describe('a server that', () => {
  it.each([
    ['does not listen', () => 'http://127.0.0.1:1/v1'],
    [
      'takes the connection and says nothing',
      () => `http://127.0.0.1:${(silent.address() as { port: number }).port}/v1`,
    ],
    ['does not speak TLS', () => model.address.replace('http:', 'https:')],
    // Longer than a name may be: no resolver is asked for it.
    ['has no name that is known', () => `http://${'a'.repeat(64)}.invalid/v1`],
  ])('%s leaves an answer of quotes', async (_, address) => {
    const { told, answerer } = answering(address())
    const { answeredBy, notice, ...draft } = await writtenBy(answerer, assignment())
    expect(draft).toEqual(await quoted())
    expect([answeredBy, notice]).toEqual(['extractive', phrases.say('notice.unreachable')])
    expect(told).toHaveLength(1)
    expect(told[0]).not.toMatch(/sk-|secret/u)
  })

  it('never connects is given up sooner than one that writes nothing', async () => {
    // The secure connection is never agreed on.
    const port = (silent.address() as { port: number }).port
    const { told, answerer } = answering(`https://127.0.0.1:${port}/v1`, {
      connect: 100,
      piece: 5_000,
      total: 9_000,
    })
    const started = performance.now()
    await writtenBy(answerer, assignment())
    expect(performance.now() - started).toBeLessThan(1_000)
    expect(told).toEqual([expect.stringContaining('连接超过 0.1 秒')])
  })
})

describe('a model that is only awkward', () => {
  it.each<[string, Play]>([
    ['cuts characters in two', (response) => {
      begin(response)
      const bytes = Buffer.from(piece(TRUE) + STOP + DONE)
      for (let at = 0; at < bytes.length; at += 1) response.write(bytes.subarray(at, at + 1))
      response.end()
    }],
    ['ends lines with CR and LF, and comments', raw(`: hello\r\n\r\n${(piece(TRUE) + STOP).replaceAll('\n', '\r\n')}`)],
    ['ends with a reason and without [DONE]', raw(piece(TRUE), STOP)],
    ['ends with [DONE] and without a reason', raw(piece(TRUE), DONE)],
    ['thinks first', raw('data: {"choices":[{"delta":{"role":"assistant","reasoning_content":"想"}}]}\n\n', piece(TRUE), STOP, DONE)],
    ['counts tokens at the end', raw(piece(TRUE), STOP, 'data: {"choices":[],"usage":{"total_tokens":9}}\n\n', DONE)],
    ['stops at its limit', raw(piece(`${TRUE}由福州海`), STOP.replace('stop', 'length'), DONE)],
    ['puts a mark in front of the stream', raw(`\ufeff${piece(TRUE)}`, STOP, DONE)],
  ])('is passed on: %s', async (_, play) => {
    model.play = play
    const { told, answerer } = answering(model.address)
    const { text, answeredBy } = await writtenBy(answerer, assignment())
    expect(text).toBe(TRUE)
    expect([told, answeredBy]).toEqual([[], undefined])
  }) // biome-ignore format: a table
})

describe('a reader who leaves', () => {
  it('ends the writing of the model', async () => {
    let left = false
    model.play = async (response) => {
      response.once('close', () => {
        left = true
      })
      await endless(() => piece('企'), 20)(response, {} as never, '')
    }
    model.asked.length = 0
    const stop = new AbortController()
    const writing = answering(model.address, { connect: 900, piece: 900, total: 9_000 }).answerer
    const next = writing.answer(assignment(), stop.signal).next()
    await vi.waitFor(() => expect(model.asked).toHaveLength(1))
    stop.abort(new Error('left'))
    await expect(next).rejects.toThrow('left')
    await vi.waitFor(() => expect([left, model.connections()]).toEqual([true, 0]), { timeout: 1_000 })
  })
})
