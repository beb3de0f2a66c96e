// The answerer that needs no language model: short connecting words of the desk around verbatim quotes of the best
// records. Between quotes it states no fact of its own: names, units and scopes are quoted as well.

import type { LibraryDocument } from '../library.ts'
import type { Phrases } from '../prompts.ts'
import type { Answerer, Assignment, Draft, Evidence, Field, Marked } from './answerer.ts'
import { fieldQuote, type Quote, quotesFrom } from './quotes.ts'

/** Characters quoted from the first record and from each further one. */
const BUDGET_FIRST = 460
const BUDGET_FURTHER = 260
/** A list longer than this names its items only. */
const LIST_WITH_QUOTES = 6
const BUDGET_LIST = 160

/** Answers stream sentence by sentence: a quote that is cut anywhere else is hard to read. */
const PIECES = /[^。；\n]*[。；\n]+|[^。；\n]+$/gu

/** Answers with quotes alone. It never fails. */
export const extractiveAnswerer = (phrases: Phrases): Answerer => ({
  name: 'extractive',
  async *answer(assignment, signal) {
    const draft = extractive(assignment, phrases)
    for (const [piece] of draft.text.matchAll(PIECES)) {
      signal.throwIfAborted()
      yield piece
    }
    return draft
  },
})

/** The whole answer at once. */
export function extractive(assignment: Assignment, phrases: Phrases): Draft {
  const { evidence, page, complete } = assignment
  const marked: Marked[] = []
  const mark: Mark = (from, quote) => {
    const marker = (assignment.markersBefore ?? 0) + marked.length + 1
    marked.push({ marker, evidence: from, quote })
    return `[${marker}]`
  }
  const sources = [...new Set(assignment.sources.map(sourceOf))]
  const long = complete && evidence.length > LIST_WITH_QUOTES
  const parts = evidence.map((one, i) => {
    const number = page.total === 1 && !complete ? '' : `${page.offset + i + 1}. `
    const source =
      sources.length > 1 ? [phrases.say('record.source', { source: sourceOf(one.document) })] : []
    // In a long list the name alone is the quote.
    const title = long && fieldQuote(one.record, one.document.text, 'title')
    const heading = `${number}${one.record.title}${title ? mark(one, title) : ''}`
    const wording = title ? [] : wordingOf(one, i, assignment, mark, phrases)
    return [heading, ...source, ...wording, ...twinsOf(one, phrases)].join('\n')
  })
  const text = [opening(assignment, sources, phrases), parts.join(long ? '\n' : '\n\n')]
  return { text: text.filter(Boolean).join('\n\n'), marked }
}

type Mark = (from: Evidence, quote: Quote) => string

function wordingOf(
  one: Evidence,
  place: number,
  { intent, relevance, fields, complete, page }: Assignment,
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
  const budget = complete ? BUDGET_LIST : place + page.offset === 0 ? BUDGET_FIRST : BUDGET_FURTHER
  const quotes = quotesFrom(record, document.text, relevance, budget).map(
    (quote) => `“${quote.text}”${mark(one, quote)}`,
  )
  const rest = fields.filter((name) => !(name === 'leadUnits' && intent === 'department'))
  return [...first, ...quotes, ...rest.flatMap(field)]
}

function twinsOf({ twins }: Evidence, phrases: Phrases): string[] {
  if (twins.length === 0) return []
  const places = twins.map(({ record, document }) =>
    phrases.say(record.kind === 'measure' ? 'record.place' : 'record.placeOfCase', {
      title: document.summary.title,
      number: record.number,
    }),
  )
  return [phrases.say('record.also', { places: places.join('、') })]
}

function opening(assignment: Assignment, sources: readonly string[], phrases: Phrases): string {
  const { evidence, page, complete, missingDetail } = assignment
  const { total, offset } = page
  const source = sources[0]!
  if (evidence.length === 0) return phrases.say('answered.beyond', { total })
  if (missingDetail)
    return phrases.say('partial.opening', { detail: missingDetail, source: sources.join('、') })
  const said = complete ? listed(total, sources, phrases) : found(total, sources, phrases)
  const shown = { from: offset + 1, to: offset + evidence.length }
  return total === 1 && !complete
    ? phrases.say('answered.one', { source })
    : evidence.length < total
      ? said + phrases.say('answered.page', shown)
      : said
}

function listed(total: number, sources: readonly string[], phrases: Phrases): string {
  return sources.length === 1
    ? phrases.say('answered.listFrom', { total, source: sources[0]! })
    : phrases.say('answered.list', { total })
}

function found(count: number, sources: readonly string[], phrases: Phrases): string {
  return sources.length === 1
    ? phrases.say('answered.same', { count, source: sources[0]! })
    : phrases.say('answered.some', { count })
}

/** 《title》（文号，date）: as far as the document gives them. */
export function sourceOf({ summary: { title, documentNumber, date } }: LibraryDocument): string {
  const details = [documentNumber, date].filter(Boolean).join('，')
  return details ? `《${title}》（${details}）` : `《${title}》`
}
