// Whatever was thrown, as one of our errors with words for people.

import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError, type ErrorCode } from '../src/errors.ts'
import { answerErrors, asAppError, errorBody, invalid, raise } from '../src/http-errors.ts'
import type { RequestVariables } from '../src/operating/requests.ts'

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
  it.each([new TypeError('secret /srv/x'), 'secret', undefined])(
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

describe('an app whose errors are answered', () => {
  /** Throws what it is given at `/thrown/`, and serves two things. */
  function app(thrown: unknown = undefined, requestId: string | undefined = 'r-1') {
    const faults: [unknown, string][] = []
    const served = new Hono<{ Variables: RequestVariables }>()
    served.use(async (context, next) => {
      if (requestId) context.set('requestId', requestId)
      await next()
    })
    served.get('/things/:id', (context) => context.text('thing'))
    served.post('/things', (context) => context.text('made'))
    served.get('/thrown', () => {
      throw thrown
    })
    answerErrors(served, (error, id) => faults.push([error, id]))
    return { faults, ask: (path: string, init?: RequestInit) => served.request(path, init) }
  }
  const failing = (code: ErrorCode, retryAfterS?: number) =>
    app(new AppError(code, '这样不行。', retryAfterS === undefined ? {} : { retryAfterS })).ask('/thrown')

  it('says of an unknown address that there is none', async () => {
    for (const path of ['/nope', '/things/1/2', '/things/', '/other/1']) {
      const response = await app().ask(path)
      expect([response.status, response.headers.get('Allow')], path).toEqual([404, null])
      expect(await response.json()).toEqual({
        error: { code: 'not_found', message: '没有这个地址，请查看 /docs。', requestId: 'r-1' },
      })
    }
  })
  it('says which methods an address has, HEAD beside GET', async () => {
    const wrong = await app().ask('/things/1', { method: 'DELETE' })
    expect([wrong.status, wrong.headers.get('Allow')]).toEqual([405, 'GET, HEAD'])
    expect(await wrong.json()).toMatchObject({
      error: { code: 'method_not_allowed', message: '这个地址不支持这种请求方法，请查看 /docs。' },
    })
    const other = await app().ask('/things')
    expect([other.status, other.headers.get('Allow')]).toEqual([405, 'POST'])
  })
  it('says when to come again: as the error tells, else in five seconds where that helps', async () => {
    expect((await failing('overloaded', 7)).headers.get('Retry-After')).toBe('7')
    expect((await failing('index_missing')).headers.get('Retry-After')).toBe('5')
    expect((await failing('invalid_request')).headers.get('Retry-After')).toBeNull()
  })
  it('closes the connection of a body that it does not read, and of no other', async () => {
    expect((await failing('payload_too_large')).headers.get('Connection')).toBe('close')
    expect((await failing('invalid_request')).headers.get('Connection')).toBeNull()
  })
  it('tells the operator of faults of ours, under the id that the client has', async () => {
    const bug = new TypeError('x')
    const own = app(bug)
    const response = await own.ask('/thrown')
    expect([response.status, response.headers.get('X-Request-Id')]).toEqual([500, 'r-1'])
    expect(own.faults).toEqual([[bug, 'r-1']])
    const theirs = app(new AppError('invalid_request', '不行。'))
    await theirs.ask('/thrown')
    expect(theirs.faults).toEqual([])
  })
  it('tells of nothing when whoever asked has left', async () => {
    const left = app(new TypeError('x'))
    await left.ask('/thrown', { signal: AbortSignal.abort() })
    expect(left.faults).toEqual([])
  })
  it('gives an id to a request that failed before it got one', async () => {
    const { error } = (await (await app(new TypeError('x'), '').ask('/thrown')).json()) as {
      error: { requestId: string }
    }
    expect(error.requestId).toMatch(/^[\da-f-]{36}$/u)
  })
})
