// The parent's end of one child process: sends texts, matches replies to calls, and notices death and silence.
// It does not know how to start another one (child-keeper) nor what the texts are (local).

import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../errors.ts'
import type { EmbedReply, EmbedRequest } from './local-child.ts'

/** Texts that may wait in one child. At about 3 ms a question the last one is reached within a second. */
const MAX_WAITING = 256
/** Between the disconnect and the kill of a child that does not end, in milliseconds. */
const CLOSE_GRACE_MS = 3000
/** How much of the child's stderr is kept to explain its death, in characters. */
const STDERR_KEPT = 2000

interface Call {
  readonly count: number
  readonly vectors: Float32Array[]
  readonly sentAt: number
  readonly timer: NodeJS.Timeout
  readonly onVector: ((done: number) => void) | undefined
  readonly resolve: (vectors: Float32Array[]) => void
  readonly reject: (error: unknown) => void
}

export class ChildLink {
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>
  readonly #child: ChildProcess
  readonly #onModelCall: ((ms: number) => void) | undefined
  readonly #calls = new Map<number, Call>()
  #lastId = 0
  #heardAt = 0
  #gone = false
  #stderr = ''

  /**
   * Forks `file`: run as it is when built, through tsx from the sources.
   * @param onModelCall hears how long the model took for each text, in milliseconds, as its process timed it
   */
  constructor(file: string, argument: string, onModelCall?: (ms: number) => void) {
    this.#onModelCall = onModelCall
    this.#child = fork(file, [argument], {
      // `tsx` is looked up from the working directory, which may be anywhere.
      cwd: path.dirname(file),
      execArgv: path.extname(file) === '.ts' ? ['--import', 'tsx'] : [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_KEPT)
    })
    this.#child.on('message', (reply: EmbedReply) => this.#receive(reply))
    this.ended = this.#watch().then((why) => {
      this.#gone = true
      const cause = new Error(
        `the model's process ${why}; its last words: ${this.#stderr.trim() || '(none)'}`,
      )
      for (const id of [...this.#calls.keys()])
        this.#fail(id, new AppError('embedder_failed', '向量模型意外退出，请重试。', { cause }))
    })
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** Whether it makes sense to send it anything. */
  get alive(): boolean {
    return !this.#gone && this.#child.connected
  }

  /**
   * The vectors of complete texts, in order; `onVector` hears the count after each.
   * @throws AppError `embedder_failed` when a text fails, the process ends, too much waits already, or
   * `timeoutMs` have passed. A process that was silent all that time is killed.
   */
  embed(
    texts: readonly string[],
    timeoutMs: number,
    onVector?: (done: number) => void,
  ): Promise<Float32Array[]> {
    let waiting = texts.length
    for (const call of this.#calls.values()) waiting += call.count - call.vectors.length
    if (waiting > MAX_WAITING)
      return Promise.reject(new AppError('embedder_failed', '向量模型忙不过来，请稍后再试。'))
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#expire(id), timeoutMs)
      const sentAt = performance.now()
      this.#calls.set(id, { count: texts.length, vectors: [], sentAt, timer, onVector, resolve, reject })
      this.#child.send({ id, texts } satisfies EmbedRequest, (cause) => {
        if (cause) this.#fail(id, new AppError('embedder_failed', '向量模型意外退出，请重试。', { cause }))
      })
    })
  }

  /** Ends the process at once, whatever it does. What waits is rejected. */
  kill(): void {
    this.#gone = true
    this.#child.kill('SIGKILL')
  }

  /** Asks the process to end after the text it is working on; kills it only if it does not follow. */
  async finish(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect()
    const timer = setTimeout(() => this.kill(), CLOSE_GRACE_MS)
    await this.ended
    clearTimeout(timer)
  }

  /** Resolves with how the process ended, once all of its stderr has arrived. */
  #watch(): Promise<string> {
    const child = this.#child
    return new Promise((resolve) => {
      child.on('error', (error) => resolve(`failed: ${error.message}`))
      // Not 'close': Node leaves that event out after a disconnect from this side.
      child.once('exit', (code, signal) => {
        this.#gone = true
        const why = `ended with ${signal ?? `code ${code}`}`
        if (!child.stderr || child.stderr.closed) resolve(why)
        else child.stderr.once('close', () => resolve(why))
      })
    })
  }

  #receive(reply: EmbedReply): void {
    this.#heardAt = performance.now()
    const call = this.#calls.get(reply.id)
    if (!call) return
    if ('error' in reply) {
      const cause = new Error(reply.error)
      this.#fail(reply.id, new AppError('embedder_failed', '向量模型无法处理这段文字。', { cause }))
      return
    }
    this.#onModelCall?.(reply.ms)
    // A copy, because the received one is a view that keeps a whole message buffer alive.
    call.vectors.push(reply.vector.slice())
    try {
      call.onVector?.(call.vectors.length)
    } catch (error) {
      // The listener's mistake is its caller's, not the whole process's.
      this.#fail(reply.id, error)
    }
    if (call.vectors.length < call.count) return
    this.#forget(reply.id)
    call.resolve(call.vectors)
  }

  #expire(id: number): void {
    const sentAt = this.#calls.get(id)?.sentAt ?? 0
    this.#fail(id, new AppError('embedder_failed', '向量模型没有及时响应，请重试。'))
    // Busy is not hung: only a process that said nothing since this call was sent is given up.
    if (this.#heardAt < sentAt) this.kill()
  }

  #fail(id: number, error: unknown): void {
    const call = this.#calls.get(id)
    this.#forget(id)
    call?.reject(error)
  }

  #forget(id: number): void {
    clearTimeout(this.#calls.get(id)?.timer)
    this.#calls.delete(id)
  }
}

/** The module of that name beside `moduleUrl`, with the same extension: `.ts` from the sources, `.js` when built. */
export function siblingModule(name: string, moduleUrl: string): string {
  const self = fileURLToPath(moduleUrl)
  return path.join(path.dirname(self), name + path.extname(self))
}
