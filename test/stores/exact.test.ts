// The scan, held to the contract of a vector store.

import { describe, expect, it } from 'vitest'
import { ExactStore } from '../../src/stores/exact.ts'
import { openVectorStore } from '../../src/stores/hnsw.ts'
import { Scan } from '../../src/stores/scan.ts'
import { at, clustered } from './clustered.ts'
import { rankNaively, vectorStoreContract } from './vector-store.contract.ts'

vectorStoreContract('a scan', {
  save: async () => {},
  open: (vectors, dimensions) => openVectorStore({ vectors, dimensions }),
})

it('keeps the right ones when it cuts its list many times on the way', async () => {
  const vectors = clustered(3000, 6, 11)
  const question = vectors.slice(0, 6)
  const truth = rankNaively(vectors, 6, question, Array(3000).keys())
  const store = new ExactStore(vectors, 6)
  for (const limit of [1, 7, 400, 3000])
    expect((await store.search(question, limit)).map((it) => it.label)).toEqual(
      truth.slice(0, limit).map((it) => it.label),
    )
})

describe('many vectors, compared in bytes first', () => {
  const dimensions = 40
  const count = 9000
  const vectors = clustered(count, dimensions, 13)
  const store = new ExactStore(vectors, dimensions)
  const third = Uint32Array.from({ length: count / 3 }, (_, i) => 3 * i + 1)
  const most = Uint32Array.from({ length: count - 500 }, (_, i) => i + 500)

  it.each([
    ['all', undefined],
    ['most', most],
    ['a third', third],
  ])('of %s gives just what a scan of every component gives', async (_, within) => {
    const questions = clustered(15, dimensions, 17)
    for (let i = 0; i < 15; i++) {
      const question = at(questions, dimensions, i)
      const truth = rankNaively(vectors, dimensions, question, within ?? Array(count).keys())
      for (const limit of [1, 10, 300])
        expect((await store.search(question, limit, within)).map(({ label }) => label)).toEqual(
          truth.slice(0, limit).map(({ label }) => label),
        )
    }
  })

  it('are few after that: a shortlist rules nearly all out, and none that belongs to the nearest', () => {
    const scan = new Scan(vectors, dimensions)
    const question = at(clustered(1, dimensions, 17), dimensions, 0)
    const shortlist = scan.shortlist(question, 10)!
    expect(shortlist.length).toBeLessThan(count / 10)
    for (const { label } of rankNaively(vectors, dimensions, question, Array(count).keys()).slice(0, 10))
      expect(shortlist).toContain(label)
  })

  it('may all be the same', async () => {
    const same = new Float32Array(5000 * 32)
    for (let i = 0; i < 5000; i++) same[i * 32] = 1
    const found = await new ExactStore(same, 32).search(same.slice(0, 32), 3)
    expect(found.map(({ label }) => label)).toEqual([0, 1, 2])
  })
})
