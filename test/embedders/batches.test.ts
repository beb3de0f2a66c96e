// Many texts through a real process that may die over one of them: which one is to blame, and what becomes of the rest.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ChildFailure } from '../../src/children/failure.ts'
import { ChildKeeper } from '../../src/children/keeper.ts'
import { embedInBatches } from '../../src/embedders/batches.ts'

const SCRIPTED = fileURLToPath(new URL('../children/fixtures/scripted-child.mjs', import.meta.url))

let folder: string
let keeper: ChildKeeper<string, number>
const sent: string[] = []
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'cewen-batches-'))
  keeper = new ChildKeeper({
    file: SCRIPTED,
    argument: JSON.stringify({ log: path.join(folder, 'starts') }),
    probe: (call) => call('probe'),
    startTimeoutMs: 20_000,
  })
  sent.length = 0
})
afterEach(async () => {
  await keeper.close()
  rmSync(folder, { recursive: true })
})

const embed = (texts: readonly string[], onVector?: (done: number) => void, withinMs = 20_000) =>
  embedInBatches(
    {
      start: () => keeper.start(),
      embed: async (text) => {
        sent.push(text)
        return Float32Array.of(await keeper.call(text, withinMs))
      },
    },
    texts,
    onVector,
  )
const starts = () => readFileSync(path.join(folder, 'starts'), 'utf8').trimEnd().split('\n').length
const texts = Array.from({ length: 30 }, (_, i) => 'x'.repeat(i + 10))

it('gives the vectors in the order of the texts, and counts them', async () => {
  const done: number[] = []
  const vectors = await embed(texts, (count) => done.push(count))
  expect(vectors.map(([length]) => length)).toEqual(texts.map(({ length }) => length))
  expect(done).toEqual(texts.map((_, i) => i + 1))
  expect(await embed([])).toEqual([])
})

it('goes on where it was when the process dies for another reason', async () => {
  const vectors = await embed(texts, (count) => {
    if (count === 13) process.kill(keeper.pid!, 'SIGKILL')
  })
  expect(vectors.map(([length]) => length)).toEqual(texts.map(({ length }) => length))
  await expect.poll(starts, { timeout: 20_000 }).toBe(2)
  // What had its vector is not asked for again, but for those of one batch that were on their way.
  expect(sent.length).toBeLessThanOrEqual(texts.length + 8)
})

it('names the text that the process dies of, having tried it once more alone', async () => {
  const failure = await embed(texts.with(21, 'crash')).catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'embedder_failed', index: 21, cause: { why: 'ended' } })
  expect(sent.filter((text) => text === 'crash')).toHaveLength(2)
  expect(sent.at(-1)).toBe('crash')
  // Another child may follow by itself; none dies again.
  expect(starts()).toBeLessThanOrEqual(3)
})

it('names the text that the process refuses, and lets the process be', async () => {
  const failure = await embed(texts.with(9, 'refuse')).catch((error: unknown) => error)
  expect(failure).toMatchObject({ index: 9, cause: { why: 'refused' } })
  expect(starts()).toBe(1)
})

it('fails as the process does when none is to be had', async () => {
  const closed = new ChildFailure('closed')
  const none = { start: () => Promise.reject(closed), embed: () => Promise.reject(closed) }
  await expect(embedInBatches(none, texts)).rejects.toBe(closed)
})

it('passes on what a listener throws', async () => {
  const thrown = new Error('listener')
  const call = embed(texts, () => {
    throw thrown
  })
  await expect(call).rejects.toBe(thrown)
})

it('tries what the process hung at once more alone, whatever it had answered before', async () => {
  const three = [...texts.slice(0, 2), 'freeze', ...texts.slice(2, 4)]
  await expect(embed(three, undefined, 2500)).rejects.toMatchObject({ code: 'embedder_failed', index: 2 })
  expect(sent.filter((text) => text === 'freeze')).toHaveLength(2)
})
