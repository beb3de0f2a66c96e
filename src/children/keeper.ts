// Keeps one child process ready: starts it, replaces it as soon as it has died, and rests when it dies too often. It does
// not know what the child does, only that a probe must succeed before it counts as started.

import { ChildFailure } from './failure.ts'
import { ChildLink } from './link.ts'

/** Within START_WINDOW_MS a child is started at most this often: what kills its process would do so for ever. */
const MAX_STARTS = 5
const START_WINDOW_MS = 60_000
/** Wait before the second start within the window; doubles with each further one (100, 200, 400, 800 ms). */
const FIRST_DELAY_MS = 100

export interface KeeperOptions<Request, Reply> {
  /** Absolute path of the module to fork. */
  readonly file: string
  /** Its only argument. */
  readonly argument?: string
  /** What a child must be able to do before it counts as started. */
  readonly probe: (call: (request: Request) => Promise<Reply>) => Promise<unknown>
  /** From fork to the end of the probe, in milliseconds. */
  readonly startTimeoutMs: number
  /** Runs before every start but the first; when it throws, there is no start. */
  readonly beforeRestart?: () => Promise<void>
  /** Hears of the first failure after all was well, unless `start` has thrown it. */
  readonly onFailure?: ((failure: Error) => void) | undefined
}

export class ChildKeeper<Request, Reply> {
  readonly #options: KeeperOptions<Request, Reply>
  #link: ChildLink<Request, Reply> | undefined
  /** Whether the probe of the link has succeeded. */
  #ready = false
  #starting: Promise<void> | undefined
  #closing: Promise<void> | undefined
  #startedBefore = false
  #starts: number[] = []
  #retry: NodeJS.Timeout | undefined
  #failure: Error | undefined
  readonly #underWay = new Set<Promise<unknown>>()

  constructor(options: KeeperOptions<Request, Reply>) {
    this.#options = options
  }

  /** Process id of the child, while there is one. */
  get pid(): number | undefined {
    return this.#link?.alive ? this.#link.pid : undefined
  }

  /** Why there is no child at this moment, or why its last answer did not come; undefined when all is well. */
  get failure(): Error | undefined {
    return this.#failure
  }

  /**
   * Resolves once a child runs. Whoever need not wait for that just calls.
   * @throws ChildFailure `unstartable`, `paused`, `closed`; what `beforeRestart` throws. It is tried again by itself.
   */
  async start(): Promise<void> {
    this.#assertOpen()
    if (this.#running) return
    this.#starting ??= this.#startOnce()
      .catch((failure: Error) => {
        this.#failure = failure
        this.#startAgain()
        throw failure
      })
      .finally(() => {
        this.#starting = undefined
      })
    await this.#starting
  }

  /**
   * As ChildLink.call. Fails at once while no child runs: another one comes by itself.
   * @throws ChildFailure; what `beforeRestart` threw, while that keeps a child from being started
   */
  call(request: Request, timeoutMs: number): Promise<Reply> {
    if (this.#closing) return Promise.reject(new ChildFailure('closed'))
    const link = this.#running
    if (!link) return Promise.reject(this.#failure ?? new ChildFailure('ended'))
    // Sent at once, not a turn later: whoever asks may have work to do meanwhile.
    const call = link.call(request, timeoutMs)
    this.#underWay.add(call)
    return call
      .then(
        (reply) => {
          this.#failure = undefined
          return reply
        },
        (failure: Error) => {
          this.#noted(failure)
          throw failure
        },
      )
      .finally(() => this.#underWay.delete(call))
  }

  /** Lets calls finish and ends the child. A child that is still starting is killed: nothing is lost with it. */
  close(): Promise<void> {
    this.#closing ??= (async () => {
      clearTimeout(this.#retry)
      if (this.#starting) this.#link?.kill()
      await Promise.allSettled([this.#starting, ...this.#underWay])
      await this.#link?.finish()
    })()
    return this.#closing
  }

  get #running(): ChildLink<Request, Reply> | undefined {
    return this.#ready && this.#link?.alive ? this.#link : undefined
  }

  async #startOnce(): Promise<void> {
    const { file, argument, probe, startTimeoutMs, beforeRestart } = this.#options
    if (this.#pauseMs() > 0) throw new ChildFailure('paused', this.#failure)
    if (this.#starts.length > 0) await pause(FIRST_DELAY_MS * 2 ** (this.#starts.length - 1))
    this.#starts.push(performance.now())
    if (this.#startedBefore) await beforeRestart?.()
    this.#assertOpen()
    this.#startedBefore = true

    const deadline = performance.now() + startTimeoutMs
    this.#ready = false
    const link = this.#forked(file, argument)
    this.#link = link
    try {
      await probe((request) => link.call(request, Math.max(1, deadline - performance.now())))
    } catch (cause) {
      link.kill()
      await link.ended
      throw new ChildFailure('unstartable', cause)
    }
    this.#ready = true
    this.#failure = undefined
    void link.ended.then((end) => {
      if (this.#closing) return
      this.#noted(new ChildFailure('ended', end))
      this.#startAgain()
    })
  }

  /** @throws ChildFailure `unstartable` where the system has no room for another process */
  #forked(file: string, argument?: string): ChildLink<Request, Reply> {
    try {
      return new ChildLink(file, argument)
    } catch (cause) {
      throw new ChildFailure('unstartable', new ChildFailure('ended', cause))
    }
  }

  /** Starts by itself: now, or as soon as the window allows. */
  #startAgain(): void {
    if (this.#closing || this.#retry) return
    const wait = this.#pauseMs()
    // What keeps a child from being started tells people more than that it is not tried again for a while.
    if (wait > 0 && this.#failure instanceof ChildFailure)
      this.#failure = new ChildFailure('paused', this.#failure)
    this.#retry = setTimeout(() => {
      this.#retry = undefined
      this.start().catch(() => {})
    }, wait).unref()
  }

  /** How long there may be no further start, in milliseconds. */
  #pauseMs(): number {
    const now = performance.now()
    this.#starts = this.#starts.filter((startedAt) => now - startedAt < START_WINDOW_MS)
    const [first] = this.#starts
    return first === undefined || this.#starts.length < MAX_STARTS ? 0 : first + START_WINDOW_MS - now
  }

  #noted(failure: Error): void {
    if (this.#closing) return
    if (this.#failure === undefined) this.#options.onFailure?.(failure)
    this.#failure = failure
  }

  #assertOpen(): void {
    if (this.#closing) throw new ChildFailure('closed')
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
