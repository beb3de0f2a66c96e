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
it('does not trust a search that gives as many, but farther ones', async () => {
  const astray = changed((found) =>
    found.length === 10
      ? found.map((it, i) => (i % 3 === 0 ? { ...it, similarity: it.similarity - 1 } : it))
      : found,
  )
  expect(await findsItself(astray, exact)).toBe(true)
  expect(await isTrusted(astray, exact)).toBe(false)
})
it('forgives two of a hundred vectors that do not find themselves, and no third', async () => {
  const losing = (few: number): Search => {
    let asked = 0
    return changed((found) => (found.length === 1 && asked++ < few ? [] : found))
  }
  expect(await findsItself(losing(2), exact)).toBe(true)
  expect(await findsItself(losing(3), exact)).toBe(false)
})
it('asks for places between two vectors, nearer to the first, and for many different ones', async () => {
  const asked: Float32Array[] = []
  const watched: Search = (vector, limit) => {
    if (limit === 10) asked.push(vector)
    return exact.search(vector, limit)
  }
  expect(await isTrusted(watched, exact)).toBe(true)
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
it('trusts a search of very few vectors as well', async () => {
  const few = new ExactStore(clustered(3, DIMENSIONS, 41), DIMENSIONS)
  expect(await isTrusted(few.search.bind(few), few)).toBe(true)
})
