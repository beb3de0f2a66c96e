// Graph files: when one is written, when not, what a full disk does to it, and that neither the work nor its end by a
// crash concerns the process that asked for it.

import { access, mkdtemp, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ExactStore } from '../../src/stores/exact.ts'
import { EXACT_BELOW, writeGraph, writeHnsw } from '../../src/stores/graph-writing.ts'
import { openVectorStore } from '../../src/stores/hnsw.ts'
import { mountSmall } from '../builds/folders.ts'
import { childrenOf } from '../support/processes.ts'
import { at, clustered } from './clustered.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'cewen-hnsw-'))
})
afterAll(() => rm(folder, { recursive: true }))

const small = mountSmall()
if (!small) console.warn('Not permitted to mount a tmpfs: the full disk is not tried.')
afterAll(() => small?.unmount())

const graphs = () => childrenOf(process.pid, 'graph-child')

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
    expect(await store.search(at(vectors, 4, 9), 150)).toHaveLength(150)
    expect(scans).not.toHaveBeenCalled()
    scans.mockRestore()
    await store.close()
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

describe('the process that asks for a graph', () => {
  const vectors = clustered(6000, 64, 5)

  it('stays free while the graph is built', async () => {
    const before = performance.eventLoopUtilization()
    expect(await writeGraph(vectors, 64, path.join(folder, 'free'))).toBe(true)
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5)
  })
  it('goes on without one when the process that builds it dies, and says so', async () => {
    const file = path.join(folder, 'died')
    const told: string[] = []
    const writing = writeGraph(vectors, 64, file, (line) => told.push(line))
    await expect.poll(graphs, { timeout: 20_000 }).toHaveLength(1)
    process.kill(graphs()[0]!, 'SIGSEGV')
    expect(await writing).toBe(false)
    expect(told).toEqual([expect.stringMatching(/没有建成向量图.*意外退出/)])
    await expect(access(file)).rejects.toThrow()
  })
  it('leaves no other behind', async () => {
    await expect.poll(graphs, { timeout: 20_000 }).toEqual([])
  })
})
