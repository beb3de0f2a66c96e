// Whatever was thrown, as one of our errors with words for people.

import { HTTPException } from 'hono/http-exception'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError } from '../src/errors.ts'
import { asAppError, errorBody, invalid, raise } from '../src/http-errors.ts'

describe('what was thrown', () => {
  it('stays one of our errors where it is one', () => {
    const error = new AppError('not_found', '没有。')
    expect(asAppError(error)).toBe(error)
    expect(() => raise('not_found', '没有。')).toThrow(
      expect.objectContaining({ code: 'not_found', message: '没有。' }),
    )
  })
  it.each([
    [400, 'invalid_request', /有效的 JSON/u],
    [415, 'unsupported_media', /Content-Type: application\/json/u],
    [401, 'internal', /服务器出错/u],
  ] as const)('by the router with %i is told as %s', (status, code, words) => {
    const thrown = new HTTPException(status, { message: 'Malformed' })
    const error = asAppError(thrown)
    expect([error.code, error.cause]).toEqual([code, thrown])
    expect(error.message).toMatch(words)
  })
  it.each([new TypeError('secret /work/x'), 'secret', undefined])(
    'by surprise is told without its own words',
    (thrown) => {
      const error = asAppError(thrown)
      expect([error.code, error.message, error.cause]).toEqual([
        'internal',
        '服务器出错了，请稍后再试。',
        thrown,
      ])
    },
  )
  it('has one body everywhere', () => {
    expect(errorBody(new AppError('internal', '出错。', { cause: new Error('x') }), 'r')).toEqual({
      error: { code: 'internal', message: '出错。', requestId: 'r' },
    })
  })
})

describe('a request that does not fit', () => {
  const shape = z.strictObject({
    text: z.string().min(2).max(3).optional(),
    many: z.array(z.string()).min(1).max(2).optional(),
    count: z.int().min(1).max(9).optional(),
    kind: z.enum(['a', 'b']).optional(),
    flag: z.boolean().optional(),
    inner: z.object({ deep: z.object({}) }).optional(),
    ours: z
      .string()
      .refine(() => false, '要写中文。')
      .optional(),
    theirs: z
      .string()
      .refine(() => false, 'in English')
      .optional(),
    when: z.date().optional(),
  })
  it.each([
    [{ other: 1, more: 2 }, '不认识的字段 other、more，请查看 /docs。'],
    [{ text: 5 }, 'text：应为文字，请改正后再试。'],
    [{ text: '一' }, 'text：至少 2 个字。'],
    [{ text: '一二三四' }, 'text：最多 3 个字。'],
    [{ many: 'a' }, 'many：应为数组，请改正后再试。'],
    [{ many: [] }, 'many：至少 1 项。'],
    [{ many: ['a', 'b', 'c'] }, 'many：最多 2 项。'],
    [{ many: ['a', 5] }, 'many.1：应为文字，请改正后再试。'],
    [{ count: 'x' }, 'count：应为数字，请改正后再试。'],
    [{ count: 1.5 }, 'count：应为整数，请改正后再试。'],
    [{ count: 0 }, 'count：不能小于 1。'],
    [{ count: 10 }, 'count：不能大于 9。'],
    [{ kind: 'c' }, 'kind：只能是 a、b。'],
    [{ flag: 'x' }, 'flag：应为 true 或 false，请改正后再试。'],
    [{ inner: { deep: 1 } }, 'inner.deep：应为对象，请改正后再试。'],
    [{ ours: 'x' }, 'ours：要写中文。'],
    [{ theirs: 'x' }, 'theirs：格式不对，请查看 /docs。'],
    [{ when: 'x' }, 'when：应为 date，请改正后再试。'],
  ])('%j is told in plain words', (body, words) => {
    const { error } = shape.safeParse(body)
    const told = invalid(error!)
    expect([told.code, told.message]).toEqual(['invalid_request', words])
  })
})
