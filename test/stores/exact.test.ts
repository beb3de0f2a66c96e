// The scan, held to the contract of a vector store.

import { expect, it } from 'vitest'
import { ExactStore } from '../../src/stores/exact.ts'
import { openVectorStore } from '../../src/stores/hnsw.ts'
import { clustered } from './clustered.ts'
import { rankNaively, vectorStoreContract } from './vector-store.contract.ts'

vectorStoreContract('a scan', {
  save: async () => {},
  open: (vectors, dimensions) => openVectorStore({ vectors, dimensions }),
})

it('keeps the right ones when it cuts its list many times on the way', () => {
  const vectors = clustered(3000, 6, 11)
  const question = vectors.slice(0, 6)
  const truth = rankNaively(vectors, 6, question, Array(3000).keys())
  const store = new ExactStore(vectors, 6)
  for (const limit of [1, 7, 400, 3000])
    expect(store.search(question, limit).map((it) => it.label)).toEqual(
      truth.slice(0, limit).map((it) => it.label),
    )
})
