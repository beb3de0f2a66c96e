// What every embedder must prove. Run it from the embedder's own test file with a way to open one.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Embedder } from '../../src/embedders/embedder.ts'

/** Cosine of unit vectors. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (const [at, component] of a.entries()) sum += component * b[at]!
  return sum
}

// More than one message's worth, of different lengths, each a text of its own.
const PASSAGES = Array.from(
  { length: 11 },
  (_, at) => `第${at + 1}项措施：${'推广自贸试验区改革经验。'.repeat(1 + (at % 4))}`,
)

export function embedderContract(name: string, open: () => Promise<Embedder>): void {
  describe(`${name} keeps the contract of an embedder:`, () => {
    let embedder: Embedder
    beforeAll(async () => {
      embedder = await open()
    })
    afterAll(() => embedder.close())

    it('a vector has the declared dimensions, finite components, length 1 and memory of its own', async () => {
      const vectors = [await embedder.embedQuestion('能不能先提货后缴税？')]
      vectors.push(
        ...(await embedder.embedPassages(['进口货物先放行后缴税。', '，', 'a😀\u0000', '长'.repeat(9000)])),
      )
      expect(vectors).toHaveLength(5)
      for (const vector of vectors) {
        expect(vector).toBeInstanceOf(Float32Array)
        expect(vector).toHaveLength(embedder.profile.dimensions)
        expect(vector.every(Number.isFinite)).toBe(true)
        expect(Math.hypot(...vector)).toBeCloseTo(1, 3)
        expect(vector.buffer.byteLength).toBe(4 * embedder.profile.dimensions)
      }
    })

    it('order is kept, and a vector does not depend on what is embedded beside it', async () => {
      const together = await embedder.embedPassages(PASSAGES)
      expect(together).toHaveLength(PASSAGES.length)
      for (const [at, passage] of PASSAGES.entries())
        expect(await embedder.embedPassages([passage])).toEqual([together[at]])
      expect(new Set(together.map(String)).size).toBe(PASSAGES.length)
    })

    it('the same text gives the same vector, also when many ask at once', async () => {
      const question = '台胞在平潭怎么贷款？'
      const expected = await embedder.embedQuestion(question)
      const asked = await Promise.all(
        Array.from({ length: 6 }, (_, at) => embedder.embedQuestion(at % 2 ? question : `${question}${at}`)),
      )
      for (const [at, vector] of asked.entries()) {
        if (at % 2) expect(vector).toEqual(expected)
        else expect(vector).not.toEqual(expected)
      }
    })

    it('a question is nearest to the passage that answers it', async () => {
      const question = await embedder.embedQuestion('进口的货能不能先提走再交关税？')
      const passages = await embedder.embedPassages([
        '建立台胞在平潭的小额贷款机制。',
        '对进口货物实行先放行、后缴税，企业可先提货再汇总缴纳关税。',
        '全面推行不动产登记网上办理。',
      ])
      const cosines = passages.map((passage) => dot(question, passage))
      expect(cosines.indexOf(Math.max(...cosines))).toBe(1)
    })

    it('an empty list gives an empty list', async () => {
      expect(await embedder.embedPassages([])).toEqual([])
    })

    it('progress counts up to the number of passages', async () => {
      const heard: number[] = []
      await embedder.embedPassages(PASSAGES, (done) => heard.push(done))
      expect(heard.at(-1)).toBe(PASSAGES.length)
      expect(heard).toEqual([...new Set(heard)].sort((a, b) => a - b))
    })

    it('a blank text fails instead of getting a filler vector', async () => {
      await expect(embedder.embedQuestion(' \n')).rejects.toMatchObject({ code: 'embedder_failed' })
      await expect(embedder.embedPassages(['正文', ''])).rejects.toMatchObject({ code: 'embedder_failed' })
    })

    it('the fingerprint is a SHA-256', () => {
      expect(embedder.fingerprint).toMatch(/^[0-9a-f]{64}$/)
    })

    it('closing twice is harmless, and calls after it fail', async () => {
      await embedder.close()
      await embedder.close()
      await expect(embedder.embedQuestion('问题')).rejects.toMatchObject({ code: 'embedder_failed' })
      await expect(embedder.embedPassages(['段落'])).rejects.toMatchObject({ code: 'embedder_failed' })
    })
  })
}
