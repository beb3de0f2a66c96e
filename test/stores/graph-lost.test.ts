// A graph whose process is lost: stopped, killed, again and again. The contract of a vector store holds meanwhile; the
// store says what is the matter until the graph answers again.

import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ExactStore } from '../../src/stores/exact.ts'
import { writeGraph } from '../../src/stores/graph-writing.ts'
import { openGraphStore } from '../../src/stores/hnsw.ts'
import type { VectorStore } from '../../src/stores/vector-store.ts'
import { childrenOf } from '../support/processes.ts'
import { at, clustered } from './clustered.ts'
import { vectorStoreContract } from './vector-store.contract.ts'

const DIMENSIONS = 16
const graphs = () => childrenOf(process.pid, 'graph-child')

vectorStoreContract('a graph that is killed at its third search', {
  save: async (vectors, dimensions, folder) => {
    expect(await writeGraph(vectors, dimensions, path.join(folder, 'graph'))).toBe(true)
  },
  open: async (vectors, dimensions, folder): Promise<VectorStore> => {
    const store = await openGraphStore(vectors, dimensions, path.join(folder, 'graph'))
    const own = graphs().at(-1)!
    let searches = 0
    return {
      size: store.size,
      dimensions,
      search: (vector, limit, within) => {
        const found = store.search(vector, limit, within)
        if (++searches === 3) process.kill(own, 'SIGKILL')
        return found
      },
      similarities: (vector, within) => store.similarities(vector, within),
      failure: () => store.failure(),
      close: () => store.close(),
    }
  },
})

describe('a store that loses its graph', () => {
  const vectors = clustered(3000, DIMENSIONS, 21)
  const question = at(vectors, DIMENSIONS, 4)
  const told: string[] = []
  let folder: string
  let hnswFile: string
  let store: VectorStore
  let truth: Awaited<ReturnType<VectorStore['search']>>
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'cewen-hnsw-'))
    hnswFile = path.join(folder, 'graph')
    expect(await writeGraph(vectors, DIMENSIONS, hnswFile)).toBe(true)
    truth = await new ExactStore(vectors, DIMENSIONS).search(question, 10)
    return () => rm(folder, { recursive: true })
  })
  beforeEach(async () => {
    told.length = 0
    store = await openGraphStore(vectors, DIMENSIONS, hnswFile, (line) => told.push(line))
  })
  afterEach(async () => {
    await store.close()
    vi.restoreAllMocks()
  })

  /** How soon is measured where nothing else runs: the battery. */
  const whole = () => expect.poll(() => store.failure(), { timeout: 60_000, interval: 20 }).toBeUndefined()
  const lost = (pattern: RegExp) =>
    expect.poll(() => store.failure(), { timeout: 60_000, interval: 5 }).toMatch(pattern)

  it.each(['SIGKILL', 'SIGSEGV', 'SIGABRT'] as const)(
    'to %s while nobody asks finds the same, says so once, and gets another',
    async (signal) => {
      const [pid] = graphs()
      process.kill(pid!, signal)
      await lost(/向量图意外退出/)
      expect(await store.search(question, 10)).toEqual(truth)
      expect(told).toEqual([expect.stringMatching(/意外退出/)])
      await whole()
      expect(graphs()).not.toContain(pid)
      const scans = vi.spyOn(ExactStore.prototype, 'search')
      expect(await store.search(question, 10)).toEqual(truth)
      expect(scans).not.toHaveBeenCalled()
    },
  )

  it.each(['SIGKILL', 'SIGSEGV', 'SIGABRT'] as const)(
    'to %s while twenty ask finds the same for all of them',
    async (signal) => {
      const searches = Array.from({ length: 20 }, () => store.search(question, 10))
      process.kill(graphs()[0]!, signal)
      for (const found of await Promise.all(searches)) expect(found).toEqual(truth)
      await whole()
    },
  )

  it('that has only stopped waits for it once, then no more, and gets another', async () => {
    const [pid] = graphs()
    process.kill(pid!, 'SIGSTOP')
    const started = performance.now()
    expect(await store.search(question, 10)).toEqual(truth)
    expect(performance.now() - started).toBeGreaterThan(400)
    expect(store.failure()).toMatch(/没有及时响应/)
    const later = performance.now()
    for (let i = 0; i < 5; i++) expect(await store.search(question, 10)).toEqual(truth)
    expect(performance.now() - later).toBeLessThan(2000)
    await whole()
    expect(graphs()).not.toContain(pid)
    expect(told).toHaveLength(1)
  })

  it('five times in a minute gives it up for the time being, and goes on with scans', async () => {
    for (let death = 1; death <= 5; death++) {
      await whole()
      process.kill(graphs()[0]!, 'SIGKILL')
      await lost(/./)
    }
    await lost(/反复退出，已暂停启动/)
    expect(await store.search(question, 10)).toEqual(truth)
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(graphs()).toEqual([])
  }, 60_000)

  it('and cannot have another because its file is gone says that', async () => {
    const own = path.join(folder, 'own')
    await copyFile(hnswFile, own)
    const other = await openGraphStore(vectors, DIMENSIONS, own)
    await rm(own)
    for (const pid of graphs()) process.kill(pid, 'SIGKILL')
    await expect.poll(() => other.failure(), { timeout: 60_000 }).toMatch(/重新建立索引/)
    expect(await other.search(question, 10)).toEqual(truth)
    await other.close()
  })
})
