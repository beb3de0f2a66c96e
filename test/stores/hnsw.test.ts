// The graph, held to the contract of a vector store; when it is used; and what it makes of files that are not its own.

import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { ExactStore } from '../../src/stores/exact.ts'
import { EXACT_BELOW, openGraphStore, openVectorStore, writeGraph, writeHnsw } from '../../src/stores/hnsw.ts'
import type { VectorStore } from '../../src/stores/vector-store.ts'
import { mountSmall } from '../builds/folders.ts'
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

const small = mountSmall()
if (!small) console.warn('Not permitted to mount a tmpfs: the full disk is not tried.')
afterAll(() => small?.unmount())

describe('a graph', () => {
  const vectors = clustered(5000, DIMENSIONS, 21)
  const question = at(vectors, DIMENSIONS, 4)
  const scans = () => vi.spyOn(ExactStore.prototype, 'search')
  let store: VectorStore
  let choosing: VectorStore
  const progress: number[] = []
  beforeAll(async () => {
    const hnswFile = path.join(folder, 'pays')
    await writeGraph(vectors, DIMENSIONS, hnswFile, (done, total) => progress.push(done / total))
    store = await openGraphStore(vectors, DIMENSIONS, hnswFile)
    choosing = await openVectorStore({ vectors, dimensions: DIMENSIONS, hnswFile })
  })

  it('tells of its progress until it is done', () => {
    expect(progress.length).toBeGreaterThan(10)
    expect(progress).toEqual([...progress].sort((a, b) => a - b))
    expect(progress.at(-1)).toBe(1)
  })
  it('answers from the graph for all vectors, and for a wide `within`', () => {
    const spy = scans()
    const wide = Uint32Array.from({ length: 4500 }, (_, i) => i + 500)
    expect(store.search(question, 10)[0]).toMatchObject({ label: 4 })
    expect(store.search(question, 10, wide).every((it) => it.label >= 500)).toBe(true)
    expect(spy).not.toHaveBeenCalled()
  })
  it('refuses a bad question or bad labels before the graph sees them', () => {
    const poisoned = question.slice()
    poisoned[3] = Number.NaN
    expect(() => store.search(poisoned, 10)).toThrow(/问题的向量/)
    expect(() => store.search(question.slice(1), 10)).toThrow(/问题的向量/)
    const backwards = Uint32Array.from({ length: 4500 }, (_, i) => 4999 - i)
    const beyond = Uint32Array.from({ length: 4500 }, (_, i) => i + 501)
    for (const labels of [backwards, beyond])
      expect(() => store.search(question, 10, labels)).toThrow(/向量编号/)
  })
  it('is not asked where a scan is quicker: for few vectors, a narrow `within`, or much at once', () => {
    const spy = scans()
    expect(choosing.search(question, 10, Uint32Array.of(1, 2, 3))).toHaveLength(3)
    expect(choosing.search(question, 5000)).toHaveLength(5000)
    expect(choosing.search(question, 10)).toEqual(store.search(question, 10))
    expect(spy).toHaveBeenCalledTimes(3)
  })
  it('gives as many as asked for when all that is near is not allowed', () => {
    const near = new Set(store.search(question, 1000).map((it) => it.label))
    const far = Uint32Array.from([...Array(5000).keys()].filter((label) => !near.has(label)))
    const found = store.search(question, 10, far)
    expect(found).toEqual(new ExactStore(vectors, DIMENSIONS).search(question, 10, far))
    expect(found).toHaveLength(10)
  })
})

describe('a graph file', () => {
  it('is not written for fewer vectors than are scanned anyway', async () => {
    const file = path.join(folder, 'none')
    expect(await writeHnsw(clustered(EXACT_BELOW - 1, 4, 2), 4, file)).toBe(false)
    await expect(access(file)).rejects.toThrow()
  })
  it('is written from there on, and answers what a ranking asks of all vectors', async () => {
    const vectors = clustered(EXACT_BELOW, 4, 2)
    const hnswFile = path.join(folder, 'large')
    expect(await writeHnsw(vectors, 4, hnswFile)).toBe(true)
    const store = await openVectorStore({ vectors, dimensions: 4, hnswFile })
    const scans = vi.spyOn(ExactStore.prototype, 'search')
    expect(store.search(at(vectors, 4, 9), 150)).toHaveLength(150)
    expect(scans).not.toHaveBeenCalled()
  }, 120_000)
  it('is not written below the limit either without a look at the vectors', async () => {
    const vectors = clustered(10, 4, 2)
    vectors[7] = Number.NaN
    await expect(writeHnsw(vectors, 4, path.join(folder, 'nan'))).rejects.toThrow(/第 1 号/)
  })
  it('is not written when a thousand identical vectors tear the graph apart', async () => {
    const vectors = clustered(3000, 64, 3)
    for (let i = 0; i < 3000; i += 3) vectors.copyWithin(i * 64, 0, 64)
    const file = path.join(folder, 'torn')
    expect(await writeGraph(vectors, 64, file)).toBe(false)
    await expect(access(file)).rejects.toThrow()
  })
  it('fails loudly when its folder is missing', async () => {
    const file = path.join(folder, 'nowhere', 'graph')
    await expect(writeGraph(clustered(100, 4, 2), 4, file)).rejects.toMatchObject({ code: 'internal' })
  })
  it.skipIf(!small)('fails as storage_full on a full disk, and leaves no half file', async () => {
    const file = path.join(small!.folder, 'graph')
    await expect(writeGraph(clustered(5000, 16, 2), 16, file)).rejects.toMatchObject({ code: 'storage_full' })
    expect(await readdir(small!.folder)).toEqual([])
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
    expect((await openWith(graph)).size).toBe(3000)
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
