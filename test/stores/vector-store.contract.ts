// What every vector store must do, whatever it is made of. A store's own test file calls this with its way of
// saving and opening; the naive ranking here is the truth that all are held against.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Neighbor, VectorStore } from '../../src/stores/vector-store.ts'
import { at, clustered, unit } from './clustered.ts'

export interface Way {
  /** Leaves on disk what `open` needs besides the vectors. */
  save(vectors: Float32Array, dimensions: number, folder: string): Promise<void>
  open(vectors: Float32Array, dimensions: number, folder: string): Promise<VectorStore>
}

export function rankNaively(
  vectors: Float32Array,
  dimensions: number,
  question: Float32Array,
  labels: Iterable<number>,
): Neighbor[] {
  const all = Array.from(labels, (label) => {
    let similarity = 0
    for (let i = 0; i < dimensions; i++) similarity += vectors[label * dimensions + i]! * question[i]!
    return { label, similarity }
  })
  return all.sort((a, b) => b.similarity - a.similarity || a.label - b.label)
}

const labelsOf = (found: Neighbor[]) => found.map((neighbor) => neighbor.label)

/** One after the other, as a store that answers from elsewhere may take its time. */
async function foundBy(store: VectorStore, questions: Float32Array[]): Promise<number[][]> {
  const found: number[][] = []
  for (const question of questions) found.push(labelsOf(await store.search(question, 10)))
  return found
}

export function vectorStoreContract(name: string, way: Way): void {
  describe(`${name} keeps the contract of a vector store`, () => {
    const folders: string[] = []
    const stores: VectorStore[] = []
    const openIn = async (vectors: Float32Array, dimensions: number, folder: string) => {
      const store = await way.open(vectors, dimensions, folder)
      stores.push(store)
      return store
    }
    const open = async (vectors: Float32Array, dimensions: number) => {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'cewen-store-'))
      folders.push(folder)
      await way.save(vectors, dimensions, folder)
      return openIn(vectors, dimensions, folder)
    }
    afterAll(async () => {
      await Promise.all(stores.map((store) => store.close()))
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true })))
    })

    describe('on six vectors in a plane', () => {
      const angles = [0, 10, 20, 90, 180, 10].map((degrees) => (degrees * Math.PI) / 180)
      const plane = Float32Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]))
      const east = Float32Array.of(1, 0)
      let store: VectorStore
      beforeAll(async () => {
        store = await open(plane, 2)
      })

      it('says how many vectors of how many dimensions it holds', () => {
        expect([store.size, store.dimensions]).toEqual([6, 2])
      })
      it('gives the nearest first and equals by label', async () => {
        expect(labelsOf(await store.search(east, 6))).toEqual([0, 1, 5, 2, 3, 4])
      })
      it('gives the cosine as similarity', async () => {
        const similarities = (await store.search(east, 6)).map((neighbor) => neighbor.similarity)
        const cosines = [0, 10, 10, 20, 90, 180].map((degrees) => Math.cos((degrees * Math.PI) / 180))
        for (const [i, cosine] of cosines.entries()) expect(similarities[i]).toBeCloseTo(cosine, 6)
      })
      it('gives the same similarities to whoever asks for those of certain vectors', async () => {
        const found = await store.search(east, 6)
        const all = store.similarities(east).slice()
        for (const { label, similarity } of found) expect(all[label]).toBe(similarity)
        const some = store.similarities(Float32Array.of(0, 1), Uint32Array.of(0, 3, 4))
        for (const [label, cosine] of [[0, 0], [3, 1], [4, 0]] as const) expect(some[label]).toBeCloseTo(cosine, 6) // biome-ignore format: a table
      })
      it('applies `within` before the limit', async () => {
        expect(labelsOf(await store.search(east, 2, Uint32Array.of(3, 4, 5)))).toEqual([5, 3])
      })
      it('gives all that are allowed when the limit is larger, and none when none is allowed', async () => {
        expect(labelsOf(await store.search(east, 50, Uint32Array.of(2, 4)))).toEqual([2, 4])
        expect(labelsOf(await store.search(east, 50))).toHaveLength(6)
        expect(await store.search(east, 5, new Uint32Array())).toEqual([])
        expect(await store.search(east, 0)).toEqual([])
      })
      it.each([
        ['NaN', [Number.NaN, 0]],
        ['infinity', [Number.POSITIVE_INFINITY, 0]],
        ['zero', [0, 0]],
        ['double length', [2, 0]],
        ['a third dimension', [1, 0, 0]],
      ])('refuses a question with %s', async (_, values) => {
        await expect(store.search(Float32Array.from(values), 3)).rejects.toThrow(/问题的向量/)
      })
      it('refuses labels out of order, twice or out of range', async () => {
        for (const labels of [[2, 1], [1, 1], [6]])
          await expect(store.search(east, 3, Uint32Array.from(labels))).rejects.toThrow(/向量编号/)
      })
      it('refuses to search after it is closed', async () => {
        const other = await open(plane, 2)
        await other.close()
        await expect(other.search(east, 1)).rejects.toThrow(/已经关闭/)
      })
    })

    it.each([
      ['NaN', Number.NaN],
      ['zero', 0],
      ['five', 5],
    ])('refuses a set with a vector of %s, by its label', async (_, value) => {
      const vectors = clustered(50, 4, 3)
      vectors.fill(value, 17 * 4, 18 * 4)
      await expect(open(vectors, 4)).rejects.toMatchObject({
        code: 'internal',
        message: expect.stringContaining('第 17 号'),
      })
    })

    it('holds an empty set', async () => {
      const store = await open(new Float32Array(), 4)
      expect(store.size).toBe(0)
      expect(await store.search(Float32Array.of(1, 0, 0, 0), 5)).toEqual([])
    })

    it('equals the naive ranking on 3,000 vectors, with and without `within`', async () => {
      const dimensions = 30
      const vectors = clustered(3000, dimensions, 5)
      const store = await open(vectors, dimensions)
      const third = Uint32Array.from({ length: 1000 }, (_, i) => i * 3)
      const most = Uint32Array.from({ length: 2900 }, (_, i) => i + 100)
      for (let i = 0; i < 20; i++) {
        const question = at(clustered(20, dimensions, 6), dimensions, i)
        for (const within of [undefined, third, most]) {
          const allowed = within ?? Array.from({ length: 3000 }, (_, label) => label)
          const truth = rankNaively(vectors, dimensions, question, allowed).slice(0, 10)
          expect(labelsOf(await store.search(question, 10, within))).toEqual(labelsOf(truth))
        }
      }
    })

    it.each([
      ['identical vectors by label', 0],
      ['vectors that differ in the sixth digit by similarity', 3e-6],
    ])('puts %s', async (_, nudge) => {
      const dimensions = 30
      const vectors = clustered(3000, dimensions, 8)
      for (const copy of [1000, 2000]) vectors.copyWithin(copy * dimensions, 0, 1000 * dimensions)
      for (let i = 1000 * dimensions; i < 2000 * dimensions; i += 3) vectors[i]! *= 1 + nudge
      const store = await open(vectors, dimensions)
      for (let i = 0; i < 20; i++) {
        const question = at(clustered(20, dimensions, 6), dimensions, i)
        const truth = rankNaively(vectors, dimensions, question, Array(3000).keys()).slice(0, 9)
        expect(labelsOf(await store.search(question, 9))).toEqual(labelsOf(truth))
      }
    })

    it('finds ≥ 98 % of the 10 nearest of 5,000, and the same after it is opened again', async () => {
      const dimensions = 64
      const folder = await mkdtemp(path.join(os.tmpdir(), 'cewen-store-'))
      folders.push(folder)
      const vectors = clustered(5000, dimensions, 7)
      await way.save(vectors, dimensions, folder)
      await writeFile(path.join(folder, 'vectors'), vectors)
      const questions = Array.from({ length: 100 }, (_, i) => {
        const [a, b] = [at(vectors, dimensions, i * 49), at(vectors, dimensions, i * 49 + 1)]
        return Float32Array.from(unit(Array.from(a, (value, j) => value + 0.7 * b[j]!)))
      })
      const first = await openIn(vectors, dimensions, folder)
      const before = await foundBy(first, questions)
      await first.close()

      const bytes = await readFile(path.join(folder, 'vectors'))
      const read = new Float32Array(new Uint8Array(bytes).buffer)
      const again = await openIn(read, dimensions, folder)
      expect(await foundBy(again, questions)).toEqual(before)

      const truths = questions.map((question) =>
        labelsOf(rankNaively(vectors, dimensions, question, Array(5000).keys()).slice(0, 10)),
      )
      const found = truths.flatMap((truth, i) => truth.filter((label) => before[i]!.includes(label)))
      expect(found.length / 1000).toBeGreaterThanOrEqual(0.98)
    })
  })
}
