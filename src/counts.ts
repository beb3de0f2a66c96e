// What the notice of a document says of how many: 全国首创28项, 对台特色7项. Who asks how many of a batch are of a kind is
// told so in its own words, beside what the desk counts. It counts nothing itself.

import type { Extract } from './answerers/answerer.ts'
import { candidatesOf } from './answerers/candidates.ts'
import { quoteAt } from './answerers/quotes.ts'
import type { Engine } from './engine.ts'
import type { Findings } from './search.ts'
import { literally } from './text/literally.ts'
import { allMatches } from './text/matches.ts'
import { normalize } from './text/normalize.ts'

/** 有几项, 多少批, 首创多少; not 多少天, 多少钱. */
const ASKS_COUNT = /(?:多少|几)(?:[项条批](?!材料|手续)|个?(?:举措|案例|成果)|(?=[,，。?？、]|$))/u
const UNIT = /(?:多少|几)([项条批个])/gu
/** 第19批 counts nothing. */
const DIGITS = '(?<![第\\d]\\d{0,3})\\d{1,4}\\s?'
const NUMBER = `${DIGITS}[项条批个]`
/** So many characters may stand between a number and what it is of: 515项创新举措, 对台特色7项. */
const BETWEEN = '[^，,。；;、\\d]{0,6}'

/** The sentence that says how many of what is asked for there are; undefined where no notice, or not one alone, is meant. */
export function countsIn({ library, tokenizer }: Engine, found: Findings): Extract | undefined {
  const asked = normalize(found.standalone)
  const { document, batch, year } = found.filters
  if (!ASKS_COUNT.test(asked) || !(document ?? batch ?? year)) return undefined
  const meant = new Set(found.ranked.map(({ record }) => library.records[record]!.documentId))
  const [id, ...others] = meant
  const body = id === undefined || others.length > 0 ? undefined : library.bodies.get(id)
  if (body === undefined) return undefined
  const from = { record: library.records[body]!, document: library.document(id!)! }
  const words = [...new Set(tokenizer.words(asked))].filter((word) => /^\p{Script=Han}{2,}$/u.test(word))
  const told = words.map(
    (word) => new RegExp(`${literally(word)}${BETWEEN}${NUMBER}|${NUMBER}${BETWEEN}${literally(word)}`, 'u'),
  )
  const units = [...new Set(allMatches(asked, UNIT).map(([, unit]) => unit!))]
  const { text } = from.document
  const scored = candidatesOf(from.record, text).map(({ start, end }) => {
    const sentence = normalize(text.slice(start, end))
    const named = told.filter((pattern) => pattern.test(sentence)).length
    const counted = units.filter((unit) => new RegExp(DIGITS + unit, 'u').test(sentence)).length
    return { start, end, score: named === 0 ? 0 : named + counted }
  })
  const best = scored.reduce((most, one) => (one.score > most.score ? one : most), {
    start: 0,
    end: 0,
    score: 0,
  })
  return best.score === 0 ? undefined : { from, quote: quoteAt(text, best.start, best.end) }
}
