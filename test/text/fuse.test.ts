import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { best, fuse } from '../../src/text/fuse.ts'

const scores = (...values: number[]) => new Float32Array(values)
/** Indexes from best to worst. */
const order = (of: Float32Array) => [...of.keys()].sort((a, b) => of[b]! - of[a]! || a - b)

/** The standard scores of one leg. */
const zScores = (leg: Float32Array, allowed?: number[]) => fuse([{ scores: leg, weight: 1 }], allowed).scores

describe('standard scores', () => {
  it('have mean 0 and standard deviation 1', () => {
    expect([...zScores(scores(2, 4, 6))]).toEqual([-Math.sqrt(1.5), 0, Math.sqrt(1.5)].map(Math.fround))
  })

  it('are taken over the allowed indexes only, the others get -Infinity', () => {
    expect([...zScores(scores(1, 1000, 3), [0, 2])]).toEqual([-1, -Infinity, 1])
  })

  it('are zero when all scores are equal, also where a mean would be rounded', () => {
    expect([...zScores(scores(0.1, 0.1, 0.1))]).toEqual([0, 0, 0])
    expect([...zScores(scores(5))]).toEqual([0])
  })

  it('are empty or all -Infinity when nothing is allowed', () => {
    expect([...zScores(scores())]).toEqual([])
    expect([...zScores(scores(1, 2), [])]).toEqual([-Infinity, -Infinity])
  })

  it('refuse scores that are no numbers, unless those are not allowed anyway', () => {
    expect(() => zScores(scores(1, Number.NaN))).toThrow(/score 1 is NaN/)
    expect(() => zScores(scores(1, -Infinity))).toThrow(RangeError)
    expect([...zScores(scores(1, Number.NaN, 3), [0, 2])]).toEqual([-1, -Infinity, 1])
    expect(() => zScores(scores(1), [1])).toThrow(/no score 1/)
  })
})

describe('fuse', () => {
  it('lets the heavier leg decide between two that disagree', () => {
    const [words, vectors] = [scores(9, 5, 1), scores(0.1, 0.5, 0.9)]
    expect(
      order(
        fuse([
          { scores: words, weight: 0.7 },
          { scores: vectors, weight: 0.3 },
        ]).scores,
      ),
    ).toEqual([0, 1, 2])
    expect(
      order(
        fuse([
          { scores: words, weight: 0.3 },
          { scores: vectors, weight: 0.7 },
        ]).scores,
      ),
    ).toEqual([2, 1, 0])
  })

  it('keeps how far ahead a record is: one that leads clearly beats one that is just first', () => {
    const words = scores(30, 1, 2, 1.5)
    const vectors = scores(0.6, 0.62, 0.3, 0.2)
    expect(
      order(
        fuse([
          { scores: words, weight: 0.5 },
          { scores: vectors, weight: 0.5 },
        ]).scores,
      )[0],
    ).toBe(0)
  })

  it('divides the weights by their sum', () => {
    const legs = (weight: number) => [
      { scores: scores(1, 2, 4), weight },
      { scores: scores(7, 3, 5), weight: 3 * weight },
    ]
    expect(fuse(legs(5)).scores).toEqual(fuse(legs(0.25)).scores)
  })

  it('hears nothing from a leg of weight 0 or of equal scores', () => {
    const words = { scores: scores(1, 2, 4), weight: 1 }
    expect(fuse([words, { scores: scores(9, 1, 3), weight: 0 }]).scores).toEqual(zScores(words.scores))
    expect(order(fuse([words, { scores: scores(3, 3, 3), weight: 9 }]).scores)).toEqual([2, 1, 0])
  })

  it.each([
    ['no legs', []],
    [
      'legs of different length',
      [
        { scores: scores(1), weight: 1 },
        { scores: scores(1, 2), weight: 1 },
      ],
    ],
    ['a negative weight', [{ scores: scores(1), weight: -1 }]],
    ['a weight that is no number', [{ scores: scores(1), weight: Number.NaN }]],
    ['only zero weights', [{ scores: scores(1), weight: 0 }]],
  ])('refuses %s', (_, legs) => {
    expect(() => fuse(legs)).toThrow(RangeError)
  })
})

describe('what a leg said', () => {
  it('is its standard score, by the order of the legs', () => {
    const { standard } = fuse([
      { scores: scores(2, 4, 6), weight: 1 },
      { scores: scores(5, 5, 5), weight: 1 },
    ])
    expect([standard(0, 1), standard(1, 1)]).toEqual([0, 0])
    expect(standard(0, 2)).toBeCloseTo(Math.sqrt(1.5), 6)
  })

  it('is measured against the reference where one is given, as is the sum', () => {
    const leg = { scores: scores(1, 3, 50, 60), weight: 2, reference: [0, 1] }
    const { scores: fused, standard } = fuse([leg], [2, 3])
    expect([...fused]).toEqual([-Infinity, -Infinity, 48, 58])
    expect(standard(0, 3)).toBe(58)
  })
})

describe('best', () => {
  it('gives the highest first, equals by index, and no more than asked for', () => {
    const all = scores(1, 5, 3, 5, 2)
    expect(best(all, [0, 1, 2, 3, 4], 3)).toEqual([1, 3, 2])
    expect(best(all, [0, 2, 4], 9)).toEqual([2, 4, 0])
    expect(best(scores(7, 7, 7, 7), [0, 1, 2, 3], 2)).toEqual([0, 1])
    expect(best(all, [], 3)).toEqual([])
  })
})

describe('fuse as a function', () => {
  const score = fc.integer({ min: -1000, max: 1000 })
  const two = fc.integer({ min: 1, max: 40 }).chain((length) =>
    fc.record({
      one: fc.array(score, { minLength: length, maxLength: length }),
      other: fc.array(score, { minLength: length, maxLength: length }),
      weight: fc.double({ min: 0, max: 1, noNaN: true }),
      allowed: fc.option(fc.subarray([...Array(length).keys()]), { nil: undefined }),
    }),
  )

  it('orders alike when a leg is stretched and shifted', () => {
    fc.assert(
      fc.property(
        two,
        fc.integer({ min: 1, max: 64 }),
        score,
        ({ one, other, weight, allowed }, by, shift) => {
          const fused = (first: number[]) =>
            fuse(
              [
                { scores: new Float32Array(first), weight },
                { scores: new Float32Array(other), weight: 1 - weight },
              ],
              allowed,
            ).scores
          const [plain, moved] = [fused(one), fused(one.map((value) => by * value + shift))]
          // Equal up to the rounding of the 32-bit result: so no pair that is apart changes places.
          for (const index of allowed ?? plain.keys()) expect(moved[index]).toBeCloseTo(plain[index]!, 4)
        },
      ),
    )
  })

  it('never gives NaN, and -Infinity exactly to what is not allowed', () => {
    fc.assert(
      fc.property(two, ({ one, other, weight, allowed }) => {
        const legs = [
          { scores: new Float32Array(one).map((value) => value * 1e35), weight },
          { scores: new Float32Array(other).map((value) => value * 1e-42), weight: 1 - weight },
        ]
        const fused = fuse(legs, allowed).scores
        const expected = new Set(allowed ?? fused.keys())
        for (const [index, value] of fused.entries())
          expect(expected.has(index) ? Number.isFinite(value) : value === -Infinity).toBe(true)
      }),
    )
  })
})
