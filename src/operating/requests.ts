// What is kept of each request for the operator: which route, how it ended, how long it took. Never the address, the
// words or the person: a question is told by a digest. It knows neither the log nor the metrics, which listen.

import { createHmac, randomBytes } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { ErrorCode } from '../errors.ts'
import { asAppError } from '../http-errors.ts'
import type { Answer } from '../schema.ts'

/** A request that has ended. */
export interface RequestAccount {
  requestId: string
  method: string
  /** Pattern of the route, `(none)` where no route answers. */
  route: string
  status: number
  /** Until the reply stood ready, in milliseconds; for a stream, until it ended. */
  ms: number
  /** `digestOf` what was asked. */
  question?: string
  outcome?: Answer['outcome']
  answeredBy?: string
  /** Of the error that it ended with. */
  code?: ErrorCode
  /** The client left before the end. */
  left?: true
}

/** Whoever wants to know of requests. */
export interface RequestObserver {
  requestEnded(account: RequestAccount): void
  /** A stream has begun or ended. */
  streaming(change: 1 | -1): void
}

export const UNOBSERVED: RequestObserver = { requestEnded() {}, streaming() {} }

/** Drawn anew with each start: whoever has the log alone cannot try which questions give a digest. */
const KEY = randomBytes(32)

/** Tells questions apart and is the same for the same question, as long as this process runs. 64 bits as hex. */
export const digestOf = (question: string): string =>
  createHmac('sha256', KEY).update(question.trim()).digest('hex').slice(0, 16)

type Told = Partial<Pick<RequestAccount, 'outcome' | 'answeredBy'>>

/** What a route has to say of its request; the rest is seen from outside. */
class Account {
  told: Told = {}
  sending: Promise<ErrorCode | undefined> | undefined

  answered({ outcome, answeredBy }: Pick<Answer, 'outcome' | 'answeredBy'>): void {
    this.told = { outcome, answeredBy }
  }

  /** @param sending ends when the stream does, with the code of the error that ended it; never fails */
  streams(sending: Promise<ErrorCode | undefined>): Promise<void> {
    this.sending = sending
    return sending.then(() => {})
  }
}

export interface RequestVariables {
  requestId: string
  account: Account
}

/** Stands before all other middleware, so that what these refuse is accounted for as well. */
export function accounting(observer: RequestObserver): MiddlewareHandler<{ Variables: RequestVariables }> {
  return async (context, next) => {
    const account = new Account()
    context.set('account', account)
    const started = performance.now()
    await next()
    const { sending } = account
    if (!sending) return observer.requestEnded(ended(context, started, account.told))
    observer.streaming(1)
    void sending.then((code) => {
      observer.streaming(-1)
      const { told } = account
      const end = code ? { code } : told.outcome === undefined ? ({ left: true } as const) : {}
      observer.requestEnded({ ...ended(context, started, told), ...end })
    })
  }
}

function ended(
  context: Context<{ Variables: RequestVariables }>,
  started: number,
  told: Told,
): RequestAccount {
  const { error, req } = context
  // As the route has validated it; undefined where it did not.
  const body = req.valid('json' as never) as { question?: string; query?: string } | undefined
  const question = body?.question ?? body?.query
  return {
    requestId: context.get('requestId'),
    method: req.method,
    route: matchedRoutes(context).findLast(({ method }) => method !== 'ALL')?.path ?? '(none)',
    status: context.res.status,
    ms: Math.round((performance.now() - started) * 10) / 10,
    ...(question !== undefined && { question: digestOf(question) }),
    ...told,
    ...(error && { code: asAppError(error).code }),
    ...(error && req.raw.signal.aborted && { left: true }),
  }
}
