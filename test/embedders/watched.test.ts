// What is remembered of questions that got no vector: the last one counts, and the operator hears of a failure once.

import { describe, expect, it } from 'vitest'
import { watched } from '../../src/embedders/watched.ts'
import { fakeEmbedder } from '../support/fake-embedder.ts'

function watch() {
  const model = fakeEmbedder()
  const told: string[] = []
  return { model, told, ...watched(model, (message) => told.push(message)) }
}
const lost = { code: 'embedder_failed' }

describe('a watched embedder', () => {
  it('gives what the embedder gives, and has no failure then', async () => {
    const { model, told, embedder, failure } = watch()
    expect(await embedder.embedQuestion('靠泊')).toEqual(await model.embedQuestion('靠泊'))
    expect(await embedder.embedPassages(['靠泊'])).toEqual(await model.embedPassages(['靠泊']))
    expect([embedder.fingerprint, embedder.profile]).toEqual([model.fingerprint, model.profile])
    expect(failure()).toBeUndefined()
    expect(told).toEqual([])
  })

  it('has a failure until a question gets its vector again, and tells of it once each time', async () => {
    const { model, told, embedder, failure } = watch()
    model.broken = true
    for (let i = 0; i < 3; i++) await expect(embedder.embedQuestion('靠泊')).rejects.toMatchObject(lost)
    expect(failure()).toBe('模型进程已退出。')
    expect(told).toEqual(['模型进程已退出。'])
    model.broken = false
    await embedder.embedQuestion('靠泊')
    expect(failure()).toBeUndefined()
    model.broken = true
    await expect(embedder.embedQuestion('靠泊')).rejects.toMatchObject(lost)
    expect(told).toHaveLength(2)
  })

  it('says nothing of questions that come after it was closed', async () => {
    const { model, told, embedder, failure } = watch()
    await embedder.close()
    model.broken = true
    await expect(embedder.embedQuestion('靠泊')).rejects.toMatchObject(lost)
    expect([failure(), told]).toEqual([undefined, []])
  })

  it('takes a fault of ours for no failure of the model', async () => {
    const told: string[] = []
    const model = { ...fakeEmbedder(), embedQuestion: () => Promise.reject(new TypeError('fault')) }
    const { embedder, failure } = watched(model, (message) => told.push(message))
    await expect(embedder.embedQuestion('靠泊')).rejects.toThrow(TypeError)
    expect([failure(), told]).toEqual([undefined, []])
  })
})
