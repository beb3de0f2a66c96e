// How the desk refuses: the contract's codes, and whatever was thrown made into one of them.

import { HTTPException } from 'hono/http-exception'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError, ERRORS, type ErrorCode } from '../src/errors.ts'
import { asAppError, errorBody, invalid, raise } from '../src/http-errors.ts'

/** As the HTTP contract has them. */
const CONTRACT: Record<ErrorCode, number> = {
  invalid_request: 400,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  payload_too_large: 413,
  unsupported_media: 415,
  rate_limited: 429,
  internal: 500,
  embedder_failed: 502,
  answerer_failed: 502,
  index_missing: 503,
  index_mismatch: 503,
  storage_full: 507,
  read_only: 503,
  shutting_down: 503,
  overloaded: 503,
  timeout: 504,
}

describe('an error', () => {
  it('has the status of its code in the contract', () => {
    const statuses = Object.entries(ERRORS).map(([code, { status }]) => [code, status])
    expect(Object.fromEntries(statuses)).toEqual(CONTRACT)
    for (const [code, status] of Object.entries(CONTRACT))
      expect(new AppError(code as ErrorCode, '不行。').status).toBe(status)
  })
  it('that is the caller’s has a 4xx status, and no other has', () => {
    for (const { status, fault } of Object.values(ERRORS)) expect(fault === 'caller').toBe(status < 500)
  })
  it('is told as code, message and the id of the request; its cause stays here', () => {
    const error = new AppError('not_found', '没有这份文件。', { cause: new Error('/srv/secret') })
    expect(errorBody(error, 'r1')).toEqual({
      error: { code: 'not_found', message: '没有这份文件。', requestId: 'r1' },
    })
    expect(() => raise('not_found', '没有这份文件。')).toThrow(new AppError('not_found', '没有这份文件。'))
  })
})

describe('whatever was thrown', () => {
  it('is left alone when it is one of ours', () => {
    const ours = new AppError('storage_full', '磁盘已满。')
    expect(asAppError(ours)).toBe(ours)
  })
  it.each([new Error('/srv/secret'), new RangeError('Invalid array length'), '/srv/secret', null, undefined])(
    'becomes `internal` without its words: %s',
    (thrown) => {
      const error = asAppError(thrown)
      expect(error).toMatchObject({ code: 'internal', cause: thrown })
      expect(error.message).not.toMatch(/srv|array/u)
    },
  )
  it.each([
    [400, 'invalid_request'],
    [415, 'unsupported_media'],
    [418, 'internal'],
  ] as const)('by the framework with status %i becomes %s', (status, code) => {
    const error = asAppError(new HTTPException(status, { message: 'Malformed JSON at 3' }))
    expect(error.code).toBe(code)
    expect(error.message).not.toContain('Malformed')
  })
})

describe('a request that does not fit', () => {
  const Form = z.strictObject({
    text: z.string().min(2).max(3).optional(),
    count: z.int().min(1).max(9).optional(),
    list: z
      .array(z.enum(['a', 'b']))
      .min(1)
      .max(2)
      .optional(),
    nested: z.object({ yes: z.boolean() }).optional(),
    own: z
      .string()
      .refine((text) => text === 'x', '只能写 x。')
      .optional(),
    either: z.union([z.string(), z.number()]).optional(),
  })
  it.each([
    [{ text: 5 }, 'text：应为文字，请改正后再试。'],
    [{ text: 'a' }, 'text：至少 2 个字。'],
    [{ text: 'aaaa' }, 'text：最多 3 个字。'],
    [{ count: 0 }, 'count：不能小于 1。'],
    [{ count: 10 }, 'count：不能大于 9。'],
    [{ count: 1.5 }, 'count：应为整数，请改正后再试。'],
    [{ list: [] }, 'list：至少 1 项。'],
    [{ list: ['a', 'a', 'b'] }, 'list：最多 2 项。'],
    [{ list: ['a', 'c'] }, 'list.1：只能是 a、b。'],
    [{ nested: { yes: 1 } }, 'nested.yes：应为 true 或 false，请改正后再试。'],
    [{ own: 'y' }, 'own：只能写 x。'],
    [{ either: [] }, 'either：格式不对，请查看 /docs。'],
    [{ other: 1 }, '不认识的字段 other，请查看 /docs。'],
    [[], '应为对象，请改正后再试。'],
  ])('such as %j is told where and how: %s', (value, message) => {
    const read = Form.safeParse(value)
    expect(read.success).toBe(false)
    expect(invalid(read.error!)).toMatchObject({ code: 'invalid_request', message })
  })
})

describe('a refusal of unknown fields', () => {
  const refusal = (body: object) => invalid(z.strictObject({}).safeParse(body).error!).message
  it('names them', () =>
    expect(refusal({ colour: 1, size: 2 })).toBe('不认识的字段 colour、size，请查看 /docs。'))
  it('does not send back all that came', () => {
    const many = Object.fromEntries(Array.from({ length: 6000 }, (_, i) => [`key${i}`, 1]))
    expect(refusal(many)).toBe('不认识的字段 key0、key1、key2 等 6000 个，请查看 /docs。')
    expect(refusal({ ['k'.repeat(100_000)]: 1 }).length).toBeLessThan(100)
  })
})
