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
it('does not trust a store that gives as many, but farther ones', () => {
  const astray = changed((found) =>
    found.length === 10
      ? found.map((it, i) => (i % 3 === 0 ? { ...it, similarity: it.similarity - 1 } : it))
      : found,
  )
  expect(findsItself(astray, exact)).toBe(true)
  expect(isTrusted(astray, exact)).toBe(false)
})
it('forgives two of a hundred vectors that do not find themselves, and no third', () => {
  const losing = (few: number): VectorStore => {
    let asked = 0
    return changed((found) => (found.length === 1 && asked++ < few ? [] : found))
  }
  expect(findsItself(losing(2), exact)).toBe(true)
  expect(findsItself(losing(3), exact)).toBe(false)
})
it('asks for places between two vectors, nearer to the first, and for many different ones', () => {
  const asked: Float32Array[] = []
  const watched: VectorStore = {
    ...changed((found) => found),
    search: (vector, limit) => {
      if (limit === 10) asked.push(vector)
      return exact.search(vector, limit)
    },
  }
  expect(isTrusted(watched, exact)).toBe(true)
  expect(new Set(asked.map((vector) => vector.join())).size).toBe(20)
  const all = Array.from({ length: exact.size }, (_, label) => exact.vectorAt(label))
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
  for (const vector of asked) {
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
    // In the plane of two of ours: twice the one and once the other.
    const made = all.some((first) =>
      all.some((second) => {
        const sum = first.map((value, i) => value + second[i]! / 2)
        return dot(sum, vector) / Math.hypot(...sum) > 1 - 1e-6
      }),
    )
    expect(made).toBe(true)
  }
})
it('trusts a store of very few vectors as well', () => {
  const few = new ExactStore(clustered(3, DIMENSIONS, 41), DIMENSIONS)
  const store = { ...changed((found) => found), search: few.search.bind(few) }
  expect(isTrusted(store, few)).toBe(true)
})
