// The order of records on a library one can oversee, with a fake model: what each signal does, and its trace.

import { beforeAll, describe, expect, it } from 'vitest'
import { extractiveAnswerer } from '../src/answerers/extractive.ts'
import { readDocuments } from '../src/corpus/documents.ts'
import { embeddedText, lexicalText, passagesOf } from '../src/corpus/passages.ts'
import type { Engine } from '../src/engine.ts'
import { openLibrary } from '../src/library.ts'
import { readPhrases } from '../src/prompts.ts'
import { vocabularyOf } from '../src/question/vocabulary.ts'
import { COMPARED_WHOLE, rank, WEIGHTS } from '../src/ranking.ts'
import { ExactStore } from '../src/stores/exact.ts'
import { buildBm25 } from '../src/text/bm25.ts'
import { readSynonyms } from '../src/text/synonyms.ts'
import { openTokenizer } from '../src/text/tokenize.ts'
import { fakeEmbedder } from './support/fake-embedder.ts'

const RULES = [
  '船舶进港应当提前两小时向引航站申报，由引航站安排泊位。',
  '企业注销可以在网上一次办完，不必分别跑税务和市场监管窗口。',
  '台湾同胞在本市创业，可以申请免抵押的小额贷款，由财政贴息。',
  '进口水果在口岸查验，合格的当天放行，不合格的退运。',
]

const tokenizer = openTokenizer()

async function openTiny(embedder = fakeEmbedder(), paragraphs: readonly string[] = RULES): Promise<Engine> {
  const [document] = readDocuments([
    { name: '规定.txt', bytes: new TextEncoder().encode(paragraphs.join('\n\n')) },
  ])
  const { proof: _, ...kept } = document!
  const cut = kept.records.flatMap((record) =>
    passagesOf(record, kept.text).map((passage) => ({ passage, record })),
  )
  const library = openLibrary(
    [kept],
    cut.map(({ passage }) => passage),
  )
  const vectors = await embedder.embedPassages(
    cut.map(({ passage, record }) =>
      embeddedText(passage, record, { title: kept.summary.title, text: kept.text }),
    ),
  )
  const { dimensions } = embedder.profile
  const all = new Float32Array(vectors.length * dimensions)
  vectors.forEach((vector, i) => {
    all.set(vector, i * dimensions)
  })
  const lexical = cut
    .filter(({ passage }) => passage.kind === 'passage')
    .map(({ passage, record }) =>
      lexicalText(passage, record, { title: kept.summary.title, text: kept.text }),
    )
  const phrases = await readPhrases()
  return {
    build: 'tiny',
    builtAt: '2026-11-21T00:00:00.000Z',
    library,
    vocabulary: vocabularyOf(library),
    tokenizer,
    synonyms: readSynonyms(''),
    words: buildBm25(lexical.map((text) => tokenizer.words(text))),
    characters: buildBm25(lexical.map((text) => tokenizer.characters(text))),
    model: embedder.fingerprint,
    dense: { embedder, store: new ExactStore(all, dimensions) },
    phrases,
    answerers: { extractive: extractiveAnswerer(phrases) },
    degraded: [],
    close: async () => {},
  }
}

const everything = (engine: Engine) => engine.library.matching({})
const order = async (engine: Engine, query: string, allowed = everything(engine)) =>
  (await rank(engine, query, { allowed })).ranked.map(({ record }) => engine.library.records[record]!.number)

describe('the ranking', () => {
  it.each([
    ['船舶进港怎么申报泊位', 's1'],
    ['企业怎么注销', 's2'],
    ['台湾同胞贷款', 's3'],
    ['进口水果查验', 's4'],
  ])('of “%s” has %s first and every allowed record once', async (query, first) => {
    const numbers = await order(await openTiny(), query)
    expect(numbers[0]).toBe(first)
    expect([...numbers].sort()).toEqual(['s1', 's2', 's3', 's4'])
  })

  it('has the same first record without vectors, and says so', async () => {
    const embedder = fakeEmbedder()
    const engine = await openTiny(embedder)
    embedder.broken = true
    const ranking = await rank(engine, '企业怎么注销', { allowed: everything(engine) })
    expect(ranking.keywordsOnly).toBe(true)
    expect(ranking.nearest).toBeUndefined()
    expect(engine.library.records[ranking.ranked[0]!.record]!.number).toBe('s2')
    expect(Object.keys(ranking.signalsOf(ranking.ranked[0]!.record)).sort()).toEqual(['characters', 'words'])
  })

  it('does not take a fault of ours for a model that has failed', async () => {
    const embedder = fakeEmbedder()
    const engine = await openTiny(embedder)
    embedder.embedQuestion = () => Promise.reject(new TypeError('a fault'))
    await expect(rank(engine, '企业怎么注销', { allowed: everything(engine) })).rejects.toThrow(TypeError)
  })

  it('that fails over the words leaves no failure of the model behind that nobody has heard of', async () => {
    const embedder = fakeEmbedder()
    const engine = await openTiny(embedder)
    let fail = (_: Error) => {}
    embedder.embedQuestion = () =>
      new Promise((_, reject) => {
        fail = reject
      })
    const words = () => {
      throw new RangeError('no words')
    }
    const unheard: unknown[] = []
    const hear = (error: unknown) => unheard.push(error)
    process.prependListener('unhandledRejection', hear)
    try {
      const failing = { ...engine, tokenizer: { ...engine.tokenizer, words } }
      await expect(rank(failing, '企业怎么注销', { allowed: everything(engine) })).rejects.toThrow(RangeError)
      fail(new DOMException('left', 'AbortError'))
      await new Promise((resolve) => setTimeout(resolve, 10))
      expect(unheard).toEqual([])
    } finally {
      process.off('unhandledRejection', hear)
    }
  })

  it('asks no vector for a question of nothing but spaces', async () => {
    const embedder = fakeEmbedder()
    const engine = await openTiny(embedder)
    embedder.embedQuestion = () => Promise.reject(new TypeError('asked'))
    expect((await rank(engine, '\u3000 ', { allowed: everything(engine) })).ranked).toHaveLength(4)
  })

  it('points to the passage with most of the words where there are no vectors', async () => {
    const embedder = fakeEmbedder()
    const engine = await openTiny(embedder)
    embedder.broken = true
    const { ranked } = await rank(engine, RULES[1]!, { allowed: everything(engine) })
    expect(ranked.map(({ record, passage }) => engine.library.recordOfPassage[passage!] === record)).toEqual(
      Array(4).fill(true),
    )
  })

  it('finds the right record by vectors where no word agrees', async () => {
    const engine = await openTiny()
    // Characters of the question are all in s3 for the fake model, but as other words and in another order.
    const { ranked, signalsOf } = await rank(engine, '贷财贴', { allowed: everything(engine) })
    expect(signalsOf(ranked[0]!.record).passage).toBeGreaterThan(1)
    expect(engine.library.records[ranked[0]!.record]!.number).toBe('s3')
  })

  it('stays inside the allowed records', async () => {
    const engine = await openTiny()
    expect(await order(engine, '企业怎么注销', Uint32Array.of(0, 3))).toHaveLength(2)
    expect(await order(engine, '企业怎么注销', Uint32Array.of(0, 3))).not.toContain('s2')
    expect(await order(engine, '企业怎么注销', Uint32Array.of(2))).toEqual(['s3'])
    expect(await order(engine, '企业怎么注销', new Uint32Array(0))).toEqual([])
  })

  it('points to the passage that fits best, and to its cosine', async () => {
    const engine = await openTiny()
    const { ranked, nearest, similarityOf } = await rank(engine, RULES[1]!, { allowed: everything(engine) })
    const passage = engine.library.passages[ranked[0]!.passage!]!
    expect(passage).toMatchObject({ kind: 'passage', recordId: '规定/s2' })
    expect(nearest).toBeLessThanOrEqual(1.0001)
    expect(similarityOf(ranked[0]!.passage!)).toBeLessThanOrEqual(nearest!)
  })

  it('leaves records that nothing tells apart in their order', async () => {
    const engine = await openTiny(fakeEmbedder(), Array(4).fill('同一句话在这里写了四遍，句句一样。'))
    expect(await order(engine, '句话')).toEqual(['s1', 's2', 's3', 's4'])
  })

  it('says of each signal how far the record is above the others', async () => {
    const engine = await openTiny()
    const { ranked, signalsOf } = await rank(engine, '台湾同胞创业贷款贴息', { allowed: everything(engine) })
    expect(Object.keys(signalsOf(ranked[0]!.record)).sort()).toEqual(Object.keys(WEIGHTS).sort())
    for (const signal of Object.values(signalsOf(ranked[0]!.record))) expect(signal).toBeGreaterThan(1)
    for (const key of Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]) {
      const sum = ranked.reduce((total, { record }) => total + signalsOf(record)[key]!, 0)
      expect(sum).toBeCloseTo(0, 5)
    }
  })

  it('has weights that leave no signal out', () => {
    for (const weight of Object.values(WEIGHTS)) expect(weight).toBeGreaterThan(0)
  })
})

describe('among more records than are all compared', () => {
  const SUBJECTS = ['引航', '泊位', '加油', '检疫', '船员', '集装箱', '冷链', '拖轮', '锚地', '理货']
  const ACTIONS = ['申报', '登记', '备案', '查验', '缴费', '预约', '注销', '变更', '延期', '退还']
  const paragraphs = Array.from(
    { length: COMPARED_WHOLE + 500 },
    (_, i) => `${SUBJECTS[i % 10]}单位第${i}类业务办理${ACTIONS[Math.floor(i / 10) % 10]}手续。`,
  )
  const rare = COMPARED_WHOLE + 123
  paragraphs[rare] = '台湾同胞创业可以申请免抵押贷款，由财政贴息。'
  let engine: Engine
  beforeAll(async () => {
    engine = await openTiny(fakeEmbedder(), paragraphs)
  })

  it('the first are the same as if all had been, measured against a sample', async () => {
    const allowed = everything(engine)
    expect(allowed.length).toBeGreaterThan(COMPARED_WHOLE)
    for (const query of ['台湾同胞贷款贴息', '引航单位申报', '第1234类业务']) {
      const some = await rank(engine, query, { allowed })
      const all = await rank(engine, query, { allowed, whole: true })
      expect(some.ranked.length).toBeLessThan(all.ranked.length)
      expect(some.ranked[0]!.record).toBe(all.ranked[0]!.record)
      for (const { record } of some.ranked.slice(0, 3))
        expect(all.ranked.slice(0, 10).map((one) => one.record)).toContain(record)
    }
    const { ranked } = await rank(engine, '台湾同胞贷款贴息', { allowed })
    expect(ranked[0]!.record).toBe(rare)
  })

  it('those that must be there are, wherever they stand', async () => {
    const { ranked } = await rank(engine, '引航单位申报', { allowed: everything(engine), always: [rare] })
    expect(ranked.map(({ record }) => record)).toContain(rare)
  })

  it('nothing but what is allowed is nominated', async () => {
    const allowed = everything(engine).filter((record) => record !== rare)
    const { ranked } = await rank(engine, '台湾同胞贷款贴息', { allowed })
    expect(ranked.map(({ record }) => record)).not.toContain(rare)
  })

  it('words alone nominate where there is no vector', async () => {
    const embedder = fakeEmbedder()
    embedder.broken = true
    const words = { ...engine, dense: { ...engine.dense!, embedder } }
    const { ranked, keywordsOnly } = await rank(words, '台湾同胞贷款贴息', { allowed: everything(engine) })
    expect(keywordsOnly).toBe(true)
    expect(ranked[0]!.record).toBe(rare)
  })
})
