// Chooses which wording of a record to quote for a question. Quotes are slices of the document's text, each inside one
// span of its record and one line; nothing is shortened inside a sentence.

import type { PolicyRecord } from '../schema.ts'
import { sentences } from '../text/sentences.ts'

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
}

const QUOTABLE: ReadonlySet<string> = new Set(['content', 'innovationPoint'])
/** Headings, salutations and labels (一是找准落脚点。) are no sentences to quote where there are better ones. */
const SAYS_SOMETHING = /^.{14,}[。；！？…”）)]$|，.*[。；！？]$/su
/** （五）打造完善的线上线下联动服务。 一是找准落脚点。: says little without what follows it in its line. */
const LABEL = /^(?:[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]是).{0,36}。$/u
/** （一）…, 2．…: an item says little without the line that leads to it. */
const ITEM = /^(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])/u
const LEADS_IN = /[：:]$/u
/** Words weigh this against the cosine, which differs little between sentences of one record. */
const SIMILARITY_WEIGHT = 6
const FIGURE_BONUS = 0.5
/** What came of a case is told in figures under its effects; those elsewhere are examples. */
const EFFECT_BONUS = 0.2
/** Sentences this far below the best one are left out even where there is room. */
const SCORE_GAP = 0.65
/** A sentence without a vector of its own is judged as if it were this far below the best. */
const UNKNOWN_SIMILARITY_GAP = 0.06
/** Clauses between ； are quoted together with what they belong to, unless that is longer. */
const PERIOD_MAX = 220
/** Wording that is this long is quoted whole whatever the budget: nine of ten measures, half of all articles. */
const WHOLE_ANYWAY = 130

/** What of a record answers the question: all of it where it is short, else its best sentences. */
export function wordingOf(
  { record, document }: { record: PolicyRecord; document: { text: string } },
  relevance: Relevance,
  budget: number,
): Quote[] {
  const { text } = document
  const spans = record.spans.filter(({ field }) => QUOTABLE.has(field))
  const length = spans.reduce((sum, { start, end }) => sum + end - start, 0)
  return length <= Math.max(budget, WHOLE_ANYWAY)
    ? spans.flatMap((span) => paragraphs(text, span))
    : quotesFrom(record, text, relevance, budget)
}

/** The lines of a span, each a quote of its own. */
function paragraphs(text: string, { start, end }: { start: number; end: number }): Quote[] {
  return [...text.slice(start, end).matchAll(/\S[^\n]*/gu)].map(({ index, 0: line }) => {
    const from = start + index
    return quoteAt(text, from, from + line.trimEnd().length)
  })
}

const quoteAt = (text: string, start: number, end: number): Quote => ({
  start,
  end,
  text: text.slice(start, end),
})

interface Candidate {
  start: number
  end: number
  /** Which span it stands in. */
  part: number
}

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
    return SAYS_SOMETHING.test(sentence) && !LABEL.test(sentence)
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
  return merged(
    all.filter((one) => chosen.has(one)),
    text,
  )
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

/** Sentences; clauses between ； and what a label announces are joined while they are not long. */
function candidatesOf(record: PolicyRecord, text: string): Candidate[] {
  const spans = record.spans.filter(({ field }) => QUOTABLE.has(field))
  return spans.flatMap((span, part) => {
    const periods: Candidate[][] = []
    let open = false
    for (const { start, end } of sentences(text.slice(span.start, span.end), span.start)) {
      const last = periods.at(-1)?.at(-1)
      if (open && last && !text.slice(last.end, start).includes('\n'))
        periods.at(-1)!.push({ start, end, part })
      else periods.push([{ start, end, part }])
      const sentence = text.slice(start, end)
      open = /[；;]$/u.test(sentence) || LABEL.test(sentence)
    }
    return periods.flatMap((clauses) => {
      const [start, end] = [clauses[0]!.start, clauses.at(-1)!.end]
      return end - start <= PERIOD_MAX ? [{ start, end, part }] : clauses
    })
  })
}

/** How well each fits the question: the weight of its words, its nearness, and whether it has the figure. */
function scoresOf(
  candidates: readonly Candidate[],
  record: PolicyRecord,
  text: string,
  { words, similarity, figure }: Relevance,
): number[] {
  const similarities = candidates.map(({ start, end }) => {
    const known = sentences(text.slice(start, end), start).flatMap(
      (one) => similarity(record, one.start, one.end) ?? [],
    )
    return known.length > 0 ? Math.max(...known) : undefined
  })
  const known = similarities.filter((value) => value !== undefined)
  const best = known.length > 0 ? Math.max(...known) : 0
  const total = [...words.values()].reduce((sum, weight) => sum + weight, 0) || 1
  return candidates.map(({ start, end }, i) => {
    const wording = text.slice(start, end).toLowerCase()
    let overlap = 0
    for (const [word, weight] of words) if (wording.includes(word)) overlap += weight
    const nearness = (similarities[i] ?? best - UNKNOWN_SIMILARITY_GAP) - best
    const hasFigure = figure !== false && figure.test(wording)
    const bonus = hasFigure ? FIGURE_BONUS + (isEffect(start, record) ? EFFECT_BONUS : 0) : 0
    return overlap / total + nearness * SIMILARITY_WEIGHT + bonus
  })
}

const isEffect = (at: number, { sections = [] }: PolicyRecord) =>
  sections.some(({ kind, start, end }) => kind === 'effects' && start <= at && at < end)

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
