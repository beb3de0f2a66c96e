// Limits for clients, as they are where others reach the desk: S19.

import { readFileSync } from 'node:fs'
import { begin, pause, piece, startModel } from '../../support/fake-model.ts'
import { type Case, Count } from '../case.ts'
import { ownFolder, type RunningDesk, startDesk } from '../running.ts'
import { exchange, posted } from './sockets.ts'

const CHATS = 20
const SEARCHES = 60
const STREAMS = 3
/** More clients than are remembered. */
const CLIENTS = 12_000
/** What as many others may cost after them: it was 28 as a rule, and once 81. */
const MEMORY_MORE_MB = 150
/** Within this a client's requests count together. */
const WINDOW_MS = 60_000

/** Headers by which somebody may try to be somebody else. */
const FORGED: readonly Record<string, string>[] = [
  ...[
    '198.51.100.9',
    '127.0.0.1',
    '10.0.0.1',
    '::1',
    '0.0.0.0',
    '198.51.100.9, 127.0.0.1',
    'localhost',
    ',',
    '',
  ].map((claim) => ({ 'X-Forwarded-For': claim })),
  { 'X-Real-IP': '198.51.100.9' },
  { Forwarded: 'for=198.51.100.9' },
  { 'True-Client-IP': '198.51.100.9' },
  { 'CF-Connecting-IP': '198.51.100.9' },
  { 'X-Client-IP': '198.51.100.9' },
  { 'X-Cluster-Client-IP': '198.51.100.9' },
  { Via: '1.1 198.51.100.9' },
  { Origin: 'http://198.51.100.9' },
  { 'User-Agent': 'another' },
  { Cookie: 'session=another' },
  { Authorization: 'Bearer another' },
]

type Headers = Record<string, string>
const JSON_TYPE = { 'Content-Type': 'application/json' }

async function statusOf(response: Response): Promise<number> {
  await response.text()
  const after = Number(response.headers.get('Retry-After'))
  // Without the time to wait, a refusal is no use.
  return response.status === 429 && !(after >= 1 && after <= 60) ? Number.NaN : response.status
}

function asking(address: string) {
  const post = (path: string, body: object, headers: Headers) =>
    fetch(address + path, {
      method: 'POST',
      headers: { ...JSON_TYPE, ...headers },
      body: JSON.stringify(body),
    })
  return {
    chat: async (headers: Headers = {}) => statusOf(await post('/api/ask', { question: '你好' }, headers)),
    search: async (headers: Headers = {}) =>
      statusOf(await post('/api/search', { query: '汇总征税' }, headers)),
    read: async (headers: Headers = {}) =>
      statusOf(await fetch(`${address}/api/records/fj-2017-b5/13`, { headers })),
  }
}

const times = async (count: number, one: () => Promise<number>) => {
  const all: number[] = []
  for (let i = 0; i < count; i++) all.push(await one())
  return all
}
/** `20 × 200, 1 × 429` */
const inWords = (statuses: readonly number[]) =>
  [...new Set(statuses)]
    .map((one) => `${statuses.filter((other) => other === one).length} × ${one}`)
    .join(', ')

export const rates: Case = {
  id: 'S19',
  what: 'limits for clients, with forged headers and more clients than are remembered',
  tiers: ['t1', 'b'],
  async run() {
    const count = new Count()
    const expect = (what: string, got: unknown, wanted: unknown) =>
      count.add(`${got}` === `${wanted}` ? undefined : `${what}: ${got}, not ${wanted}`)
    const model = await startModel(async (response) => {
      begin(response)
      for (; !response.destroyed; await pause(50)) response.write(piece('企'))
    })
    const { index, remove } = await ownFolder()
    const llm = { LLM_BASE_URL: model.address, LLM_MODEL: 'fake-1' }
    try {
      await withDesk({ INDEX_DIR: index, HOST: '0.0.0.0', ...llm }, async (desk) => {
        const address = desk.address.replace('0.0.0.0', '127.0.0.1')
        const { chat, search, read } = asking(address)
        expect('chats', inWords(await times(CHATS + 5, chat)), `${CHATS} × 200, 5 × 429`)
        expect('searches', inWords(await times(SEARCHES + 5, search)), `${SEARCHES} × 200, 5 × 429`)
        for (const headers of FORGED) {
          const claim = JSON.stringify(headers)
          expect(`a chat with ${claim}`, await chat(headers), 429)
          expect(`a search with ${claim}`, await search(headers), 429)
          expect(`a record with ${claim}`, await read(headers), 429)
        }
        expect('health', (await fetch(`${address}/api/health`)).status, 200)
      })
      await withDesk({ INDEX_DIR: index, HOST: '0.0.0.0', RATE_LIMIT_CHAT: '0', ...llm }, async (desk) => {
        const address = desk.address.replace('0.0.0.0', '127.0.0.1')
        const stream = posted('/api/ask', '{"question":"汇总征税保函是什么"}', ['Accept: text/event-stream'])
        const open = Array.from({ length: STREAMS }, () => exchange(address, stream, { patience: 4_000 }))
        await pause(2_000)
        const [, ...more] = await Promise.all(
          [0, ...FORGED].map((headers) =>
            exchange(address, stream.replace('\r\n', `\r\n${rawHeader(headers)}`), { enough: /\}\}/u }),
          ),
        )
        expect('further streams', new Set(more.flatMap(({ statuses }) => statuses)).size, 1)
        for (const { statuses, heard } of more) {
          expect('a further stream', statuses, 429)
          expect('its Retry-After', /^retry-after: \d+\r$/imu.test(heard), true)
        }
        for (const { statuses } of await Promise.all(open)) expect('a stream', statuses, 200)
        await pause(500)
        const again = await exchange(address, stream, { enough: /event: hits/u })
        expect('a stream after the others', again.statuses, 200)
      })
      const behind = { INDEX_DIR: index, TRUSTED_PROXIES: '127.0.0.1' }
      const growth = await withDesk(behind, async (desk) => {
        const { chat, read } = asking(desk.address)
        const from = (client: string) => ({ 'X-Forwarded-For': client })
        expect(
          'one client',
          inWords(await times(CHATS + 2, () => chat(from('203.0.113.7')))),
          `${CHATS} × 200, 2 × 429`,
        )
        expect('with a claim before it', await chat(from('198.51.100.1, 203.0.113.7')), 429)
        expect('another client', await chat(from('203.0.113.8')), 200)
        expect(
          'its neighbour in IPv6',
          inWords(await times(CHATS + 1, ipv6(chat))),
          `${CHATS} × 200, 1 × 429`,
        )
        const round = async (first: number) => {
          for (let i = first; i < first + CLIENTS; i += 50)
            await Promise.all(Array.from({ length: 50 }, (_, j) => read(from(addressNumber(i + j)))))
          return memoryMb(desk)
        }
        // What so many requests cost, whoever sends them, shows in the first round.
        const before = await round(0)
        const began = performance.now()
        expect(
          'one more',
          inWords(await times(CHATS + 1, () => chat(from('203.0.113.9')))),
          `${CHATS} × 200, 1 × 429`,
        )
        const growth = (await round(CLIENTS)) - before
        // Forgotten for others, or for time: then nothing is shown.
        const forgotten = performance.now() - began < WINDOW_MS ? await chat(from('203.0.113.9')) : 'too late'
        expect('a client that more others came after than are remembered', forgotten, 200)
        count.add(
          growth <= MEMORY_MORE_MB ? undefined : `${CLIENTS} clients more cost ${growth.toFixed(0)} MB`,
        )
        return growth
      })
      return count.tally(`after ${CLIENTS} clients, as many others: ${growth.toFixed(0)} MB`)
    } finally {
      await model.close()
      remove()
    }
  },
}

async function withDesk<T>(env: Record<string, string>, act: (desk: RunningDesk) => Promise<T>): Promise<T> {
  const desk = await startDesk(env)
  try {
    return await act(desk)
  } finally {
    await desk.stop()
  }
}

/** Each time from another address of the same /64. */
function ipv6(chat: (headers: Headers) => Promise<number>): () => Promise<number> {
  let host = 0
  return () => chat({ 'X-Forwarded-For': `2001:db8:1:2::${(++host).toString(16)}` })
}

const rawHeader = (headers: Headers | number) =>
  typeof headers === 'number'
    ? ''
    : Object.entries(headers)
        .map((pair) => `${pair.join(': ')}\r\n`)
        .join('')
const addressNumber = (i: number) => `203.${i >> 16}.${(i >> 8) & 255}.${i & 255}`
const memoryMb = ({ process }: RunningDesk) =>
  Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${process.pid}/status`, 'utf8'))?.[1]) / 1024
