// No question, however odd, keeps the desk busy: the time to read one grows with its length, not with the ways to read it.

import { expect, it } from 'vitest'
import { speaksOfOthers } from '../../src/question/contrasts.ts'
import { isErrand } from '../../src/question/errand.ts'
import { exactMatches } from '../../src/question/exact.ts'
import { readFilters } from '../../src/question/filters.ts'
import {
  askedBefore,
  asksForOther,
  asksForRest,
  itemsAsked,
  joined,
  pointsBack,
} from '../../src/question/follow-up.ts'
import { intentOf } from '../../src/question/intent.ts'
import { objectsIn } from '../../src/question/objects.ts'
import { placesBinding } from '../../src/question/places.ts'
import { referencesMissing } from '../../src/question/references.ts'
import { slotsOf } from '../../src/question/slots/slots.ts'
import { QUESTION_MAX } from '../../src/schema.ts'
import { normalize } from '../../src/text/normalize.ts'
import { vocabulary } from './words.ts'

/** Words that a pattern may read in several ways, over and over, in front of what it then does not find. */
const LONG_WINDED: [string, string, string][] = [
  ['years behind a territory', '福建', '20'],
  ['batches behind a territory', '国务院第', '第1批'],
  ['what a denial may consist of', '列出不', '推到'],
  ['words before a task', '列出', '等'],
  ['numerals', '列出', '两三四'],
  ['digits', '列出至少', '12'],
  ['open brackets', '列出', '（'],
  ['conjunctions', '列出', '和跟与'],
  ['firms', '我们', '我们公司'],
  ['verbs of writing', '列出', '写到含有'],
  ['areas', '列出', '片区'],
  ['amounts', '收费', '多少万'],
  ['numerals of a choice', '到底是', '一百二'],
  ['rates', '利率', '比例率'],
  ['names of rules', '市', '管理办法'],
  ['open titles', '《', '《条例'],
  ['wishes', '给我', '发给我要'],
  ['questions of which', '具体', '哪几家'],
  ['lists', '列出', '名录、'],
  ['papers', '凭', '许可证书'],
  ['countries', '从', '日本美国'],
]

function timeToRead(question: string): number {
  const started = performance.now()
  readFilters(question, vocabulary)
  speaksOfOthers(question, question)
  exactMatches(question, vocabulary, { inDocuments: true, listing: true })
  for (const read of [intentOf, pointsBack, asksForRest, asksForOther]) read(normalize(question))
  itemsAsked(question, 9)
  const asked = normalize(question)
  for (const { given } of slotsOf(asked)) given.test(asked)
  referencesMissing(asked, vocabulary.titles, vocabulary.canonical, () => false)
  for (const read of [isErrand, objectsIn, (text: string) => placesBinding(text, [text])]) read(asked)
  return performance.now() - started
}

it.each(LONG_WINDED)('reads a question full of %s at once', (_, start, again) => {
  // In steps: what takes seconds at forty would take years at the full length.
  for (const times of [20, 26, 32, 38, 44, QUESTION_MAX]) {
    const many = `${start}${again.repeat(times)}`.slice(0, QUESTION_MAX - 8)
    expect(timeToRead(`${many}天厦门有哪些`), `${times} times`).toBeLessThan(1000)
  }
})

it.each(['!', '能', '和', '我们可以', '列出不'])(
  'reads no endless %s of a conversation as a question',
  (again) => {
    const content = again.repeat(30_000)
    const started = performance.now()
    const asked = askedBefore([{ role: 'user', content }])
    expect(performance.now() - started).toBeLessThan(1000)
    expect([...joined(asked)].length).toBeLessThanOrEqual(QUESTION_MAX)
  },
)

it('takes a question of a conversation that is as long as may be whole', () => {
  const content = `${'😀'.repeat(QUESTION_MAX - 1)}税`
  expect(askedBefore([{ role: 'user', content: ` ${content} ` }])).toEqual([content])
})
