// How near a question is to what people ask other offices about, and that it does not wait for that for ever.

import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Embedder } from '../../src/embedders/embedder.ts'
import type { Engine } from '../../src/engine.ts'
import { nearestTopic } from '../../src/gate/topics.ts'
import { fakeEmbedder } from '../support/fake-embedder.ts'

afterEach(() => vi.useRealTimers())

/** What of an engine has a say here; the vectors of the topics are kept by the name of the model. */
const engineWith = (embedder: Embedder) => ({ dense: { embedder } }) as unknown as Engine

describe('the nearest topic', () => {
  it('has the highest cosine of all of them', async () => {
    const embedder = fakeEmbedder('topics')
    const engine = engineWith(embedder)
    const nearTo = async (text: string) => nearestTopic(engine, await embedder.embedQuestion(text))
    expect(await nearTo('𠮷')).toBeLessThan(0.9)
    expect(embedder.passages.length).toBeGreaterThan(100)
    for (const topic of [embedder.passages[0]!, embedder.passages.at(-1)!])
      expect(await nearTo(topic)).toBeCloseTo(1, 5)
  })

  it('is none without vectors, and while the model fails', async () => {
    const broken = fakeEmbedder('topics that fail')
    const asked = await broken.embedQuestion('社保')
    broken.broken = true
    expect(await nearestTopic(engineWith(broken), asked)).toBeUndefined()
    expect(await nearestTopic(engineWith(broken), undefined)).toBeUndefined()
    broken.broken = false
    expect(await nearestTopic(engineWith(broken), asked)).toBeGreaterThan(0)
  })

  it('is not waited for longer than five seconds', async () => {
    vi.useFakeTimers()
    const model = fakeEmbedder('topics that never come')
    const asked = await model.embedQuestion('社保')
    const silent = { ...model, embedPassages: () => new Promise<never>(() => {}) }
    const near = nearestTopic(engineWith(silent), asked)
    await vi.advanceTimersByTimeAsync(5000)
    expect(await near).toBeUndefined()
  })
})
