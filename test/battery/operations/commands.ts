// The commands of an operator beside a desk that runs, and what is asked of it meanwhile. It knows no row.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { ROOT } from '../../../src/config.ts'
import { bareEnvironment } from '../../support/desk.ts'

export interface Ended {
  code: number | null
  out: string
  err: string
}

/** Runs a command of the built program to its end. */
export async function cewen(args: readonly string[], env: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, [path.join(ROOT, 'dist/bin.js'), ...args], {
    env: bareEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended: Ended = { code: null, out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    ended.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    ended.err += text
  })
  ;[ended.code] = await once(child, 'close')
  return ended
}

/** One line for people: no stack, no path of the program. */
export const isOneLine = (text: string) =>
  /^[^\n]+\n$/u.test(text) && !/Error:|node_modules|\bat .+:\d+/u.test(text)

export async function post(address: string, route: string, body: unknown, headers = {}): Promise<Response> {
  return fetch(`${address}${route}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

export const ask = (address: string, question: string) => post(address, '/api/ask', { question })

/** Asks until there is an answer: the first one waits for what is embedded at the start. @throws Error after a minute */
export async function warm(address: string): Promise<void> {
  const until = performance.now() + 60_000
  while ((await ask(address, '进口货物能不能先提货后缴税？')).status !== 200)
    if (performance.now() > until) throw new Error('no answer within a minute')
}

/** Asks one question after the other until it is told to stop. */
export function keepAsking(address: string, questions: readonly string[]) {
  let going = true
  const done = (async () => {
    const statuses: number[] = []
    for (let i = 0; going; i++) {
      const response = await ask(address, questions[i % questions.length]!)
      await response.arrayBuffer()
      statuses.push(response.status)
    }
    return statuses
  })()
  return {
    stop: () => {
      going = false
      return done
    },
  }
}
