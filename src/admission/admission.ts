// Who is let in: how often a client may ask, how many work and wait, how many answers are open, and for how long. The only
// file of this folder that knows Hono. What the work is, none of them knows.

import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, MiddlewareHandler } from 'hono'
import type { Engine } from '../engine.ts'
import { AppError } from '../errors.ts'
import { using } from '../uses.ts'
import { clientsBehind } from './clients.ts'
import { type Place, type Time, takePlace } from './place.ts'
import { type Counted, openings, type PerMinute, rateLimits } from './rate-limits.ts'
import { BUSY_RETRY_S, openTurns, overloaded, type TurnLimits } from './turns.ts'

/** What is counted as what. Health, pages and the description of the interface are free. */
export const COUNTED: Readonly<Record<string, Counted>> = {
  '/api/ask': 'chat',
  '/api/search': 'search',
  '/api/match': 'search',
  '/api/records/*': 'search',
  '/api/documents/*': 'search',
  // As often as one may ask, but apart from it: who rates an answer must not lose a question by it.
  '/api/feedback': 'feedback',
}

/** What takes a turn. */
export const WORKING = ['/api/ask', '/api/search', '/api/match', '/api/records'] as const

/** Whether the answer is to be sent as it comes about. */
export const isStreamed = ({ req }: Context): boolean =>
  req.header('Accept')?.includes('text/event-stream') === true

export interface Limits extends PerMinute {
  /** Streams of one client at once; 0 sets no limit. */
  streams: number
}

export interface AdmissionOptions {
  /** None by default. */
  limits?: Limits
  /** Addresses or CIDRs whose `X-Forwarded-For` is believed; none by default. */
  trustedProxies?: readonly string[]
  /** Shorter ones are for tests. */
  turns?: TurnLimits
  time?: Time
  /** Answers at once that are streamed or may be a language model's, waiting or not. */
  openMax?: number
}

export interface Admission {
  /** Refuses a client's request that is one too many. @throws AppError `rate_limited` */
  limited(kind: Counted): MiddlewareHandler
  /** Refuses what could only wait to be refused, before its body is read. @throws AppError `overloaded` */
  readonly unlessFull: MiddlewareHandler
  /**
   * Works in its turn, and only while somebody waits for it.
   * @param writes whether a language model may be asked: that takes as long as a stream, and counts as one
   * @throws AppError `overloaded`, `timeout`; `rate_limited` as `stream`
   */
  work<Result>(
    context: Context,
    engine: Engine,
    task: (engine: Engine, signal: AbortSignal) => Promise<Result> | Result,
    writes?: boolean,
  ): Promise<Result>
  /**
   * A place for an answer that is sent as it comes about, once it has its turn. Whoever gets it has to leave it.
   * @throws AppError `overloaded`; `rate_limited` where the client has too many streams open
   */
  stream(context: Context, engine: Engine): Promise<Place>
  /** Under way and not left to a language model. */
  readonly working: number
  readonly waiting: number
  /** Searches and answers at the moment, those that wait included. */
  readonly open: number
  /** Since the start, by code. */
  readonly refused: Readonly<Record<'rate_limited' | 'overloaded' | 'timeout', number>>
}

/** No limits for clients, as on a desk that only its own machine reaches. */
const UNLIMITED: Limits = { chat: 0, search: 0, feedback: 0, streams: 0 }

const TURNS: TurnLimits = { working: 8, waiting: 64, patience: 5_000 }

/** A search takes some 10 ms; a model's process that hangs is killed after 2 s. A language model ends after 60 s. */
const TIME: Time = { working: 10_000, writing: 70_000 }

/** Each open answer of a language model holds two connections and some 100 KB. Searches do not wait for those. */
const OPEN_MAX = 256

export function openAdmission({
  limits = UNLIMITED,
  trustedProxies = [],
  turns: turnLimits = TURNS,
  time = TIME,
  openMax = OPEN_MAX,
}: AdmissionOptions = {}): Admission {
  const clientBehind = clientsBehind(trustedProxies)
  const counts = rateLimits(limits)
  const streams = openings(limits.streams)
  const turns = openTurns(turnLimits)
  const refused = { rate_limited: 0, overloaded: 0, timeout: 0 }
  let open = 0
  let answers = 0

  /** `app.request()` has no socket. */
  const clientOf = (context: Context) =>
    clientBehind(
      context.env?.incoming && getConnInfo(context).remote.address,
      context.req.header('X-Forwarded-For'),
    )
  const tooOften = (message: string, retryAfterS: number) => {
    refused.rate_limited += 1
    return new AppError('rate_limited', message, { retryAfterS })
  }

  async function enter(
    context: Context,
    engine: Engine,
    limits: Partial<TurnLimits> = {},
    onLeave = () => {},
  ): Promise<Place> {
    const { signal } = context.req.raw
    let free = () => {}
    // From now on, waiting included, the engine is not closed for another that takes its place.
    void using(
      engine,
      () =>
        new Promise<void>((resolve) => {
          free = resolve
        }),
    )
    let leave = () => {}
    const closed = () => {
      // A request that lives on, as some do, must not keep the engine that it had, replaced long ago.
      signal.removeEventListener('abort', leave)
      open -= 1
      free()
      onLeave()
    }
    open += 1
    try {
      const place = takePlace(engine, time, {
        endTurn: await turns.take(signal, limits),
        // Whoever has begun is not sent away: the time for the work ends the wait.
        nextTurn: (left) => turns.take(left, { waiting: openMax, patience: Number.POSITIVE_INFINITY }),
        breathe: turns.breathe,
        onTimeout: () => refused.timeout++,
        onLeave: closed,
      })
      leave = place.leave
      signal.addEventListener('abort', leave, { once: true })
      return place
    } catch (error) {
      closed()
      if (error instanceof AppError) refused.overloaded += 1
      // Who has left while waiting was not refused. The server says so in a string, which nothing would account for.
      throw error instanceof Error ? error : new DOMException(String(error), 'AbortError')
    }
  }

  /** For an answer that may stay open for long. */
  async function enterForLong(
    context: Context,
    engine: Engine,
    limits: Partial<TurnLimits> = {},
  ): Promise<Place> {
    if (answers >= openMax) {
      refused.overloaded += 1
      throw overloaded()
    }
    const client = clientOf(context)
    if (!streams.begin(client))
      throw tooOften('同时进行的提问太多了，请等前面的回答结束后再试。', BUSY_RETRY_S)
    answers += 1
    return enter(context, engine, limits, () => {
      answers -= 1
      streams.end(client)
    })
  }

  return {
    limited: (kind) => (context, next) => {
      const seconds = counts.count(kind, clientOf(context))
      if (seconds > 0) throw tooOften(`请求太频繁了，请 ${seconds} 秒后再试。`, seconds)
      return next()
    },
    unlessFull: (context, next) => {
      if (!turns.full || isStreamed(context)) return next()
      refused.overloaded += 1
      throw overloaded()
    },
    async work(context, engine, task, writes = false) {
      const place = await (writes ? enterForLong(context, engine) : enter(context, engine))
      return place.run(task).finally(place.leave)
    },
    // Who asks in a chat stays there: not those that wait are few, but those that are open.
    stream: (context, engine) => enterForLong(context, engine, { waiting: openMax }),
    get working() {
      return turns.working
    },
    get waiting() {
      return turns.waiting
    },
    get open() {
      return open
    },
    refused,
  }
}
