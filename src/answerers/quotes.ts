// Chooses which wording of a record to quote for a question. Quotes are slices of the document's text, each inside one
// span of its record and one line; nothing is shortened inside a sentence.

import { WORDING_FIELDS } from '../corpus/passages.ts'
import type { PolicyRecord } from '../schema.ts'
import { allMatches } from '../text/matches.ts'
import { type Candidate, candidatesOf, LABEL, scoresOf } from './candidates.ts'

export interface Quote {
  start: number
  end: number
  text: string
}

/** What makes a sentence worth quoting. */
export interface Relevance {
  /** Words of the question with their weight (idf). */
  words: ReadonlyMap<string, number>
  /** Cosine of the question and the sentence `[start, end)` of a record, where known. */
  similarity: (record: PolicyRecord, start: number, end: number) => number | undefined
  /** What the figure looks like that the question asks for: sentences with one come first. False: it asks for none. */
  figure: RegExp | false
  /** Words of a sentence that has what the question asks for, where that is no figure. */
  sought?: RegExp
  /** What else the question asks, clause by clause, where it asks for more than one thing: each deserves a sentence. */
  parts?: readonly AskedPart[]
}

/** One of several things that a question asks. */
export interface AskedPart {
  /** Its words with their weight (idf). */
  words: ReadonlyMap<string, number>
  /** What its answer must look like: a figure, a place. */
  wanted?: RegExp
  /** Share of the words, by weight, that its answer has at least. */
  covered: number
}

/** Headings, salutations and labels (一是找准落脚点。) are no sentences to quote where there are better ones. */
const SAYS_SOMETHING = /^.{14,}[。；！？…”）)]$|^[^，]*，.*[。；！？]$/su
/** （一）…, 2．…: an item says little without the line that leads to it. */
const ITEM = /^(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])/u
const LEADS_IN = /[：:]$/u
/** Sentences this far below the best one are left out even where there is room. */
const SCORE_GAP = 0.65
/** The sentence that answers another part of a question may take so many characters more. */
const PART_ROOM = 160

/**
 * What of a record answers the question: all of it where there is room, as with most measures and articles, else its best
 * sentences. A letter is never quoted whole: its salutation and signature answer nothing.
 */
export function wordingOf(
  { record, document }: { record: PolicyRecord; document: { text: string } },
  relevance: Relevance,
  budget: number,
): Quote[] {
  const { text } = document
  const spans = record.spans.filter(({ field }) => WORDING_FIELDS.has(field))
  const length = spans.reduce((sum, { start, end }) => sum + end - start, 0)
  return length <= budget && record.kind !== 'body'
    ? spans.flatMap((span) => paragraphs(text, span))
    : quotesFrom(record, text, relevance, budget)
}

/** The lines of a span, each a quote of its own. */
function paragraphs(text: string, { start, end }: { start: number; end: number }): Quote[] {
  return allMatches(text.slice(start, end), /\S[^\n]*/gu).map(({ index, 0: line }) => {
    const from = start + index
    return quoteAt(text, from, from + line.trimEnd().length)
  })
}

/** A slice of a document's text. */
export const quoteAt = (text: string, start: number, end: number): Quote => ({
  start,
  end,
  text: text.slice(start, end),
})

/**
 * The best sentences of a record within `budget` characters, in the order of the text; neighbours are one quote.
 * @param within only from this part of the record
 */
export function quotesFrom(
  record: PolicyRecord,
  text: string,
  relevance: Relevance,
  budget: number,
  within: { start: number; end: number } = record,
): Quote[] {
  const all = candidatesOf(record, text).filter(
    ({ start, end }) => within.start <= start && end <= within.end,
  )
  const telling = all.filter(({ start, end }) => {
    const sentence = text.slice(start, end)
    // A label announces what follows it in its line; the last item of a law's list ends its line. In cases and letters
    // a line of its own is a heading.
    const heads = record.kind === 'case' || record.kind === 'body'
    const announces = LABEL.test(sentence) && (heads || /^[^\n]*\S/u.test(text.slice(end, record.end)))
    return SAYS_SOMETHING.test(sentence) && !announces
  })
  const candidates = telling.length > 0 ? telling : all
  const scores = scoresOf(candidates, record, text, relevance)
  const order = [...candidates.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b)
  const chosen = new Set<Candidate>()
  let length = 0
  for (const i of order) {
    const one = candidates[i]!
    const leading = leadIn(one, all, text)
    const added = [one, ...(leading && !chosen.has(leading) ? [leading] : [])]
    const size = added.reduce((sum, { start, end }) => sum + end - start, 0)
    if (chosen.size > 0 && (length + size > budget || scores[i]! < scores[order[0]!]! - SCORE_GAP)) continue
    for (const each of added) chosen.add(each)
    length += size
  }
  for (const part of relevance.parts ?? []) {
    const share = shareOf(part, text)
    const answering = candidates
      .map((one, i) => ({ one, had: share(one), score: scores[i]! }))
      .filter(({ had }) => had >= 0)
      .sort((a, b) => b.had - a.had || b.score - a.score)
    const [best] = answering
    if (!best || answering.some(({ one, had }) => had === best.had && chosen.has(one))) continue
    if (best.one.end - best.one.start <= PART_ROOM) chosen.add(best.one)
  }
  return merged(
    all.filter((one) => chosen.has(one)),
    text,
  )
}

/** The share of a part's words that a sentence has; −1 for one that does not answer it. */
function shareOf({ words, wanted, covered }: AskedPart, text: string): (one: Candidate) => number {
  const total = [...words.values()].reduce((sum, weight) => sum + weight, 0) || 1
  return ({ start, end }) => {
    const wording = text.slice(start, end).toLowerCase()
    if (wanted && !wanted.test(wording)) return -1
    const had = [...words].reduce((sum, [word, weight]) => (wording.includes(word) ? sum + weight : sum), 0)
    return had / total >= covered ? had / total : -1
  }
}

/** A figure so far below the sentence that fits best is another thing's. */
const FIGURE_GAP = 0.9

/** Of the sentences that have a figure the one that fits best; undefined where those that fit have none. */
export function sentenceWith(
  figure: RegExp,
  { record, document: { text } }: { record: PolicyRecord; document: { text: string } },
  relevance: Relevance,
): Quote | undefined {
  const all = candidatesOf(record, text)
  const scores = scoresOf(all, record, text, { ...relevance, figure })
  const top = Math.max(...scores)
  const order = [...all.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b)
  const best = order.find((i) => figure.test(text.slice(all[i]!.start, all[i]!.end)))
  if (best === undefined || scores[best]! < top - FIGURE_GAP) return undefined
  return quoteAt(text, all[best]!.start, all[best]!.end)
}

/** The line that leads to an item: 有下列情形之一的：. */
function leadIn(item: Candidate, all: readonly Candidate[], text: string): Candidate | undefined {
  if (!ITEM.test(text.slice(item.start, item.end))) return undefined
  const above = all
    .slice(0, all.indexOf(item))
    .findLast(({ start, end, part }) => part === item.part && !ITEM.test(text.slice(start, end)))
  return above && LEADS_IN.test(text.slice(above.start, above.end)) ? above : undefined
}

/** Sentences of one span that follow each other on one line become one quote. */
function merged(found: readonly Candidate[], text: string): Quote[] {
  const quotes: Candidate[] = []
  for (const sentence of found) {
    const last = quotes.at(-1)
    const between = last && text.slice(last.end, sentence.start)
    if (last && last.part === sentence.part && between!.trim() === '' && !between!.includes('\n'))
      last.end = sentence.end
    else quotes.push({ ...sentence })
  }
  return quotes.map(({ start, end }) => quoteAt(text, start, end))
}

/** The whole of a field as it is printed: a cell with units, a scope, a name. */
export function fieldQuote(record: PolicyRecord, text: string, field: string): Quote | undefined {
  const span = record.spans.find((one) => one.field === field)
  return span && quoteAt(text, span.start, span.end)
}
