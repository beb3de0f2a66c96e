// A child process seen from the run: orders go in, answers come out, and a limit of time ends it.

import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import type { Answers, Order } from './child.ts'

const CHILD = path.join(import.meta.dirname, 'child.ts')

export class Remote {
  readonly #child: ChildProcess
  /** What it printed to stderr last, to tell why it died. */
  #complaint = ''

  /** @param peer a key of `PEERS` */
  constructor(peer: string) {
    this.#child = fork(CHILD, [peer], {
      // Copies of typed arrays, not JSON of them.
      serialization: 'advanced',
      execArgv: [...process.execArgv, '--expose-gc', '--max-old-space-size=8192'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#child.stderr!.on('data', (piece: Buffer) => {
      this.#complaint = `${this.#complaint}${piece}`.slice(-2000)
    })
  }

  /**
   * @param limit milliseconds after which the process is ended
   * @throws Error with one line that says why there is no answer
   */
  async ask<K extends keyof Answers>(order: Order & { do: K }, limit: number): Promise<Answers[K]> {
    const child = this.#child
    let resolve!: (answer: Answers[K]) => void
    let reject!: (why: Error) => void
    const promise = new Promise<Answers[K]>((yes, no) => {
      resolve = yes
      reject = no
    })
    const fail = (why: string) => reject(new Error(why.trim().split('\n')[0]!.slice(0, 200)))
    const onMessage = (message: { answer: Answers[K] } | { failure: string }) =>
      'failure' in message ? fail(message.failure) : resolve(message.answer)
    const onExit = (code: number | null, signal: string | null) =>
      fail(`process ended (${signal ?? code}) ${this.#complaint}`)
    const timer = setTimeout(() => {
      fail(`not done within ${Math.round(limit / 1000)} s`)
      child.kill('SIGKILL')
    }, limit)
    child.once('message', onMessage).once('exit', onExit)
    try {
      if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode, child.signalCode)
      else child.send(order)
      return await promise
    } finally {
      clearTimeout(timer)
      child.off('message', onMessage).off('exit', onExit)
    }
  }

  /** Lets it close what is open; what does not end by itself is ended. */
  async close(): Promise<void> {
    const child = this.#child
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    if (child.connected) child.disconnect()
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await ended
    clearTimeout(timer)
  }
}
