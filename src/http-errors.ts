// How errors look over HTTP: one body everywhere, and whatever was thrown made into one of our errors.

import { HTTPException } from 'hono/http-exception'
import type { z } from 'zod'
import { AppError, type ErrorCode } from './errors.ts'
import type { ErrorBody } from './schema.ts'

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
