// What somebody holds whose question is worked on: time that ends, work that stops with it, and the engine meanwhile.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { takePlace } from '../../src/admission/place.ts'
import type { Answerer, Draft } from '../../src/answerers/answerer.ts'
import type { Engine } from '../../src/engine.ts'
import { fakeEmbedder } from '../support/fake-embedder.ts'

const TIME = { working: 10_000, writing: 70_000 }
const DRAFT: Draft = { text: '好。', marked: [] }
const ASSIGNMENT = {} as Parameters<Answerer['answer']>[0]

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** An engine of which only the model and the answerers are looked at. */
function engineWith(more: Partial<Engine> = {}): Engine {
  const embedder = fakeEmbedder()
  const answerer = (name: string): Answerer => ({
    name,
    async *answer() {
      yield '好。'
      return DRAFT
    },
  })
  return {
    dense: { embedder, store: {} },
    answerers: { extractive: answerer('extractive'), llm: answerer('llm') },
    ...more,
  } as unknown as Engine
}

function place(engine = engineWith()) {
  const told: string[] = []
  const event = (what: string) => () => told.push(what)
  const parts = {
    endTurn: event('turn over'),
    nextTurn: async (signal: AbortSignal) => {
      signal.throwIfAborted()
      event('turn again')()
      return event('second turn over')
    },
    breathe: async () => {},
    onTimeout: event('time up'),
    onLeave: event('left'),
  }
  return { told, held: takePlace(engine, TIME, parts as never) }
}

const never = () => new Promise<never>(() => {})

describe('work in its place', () => {
  it('gives what it comes to, and the place is given back once', async () => {
    const { told, held } = place()
    expect(await held.run(() => 'found')).toBe('found')
    held.leave()
    held.leave()
    expect(told.filter((what) => what === 'left')).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })
  it('takes no time and no turn any more once it is done, however long it takes to send', async () => {
    const { told, held } = place()
    await held.run(() => 'found')
    expect(told).toEqual(['turn over'])
    await vi.advanceTimersByTimeAsync(100_000)
    expect(told).toEqual(['turn over'])
    held.leave()
    expect(told.at(-1)).toBe('left')
  })
  it('gives way to others in between, and ends each turn', async () => {
    const { told, held } = place()
    await held.run(() => held.giveWay())
    expect(told).toEqual(['turn over', 'turn again', 'second turn over'])
    held.leave()
  })
  it('does not go on after giving way to others when it was left meanwhile', async () => {
    const { told, held } = place()
    const went = vi.fn()
    const waited = held.run(async () => {
      held.leave()
      await held.giveWay()
      went()
    })
    await expect(waited).rejects.toThrow()
    expect(went).not.toHaveBeenCalled()
    expect(told).not.toContain('turn again')
  })
  it('fails as it fails', async () => {
    const { held } = place()
    const wrong = () => {
      throw new Error('wrong')
    }
    await expect(held.run(wrong)).rejects.toThrow('wrong')
    await expect(held.run(async () => wrong())).rejects.toThrow('wrong')
    held.leave()
  })
  it('is waited for ten seconds, even where it never looks at the time', async () => {
    const { told, held } = place()
    const waited = held.run(never)
    const said = expect(waited).rejects.toMatchObject({
      code: 'timeout',
      message: '没有在 10 秒内答完，请稍后再试，或换一种问法。',
    })
    await vi.advanceTimersByTimeAsync(9_999)
    expect(told).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    await said
    expect(told).toEqual(['time up', 'turn over'])
  })
  it('asks the model nothing more once the time is up, or whoever asked has left', async () => {
    for (const end of [
      (held: ReturnType<typeof place>['held']) => held.leave(),
      () => vi.advanceTimersByTimeAsync(10_000),
    ]) {
      const engine = engineWith()
      const asked = vi.spyOn(engine.dense!.embedder, 'embedQuestion')
      const { held } = place(engine)
      let steps = 0
      const waited = held.run(async ({ dense }) => {
        for (; ; steps++) {
          await dense!.embedder.embedQuestion('进口货物')
          await new Promise((resolve) => setTimeout(resolve, 1_000))
        }
      })
      const stopped = expect(waited).rejects.toThrow()
      await vi.advanceTimersByTimeAsync(2_500)
      expect(steps).toBe(2)
      await end(held)
      await stopped
      const calls = asked.mock.calls.length
      await vi.advanceTimersByTimeAsync(60_000)
      expect(asked).toHaveBeenCalledTimes(calls)
      expect(vi.getTimerCount()).toBe(0)
    }
  })
  it('does not go on with a vector that comes after the end', async () => {
    const engine = engineWith()
    let arrive = (_: Float32Array) => {}
    vi.spyOn(engine.dense!.embedder, 'embedQuestion').mockReturnValue(
      new Promise((resolve) => {
        arrive = resolve
      }),
    )
    const { held } = place(engine)
    const went = vi.fn()
    const waited = held.run(async ({ dense }) => {
      await dense!.embedder.embedQuestion('进口货物')
      went()
    })
    held.leave()
    await expect(waited).rejects.toThrow()
    arrive(new Float32Array(1))
    await vi.advanceTimersByTimeAsync(0)
    expect(went).not.toHaveBeenCalled()
  })
  it('is not begun after leaving', async () => {
    const { held } = place()
    held.leave()
    const task = vi.fn()
    await expect(held.run(task)).rejects.toThrow()
    expect(task).not.toHaveBeenCalled()
  })
  it('leaves the engine as it is for everybody else', async () => {
    const engine = engineWith()
    const { embedder } = engine.dense!
    const { held } = place(engine)
    await held.run(({ dense }) => {
      expect(dense!.embedder).not.toBe(embedder)
      expect(dense!.embedder.fingerprint).toBe(embedder.fingerprint)
    })
    held.leave()
    expect(engine.dense!.embedder).toBe(embedder)
    expect(await embedder.embedQuestion('进口货物')).toHaveLength(64)
  })
  it('works without a model', async () => {
    const { dense: _, ...keywords } = engineWith()
    const { held } = place(keywords)
    expect(await held.run(({ dense }) => dense)).toBeUndefined()
    held.leave()
  })
})

describe('while a language model writes', () => {
  const write = async (engine: Engine, signal: AbortSignal) => {
    for await (const _ of engine.answerers.llm!.answer(ASSIGNMENT, signal));
    return never()
  }
  it('the next one has its turn', async () => {
    const { told, held } = place()
    void held.run(write).catch(() => {})
    await vi.advanceTimersByTimeAsync(0)
    expect(told).toEqual(['turn over'])
    held.leave()
    expect(told.at(-1)).toBe('left')
  })
  it('there is time for it to be told that it is too slow, and no more', async () => {
    const { told, held } = place()
    const waited = held.run(write)
    const said = expect(waited).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('70 秒'),
    })
    await vi.advanceTimersByTimeAsync(69_999)
    expect(told).toEqual(['turn over'])
    await vi.advanceTimersByTimeAsync(1)
    await said
  })
  it('its answer is passed on as it is', async () => {
    const { held } = place()
    const pieces = await held.run(async ({ answerers }, signal) => {
      const writing = answerers.llm!.answer(ASSIGNMENT, signal)
      return [await writing.next(), await writing.next()]
    })
    expect(pieces).toEqual([
      { value: '好。', done: false },
      { value: DRAFT, done: true },
    ])
    held.leave()
  })
  it('quotes keep their turn', async () => {
    const { told, held } = place()
    await held.run(async ({ answerers }, signal) => {
      for await (const _ of answerers.extractive.answer(ASSIGNMENT, signal));
      expect(told).toEqual([])
    })
    held.leave()
  })
  it('no new time begins after the end', async () => {
    const { held } = place()
    let begin = async () => {}
    const waited = held.run((engine, signal) => {
      begin = async () => {
        for await (const _ of engine.answerers.llm!.answer(ASSIGNMENT, signal));
      }
      return never()
    })
    held.leave()
    await expect(waited).rejects.toThrow()
    await begin()
    expect(vi.getTimerCount()).toBe(0)
  })
})
