// The child's end of the link, in a real process: in what order it works, what it drops, and when it ends.

import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Answered, Asked } from '../../src/children/child.ts'
import { ChildLink } from '../../src/children/link.ts'

const COUNTING = fileURLToPath(new URL('./fixtures/counting-child.ts', import.meta.url))
const LONG_MS = 60_000

let link: ChildLink<string, number>
beforeEach(async () => {
  link = new ChildLink(COUNTING)
  await link.call('first', LONG_MS)
})
afterEach(() => link.finish())

it('does one thing after the other, in the order in which it was asked', async () => {
  const answers = await Promise.all(['a', 'b', 'c'].map((text) => link.call(text, LONG_MS)))
  expect(answers).toEqual([2, 3, 4])
})

it('sends together what it has done while more waits, and nothing twice', async () => {
  const child = fork(COUNTING, { execArgv: ['--import', 'tsx'], serialization: 'advanced' })
  const messages: Answered<number>[][] = []
  child.on('message', (answers: Answered<number>[]) => messages.push(answers))
  for (let id = 1; id <= 20; id++) child.send({ id, request: 'quick' } satisfies Asked<string>)
  await vi.waitFor(() => expect(messages.flat()).toHaveLength(20), LONG_MS)
  child.disconnect()
  expect(messages.flat()).toEqual(Array.from({ length: 20 }, (_, i) => ({ id: i + 1, reply: i + 1 })))
  expect(messages.length).toBeLessThan(10)
})

it('keeps no answer while it works on what takes long', async () => {
  const calls = ['quick', 'long', 'quick', 'long'].map(async (text) => {
    await link.call(text, LONG_MS)
    return performance.now()
  })
  const [first, , second, last] = await Promise.all(calls)
  expect(last! - first!).toBeGreaterThan(150)
  expect(last! - second!).toBeGreaterThan(50)
})

it('tells what went wrong with a request, and goes on', async () => {
  const calls = await Promise.allSettled([link.call('throw', LONG_MS), link.call('a', LONG_MS)])
  expect(calls).toMatchObject([
    { reason: { why: 'refused', cause: { message: 'Error: thrown on request' } } },
    { value: 2 },
  ])
})

it('does not do what nobody waits for any more', async () => {
  const given = Array.from({ length: 30 }, () => link.call('a', 250))
  const calls = await Promise.allSettled(given)
  for (const call of calls.slice(10)) expect(call.status).toBe('rejected')
  expect(await link.call('last', LONG_MS)).toBeLessThan(10)
})

it('ends when its parent is done with it', async () => {
  await link.finish()
  expect(link.alive).toBe(false)
  expect((await link.ended).message).toMatch(/ended with code 0/)
})
