// The answerer that needs no language model: short connecting words of the desk around verbatim quotes of the best
// records. Between quotes it states no fact of its own: names, units and scopes are quoted as well.

import type { LibraryDocument } from '../library.ts'
import type { Phrases } from '../prompts.ts'
import type { Intent, PolicyRecord } from '../schema.ts'
import { fieldQuote, type Quote, quotesFrom, type Relevance } from './quotes.ts'

/** A record handed to the answerer, with its twins in other documents. */
export interface Evidence {
  record: PolicyRecord
  document: LibraryDocument
  twins: { record: PolicyRecord; document: LibraryDocument }[]
}

export type Field = 'implementedIn' | 'promotionScope' | 'promotionTime' | 'leadUnits' | 'providedBy'

export interface Assignment {
  intent: Intent
  evidence: readonly Evidence[]
  relevance: Relevance
  /** Fields besides the wording that the question asks about. */
  fields: readonly Field[]
  /** For a list: how many there are in all, and how many were passed over before these. */
  list?: { total: number; offset: number }
  /** What the question asks for and the texts do not give. */
  missingDetail?: string
}

/** A quote with its marker, in the order of the text. */
export interface Marked {
  marker: number
  evidence: Evidence
  quote: Quote
}

export interface Draft {
  text: string
  marked: Marked[]
}

/** Characters quoted from the first record and from each further one. */
const BUDGET_FIRST = 460
const BUDGET_FURTHER = 260
/** A list longer than this names its items only. */
const LIST_WITH_QUOTES = 6
const BUDGET_LIST = 160

/** Writes the answer. Never called without evidence. */
export function extractive(assignment: Assignment, phrases: Phrases): Draft {
  const { evidence, list } = assignment
  const marked: Marked[] = []
  const mark: Mark = (from, quote) => {
    marked.push({ marker: marked.length + 1, evidence: from, quote })
    return `[${marked.length}]`
  }
  const sources = new Set(evidence.map(({ document }) => sourceOf(document)))
  const parts = evidence.map((one, i) => {
    const number = evidence.length === 1 && !list ? '' : `${(list?.offset ?? 0) + i + 1}. `
    const source = sources.size > 1 ? [phrases.say('record.source', { source: sourceOf(one.document) })] : []
    // In a long list the name alone is the quote.
    const title =
      list && evidence.length > LIST_WITH_QUOTES && fieldQuote(one.record, one.document.text, 'title')
    const heading = `${number}${one.record.title}${title ? mark(one, title) : ''}`
    return [
      heading,
      ...source,
      ...(title ? [] : wordingOf(one, i, assignment, mark, phrases)),
      ...twinsOf(one, phrases),
    ].join('\n')
  })
  const separator = list && evidence.length > LIST_WITH_QUOTES ? '\n' : '\n\n'
  return { text: `${opening(assignment, [...sources], phrases)}\n\n${parts.join(separator)}`, marked }
}

type Mark = (from: Evidence, quote: Quote) => string

function wordingOf(
  one: Evidence,
  place: number,
  { intent, relevance, fields, list }: Assignment,
  mark: Mark,
  phrases: Phrases,
): string[] {
  const { record, document } = one
  const field = (name: Field): string[] => {
    const quote = fieldQuote(record, document.text, name)
    const value = record[name]
    if (!quote || !value) return []
    return [
      phrases.say(`field.${name}`, { value: Array.isArray(value) ? value.join('、') : value }) +
        mark(one, quote),
    ]
  }
  const first = intent === 'department' ? field('leadUnits') : []
  const budget = list ? BUDGET_LIST : place === 0 ? BUDGET_FIRST : BUDGET_FURTHER
  const quotes = quotesFrom(record, document.text, relevance, budget).map(
    (quote) => `“${quote.text}”${mark(one, quote)}`,
  )
  const rest = fields.filter((name) => !(name === 'leadUnits' && intent === 'department'))
  return [...first, ...quotes, ...rest.flatMap(field)]
}

function twinsOf({ twins }: Evidence, phrases: Phrases): string[] {
  if (twins.length === 0) return []
  const places = twins.map(({ record, document }) => `《${document.summary.title}》第${record.number}项`)
  return [phrases.say('record.also', { places: places.join('、') })]
}

function opening(
  { evidence, list, missingDetail }: Assignment,
  sources: readonly string[],
  phrases: Phrases,
): string {
  const source = sources[0]!
  if (missingDetail)
    return phrases.say('partial.opening', { detail: missingDetail, source: sources.join('、') })
  if (list) {
    const { total, offset } = list
    const said =
      sources.length === 1
        ? phrases.say('answered.listFrom', { total, source })
        : phrases.say('answered.list', { total })
    const page = { from: offset + 1, to: offset + evidence.length }
    return evidence.length > 0 && evidence.length < total ? said + phrases.say('answered.page', page) : said
  }
  const count = evidence.length
  if (count === 1) return phrases.say('answered.one', { source })
  return sources.length === 1
    ? phrases.say('answered.same', { count, source })
    : phrases.say('answered.some', { count })
}

/** 《title》（文号，date）: as far as the document gives them. */
function sourceOf({ summary: { title, documentNumber, date } }: LibraryDocument): string {
  const details = [documentNumber, date].filter(Boolean).join('，')
  return details ? `《${title}》（${details}）` : `《${title}》`
}
