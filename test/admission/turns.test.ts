// Who works and who waits: in order, never too many, never too long, and whoever leaves makes room.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openTurns } from '../../src/admission/turns.ts'

const LIMITS = { working: 2, waiting: 3, patience: 5_000 }
const NOBODY_LEAVES = new AbortController().signal

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Takes turns by name; `began` says whose began, `refused` whose did not and why. */
function queue(limits = LIMITS) {
  const turns = openTurns(limits)
  const began: string[] = []
  const refused: [string, unknown][] = []
  const ends = new Map<string, () => void>()
  const come = async (name: string, signal = NOBODY_LEAVES) => {
    await turns.take(signal).then(
      (end) => {
        began.push(name)
        ends.set(name, end)
      },
      (error) => refused.push([name, error.code ?? error]),
    )
  }
  const all = async (...names: string[]) => {
    for (const name of names) void come(name)
    await vi.advanceTimersByTimeAsync(0)
  }
  const end = async (name: string) => {
    ends.get(name)!()
    await vi.advanceTimersByTimeAsync(0)
  }
  return { turns, began, refused, come, all, end }
}

describe('turns', () => {
  it('are full where all places are taken, those to work and those to wait', async () => {
    const { turns, all, end } = queue()
    expect(turns.full).toBe(false)
    await all('a', 'b')
    expect(turns.full).toBe(false)
    await all('c', 'd')
    expect(turns.full).toBe(false)
    await all('e')
    expect(turns.full).toBe(true)
    await end('a')
    expect(turns.full).toBe(false)
  })
  it('are not full while somebody may work, though nobody may wait', async () => {
    const { turns, all } = queue({ working: 1, waiting: 0, patience: 1 })
    expect(turns.full).toBe(false)
    await all('a')
    expect(turns.full).toBe(true)
  })
  it('are waited for as long as it takes where patience has no end', async () => {
    const { began, refused, all, end } = queue({ working: 1, waiting: 1, patience: Number.POSITIVE_INFINITY })
    await all('a', 'b')
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(refused).toEqual([])
    await end('a')
    expect(began).toEqual(['a', 'b'])
  })
  it('are for two at once; the others wait and are called in the order in which they came', async () => {
    const { turns, began, all, end } = queue()
    await all('a', 'b', 'c', 'd')
    expect(began).toEqual(['a', 'b'])
    expect([turns.working, turns.waiting]).toEqual([2, 2])
    await end('b')
    expect(began).toEqual(['a', 'b', 'c'])
    await end('a')
    expect(began).toEqual(['a', 'b', 'c', 'd'])
    expect([turns.working, turns.waiting]).toEqual([2, 0])
    await end('c')
    await end('d')
    expect([turns.working, turns.waiting]).toEqual([0, 0])
  })
  it('begin with a new turn of the event loop, so that others come in between', async () => {
    vi.useRealTimers()
    const turns = openTurns({ ...LIMITS, working: 1 })
    const order: string[] = []
    setImmediate(() => order.push('others'))
    const work = async (name: string) => {
      const end = await turns.take(NOBODY_LEAVES)
      order.push(name)
      end()
    }
    await Promise.all([work('a'), work('b')])
    expect(order).toEqual(['a', 'others', 'b'])
  })
  it('let those who come back at once go on one by one, each in a turn of the event loop of its own', async () => {
    vi.useRealTimers()
    const turns = openTurns(LIMITS)
    let turn = 0
    let ticking: NodeJS.Immediate
    const tick = () => {
      turn++
      ticking = setImmediate(tick)
    }
    tick()
    const began = await Promise.all([1, 2, 3].map(() => turns.breathe().then(() => turn)))
    clearImmediate(ticking!)
    expect(new Set(began).size).toBe(3)
    expect(began).toEqual([...began].sort((a, b) => a - b))
  })
  it('end once, however often it is said', async () => {
    const { turns, all, end } = queue()
    await all('a', 'b')
    await end('a')
    await end('a')
    expect(turns.working).toBe(1)
  })
  it('are refused where three wait already, and given again once one was called', async () => {
    const { began, refused, all, end } = queue()
    await all('a', 'b', 'c', 'd', 'e', 'f')
    expect(refused).toEqual([['f', 'overloaded']])
    await end('a')
    await all('g')
    expect(refused).toHaveLength(1)
    expect(began).toEqual(['a', 'b', 'c'])
  })
  it('are not waited for longer than five seconds', async () => {
    const { turns, began, refused, all, end } = queue()
    await all('a', 'b', 'c')
    await vi.advanceTimersByTimeAsync(4_999)
    expect(refused).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(refused).toEqual([['c', 'overloaded']])
    await end('a')
    expect(began).toEqual(['a', 'b'])
    expect([turns.working, turns.waiting]).toEqual([1, 0])
  })
  it('are not kept for who has left while waiting, whose place is free at once', async () => {
    const { turns, began, refused, come, all, end } = queue()
    const leaving = new AbortController()
    await all('a', 'b')
    void come('c', leaving.signal)
    await all('d', 'e')
    leaving.abort('left')
    await vi.advanceTimersByTimeAsync(0)
    expect(refused).toEqual([['c', 'left']])
    expect(turns.waiting).toBe(2)
    await all('f')
    await end('a')
    expect(began).toEqual(['a', 'b', 'd'])
    expect(refused).toHaveLength(1)
  })
  it('are not begun for who has left before', async () => {
    const { turns, refused, come } = queue()
    await come('a', AbortSignal.abort('left'))
    expect(refused).toEqual([['a', 'left']])
    expect(turns.working).toBe(0)
  })
  it('leave nothing behind on the signal of who had one', async () => {
    const { come, all, end } = queue()
    await all('a', 'b')
    const { signal } = new AbortController()
    const taken = vi.spyOn(signal, 'removeEventListener')
    void come('c', signal)
    await end('a')
    expect(taken).toHaveBeenCalledOnce()
    expect(vi.getTimerCount()).toBe(0)
  })
  it('say after how many seconds to come again', async () => {
    const { turns } = queue({ working: 1, waiting: 0, patience: 1 })
    await turns.take(NOBODY_LEAVES)
    const refusal = turns.take(NOBODY_LEAVES)
    await expect(refusal).rejects.toMatchObject({ code: 'overloaded', retryAfterS: 5 })
    await expect(refusal).rejects.toThrow('请 5 秒后再试')
  })
})
