// What the check of a sentence lets through and what not, on all the wording that comes with the desk: what is printed
// stands, and does not stand any more with one figure, unit or place exchanged.

import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { checked, type Grounds } from '../../../src/answerers/llm/check.ts'
import { type Item, itemsOf } from '../../../src/answerers/llm/evidence.ts'
import { readPrompt } from '../../../src/answerers/llm/prompt.ts'
import { sentenceReader } from '../../../src/answerers/llm/sentences.ts'
import { squash } from '../../../src/question/vocabulary.ts'
import { sentences } from '../../../src/text/sentences.ts'
import { seeds } from '../../support/seeds.ts'
import { assigned } from '../assigned.ts'

const QUESTION = '企业怎么办理？'
const units = [...new Set(seeds.flatMap(({ records }) => records.flatMap(({ leadUnits = [] }) => leadUnits)))]
const places = ['福州', '厦门', '平潭', '广州', '深圳', '珠海']
let orders = ''
beforeAll(async () => {
  orders = squash((await readPrompt()).orders)
})

const grounds = (items: readonly Item[]): Grounds => ({
  items,
  names: [...units, ...places].map(squash),
  orders,
  question: squash(QUESTION),
})
const given = seeds.flatMap((document) =>
  document.records.map((record) => {
    const { proof: _, ...kept } = document
    return itemsOf(assigned([{ record, document: kept, twins: [] }], { question: QUESTION }))
  }),
)
/** Each sentence of each quote, as a model would repeat it. */
const repeated = given.flatMap((items) =>
  items.flatMap(({ number, text }) =>
    sentences(text).map(({ start, end }) => ({
      items,
      support: items[number - 1]!.support,
      sentence: `${text.slice(start, end).replace(/[。；;！？!?]+$/u, '')}[${number}]。`,
    })),
  ),
)
const sentencesIn = (text: string): string[] => {
  const reader = sentenceReader()
  return [...reader.read(text), ...reader.end()].map((sentence) => sentence.text)
}
const stands = (sentence: string, items: readonly Item[]) => checked(sentence, grounds(items)).stands

describe('a sentence of the documents', () => {
  it('stands as it is printed', () => {
    expect(repeated.length).toBeGreaterThan(500)
    const fallen = repeated.filter(({ sentence, items }) => {
      return !stands(sentencesIn(sentence)[0]!, items)
    })
    expect(fallen.map(({ sentence }) => sentence)).toEqual([])
  })

  it('falls with another figure in it', () => {
    // A number in front of a sentence counts it, and is not shown.
    const withFigure = repeated.filter(
      ({ sentence }) => /\d(?!\d*\])/u.test(sentence) && !/^\d+[.、]/u.test(sentence),
    )
    expect(withFigure.length).toBeGreaterThan(80)
    fc.assert(
      fc.property(
        fc.nat(withFigure.length - 1),
        fc.integer({ min: 2, max: 99_999 }),
        fc.nat(),
        (at, number, pick) => {
          const { sentence, support, items } = withFigure[at]!
          const figures = [...sentence.matchAll(/(?<!\[)\d+(?:\.\d+)?(?!\d*\])/gu)]
          const chosen = figures[pick % figures.length]!
          fc.pre(!support.includes(String(number)))
          const changed =
            sentence.slice(0, chosen.index) + number + sentence.slice(chosen.index + chosen[0].length)
          expect(stands(changed, items), changed).toBe(false)
        },
      ),
      { numRuns: 500 },
    )
  })

  it.each([
    ['unit', units],
    ['place', places],
  ])('falls with another %s in it', (_, names) => {
    const naming = repeated.flatMap((one) =>
      names.filter((name) => one.sentence.includes(name)).map((name) => ({ ...one, name })),
    )
    expect(naming.length).toBeGreaterThan(30)
    fc.assert(
      fc.property(fc.nat(naming.length - 1), fc.constantFrom(...names), (at, other) => {
        const { name, ...one } = naming[at]!
        fc.pre(!one.support.includes(squash(other)))
        const changed = one.sentence.replace(name, other)
        expect(stands(changed, one.items), changed).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  it('may quote what the document quotes, but not say it as its own', () => {
    const items = given.find(([item]) => item?.evidence.record.id === 'cn-2020-b6/29')!
    expect(items[0]!.text).toContain('实行“一窗受理、内部流转、并联审批”')
    expect(stands('企业可以多项同步注销，实行“一窗受理、内部流转、并联审批”[1]。', items)).toBe(true)
    expect(stands('一窗受理、内部流转、并联审批[1]。', items)).toBe(false)
    expect(stands('“一窗受理、内部流转、并联审批”[1]。', items)).toBe(false)
  })

  it('falls with a citation of what was not given', () => {
    for (const { sentence, items } of repeated.slice(0, 200))
      expect(stands(sentence.replace(/\[\d+\]/u, `[${items.length + 1}]`), items)).toBe(false)
  })

  it('never throws, whatever a model writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const items = given[0]!
        for (const sentence of sentencesIn(text)) expect(stands(sentence, items)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})

describe('the sentences of a text that is still being written', () => {
  it('are the same in the end, however the text is cut', () => {
    const texts = given
      .slice(0, 60)
      .map((items) =>
        items.map(({ text, number }) => `${text.replace(/[。；]+$/u, '')}[${number}]。`).join('\n'),
      )
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 40 }),
        (text, sizes) => {
          const reader = sentenceReader()
          const taken: string[] = []
          for (let at = 0, i = 0; at < text.length; i += 1) {
            const piece = text.slice(at, at + sizes[i % sizes.length]!)
            taken.push(...reader.read(piece).map((sentence) => sentence.text))
            at += piece.length
          }
          taken.push(...reader.end().map((sentence) => sentence.text))
          expect(taken).toEqual(sentencesIn(text))
        },
      ),
      { numRuns: 200 },
    )
  })

  it.each([
    ['甲。[1]乙', ['甲[1]。']],
    ['甲。[1', []],
    ['甲。', []],
    ['甲[1]。 ', []],
    ['甲[1]。乙[2', ['甲[1]。']],
    ['他说“甲。乙”[1]。丙', ['他说“甲。乙”[1]。']],
    ['他说“甲。乙', []],
    ['一是甲；二是乙[1]。\n丙', ['一是甲；二是乙[1]。']],
    ['<think>想。想。', []],
    ['甲【1，2】。乙', ['甲[1][2]。']],
    ['依国函[2020]96号[1]。乙', ['依国函〔2020〕96号[1]。']],
  ])('“%s” has %j so far', (text, expected) => {
    const sentences = sentenceReader().read(text)
    expect(sentences.map((sentence) => sentence.text)).toEqual(expected)
  })
})
