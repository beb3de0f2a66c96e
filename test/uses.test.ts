// Counting who works with an engine.

import { expect, it } from 'vitest'
import type { Engine } from '../src/engine.ts'
import { unused, using } from '../src/uses.ts'

const engine = () => ({ build: 'one' }) as Engine
const pending = () => {
  let finish = () => {}
  const done = new Promise<void>((resolve) => {
    finish = resolve
  })
  return { done, finish }
}
const isSettled = (promise: Promise<void>) =>
  Promise.race([promise.then(() => true), new Promise((resolve) => setImmediate(() => resolve(false)))])

it('an engine that nobody used is unused', async () => {
  expect(await isSettled(unused(engine()))).toBe(true)
})
it('an engine is unused when the last of several has finished, be it by failing', async () => {
  const one = engine()
  const [first, last] = [pending(), pending()]
  const answered = using(one, async (open) => {
    await first.done
    return open.build
  })
  const failed = using(one, () => last.done.then(() => Promise.reject(new Error('no'))))
  const free = unused(one)
  first.finish()
  expect(await answered).toBe('one')
  expect(await isSettled(free)).toBe(false)
  last.finish()
  await expect(failed).rejects.toThrow('no')
  expect(await isSettled(free)).toBe(true)
})
it('engines are counted apart', async () => {
  const other = pending()
  void using(engine(), () => other.done)
  expect(await isSettled(unused(engine()))).toBe(true)
  other.finish()
})
