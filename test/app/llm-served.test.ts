// A language model behind the running server and the command line: connections that end, a desk that closes, and a key
// that is printed nowhere.

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Serving, serve } from '../../src/serve.ts'
import { endOf, SOURCE, startCommand } from '../support/command.ts'
import { deskSettings, ownIndex } from '../support/desk.ts'
import { begin, type FakeModel, pause, piece, startModel } from '../support/fake-model.ts'

const KEY = 'sk-secret-0123456789'
const BODY = JSON.stringify({ question: '汇总征税保函是什么，怎么缴税' })

let model: FakeModel
let settings: Record<string, string>
beforeAll(async () => {
  model = await startModel(async (response) => {
    begin(response)
    for (; !response.destroyed; await pause(10)) response.write(piece('企'))
  })
  settings = { LLM_BASE_URL: model.address, LLM_MODEL: 'fake-1', LLM_API_KEY: KEY }
})
afterAll(() => model.close())
afterEach(() => {
  model.asked.length = 0
})

describe('a server with a language model', () => {
  let serving: Serving
  const faults: unknown[] = []
  beforeAll(async () => {
    serving = await serve(await deskSettings({ ...settings, INDEX_DIR: await ownIndex() }), {
      onFault: (error) => faults.push(error),
    })
  })
  afterAll(() => serving.close())

  it.each(['application/json', 'text/event-stream'])(
    'stops the model when the client leaves (%s)',
    async (accept) => {
      const leaving = new AbortController()
      const headers = { 'Content-Type': 'application/json', Accept: accept }
      const asking = fetch(`${serving.address}/api/ask`, {
        method: 'POST',
        body: BODY,
        headers,
        signal: leaving.signal,
      })
        .then((response) => response.text())
        .catch(() => 'left')
      await vi.waitFor(() => expect(model.asked).toHaveLength(1), { timeout: 20_000 })
      leaving.abort()
      expect(await asking).toBe('left')
      await vi.waitFor(() => expect(model.connections()).toBe(0), { timeout: 1_000 })
      expect(faults).toEqual([])
    },
  )

  it('goes on answering others while the model writes', async () => {
    const leaving = new AbortController()
    const slow = fetch(`${serving.address}/api/ask`, {
      method: 'POST',
      body: BODY,
      headers: { 'Content-Type': 'application/json' },
      signal: leaving.signal,
    }).catch(() => 'left')
    await vi.waitFor(() => expect(model.asked).toHaveLength(1), { timeout: 20_000 })
    const headers = { 'Content-Type': 'application/json' }
    const body = JSON.stringify({ ...JSON.parse(BODY), answerer: 'extractive' })
    const other = await fetch(`${serving.address}/api/ask`, { method: 'POST', body, headers })
    expect(await other.json()).toMatchObject({ answeredBy: 'extractive' })
    leaving.abort()
    expect(await slow).toBe('left')
  })

  it('leaves no connection to the model when it closes', async () => {
    const own = await serve(await deskSettings({ ...settings, INDEX_DIR: await ownIndex() }), {})
    const headers = { 'Content-Type': 'application/json', Accept: 'text/event-stream' }
    const asking = fetch(`${own.address}/api/ask`, { method: 'POST', body: BODY, headers })
      .then((response) => response.text())
      .catch(() => 'cut')
    await vi.waitFor(() => expect(model.asked).toHaveLength(1), { timeout: 20_000 })
    const started = performance.now()
    await own.close()
    expect(performance.now() - started).toBeLessThan(8_000)
    expect(await asking).toMatch(/shutting_down/u)
    await vi.waitFor(() => expect(model.connections()).toBe(0), { timeout: 1_000 })
  })
})

describe('the command line with a language model', () => {
  const cewen = async (args: string[], more: Record<string, string>) =>
    endOf(startCommand(SOURCE, args, { INDEX_DIR: await ownIndex(), PORT: '0', ...more }))

  it.each([
    ['help', ['--help'], 0],
    ['an answer of a dead model', ['ask', '汇总征税保函是什么'], 0],
    ['a model that is not whole', ['ask', '汇总征税保函是什么'], 1, { LLM_MODEL: '' }],
    ['a bad address', ['ask', '汇总征税保函是什么'], 1, { LLM_BASE_URL: `ftp://x:${KEY}@h` }],
  ] as [string, string[], number, Record<string, string>?][])(
    'prints its key nowhere: %s',
    async (_, args, expected, more = {}) => {
      const dead = { ...settings, LLM_BASE_URL: 'http://127.0.0.1:1/v1' }
      const { code, said } = await cewen(args, { ...dead, ...more })
      expect(code, said).toBe(expected)
      expect(said).not.toMatch(/sk-secret|0123456789/u)
      expect(said).not.toMatch(/\n\s+at /u)
    },
  )

  it('says who is to write, and refuses who is not there', async () => {
    const dead = { ...settings, LLM_BASE_URL: 'http://127.0.0.1:1/v1' }
    const quoted = await cewen(['ask', '--json', '--answerer', 'extractive', '汇总征税保函是什么'], dead)
    expect(JSON.parse(quoted.said)).toMatchObject({ answeredBy: 'extractive' })
    expect(JSON.parse(quoted.said).notice).toBeUndefined()
    const refused = await cewen(['ask', '--answerer', 'llm', '汇总征税保函是什么'], {})
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('没有配置语言模型') })
  })
})
