// How errors look over HTTP: one body everywhere, whatever was thrown made into one of our errors, and one door through
// which they leave. It knows no route.

import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { z } from 'zod'
import { AppError, ERRORS, type ErrorCode } from './errors.ts'
import type { RequestVariables } from './operating/requests.ts'
import type { ErrorBody } from './schema.ts'

/** After so many seconds it is worth asking a desk again that starts or closes. */
const RETRY_AFTER_S = 5

/** Called with a fault that is ours, for the operator. */
export type FaultHook = (error: unknown, requestId: string) => void

/** Makes all errors of an app leave in one form; what it does not serve is one of them. Call it after its routes. */
export function answerErrors(app: Hono<{ Variables: RequestVariables }>, onFault: FaultHook): void {
  app.notFound((context) => {
    const allowed = app.routes
      .filter(({ path, method }) => method !== 'ALL' && sameRoute(path, context.req.path))
      .flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    if (allowed.length > 0) context.header('Allow', [...new Set(allowed)].join(', '))
    const error =
      allowed.length > 0
        ? new AppError('method_not_allowed', '这个地址不支持这种请求方法，请查看 /docs。')
        : new AppError('not_found', '没有这个地址，请查看 /docs。')
    return context.json(errorBody(error, context.get('requestId')), error.status as 404)
  })
  app.onError((thrown, context) => {
    const error = asAppError(thrown)
    const requestId = context.get('requestId') ?? randomUUID()
    const { fault } = ERRORS[error.code]
    // Who has left waits for nothing: what ends with that is no fault.
    if (fault === 'operator' && !context.req.raw.signal.aborted) onFault(thrown, requestId)
    const retryAfterS = error.retryAfterS ?? (fault === 'retry' ? RETRY_AFTER_S : undefined)
    if (retryAfterS !== undefined) context.header('Retry-After', `${retryAfterS}`)
    // The rest of the body is not read, so that nothing else can follow on this connection.
    if (error.code === 'payload_too_large') context.header('Connection', 'close')
    // Thrown before the request got there, so that it has none yet.
    context.header('X-Request-Id', requestId)
    return context.json(errorBody(error, requestId), error.status as 500)
  })
}

/** Whether a path could be served by a route with another method. */
function sameRoute(route: string, path: string): boolean {
  const [left, right] = [route.split('/'), path.split('/')]
  return (
    left.length === right.length &&
    left.every((part, i) => (part.startsWith(':') ? right[i] !== '' : part === right[i]))
  )
}

export function raise(code: ErrorCode, message: string): never {
  throw new AppError(code, message)
}

export function errorBody({ code, message }: AppError, requestId: string): ErrorBody {
  return { error: { code, message, requestId } }
}

/** What was thrown as one of our errors; anything unforeseen is `internal`, without its own words. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  if (thrown instanceof HTTPException) {
    if (thrown.status === 400)
      return new AppError('invalid_request', '请求不是有效的 JSON，请检查格式。', { cause: thrown })
    if (thrown.status === 415)
      return new AppError('unsupported_media', '请以 JSON 提交，并设 Content-Type: application/json。', {
        cause: thrown,
      })
  }
  return new AppError('internal', '服务器出错了，请稍后再试。', { cause: thrown })
}

export function invalid(error: { issues: readonly z.core.$ZodIssue[] }): AppError {
  const issue = error.issues[0]!
  const place = issue.path.join('.')
  const words = /\p{Script=Han}/u.test(issue.message) ? issue.message : explained(issue)
  return new AppError('invalid_request', place ? `${place}：${words}` : words)
}

function explained(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `不认识的字段 ${named(issue.keys)}，请查看 /docs。`
    case 'invalid_type':
      return `应为${TYPES[issue.expected] ?? ` ${issue.expected}`}，请改正后再试。`
    case 'too_big':
      return sized(issue.origin, `最多 ${issue.maximum}`, `不能大于 ${issue.maximum}。`)
    case 'too_small':
      return sized(issue.origin, `至少 ${issue.minimum}`, `不能小于 ${issue.minimum}。`)
    case 'invalid_value':
      return `只能是 ${issue.values.join('、')}。`
    default:
      return '格式不对，请查看 /docs。'
  }
}

/** Names that a caller made up, as many and as much of them as it takes to find them again. */
function named(keys: readonly string[]): string {
  const first = keys.slice(0, 3).map((key) => (key.length > 40 ? `${key.slice(0, 40)}…` : key))
  return first.join('、') + (keys.length > 3 ? ` 等 ${keys.length} 个` : '')
}

const TYPES: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: ' true 或 false',
  array: '数组',
  object: '对象',
}

function sized(origin: string, length: string, value: string): string {
  if (origin === 'string') return `${length} 个字。`
  return origin === 'array' ? `${length} 项。` : value
}
