// The graph, held to the contract of a vector store; when it is used; and what it makes of files that are not its own.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { ExactStore } from '../../src/stores/exact.ts'
import { writeGraph } from '../../src/stores/graph-writing.ts'
import { openGraphStore, openVectorStore } from '../../src/stores/hnsw.ts'
import type { VectorStore } from '../../src/stores/vector-store.ts'
import { seeded } from '../support/random.ts'
import { at, clustered } from './clustered.ts'
import { vectorStoreContract } from './vector-store.contract.ts'

vectorStoreContract('a graph', {
  save: async (vectors, dimensions, folder) => {
    expect(await writeGraph(vectors, dimensions, path.join(folder, 'graph'))).toBe(true)
  },
  open: (vectors, dimensions, folder) => openGraphStore(vectors, dimensions, path.join(folder, 'graph')),
})

const DIMENSIONS = 16
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'cewen-hnsw-'))
})
afterAll(() => rm(folder, { recursive: true }))
afterEach(() => vi.restoreAllMocks())

describe('a graph', () => {
  const vectors = clustered(5000, DIMENSIONS, 21)
  const question = at(vectors, DIMENSIONS, 4)
  const scans = () => vi.spyOn(ExactStore.prototype, 'search')
  let store: VectorStore
  let choosing: VectorStore
  beforeAll(async () => {
    const hnswFile = path.join(folder, 'pays')
    await writeGraph(vectors, DIMENSIONS, hnswFile)
    store = await openGraphStore(vectors, DIMENSIONS, hnswFile)
    choosing = await openVectorStore({ vectors, dimensions: DIMENSIONS, hnswFile })
    return () => Promise.all([store.close(), choosing.close()])
  })

  it('answers from the graph for all vectors, and for a wide `within`', async () => {
    const spy = scans()
    const wide = Uint32Array.from({ length: 4500 }, (_, i) => i + 500)
    expect((await store.search(question, 10))[0]).toMatchObject({ label: 4 })
    expect((await store.search(question, 10, wide)).every((it) => it.label >= 500)).toBe(true)
    expect(spy).not.toHaveBeenCalled()
  })
  it('refuses a bad question or bad labels before the graph sees them', async () => {
    const poisoned = question.slice()
    poisoned[3] = Number.NaN
    await expect(store.search(poisoned, 10)).rejects.toThrow(/问题的向量/)
    await expect(store.search(question.slice(1), 10)).rejects.toThrow(/问题的向量/)
    const backwards = Uint32Array.from({ length: 4500 }, (_, i) => 4999 - i)
    const beyond = Uint32Array.from({ length: 4500 }, (_, i) => i + 501)
    for (const labels of [backwards, beyond])
      await expect(store.search(question, 10, labels)).rejects.toThrow(/向量编号/)
  })
  it('is not asked where a scan is quicker: for few vectors, a narrow `within`, or much at once', async () => {
    const spy = scans()
    expect(await choosing.search(question, 10, Uint32Array.of(1, 2, 3))).toHaveLength(3)
    expect(await choosing.search(question, 5000)).toHaveLength(5000)
    expect(await choosing.search(question, 10)).toEqual(await store.search(question, 10))
    expect(spy).toHaveBeenCalledTimes(3)
  })
  it('gives as many as asked for when all that is near is not allowed', async () => {
    const near = new Set((await store.search(question, 1000)).map((it) => it.label))
    const far = Uint32Array.from([...Array(5000).keys()].filter((label) => !near.has(label)))
    const found = await store.search(question, 10, far)
    expect(found).toEqual(await new ExactStore(vectors, DIMENSIONS).search(question, 10, far))
    expect(found).toHaveLength(10)
  })
})

describe('a file that is not of these vectors is refused', () => {
  const vectors = clustered(3000, DIMENSIONS, 31)
  let graph: string
  beforeAll(async () => {
    graph = path.join(folder, 'graph')
    await writeGraph(vectors, DIMENSIONS, graph)
  })
  const openWith = (hnswFile: string, given = vectors, dimensions = DIMENSIONS) =>
    openVectorStore({ vectors: given, dimensions, hnswFile })
  const mismatch = { code: 'index_mismatch', message: expect.stringContaining('重新建立索引') }

  it('opens the right one', async () => {
    const store = await openWith(graph)
    expect(store.size).toBe(3000)
    await store.close()
  })
  it('missing', async () => {
    await expect(openWith(path.join(folder, 'missing'))).rejects.toMatchObject(mismatch)
  })
  it('of as many other vectors', async () => {
    await expect(openWith(graph, clustered(3000, DIMENSIONS, 32))).rejects.toMatchObject(mismatch)
  })
  it('of fewer or more vectors', async () => {
    await expect(openWith(graph, vectors.slice(0, 2999 * DIMENSIONS))).rejects.toMatchObject(mismatch)
    await expect(openWith(graph, clustered(3001, DIMENSIONS, 31))).rejects.toMatchObject(mismatch)
  })
  it('of other dimensions', async () => {
    await expect(openWith(graph, clustered(3000, 8, 31), 8)).rejects.toMatchObject(mismatch)
  })
  it('cut short at 40 places', async () => {
    const whole = await readFile(graph)
    const file = path.join(folder, 'cut')
    const next = seeded(4)
    const places = [
      0,
      1,
      95,
      96,
      whole.length - 1,
      ...Array.from({ length: 35 }, () => next() * whole.length),
    ]
    for (const place of places) {
      await writeFile(file, whole.subarray(0, Math.floor(place)))
      await expect(openWith(file)).rejects.toMatchObject(mismatch)
    }
  })
})
