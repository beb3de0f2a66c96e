// The measures of quality, against figures worked out by hand.

import { mkdtemp, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../src/engine.ts'
import { auroc, evaluate, type Judgement, ranking, readQuestions, summarize } from '../src/evaluate.ts'
import { openDesk } from './support/desk.ts'

const grades = (...pairs: [string, number][]) => new Map(pairs)

describe('the ranking of a question', () => {
  it('is perfect when the best stand first, in order of grade', () => {
    expect(ranking(['a', 'b', 'x'], grades(['a', 2], ['b', 1]))).toEqual({ ndcg: 1, hit1: 1, recall: 1 })
  })

  it('loses by the discount of the place: gains 3 and 1, places 3 and 2', () => {
    const { ndcg, hit1, recall } = ranking(['x', 'b', 'a'], grades(['a', 2], ['b', 1]))
    // (1/log2 3 + 3/log2 4) / (3/log2 2 + 1/log2 3) = (0.63093 + 1.5) / (3 + 0.63093)
    expect(ndcg).toBeCloseTo(2.13093 / 3.63093, 5)
    expect(hit1).toBe(0)
    expect(recall).toBe(1)
  })

  it('counts nothing beyond the tenth place', () => {
    const ids = [...'0123456789'].concat('a')
    expect(ranking(ids, grades(['a', 2]))).toEqual({ ndcg: 0, hit1: 0, recall: 0 })
    expect(ranking(['a'], grades(['a', 2], ['b', 2])).recall).toBe(0.5)
  })

  it('can be perfect with more than ten best records', () => {
    const ids = Array.from({ length: 12 }, (_, i) => `${i}`)
    const all = new Map(ids.map((id) => [id, 2]))
    const { ndcg, recall } = ranking(ids, all)
    expect(ndcg).toBeCloseTo(1, 12)
    expect(recall).toBe(1)
  })

  it('has a first hit only where it is of grade 2, and no recall without such records', () => {
    expect(ranking(['b'], grades(['b', 1]))).toEqual({ ndcg: 1, hit1: 0 })
    expect(ranking([], grades(['a', 2]))).toEqual({ ndcg: 0, hit1: 0, recall: 0 })
  })
})

describe('the AUROC', () => {
  it.each([
    [[0.9, 0.8], [0.1, 0.2], 1],
    [[0.1], [0.9], 0],
    [[0.5], [0.5], 0.5],
    [[0.9, 0.3], [0.5, 0.1], 0.75],
  ])('of %j against %j is %d', (yes, no, area) => {
    expect(auroc(yes, no)).toBe(area)
  })
})

describe('the rates of a group', () => {
  const judgement = (more: Partial<Judgement>): Judgement => ({
    id: 'q',
    kind: 'figure',
    quotes: 2,
    verbatim: 2,
    outcome: 'answered',
    support: 0.5,
    asked: ['问'],
    answer: undefined as never,
    ...more,
  })

  it('are means over the questions they bear on', () => {
    const rates = summarize([
      judgement({ ndcg: 1, hit1: 1, facts: 1 }),
      judgement({ ndcg: 0, hit1: 0, facts: 0.5, outcome: 'partial', verbatim: 1 }),
      judgement({ kind: 'list', quotes: 0, verbatim: 0 }),
    ])
    expect(rates.figure).toEqual({
      questions: 2,
      ndcg: 0.5,
      hit1: 0.5,
      facts: 0.5,
      verbatim: 0.75,
      answered: 0.5,
      partial: 0.5,
      right: 1,
    })
    expect(rates.list).toEqual({ questions: 1, answered: 1, partial: 0, right: 1 })
    expect(rates.all).toMatchObject({ questions: 3, ndcg: 0.5, verbatim: 0.75 })
  })
})

describe('the right outcome', () => {
  it.each([
    ['elsewhere', 'no_evidence', 1],
    ['elsewhere', 'partial', 0],
    ['detail', 'partial', 1],
    ['detail', 'no_evidence', 0],
    ['neighbour', 'partial', 1],
    ['neighbour', 'answered', 0],
    ['figure', 'partial', 1],
    ['figure', 'no_evidence', 0],
  ] as const)('of a question of kind %s: %s counts %d', (kind, outcome, right) => {
    const ranked = kind === 'figure' ? { ndcg: 1 } : {}
    const one = { id: 'q', kind, outcome, quotes: 0, verbatim: 0, support: 0, asked: [], ...ranked }
    expect(summarize([{ ...one, answer: undefined as never }])[kind]!.right).toBe(right)
  })
})

describe('a file of questions', () => {
  const write = async (content: string) => {
    const file = path.join(await mkdtemp(path.join(os.tmpdir(), 'cewen-questions-')), 'questions.jsonl')
    await writeFile(file, content)
    return file
  }

  it('is read line by line, blank lines left out', async () => {
    const file = await write(
      '{"id":"a","question":"甲","type":"lookup"}\n\n{"id":"b","question":"乙","type":"list"}\n',
    )
    expect((await readQuestions(file)).map(({ id }) => id)).toEqual(['a', 'b'])
  })

  it.each(['{"id":"a"', '{"id":"a","type":"lookup"}'])('with the bad line %s is refused', async (line) => {
    const file = await write(`{"id":"a","question":"甲","type":"lookup"}\n${line}\n`)
    await expect(readQuestions(file)).rejects.toMatchObject({ code: 'invalid_request', message: /line 2/ })
  })
})

describe('an evaluation', () => {
  let engine: Engine
  beforeAll(async () => {
    engine = await openDesk()
  })

  it('judges ranking, facts and quotes of each question', async () => {
    const asked = { type: 'figure', history: undefined }
    const seen: number[] = []
    const [good, bad, none] = await evaluate(
      engine,
      [
        {
          ...asked,
          id: 'good',
          question: '汇总征税保函',
          relevant: [{ id: 'fj-2017-b5/13', grade: 2 }],
          facts: ['先放行后缴纳税款'],
        },
        {
          ...asked,
          id: 'bad',
          question: '汇总征税保函',
          relevant: [{ id: 'fj-cbec/1', grade: 2 }],
          facts: ['先放行 后缴纳税款', '火星'],
        },
        { ...asked, id: 'none', kind: 'elsewhere', question: '第20批有哪些举措', relevant: [], facts: [] },
      ],
      (done) => seen.push(done),
    )
    expect(good).toMatchObject({ kind: 'figure', ndcg: 1, hit1: 1, recall: 1, facts: 1, outcome: 'answered' })
    expect(good!.quotes).toBeGreaterThan(0)
    expect(good!.verbatim).toBe(good!.quotes)
    expect(bad).toMatchObject({ hit1: 0, facts: 0.5 })
    expect(none).toMatchObject({ kind: 'elsewhere', quotes: 0, outcome: 'no_evidence' })
    expect(none).not.toHaveProperty('ndcg')
    expect(seen).toEqual([1, 2, 3])
  })
})
