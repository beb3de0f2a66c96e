// Keeps one child process ready: starts it, replaces it as soon as it has died, and stops trying when it dies too often.
// It does not know what the child computes, only that a probe must succeed before it counts as started.

import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '../errors.ts'
import { ChildLink } from './child-link.ts'

/** Within START_WINDOW_MS a child is started at most this often: a model that kills its process would do so for ever. */
const MAX_STARTS = 5
const START_WINDOW_MS = 60_000
/** Wait before the second start within the window; doubles with each further one (100, 200, 400, 800 ms). */
const FIRST_DELAY_MS = 100

export interface KeeperOptions {
  /** Absolute path of the module to fork. */
  readonly file: string
  /** Its only argument. */
  readonly argument: string
  /** A text that a started child must be able to embed. */
  readonly probe: string
  /** From fork to the probe's vector, in milliseconds. */
  readonly startTimeoutMs: number
  /** As for ChildLink. */
  readonly onModelCall?: ((ms: number) => void) | undefined
  /** Runs before every start but the first; when it throws, there is no start. */
  readonly beforeRestart: () => Promise<void>
}

export class ChildKeeper {
  readonly #options: KeeperOptions
  #link: ChildLink | undefined
  #starting: Promise<ChildLink> | undefined
  #closing: Promise<void> | undefined
  #startedBefore = false
  #starts: number[] = []
  readonly #underWay = new Set<Promise<unknown>>()

  constructor(options: KeeperOptions) {
    this.#options = options
  }

  /** Process id of the child, while there is one. */
  get pid(): number | undefined {
    return this.#link?.alive ? this.#link.pid : undefined
  }

  /** Starts the child unless it runs. @throws AppError `embedder_failed` */
  async start(): Promise<void> {
    await this.#running()
  }

  /**
   * As ChildLink.embed, starting the child if need be. `timeoutMs` is for all of it, a start included.
   * @throws AppError `embedder_failed`
   */
  embed(
    texts: readonly string[],
    timeoutMs: number,
    onVector?: (done: number) => void,
  ): Promise<Float32Array[]> {
    const deadline = performance.now() + timeoutMs
    // A child that runs gets the texts at once, not a turn later: whoever asks may have work to do meanwhile.
    const running = !this.#closing && !this.#starting && this.#link?.alive ? this.#link : undefined
    const call =
      running?.embed(texts, timeoutMs, onVector) ??
      withTimeout(this.#running(), timeoutMs).then((link) =>
        link.embed(texts, Math.max(1, deadline - performance.now()), onVector),
      )
    this.#underWay.add(call)
    return call.finally(() => this.#underWay.delete(call))
  }

  /** Lets calls finish and ends the child. A child that is still starting is killed: nothing is lost with it. */
  close(): Promise<void> {
    this.#closing ??= (async () => {
      if (this.#starting) this.#link?.kill()
      await Promise.allSettled([this.#starting, ...this.#underWay])
      await this.#link?.finish()
    })()
    return this.#closing
  }

  async #running(): Promise<ChildLink> {
    this.#assertOpen()
    if (!this.#starting && this.#link?.alive) return this.#link
    this.#starting ??= this.#startOnce().finally(() => {
      this.#starting = undefined
    })
    return this.#starting
  }

  async #startOnce(): Promise<ChildLink> {
    const now = performance.now()
    this.#starts = this.#starts.filter((startedAt) => now - startedAt < START_WINDOW_MS)
    if (this.#starts.length >= MAX_STARTS)
      throw new AppError(
        'embedder_failed',
        '向量模型反复退出，已暂停启动，请一分钟后再试；若仍如此，请检查内存和模型文件。',
      )
    if (this.#starts.length > 0) await delay(FIRST_DELAY_MS * 2 ** (this.#starts.length - 1))
    if (this.#startedBefore) await this.#options.beforeRestart()
    this.#assertOpen()
    this.#startedBefore = true
    this.#starts.push(performance.now())

    const link = new ChildLink(this.#options.file, this.#options.argument, this.#options.onModelCall)
    this.#link = link
    try {
      await link.embed([this.#options.probe], this.#options.startTimeoutMs)
    } catch (cause) {
      link.kill()
      await link.ended
      throw new AppError('embedder_failed', '向量模型无法启动，请检查模型文件和 MODEL_* 设置。', { cause })
    }
    // Whoever asks next shall not have to wait; where it fails, the next call tries again.
    void link.ended.then(() => this.start()).catch(() => {})
    return link
  }

  #assertOpen(): void {
    if (this.#closing) throw new AppError('embedder_failed', '向量模型已关闭。')
  }
}

async function withTimeout<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError('embedder_failed', '向量模型没有及时响应，请重试。')),
      timeoutMs,
    )
  })
  try {
    return await Promise.race([promise, expiry])
  } finally {
    clearTimeout(timer)
  }
}
