// When an approximate search is trusted: made-up ones that each fail in one way.

import { expect, it } from 'vitest'
import { ExactStore } from '../../src/stores/exact.ts'
import { findsItself, isTrusted, type Search } from '../../src/stores/trust.ts'
import type { Neighbor } from '../../src/stores/vector-store.ts'
import { clustered } from './clustered.ts'

const DIMENSIONS = 12
const exact = new ExactStore(clustered(600, DIMENSIONS, 41), DIMENSIONS)

/** The scan, with its answers changed on the way out. */
const changed =
  (change: (found: Neighbor[]) => Neighbor[], of = exact): Search =>
  async (vector, limit) =>
    change(await of.search(vector, limit))

it('trusts a search that finds what a scan finds', async () => {
  expect(
    await isTrusted(
      changed((found) => found),
      exact,
    ),
  ).toBe(true)
})
it('does not trust a search that loses one of ten neighbors', async () => {
  const forgetful = changed((found) => (found.length === 10 ? found.toSpliced(5, 1) : found))
  expect(await findsItself(forgetful, exact)).toBe(true)
  expect(await isTrusted(forgetful, exact)).toBe(false)
})
it('does not trust a search in which vectors do not find themselves', async () => {
  const blind = changed((found) => (found.length === 1 ? [] : found))
  expect(await findsItself(blind, exact)).toBe(false)
  expect(await isTrusted(blind, exact)).toBe(false)
})
it('does not trust a search among other vectors', async () => {
  const other = new ExactStore(clustered(600, DIMENSIONS, 42), DIMENSIONS)
  expect(
    await findsItself(
      changed((found) => found, other),
      exact,
    ),
  ).toBe(false)
})
it('counts an identical vector under another label as found', async () => {
  const vectors = clustered(600, DIMENSIONS, 41)
  vectors.copyWithin(300 * DIMENSIONS, 0, 300 * DIMENSIONS)
  const twins = new ExactStore(vectors, DIMENSIONS)
  const swapped = changed((found) => found.map((it) => ({ ...it, label: (it.label + 300) % 600 })), twins)
  expect(await isTrusted(swapped, twins)).toBe(true)
})
