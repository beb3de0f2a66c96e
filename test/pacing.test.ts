// Work in the background leaves time to those who ask.

import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { resting } from '../src/pacing.ts'
import { endOf, SOURCE, startCommand } from './support/command.ts'

const work = (ms: number) => {
  for (const until = performance.now() + ms; performance.now() < until; );
}
const timeOf = async (rest: () => Promise<unknown>) => {
  const began = performance.now()
  await rest()
  return performance.now() - began
}

describe('work that rests', () => {
  it('leaves twice the time that a part took, and others come in between', async () => {
    const rest = resting()
    let others = 0
    const timer = setInterval(() => {
      others += 1
    }, 5)
    work(30)
    // Timers are right to a millisecond.
    expect(await timeOf(rest)).toBeGreaterThan(58)
    clearInterval(timer)
    expect(others).toBeGreaterThan(1)
  })
  it('does not count its own rest as work', async () => {
    const rest = resting()
    work(60)
    await rest()
    expect(await timeOf(rest)).toBeLessThan(100)
  })
  it('goes on before long, however long a part took', async () => {
    const rest = resting()
    work(800)
    expect(await timeOf(rest)).toBeLessThan(1000)
  })
})

it('an ingest is nicer than what it was started by: a server beside it goes first', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cewen-pacing-'))
  // It loads the model before it tells that there are no documents.
  const settings = { SEEDS_DIR: path.join(folder, 'none'), INDEX_DIR: path.join(folder, 'builds') }
  const child = startCommand(SOURCE, ['ingest'], settings)
  const ended = endOf(child)
  const lower = Math.min(os.getPriority() + 1, os.constants.priority.PRIORITY_LOW)
  const seen = vi.waitFor(() => expect(os.getPriority(child.pid!)).toBeGreaterThanOrEqual(lower), {
    timeout: 20_000,
    interval: 5,
  })
  await Promise.race([seen, ended.then(() => Promise.reject(new Error('it was never nicer')))])
  await ended
  await rm(folder, { recursive: true })
})
