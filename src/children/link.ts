// The parent's end of one child process: sends requests, matches answers to them, and notices death and silence. It does
// not know how to start another one (keeper.ts), nor what is asked.

import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Answered, Asked } from './child.ts'
import { ChildFailure, type Why } from './failure.ts'

/** Requests that may wait in one child. At about 3 ms for the vector of a question, the last one is reached within a second. */
const MAX_WAITING = 256
/**
 * A child that has something to do and says nothing for so long gets no more of it: whoever asks would only wait with it.
 * One thing that it does takes milliseconds, the longest question on a machine with much other work some hundreds.
 */
const SILENCE_MS = 1000
/** A child that says nothing for so long while it has something to do has stopped, and is killed. */
const HUNG_MS = 2000
/** Between the disconnect and the kill of a child that does not end, in milliseconds. */
const CLOSE_GRACE_MS = 2000
/** How much of the child's stderr is kept to explain its death, in characters. */
const STDERR_KEPT = 2000

interface Call<Reply> {
  readonly timer: NodeJS.Timeout
  readonly resolve: (reply: Reply) => void
  readonly reject: (failure: ChildFailure) => void
}

export class ChildLink<Request, Reply> {
  /** Resolves with how the process ended, and its last words. */
  readonly ended: Promise<Error>
  readonly #child: ChildProcess
  readonly #calls = new Map<number, Call<Reply>>()
  #lastId = 0
  /** Requests that the child has not answered yet, those included that nobody waits for any more. */
  #owed = 0
  /** When it last said something or, if nothing was owed then, got something to do. */
  #quietSince = 0
  /** Whether it has said nothing for SILENCE_MS with something to do. */
  #silent = false
  /** Begins anew with `#quietSince`. As with each call's timer, what has arrived meanwhile is read first. */
  readonly #silence = setTimeout(() => {
    const since = this.#quietSince
    setImmediate(() => {
      this.#silent = this.#owed > 0 && this.#quietSince === since
    })
  }, SILENCE_MS).unref()
  /** Whether it was late with something, and it will be looked again whether it says anything more. */
  #doubted = false
  #gone = false
  #stderr = ''

  /** Forks `file`: run as it is when built, through tsx from the sources. `argument` is its only one. */
  constructor(file: string, argument = '') {
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
    this.#child.on('message', (answers: Answered<Reply>[]) => {
      for (const answered of answers) this.#receive(answered)
    })
    this.ended = this.#watch().then((how) => {
      this.#gone = true
      const end = new Error(`the process ${how}; its last words: ${this.#stderr.trim() || '(none)'}`)
      for (const id of [...this.#calls.keys()]) this.#fail(id, 'ended', end)
      return end
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
   * The child's answer.
   * @param request whatever `structuredClone` takes
   * @throws ChildFailure `refused`, `ended`, `late` when `timeoutMs` have passed or the child is silent already, `busy`.
   * A child that was late once and stays silent with something to do is killed.
   */
  call(request: Request, timeoutMs: number): Promise<Reply> {
    // Its `error` event says why, a turn later.
    if (this.pid === undefined) return Promise.reject(new ChildFailure('ended'))
    if (this.#owed >= MAX_WAITING) return Promise.reject(new ChildFailure('busy'))
    if (this.#silent) return Promise.reject(new ChildFailure('late'))
    const now = performance.now()
    if (this.#owed === 0) this.#listen(now)
    this.#owed += 1
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      // This thread may have been busy itself: what has arrived meanwhile is read before anybody is called late.
      const timer = setTimeout(() => setImmediate(() => this.#expire(id)), timeoutMs)
      this.#calls.set(id, { timer, resolve, reject })
      this.#child.send({ id, request } satisfies Asked<Request>, (cause) => {
        if (!cause) return
        // It takes nothing any more, though its end may not have been heard of yet: nothing else is sent there.
        this.kill()
        this.#fail(id, 'ended', cause)
      })
    })
  }

  /** Ends the process at once, whatever it does. What waits is rejected. */
  kill(): void {
    this.#gone = true
    // Of a process that was never there the system call would get whatever stands in its place: 0 is this whole group.
    if (this.pid !== undefined) this.#child.kill('SIGKILL')
  }

  /** Asks the process to end after what it is working on; kills it only if it does not follow. */
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
        const how = `ended with ${signal ?? `code ${code}`}`
        if (!child.stderr || child.stderr.closed) resolve(how)
        else child.stderr.once('close', () => resolve(how))
      })
    })
  }

  #listen(now: number): void {
    this.#quietSince = now
    this.#silent = false
    this.#silence.refresh()
  }

  #receive(answered: Answered<Reply>): void {
    this.#owed -= 1
    this.#listen(performance.now())
    if ('error' in answered) {
      this.#fail(answered.id, 'refused', new Error(answered.error))
      return
    }
    const call = this.#calls.get(answered.id)
    this.#forget(answered.id)
    call?.resolve(answered.reply)
  }

  #expire(id: number): void {
    if (!this.#calls.has(id)) return
    this.#fail(id, 'late')
    if (this.#child.connected) this.#child.send({ id, forget: true } satisfies Asked<Request>, () => {})
    this.#giveUp()
  }

  /** Busy is not hung: only a process that says nothing for HUNG_MS with something to do is ended. */
  #giveUp(): void {
    if (this.#gone || this.#owed === 0 || this.#doubted) return
    const left = this.#quietSince + HUNG_MS - performance.now()
    if (left <= 0) {
      this.kill()
      return
    }
    this.#doubted = true
    const lookAgain = () => {
      this.#doubted = false
      this.#giveUp()
    }
    // As with each call's timer, what has arrived meanwhile is read first.
    setTimeout(() => setImmediate(lookAgain), left).unref()
  }

  #fail(id: number, why: Why, cause?: unknown): void {
    const call = this.#calls.get(id)
    this.#forget(id)
    call?.reject(new ChildFailure(why, cause))
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
