// Starting, losing, replacing and ending a child process, with a scripted child that needs no native library.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Why } from '../../src/children/failure.ts'
import { ChildKeeper, type KeeperOptions } from '../../src/children/keeper.ts'

const SCRIPTED = fileURLToPath(new URL('./fixtures/scripted-child.mjs', import.meta.url))
const LONG_MS = 20_000

type Options = KeeperOptions<string, number>

let folder: string
let keeper: ChildKeeper<string, number>
const told: Error[] = []

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'cewen-child-'))
  told.length = 0
})
afterEach(async () => {
  vi.useRealTimers()
  await keeper.close()
  rmSync(folder, { recursive: true })
})

function keep({ broken = false, ...options }: Partial<Options> & { broken?: boolean } = {}) {
  keeper = new ChildKeeper({
    file: SCRIPTED,
    argument: JSON.stringify({ log: path.join(folder, 'starts'), broken }),
    probe: (call) => call('probe'),
    startTimeoutMs: LONG_MS,
    onFailure: (failure) => told.push(failure),
    ...options,
  })
  return keeper
}

async function started(options?: Parameters<typeof keep>[0]) {
  await keep(options).start()
  return keeper
}

function starts(): number {
  const log = path.join(folder, 'starts')
  return existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n').length : 0
}

const failure = (why: Why) => expect.objectContaining({ name: 'ChildFailure', why })
const well = () => expect.poll(() => keeper.failure, { timeout: LONG_MS, interval: 5 }).toBeUndefined()
const unwell = (why: Why) =>
  expect.poll(() => keeper.failure, { timeout: LONG_MS, interval: 5 }).toEqual(failure(why))

describe('a child that works', () => {
  it('answers each request', async () => {
    await started()
    expect(await Promise.all(['a', 'bb', 'ccc'].map((text) => keeper.call(text, LONG_MS)))).toEqual([1, 2, 3])
    expect(keeper.failure).toBeUndefined()
  })

  it('is started once for all who wait for it', async () => {
    keep()
    await Promise.all([keeper.start(), keeper.start(), keeper.start()])
    await keeper.start()
    expect(starts()).toBe(1)
  })

  it('fails only the request that it refuses, and is in order again with the next', async () => {
    await started()
    await expect(keeper.call('refuse', LONG_MS)).rejects.toEqual(failure('refused'))
    expect(keeper.failure).toEqual(failure('refused'))
    expect(await keeper.call('a', LONG_MS)).toBe(1)
    expect(keeper.failure).toBeUndefined()
    expect(starts()).toBe(1)
  })

  it('refuses at once what would wait too long', async () => {
    await started()
    const waiting = Array.from({ length: 256 }, () => keeper.call('silence', LONG_MS).catch((error) => error))
    await expect(keeper.call('a', LONG_MS)).rejects.toEqual(failure('busy'))
    process.kill(keeper.pid!, 'SIGKILL')
    for (const ended of await Promise.all(waiting)) expect(ended).toEqual(failure('ended'))
  })
})

describe('a child that dies', () => {
  it('fails every request that waits, and is replaced though nobody asks', async () => {
    await started()
    const first = keeper.pid
    const calls = ['silence', 'crash', 'a'].map((text) => keeper.call(text, LONG_MS))
    for (const call of await Promise.allSettled(calls))
      expect(call).toMatchObject({ status: 'rejected', reason: failure('ended') })
    await well()
    expect(keeper.pid).not.toBe(first)
    expect(await keeper.call('a', LONG_MS)).toBe(1)
    expect(starts()).toBe(2)
    expect(told).toEqual([failure('ended')])
  })

  it('fails what is asked meanwhile at once, and lets whoever wants to wait for the next', async () => {
    await started()
    process.kill(keeper.pid!, 'SIGSEGV')
    await unwell('ended')
    const asked = performance.now()
    await expect(keeper.call('a', LONG_MS)).rejects.toEqual(failure('ended'))
    expect(performance.now() - asked).toBeLessThan(1000)
    await keeper.start()
    expect(await keeper.call('a', LONG_MS)).toBe(1)
  })

  it('is not replaced while the check before a restart objects, and says what it objects to', async () => {
    const objection = new Error('files changed')
    await started({ beforeRestart: () => Promise.reject(objection) })
    await keeper.call('crash', LONG_MS).catch(() => {})
    await expect.poll(() => keeper.failure, { timeout: LONG_MS }).toBe(objection)
    await expect(keeper.call('a', LONG_MS)).rejects.toBe(objection)
    expect(starts()).toBe(1)
  })

  it('is started at most five times a minute, and by itself again when the minute has passed', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] })
    const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
    await started()
    for (let start = 2; start <= 5; start++) {
      process.kill(keeper.pid!, 'SIGKILL')
      await unwell('ended')
      await pass(1000)
      await well()
      expect(starts()).toBe(start)
    }
    process.kill(keeper.pid!, 'SIGKILL')
    await unwell('paused')
    await pass(30_000)
    await expect(keeper.start()).rejects.toEqual(failure('paused'))
    await expect(keeper.call('a', LONG_MS)).rejects.toEqual(failure('paused'))
    expect(starts()).toBe(5)
    await pass(30_000)
    await pass(1000)
    await well()
    expect(starts()).toBe(6)
  })

  it('before it was ready is tried again by itself, and leaves its last words', async () => {
    const error = await started({ broken: true }).catch((reason: unknown) => reason)
    expect(error).toEqual(failure('unstartable'))
    const words = 'the process ended with code 3; its last words: nothing to load'
    expect(error).toMatchObject({ cause: { why: 'ended', cause: { message: words } } })
    await expect.poll(starts, { timeout: LONG_MS }).toBeGreaterThan(1)
    expect(told).toEqual([])
  })
})

describe('a child that is silent', () => {
  it('is waited for once, asked no more, and killed after two seconds', async () => {
    await started()
    const first = keeper.pid
    await expect(keeper.call('freeze', 1200)).rejects.toEqual(failure('late'))
    const asked = performance.now()
    await expect(keeper.call('a', LONG_MS)).rejects.toEqual(failure('late'))
    expect(performance.now() - asked).toBeLessThan(1000)
    expect(keeper.pid).toBe(first)
    await well()
    expect(keeper.pid).not.toBe(first)
  })

  it('is kept when it was merely slow', async () => {
    await started()
    const first = keeper.pid
    await expect(keeper.call('slow', 100)).rejects.toEqual(failure('late'))
    await new Promise((resolve) => setTimeout(resolve, 2500))
    expect(keeper.pid).toBe(first)
    expect(await keeper.call('a', LONG_MS)).toBe(1)
  })

  it('is heard though it is the desk itself that has been busy', async () => {
    await started()
    const call = keeper.call('a', 200)
    for (const until = performance.now() + 2500; performance.now() < until; );
    const next = keeper.call('bb', LONG_MS)
    expect(await Promise.all([call, next])).toEqual([1, 2])
    expect(starts()).toBe(1)
  })

  it('is killed also when it had answered something else meanwhile', async () => {
    await started()
    const first = keeper.pid
    const answered = keeper.call('a', LONG_MS)
    const late = keeper.call('freeze', 1200).catch((error: unknown) => error)
    await answered
    expect(await late).toEqual(failure('late'))
    // Nobody asks anything more: it must be seen all the same.
    await expect.poll(() => keeper.pid, { timeout: LONG_MS }).not.toBe(first)
    await well()
    expect(await keeper.call('a', LONG_MS)).toBe(1)
  })

  it('is kept while it goes on with other requests', async () => {
    await started()
    const first = keeper.pid
    const late = keeper.call('silence', 300).catch((error: unknown) => error)
    for (let asked = 0; asked < 12; asked++) {
      await new Promise((resolve) => setTimeout(resolve, 300))
      expect(await keeper.call('a', LONG_MS)).toBe(1)
    }
    expect(await late).toEqual(failure('late'))
    expect(keeper.pid).toBe(first)
  })
})

describe('a child that there is no room for', () => {
  it('is tried again by itself', async () => {
    keep({ argument: 'x'.repeat(200_000) })
    await expect(keeper.start()).rejects.toEqual(failure('unstartable'))
    expect(keeper.failure).toEqual(failure('unstartable'))
  })
})

describe('a child that has died unnoticed', () => {
  it('is asked nothing more once it has taken a request no longer', async () => {
    const { pid } = await started()
    process.kill(pid!, 'SIGKILL')
    // Nothing of its end is heard meanwhile.
    for (const until = performance.now() + 300; performance.now() < until; );
    await expect(keeper.call('a', LONG_MS)).rejects.toEqual(failure('ended'))
    await keeper.start()
    expect(await keeper.call('a', LONG_MS)).toBe(1)
    expect(starts()).toBe(2)
  })
})

describe('closing', () => {
  it('lets a call that is under way finish', async () => {
    await started()
    const call = keeper.call('a', LONG_MS)
    await keeper.close()
    expect(await call).toBe(1)
  })

  it('ends the process, refuses later calls and may be repeated', async () => {
    await started()
    const pid = keeper.pid!
    await Promise.all([keeper.close(), keeper.close()])
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    await expect(keeper.call('a', LONG_MS)).rejects.toEqual(failure('closed'))
    await expect(keeper.start()).rejects.toEqual(failure('closed'))
    expect(starts()).toBe(1)
    expect([keeper.failure, told]).toEqual([undefined, []])
  })

  it('ends the tries to replace a child that has died', async () => {
    await started()
    process.kill(keeper.pid!, 'SIGKILL')
    await unwell('ended')
    await keeper.close()
    const before = starts()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(starts()).toBe(before)
    expect(keeper.pid).toBeUndefined()
  })

  it('does not wait for a child that is still starting', { timeout: 5000 }, async () => {
    keep({ probe: (call) => call('freeze'), startTimeoutMs: 60_000 })
    const start = keeper.start().catch((error: unknown) => error)
    await keeper.close()
    expect(await start).toEqual(failure('unstartable'))
  })
})
