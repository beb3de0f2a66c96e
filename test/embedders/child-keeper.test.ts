// Starting, losing, replacing and ending a child process, with a scripted child that needs no model.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ChildKeeper, type KeeperOptions } from '../../src/embedders/child-keeper.ts'

const SCRIPTED = fileURLToPath(new URL('./fixtures/scripted-child.mjs', import.meta.url))
const LONG_MS = 20_000

let folder: string
let keeper: ChildKeeper

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'cewen-child-'))
})
afterEach(async () => {
  await keeper.close()
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

function keep({ broken = false, ...options }: Partial<KeeperOptions> & { broken?: boolean } = {}) {
  keeper = new ChildKeeper({
    file: SCRIPTED,
    argument: JSON.stringify({ log: path.join(folder, 'starts'), broken }),
    probe: 'probe',
    startTimeoutMs: LONG_MS,
    beforeRestart: async () => {},
    ...options,
  })
  return keeper
}

function starts(): number {
  const log = path.join(folder, 'starts')
  return existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n').length : 0
}

const failure = (message: RegExp) =>
  expect.objectContaining({ code: 'embedder_failed', message: expect.stringMatching(message) })

describe('a child that works', () => {
  it('gives the vectors in the order of the texts and reports each', async () => {
    const done: number[] = []
    const vectors = await keep().embed(['a', 'bb', 'ccc'], LONG_MS, (count) => done.push(count))
    expect(vectors.map((vector) => vector.indexOf(1))).toEqual([1, 2, 3])
    expect(done).toEqual([1, 2, 3])
  })

  it('is started once for calls that come together', async () => {
    keep()
    await Promise.all(['a', 'bb', 'ccc'].map((text) => keeper.embed([text], LONG_MS)))
    expect(starts()).toBe(1)
  })

  it('fails only the call whose text it refuses', async () => {
    keep()
    const [refused, fine] = await Promise.allSettled([
      keeper.embed(['a', 'refuse', 'b'], LONG_MS),
      keeper.embed(['a'], LONG_MS),
    ])
    expect(refused).toMatchObject({ status: 'rejected', reason: failure(/无法处理/) })
    expect(fine.status).toBe('fulfilled')
    expect(starts()).toBe(1)
  })

  it('is not hurt by a listener that throws', async () => {
    keep()
    const thrown = new Error('listener')
    const call = keeper.embed(['a'], LONG_MS, () => {
      throw thrown
    })
    await expect(call).rejects.toBe(thrown)
    await expect(keeper.embed(['a'], LONG_MS)).resolves.toHaveLength(1)
  })

  it('refuses at once what would wait too long', async () => {
    await keep().start()
    const waiting = keeper.embed(Array<string>(256).fill('silence'), LONG_MS).catch((error: unknown) => error)
    await expect(keeper.embed(['a'], LONG_MS)).rejects.toEqual(failure(/忙不过来/))
    process.kill(keeper.pid!, 'SIGKILL')
    expect(await waiting).toEqual(failure(/意外退出/))
  })
})

describe('a child that dies or hangs', () => {
  it('fails every waiting call and is replaced by the next one', async () => {
    await keep().start()
    const first = keeper.pid
    const calls = await Promise.allSettled([
      keeper.embed(['silence'], LONG_MS),
      keeper.embed(['crash'], LONG_MS),
      keeper.embed(['a'], LONG_MS),
    ])
    for (const call of calls) expect(call).toMatchObject({ status: 'rejected', reason: failure(/意外退出/) })
    await expect(keeper.embed(['a'], LONG_MS)).resolves.toHaveLength(1)
    expect(keeper.pid).not.toBe(first)
    expect(starts()).toBe(2)
  })

  it('is killed when it says nothing until the time is up', async () => {
    await keep().start()
    const first = keeper.pid
    await expect(keeper.embed(['freeze'], 200)).rejects.toEqual(failure(/没有及时响应/))
    await expect(keeper.embed(['a'], LONG_MS)).resolves.toHaveLength(1)
    expect(keeper.pid).not.toBe(first)
  })

  it('is kept when it is merely late with one of several answers', async () => {
    await keep().start()
    const first = keeper.pid
    const late = keeper.embed(['silence'], 300).catch((error: unknown) => error)
    await keeper.embed(['a'], LONG_MS)
    expect(await late).toEqual(failure(/没有及时响应/))
    expect(keeper.pid).toBe(first)
  })

  it('is not replaced when the check before a restart objects', async () => {
    const objection = new Error('files changed')
    await keep({ beforeRestart: () => Promise.reject(objection) }).start()
    await keeper.embed(['crash'], LONG_MS).catch(() => {})
    await expect(keeper.embed(['a'], LONG_MS)).rejects.toBe(objection)
    expect(starts()).toBe(1)
  })

  it('is started at most five times a minute, then again when the minute has passed', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    keep({ broken: true })
    for (let attempt = 1; attempt <= 5; attempt++)
      await expect(keeper.embed(['a'], LONG_MS)).rejects.toEqual(failure(/无法启动/))
    expect(starts()).toBe(5)
    await expect(keeper.embed(['a'], LONG_MS)).rejects.toEqual(failure(/一分钟后再试/))
    expect(starts()).toBe(5)
    vi.advanceTimersByTime(60_001)
    await expect(keeper.embed(['a'], LONG_MS)).rejects.toEqual(failure(/无法启动/))
    expect(starts()).toBe(6)
  })

  it('leaves its last words in the cause, not in the message', async () => {
    const error = await keep({ broken: true })
      .start()
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({ cause: { cause: { message: expect.stringContaining('no model here') } } })
    expect(String(error)).not.toContain('no model here')
  })
})

describe('closing', () => {
  it('lets a call that is under way finish', async () => {
    await keep().start()
    const call = keeper.embed(['a'], LONG_MS)
    await keeper.close()
    await expect(call).resolves.toHaveLength(1)
  })

  it('ends the process, refuses later calls and may be repeated', async () => {
    await keep().start()
    const pid = keeper.pid!
    await Promise.all([keeper.close(), keeper.close()])
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    await expect(keeper.embed(['a'], LONG_MS)).rejects.toEqual(failure(/已关闭/))
    expect(starts()).toBe(1)
  })

  it('does not wait for a child that is still starting', { timeout: 5000 }, async () => {
    keep({ probe: 'freeze', startTimeoutMs: 60_000 })
    const start = keeper.start().catch((error: unknown) => error)
    await keeper.close()
    expect(await start).toEqual(failure(/无法启动/))
  })
})
