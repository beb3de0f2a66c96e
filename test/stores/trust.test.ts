// When an approximate store is trusted: made-up stores that each fail in one way.

import { expect, it } from 'vitest'
import { ExactStore } from '../../src/stores/exact.ts'
import { findsItself, isTrusted } from '../../src/stores/trust.ts'
import type { VectorStore } from '../../src/stores/vector-store.ts'
import { clustered } from './clustered.ts'

const DIMENSIONS = 12
const exact = new ExactStore(clustered(600, DIMENSIONS, 41), DIMENSIONS)

/** The scan, with its answers changed on the way out. */
const changed = (change: (found: ReturnType<VectorStore['search']>) => typeof found): VectorStore => ({
  size: exact.size,
  dimensions: DIMENSIONS,
  search: (vector, limit, within) => change(exact.search(vector, limit, within)),
  similarities: (vector, within) => exact.similarities(vector, within),
  close: () => {},
})

it('trusts a store that finds what a scan finds', () => {
  expect(
    isTrusted(
      changed((found) => found),
      exact,
    ),
  ).toBe(true)
})
it('does not trust a store that loses one of ten neighbors', () => {
  const forgetful = changed((found) => (found.length === 10 ? found.toSpliced(5, 1) : found))
  expect(findsItself(forgetful, exact)).toBe(true)
  expect(isTrusted(forgetful, exact)).toBe(false)
})
it('does not trust a store in which vectors do not find themselves', () => {
  const blind = changed((found) => (found.length === 1 ? [] : found))
  expect(findsItself(blind, exact)).toBe(false)
  expect(isTrusted(blind, exact)).toBe(false)
})
it('does not trust a store of other vectors', () => {
  const other = new ExactStore(clustered(600, DIMENSIONS, 42), DIMENSIONS)
  expect(findsItself(other, exact)).toBe(false)
})
it('counts an identical vector under another label as found', () => {
  const vectors = clustered(600, DIMENSIONS, 41)
  vectors.copyWithin(300 * DIMENSIONS, 0, 300 * DIMENSIONS)
  const twins = new ExactStore(vectors, DIMENSIONS)
  const swapped: VectorStore = {
    ...changed((found) => found),
    search: (vector, limit) =>
      twins.search(vector, limit).map((it) => ({ ...it, label: (it.label + 300) % 600 })),
  }
  expect(isTrusted(swapped, twins)).toBe(true)
})
