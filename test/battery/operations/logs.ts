// What visitors say of themselves, wherever they can say it: none of it is in the log, and each request is one line.

import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import path from 'node:path'
import { seeded } from '../../support/random.ts'
import { type Case, Count } from '../case.ts'
import { ownFolder, type RunningDesk, startDesk } from '../running.ts'
import { post } from './asking.ts'

const PEOPLE = 40
const SEED = 16_205

/** Numbers and words that lead to a person, drawn so that each is found again as it was. */
function particulars(random: () => number): string[] {
  const digits = (count: number) => Array.from({ length: count }, () => Math.floor(random() * 10)).join('')
  return [
    `350203198${Math.floor(random() * 10)}0${1 + Math.floor(random() * 9)}15${digits(3)}X`,
    `139${digits(8)}`,
    `62284${digits(14)}`,
    `visitor${digits(6)}@example.com`,
    `鹭江道${1 + Math.floor(random() * 899)}号${digits(4)}室`,
  ]
}

/** What a terminal obeys and what breaks a line, before and behind something that would be a line of its own. */
const FORGED = [
  '\r\n',
  '\n',
  '\u0085',
  '\u2028',
  '\u001b[2J',
  '\u001b]0;x\u0007',
  '\u009b31m',
  '\u0000',
  '\u202e',
]

const S27: Case = {
  id: 'S27',
  what: 'particulars of 40 people in 200 questions and everywhere else, control signs: none in the log, a line per request',
  tiers: ['sample', 't1', 'b'],
  async run() {
    const count = new Count()
    const own = await ownFolder()
    const gaps = path.join(own.folder, 'gaps')
    const desk = await startDesk({ INDEX_DIR: own.index, GAPS: 'on', GAPS_DIR: gaps, LOG_LEVEL: 'debug' })
    const random = seeded(SEED)
    const said: string[] = []
    const asked: string[] = []
    let sent = 0
    const before = linesOf(desk).length
    try {
      for (let person = 0; person < PEOPLE; person++) {
        const own = particulars(random)
        said.push(...own)
        for (const one of own) {
          const text = `我的号码是${one}${FORGED[person % FORGED.length]}{"level":"error"}，能不能先提货？`
          asked.push(text)
          sent += await tellEverywhere(desk, one, text)
        }
      }
      await pause(500)
    } finally {
      await desk.stop()
      own.remove()
    }
    const log = desk.said()
    for (const one of said) count.add(log.includes(one) ? `in the log: ${one}` : undefined)
    // A digest that anybody can make tells which question it was as well.
    for (const text of asked)
      for (const algorithm of ['sha256', 'sha1', 'md5']) {
        const digest = createHash(algorithm).update(text.trim()).digest('hex').slice(0, 16)
        count.add(log.includes(digest) ? `a digest of ${JSON.stringify(text)} is in the log` : undefined)
      }
    for (const line of linesOf(desk)) count.add(lineFault(line))
    const requests = linesOf(desk).filter((line) => /"requestId"/u.test(line)).length
    if (requests !== sent) count.add(`${sent} requests, ${requests} lines`)
    return count.tally(`${sent} requests, ${linesOf(desk).length - before} lines, ${said.length} particulars`)
  },
}

/** @returns the number of requests */
async function tellEverywhere({ address }: RunningDesk, one: string, text: string): Promise<number> {
  const inAddress = encodeURIComponent(text)
  const history = [{ role: 'user', content: text }]
  const answered = await post(address, '/api/ask', { question: text, history })
  const { answerId } = (await answered.json()) as { answerId: string }
  const requests = [
    post(address, '/api/ask', { question: text }, { Accept: 'text/event-stream' }),
    post(address, '/api/search', { query: text, filters: { area: one } }),
    post(address, '/api/search', { query: text, [one]: one }),
    post(address, '/api/search', `{"query":"${one}`),
    post(address, '/api/match', { profile: { areas: [one], text } }),
    post(address, '/api/feedback', { answerId, rating: -1, reason: one, comment: text }),
    fetch(`${address}/api/records?q=${inAddress}&limit=1`),
    fetch(`${address}/api/documents/${inAddress}`),
    fetch(`${address}/${inAddress}?${inAddress}`),
    fetch(`${address}/api/health`, {
      headers: { 'User-Agent': ascii(one), 'X-Request-Id': ascii(one), Cookie: `a=${ascii(one)}` },
    }),
  ]
  for (const request of requests) await (await request).arrayBuffer()
  await brokenOff(address, one)
  return requests.length + 2
}

/** A request that announces more than it sends, and leaves. */
function brokenOff(address: string, one: string): Promise<void> {
  const { hostname, port } = new URL(address)
  const head = `POST /api/ask HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n`
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    socket.on('error', () => {})
    socket.once('close', () => resolve())
    socket.write(`${head}{"question":"${one}`, () => socket.destroy())
  })
}

/** As headers take it. */
const ascii = (text: string) => text.replace(/[^!-~]/gu, '')

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** All but the line for people that says where the desk is. */
const linesOf = (desk: RunningDesk) =>
  desk
    .said()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('策问已就绪'))

function lineFault(line: string): string | undefined {
  if (/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(line)) return `control signs: ${JSON.stringify(line)}`
  try {
    const { level, time, question, ...rest } = JSON.parse(line)
    if (typeof level !== 'string' || typeof time !== 'string') return `no level or time: ${line}`
    if (question !== undefined && !/^[\da-f]{16}$/u.test(question)) return `a question: ${line}`
    return rest.stack || rest.errors ? `a fault: ${line}` : undefined
  } catch {
    return `no line of JSON: ${line}`
  }
}

export const LOGS: readonly Case[] = [S27]
