// What an answer stands on, on the shipped documents: each measure once, what is set side by side, what lists divide by.

import { beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../src/engine.ts'
import { evidenceFor, relevanceOf } from '../src/evidence.ts'
import { alsoIn, fieldsFor, talliesOf } from '../src/particulars.ts'
import { intentOf } from '../src/question/intent.ts'
import { find } from '../src/search.ts'
import { normalize } from '../src/text/normalize.ts'
import { sentences } from '../src/text/sentences.ts'
import { openDesk } from './support/desk.ts'
import { seed, seedRecord } from './support/seeds.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openDesk()
})

async function standing(question: string) {
  const found = await find(engine, { question, readFilters: true })
  const stood = await evidenceFor(engine, found, intentOf(normalize(question)))
  return { found, ...stood, ids: stood.evidence.map(({ record }) => record.id) }
}

describe('the evidence of an answer', () => {
  it('has a measure once, its twin in another document beside it', async () => {
    const { ids, evidence } = await standing('二手车怎么出口')
    const [first] = evidence
    expect([ids[0], first!.twins[0]!.record.id].sort()).toEqual(['cn-2020-b6/15', 'gd-2020-b6/14'])
    expect(ids).not.toContain(first!.twins[0]!.record.id)
  })

  it('has what came before it, however the question found it', async () => {
    const { ids, evidence } = await standing('法拍房“e拍即得”协同执行机制在2024年的案例里怎么说')
    const kin = evidence.flatMap(({ kin = [] }) => kin.map(({ record }) => record.id))
    expect(ids).toContain('fj-2024-c1/12')
    expect([...ids, ...kin]).toContain('fj-2022-b19/26')
  })

  it('never has one record as evidence and as kin', async () => {
    for (const question of ['台胞诚信闪贷怎么申请', '本外币合一账户', '公安一警通办']) {
      const { ids, evidence } = await standing(question)
      const kin = evidence.flatMap(({ kin = [] }) => kin.map(({ record }) => record.id))
      expect(kin.filter((id) => ids.includes(id))).toEqual([])
    }
  })
})

describe('the sentences of the evidence', () => {
  it.each([
    ['one', 'fj-2017-b5/13', 1],
    ['two', 'fj-2017-b5/7', 2],
  ])('have each a likeness to the question where their record has %s', async (_, id, count) => {
    const record = seedRecord(id)
    const { text } = seed(record.documentId)
    const { start, end } = record.spans.find(({ field }) => field === 'content')!
    const found = await find(engine, { question: `${record.title}怎么办`, readFilters: true })
    const { similarity } = relevanceOf(engine, found, 'lookup')
    const likenesses = sentences(text.slice(start, end), start).map((span) =>
      similarity(record, span.start, span.end),
    )
    expect(likenesses).toHaveLength(count)
    for (const one of likenesses) expect(one).toBeGreaterThan(0.5)
  })
})

describe('what is compared', () => {
  it.each([
    [
      'the versions of two documents',
      '刷脸转股权这事，国家版和广东版推广范围有何不同',
      ['cn-2020-b6/31', 'gd-2020-b6/30'],
    ],
    [
      'a measure and what became of it',
      '本外币合一账户，22年那批跟24年案例有什么区别',
      ['fj-2022-b19/4', 'fj-2024-c1/4'],
    ],
    [
      'two subjects of one document',
      '联合登轮检查与海事现场综合执法有什么区别',
      ['fj-2017-b5/17', 'fj-2017-b5/18'],
    ],
    [
      'two subjects of two documents',
      '平潭的法拍房机制跟国务院推的异地处置，定价方式差在哪',
      ['fj-2024-c1/12', 'cn-2020-b6/2'],
    ],
  ])('are %s', async (_, question, sides) => {
    const stood = await standing(question)
    expect(stood.sides).toBe(2)
    expect(stood.ids.slice(0, 2).sort()).toEqual(sides.sort())
  })

  it('are the measures that only one of two lists has', async () => {
    for (const question of [
      '广东的第六批清单比国务院少一项，少的是哪项',
      '国务院清单里有、广东分工表没写的是哪一条',
      '国务院第六批的表跟广东的分工表对比，哪一项国务院有、广东没有？',
    ]) {
      const { ids, shared } = await standing(question)
      expect(ids, question).toEqual(['cn-2020-b6/13'])
      expect(shared).toBe(36)
    }
  })

  it('are not read from a question whether something is there', async () => {
    const { shared } = await standing('国务院第六批和广东的分工表对比，哪些事项有时限要求没有？')
    expect(shared).toBeUndefined()
  })

  it('is nothing where a question sets nothing side by side', async () => {
    expect((await standing('汇总征税保函是什么')).sides).toBe(0)
  })
})

describe('a list', () => {
  it('has each measure under the document that weighs most, and counts where it stands as well', async () => {
    const { evidence } = await standing('第六批里贸易便利化领域的有哪些')
    expect(new Set(evidence.map(({ record }) => record.documentId))).toEqual(new Set(['cn-2020-b6']))
    expect(alsoIn(evidence).map(({ document, count }) => [document.summary.id, count])).toEqual([
      ['gd-2020-b6', 7],
    ])
  })

  it('divides by type, the most frequent first', async () => {
    const { evidence } = await standing('第19批有哪些举措')
    expect(talliesOf(evidence)).toEqual([
      {
        field: 'innovationType',
        counts: [
          ['全国首创', 28],
          ['复制拓展', 19],
          ['复制', 1],
        ],
      },
    ])
  })

  it('tells of each item what it was chosen by, where that differs', async () => {
    const { found, evidence } = await standing('第五批里由福州海关牵头的有哪些')
    expect(fieldsFor(found, evidence)).toContain('leadUnits')
    const all = await standing('第五批里三个片区都做过的有哪些')
    expect(fieldsFor(all.found, all.evidence)).not.toContain('implementedIn')
  })
})
