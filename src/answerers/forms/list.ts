// Which ones, and how many: the number first, then every record of the page by document, with what the question asks of
// each. Only what the filters name completely is counted as all there is.

import type { PolicyRecord } from '../../schema.ts'
import { allMatches } from '../../text/matches.ts'
import type { Assignment, Evidence } from '../answerer.ts'
import { fieldQuote, quotesFrom, type Relevance } from '../quotes.ts'
import type { Form, Pen } from './form.ts'
import { records } from './lookup.ts'
import { elsewhere, fieldLines, placeOf, sourceOf } from './places.ts'

/** A list longer than this has no wording with its items. */
const LIST_WITH_QUOTES = 6
const BUDGET = 160
/** Where no filter says what belongs to the list, each of what is near is told shortly. */
const BUDGET_RANKED = 320

export const list: Form = (assignment, pen) => {
  const { evidence, page, complete, fields } = assignment
  const long = evidence.length > LIST_WITH_QUOTES
  if (!complete) return records(assignment, pen, { budget: long ? BUDGET : BUDGET_RANKED })
  const several = new Set(assignment.sources).size > 1
  const items: string[] = []
  evidence.forEach((one, i) => {
    // The source once, above the first of its items on this page.
    if (several && one.document !== evidence[i - 1]?.document)
      items.push(pen.phrases.say('list.source', { source: sourceOf(one.document) }))
    items.push(item(one, page.offset + i + 1, assignment, long, pen, evidence[i - 1]))
  })
  return [opening(assignment, pen), items.join(long && fields.length === 0 ? '\n' : '\n\n')]
}

function item(
  one: Evidence,
  number: number,
  { fields }: Assignment,
  long: boolean,
  pen: Pen,
  above: Evidence | undefined,
): string {
  const { record, document } = one
  // In a long list the name alone is the quote.
  const title = long ? fieldQuote(record, document.text, 'title') : undefined
  // An article's name begins with its number.
  const place = record.kind === 'article' ? '' : placeOf(one, pen.phrases)
  const heading = `${number}. ${pen.name(record.title, one, title)}${place && `（${place}）`}`
  const wording = long
    ? []
    : quotesFrom(record, document.text, aboutItself(record), BUDGET).map((quote) => pen.quote(one, quote))
  return [
    heading,
    ...wording,
    ...fieldLines(one, fields, pen, above),
    ...(long ? [] : elsewhere(one, pen)),
  ].join('\n')
}

/**
 * What an item is, is said by the sentence that has most of its name: the words of the question are those of the filters,
 * and stand in all of them.
 */
function aboutItself({ title }: PolicyRecord): Relevance {
  const pairs = allMatches(title, /(?=([\p{Script=Han}A-Za-z]{2}))/gu).map(([, pair]) => pair!.toLowerCase())
  return {
    words: new Map(pairs.map((pair) => [pair, 1])),
    similarity: () => undefined,
    figure: false,
  }
}

function opening(
  { intent, evidence, page: { total, offset }, sources, tallies = [], alsoIn = [] }: Assignment,
  { phrases }: Pen,
): string {
  const named = [...new Set(sources.map(sourceOf))]
  const said =
    named.length !== 1
      ? phrases.say('answered.list', { total })
      : total === 1
        ? phrases.say('answered.listOne', { source: named[0]! })
        : phrases.say('answered.listFrom', { total, source: named[0]! })
  const counted = tallies.map(({ field, counts }) =>
    phrases.say(`list.${field}`, {
      counts: counts.map(([value, count]) => phrases.say('list.count', { value, count })).join('、'),
    }),
  )
  const shown =
    evidence.length < total
      ? [phrases.say('answered.page', { from: offset + 1, to: offset + evidence.length })]
      : []
  const elsewhere = alsoIn.map(({ document, count }) =>
    phrases.say('list.alsoIn', { count, source: sourceOf(document) }),
  )
  const hasUnits = evidence.some(({ record }) => record.leadUnits ?? record.providedBy)
  const missing = intent === 'department' && !hasUnits ? [phrases.say('list.noUnits')] : []
  return [said, ...elsewhere, ...counted, ...missing, ...shown].join('\n')
}
