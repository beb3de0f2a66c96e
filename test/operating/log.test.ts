// The log: one line of JSON for each event, whatever is in it; faults once for each kind; nothing of what visitors say.

import { describe, expect, it } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { openLog } from '../../src/operating/log.ts'
import type { RequestAccount } from '../../src/operating/requests.ts'
import { faultTold } from '../battery/running.ts'

function logged(level: 'debug' | 'info' | 'warn' | 'silent' = 'info') {
  const written: string[] = []
  const log = openLog(level, { write: (text) => void written.push(text) })
  const lines = () =>
    written
      .join('')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line))
  return { log, lines, text: () => written.join('') }
}

const account = (more: Partial<RequestAccount> = {}): RequestAccount => ({
  requestId: 'id-1',
  method: 'POST',
  route: '/api/ask',
  status: 200,
  ms: 12.5,
  ...more,
})

describe('a request', () => {
  it('is one line that says when, which, how it ended and how long it took', () => {
    const { log, lines } = logged()
    log.request(account({ question: '0f', outcome: 'partial', answeredBy: 'extractive' }))
    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u),
        ...account({ question: '0f', outcome: 'partial', answeredBy: 'extractive' }),
      },
    ])
  })
  it.each([
    ['that failed through a fault of ours', { status: 500, code: 'internal' }, 'error'],
    ['that was refused', { status: 400, code: 'invalid_request' }, 'info'],
    ['that came too early', { status: 503, code: 'index_missing' }, 'info'],
    ['whose client left', { status: 500, code: 'internal', left: true }, 'info'],
    ['that only watches', { route: '/api/health' }, 'debug'],
    ['that only watches, and finds the desk not ready', { route: '/api/health', status: 503 }, 'info'],
  ] as const)('%s has its level', (_, more, level) => {
    const { log, lines } = logged('debug')
    log.request(account(more))
    expect(lines()).toMatchObject([{ level }])
  })
  it('that only watches is not in the log by default', () => {
    const { log, text } = logged()
    log.request(account({ route: '/metrics' }))
    expect(text()).toBe('')
  })
})

describe('a line', () => {
  const ODD = [
    'a\r\nb',
    '\u001b[31mred\u001b[0m',
    '\u009b31m',
    '\u0085next',
    '\u2028\u2029',
    '\u202egnp.exe',
    '\u0000',
    '\ud800',
    '{"level":"error"}\n{"forged":1}',
  ]
  it.each(ODD)('stays one line and gives a terminal nothing to obey: %j', (odd) => {
    const { log, lines, text } = logged()
    log.warning(odd)
    expect(lines()).toHaveLength(1)
    expect(lines()[0]).toMatchObject({ level: 'warn', msg: odd })
    expect(text()).toMatch(/^[^\p{Cc}\p{Cf}\u2028\u2029]+\n$/u)
  })
  it('is not written below the level that is set', () => {
    const { log, text } = logged('silent')
    log.warning('注意')
    log.fault(new Error('broken'), 'id-1')
    log.event('开始')
    expect(text()).toBe('')
  })
})

describe('a fault', () => {
  it('is one to the battery as well, and a request is none', () => {
    const { log, text } = logged()
    log.request(account())
    log.warning('a warning')
    expect(faultTold(`策问已就绪\n${text()}`)).toBeUndefined()
    log.fault(new Error('broken'), 'id-1')
    expect(faultTold(`策问已就绪\n${text()}`)).toContain('broken')
  })

  const thrower = (message: string, cause?: unknown) => new TypeError(message, { cause })
  it('is told with where it came from, and with its causes', () => {
    const { log, lines } = logged()
    log.fault(new AppError('internal', '服务器出错了。', { cause: thrower('x is not a function') }), 'id-1')
    const [line] = lines()
    expect(line).toMatchObject({ level: 'error', requestId: 'id-1', times: 1 })
    expect(line.kind).toMatch(/^TypeError at thrower .*log\.test\.ts/u)
    expect(line.errors).toMatchObject([
      { name: 'AppError', code: 'internal', message: '服务器出错了。' },
      { name: 'TypeError', message: 'x is not a function', stack: expect.stringContaining('log.test.ts') },
    ])
  })
  it('is told with its stack once, then by its number at the 10th, the 100th and so on', () => {
    const { log, lines } = logged()
    for (let i = 1; i <= 1000; i++) log.fault(thrower(`failure ${i}`), `id-${i}`)
    log.fault(new RangeError('another'), 'other')
    expect(lines().map(({ times }) => times)).toEqual([1, 10, 100, 1000, 1])
    expect(lines().filter(({ errors }) => errors)).toHaveLength(2)
  })
  it('repeats no words of a visitor, neither where a library complains of them nor as a cause', () => {
    const { log, text } = logged()
    const said = '台胞李强 13812345678 en.li@example.com 35020319800101123X'
    log.fault(thrower(`Unexpected token in ${said}`, thrower(said)), 'id-1')
    expect(text()).toContain('Unexpected token in')
    for (const word of ['李强', '台胞', '13812345678', 'example.com', '35020319800101123X'])
      expect(text()).not.toContain(word)
  })
  it('names the file that the system refused', () => {
    const { log, lines } = logged()
    const refused = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES', path: '/srv/x' })
    log.fault(refused, 'id-1')
    expect(lines()[0].errors).toMatchObject([{ code: 'EACCES', path: '/srv/x' }])
  })
  it.each([undefined, null, 'text', 5])('can be anything that was thrown: %j', (thrown) => {
    const { log, lines } = logged()
    log.fault(thrown, 'id-1')
    expect(lines()).toMatchObject([{ level: 'error', times: 1 }])
  })
  it('does not make the memory of kinds grow for ever, nor lets an endless chain of causes', () => {
    const { log, lines } = logged()
    for (let i = 0; i < 500; i++) log.fault(Object.assign(new Error('x'), { code: `E${i}` }), 'id')
    const circle = thrower('round')
    circle.cause = circle
    log.fault(circle, 'id')
    expect(lines().at(-1).errors).toHaveLength(4)
    log.fault(Object.assign(new Error('x'), { code: 'E0' }), 'id')
    expect(lines()).toHaveLength(502)
  })
})
