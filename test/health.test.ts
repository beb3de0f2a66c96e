// What the desk says of its own state: that it is true at the moment it is said, whether or not anybody asks questions.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createApp } from '../src/app.ts'
import { type Engine, openEngine } from '../src/engine.ts'
import { Health } from '../src/health.ts'
import { deskSettings } from './support/desk.ts'

let engine: Engine
let restarts = 0
beforeAll(async () => {
  engine = await openEngine(await deskSettings(), {
    onModelRestart: () => {
      restarts += 1
    },
  })
})
afterAll(() => engine.close())

async function health(): Promise<Health> {
  const response = await createApp({ engine: () => engine }).request('/api/health')
  expect(response.status).toBe(200)
  return Health.strict().parse(await response.json())
}

describe('health', () => {
  it('says when the index was built', async () => {
    const { status, build, builtAt } = await health()
    expect([status, build]).toEqual(['ok', engine.build])
    expect(build).toContain(builtAt!.replace(/[-:.]/gu, ''))
    expect(Date.parse(builtAt!)).toBeLessThanOrEqual(Date.now())
  })
  it("is degraded as soon as the model's process is gone, and well once there is another, without a question", async () => {
    const pid = engine.modelProcess!.pid
    process.kill(pid!, 'SIGKILL')
    await vi.waitFor(async () => expect((await health()).status).toBe('degraded'), {
      timeout: 5_000,
      interval: 10,
    })
    await vi.waitFor(async () => expect((await health()).status).toBe('ok'), { timeout: 20_000 })
    expect(engine.modelProcess!.pid).not.toBe(pid)
    expect(restarts).toBe(1)
  })
})
