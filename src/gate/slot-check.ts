// Whether the records found give what the question asks for: a value of that kind, in a sentence about the subject. It
// does not decide what the answer is worth.

import type { Engine } from '../engine.ts'
import { type Slot, slotsOf } from '../question/slots/slots.ts'
import { allMatches } from '../text/matches.ts'
import { normalize } from '../text/normalize.ts'
import { liesIn, placesAmong } from '../text/places/gazetteer.ts'

/** What records say to one thing that is asked for. */
export interface SlotFinding {
  slot: Slot
  /** A value of its kind stands in some sentence. */
  given: boolean
  /** Some sentence has a figure, of whatever kind. */
  figure: boolean
  /** 0…1: how much of the asking clause, by idf, the best sentence that gives it has; 0 where none does. */
  fit: number
}

/**
 * Checks each thing that a question asks for against records.
 * @param question normalized
 * @param records by their index in the library
 */
export function slotFindings(engine: Engine, question: string, records: readonly number[]): SlotFinding[] {
  const slots = slotsOf(question)
  if (slots.length === 0) return []
  const said = records.flatMap((record) => statementsOf(engine, record))
  return slots.map((slot) => {
    const clause = askingClause(question, slot)
    const words = weighted(engine, clause)
    const years = YEARLY.has(slot.kind) ? allMatches(clause, YEAR).map(([, year]) => year!) : []
    const within = YEARLY.has(slot.kind) ? placesAmong(engine.tokenizer.words(clause)) : []
    const giving = said.filter(
      ({ text, about, issued, territory, year: own }) =>
        slot.given.test(text) &&
        (slot.near?.test(text + about) ?? true) &&
        (!issued || ISSUING.test(clause)) &&
        within.every((place) => tellsOf(place, text, slot.given, territory)) &&
        (years.length === 0 ||
          years.some((year) => text.includes(year) || (own === year && THIS_YEAR.test(text)))),
    )
    return {
      slot,
      given: giving.length > 0,
      figure: said.some(({ text }) => FIGURE.test(text)),
      fit: Math.max(0, ...giving.map((statement) => overlap(words, statement))),
    }
  })
}

/** 2025年处置了多少套: a figure of another year does not give it. */
const YEAR = /((?:19|20)\d{2})\s?年/gu
/** 今年以来: the year of the document. */
const THIS_YEAR = /今年|本年/u
const YEARLY: ReadonlySet<string> = new Set(['money', 'share', 'count', 'statistics'])

/** 哪天印发的, 什么时候的文件: the date of a document answers that, not on which day of the month something is sent. */
const ISSUING =
  /[发印]|公布|出台|文件|文号|通知|公告|哪年|何年|几几年|[批份](?=[,。?]|$)|[批份]是|(?:什么|啥)时候的|生效|施行|实施|开始|起/u

/** 全省8.6万户 does not tell how many there are in one city. */
const WIDER = /全国|全省|全区/u

/** Whether some sentence that gives a value may tell of a place in the territory, and does not tell of all of that. */
function tellsOf(place: string, text: string, given: RegExp, territory: string | undefined): boolean {
  if (territory === undefined || place === territory || !liesIn(place, territory)) return true
  return text
    .split(/[。;]/u)
    .some((sentence) => given.test(sentence) && (sentence.includes(place) || !WIDER.test(sentence)))
}

const FIGURE = /\d|[二三四五六七八九十百千]/u

/** Something that a record states, normalized. */
interface Statement {
  text: string
  /** Title of the record: what a sentence is about without saying so. */
  about: string
  /** Which the record's document is of; undefined where it is of none. */
  territory: string | undefined
  /** The year of the record's document. */
  year: string | undefined
  /** It is the date or the number of the document. */
  issued?: true
}

/** What the records of a library state, once read. */
const statements = new WeakMap<Engine['library'], Map<number, Statement[]>>()

function statementsOf({ library }: Engine, record: number): Statement[] {
  const known = statements.get(library) ?? new Map<number, Statement[]>()
  statements.set(library, known)
  const own = known.get(record) ?? readStatements(library, record)
  known.set(record, own)
  return own
}

/** The sentences and the fields of a record. */
function readStatements(library: Engine['library'], record: number): Statement[] {
  const { title, documentId, promotionTime, promotionScope, leadUnits } = library.records[record]!
  const { text, summary, territory } = library.document(documentId)!
  const about = normalize(title)
  const year = summary.date?.slice(0, 4)
  const wording = library.passagesOf(record).map(({ passage: { start, end } }) => ({
    text: normalize(text.slice(start, end)),
    about,
    territory,
    year,
  }))
  const fields = [promotionTime, promotionScope, leadUnits?.join('、')]
  const issue = [dateAsPrinted(summary.date), summary.documentNumber]
  return [
    ...wording,
    ...fields.flatMap((field) => (field ? [{ text: normalize(field), about, territory, year }] : [])),
    ...issue.flatMap((one): Statement[] =>
      one ? [{ text: normalize(one), about, territory, year, issued: true }] : [],
    ),
  ]
}

const dateAsPrinted = (date: string | undefined) => date?.replace(/^(\d+)-0?(\d+)-0?(\d+)$/u, '$1年$2月$3日')

const CLAUSE = /[^,。?!;]+/gu
/** A shorter clause says nothing but the asking. */
const CLAUSE_MIN = 8

/** The clause that asks; with the one before it where it says nothing more than the asking. */
function askingClause(question: string, { start }: Slot): string {
  const clauses = allMatches(question, CLAUSE)
  const at = clauses.findIndex(({ index, 0: clause }) => start < index + clause.length)
  const own = clauses[at]?.[0] ?? question
  return [...own].length < CLAUSE_MIN && at > 0 ? `${clauses[at - 1]![0]},${own}` : own
}

type Weighted = readonly { word: string; idf: number }[]

function weighted({ tokenizer, words }: Engine, text: string): Weighted {
  return [...new Set(tokenizer.words(text))].map((word) => ({ word, idf: words.idf(word) }))
}

function overlap(words: Weighted, { text, about }: Statement): number {
  const all = words.reduce((sum, { idf }) => sum + idf, 0)
  const had = words.reduce(
    (sum, { word, idf }) => sum + (text.includes(word) || about.includes(word) ? idf : 0),
    0,
  )
  return all === 0 ? 1 : had / all
}
