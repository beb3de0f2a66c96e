// Chooses which sentences of a record to quote for a question. Quotes are slices of the document's text, each inside
// one span of its record; nothing is shortened inside a sentence.

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
  /** The question asks for a figure: sentences with one come first. */
  figure: boolean
}

const QUOTABLE: ReadonlySet<string> = new Set(['content', 'innovationPoint'])
const HAS_FIGURE = /\d|[一二三四五六七八九十百千万亿]+(?:个|项|家|天|年|月|日|倍|成|分之)/u
/** Headings, salutations and labels (一是找准落脚点。) are no sentences to quote where there are better ones. */
const SAYS_SOMETHING = /^.{14,}[。；！？…”）)]$|，.*[。；！？]$/su
/** （五）打造完善的线上线下联动服务。 */
const ITEM_HEADING = /^[（(][一二三四五六七八九十]{1,3}[)）][^，；]{0,30}。$/u
/** Words weigh this against the cosine, which differs little between sentences of one record. */
const SIMILARITY_WEIGHT = 6
const FIGURE_BONUS = 0.5
/** Sentences this far below the best one are left out even where there is room. */
const SCORE_GAP = 0.45
/** A sentence without a vector of its own is judged as if it were this far below the best. */
const UNKNOWN_SIMILARITY_GAP = 0.06

/** The best sentences of a record within `budget` characters, in the order of the text; neighbours are one quote. */
export function quotesFrom(
  record: PolicyRecord,
  text: string,
  relevance: Relevance,
  budget: number,
): Quote[] {
  const spans = record.spans.filter(({ field }) => QUOTABLE.has(field))
  const all = spans.flatMap((span, part) =>
    sentences(text.slice(span.start, span.end), span.start).map((sentence) => ({ ...sentence, part })),
  )
  const telling = all.filter(({ start, end }) => {
    const sentence = text.slice(start, end)
    return SAYS_SOMETHING.test(sentence) && !ITEM_HEADING.test(sentence)
  })
  const candidates = telling.length > 0 ? telling : all
  const similarities = candidates.map(({ start, end }) => relevance.similarity(record, start, end))
  const known = similarities.filter((value) => value !== undefined)
  const best = known.length > 0 ? Math.max(...known) : 0
  const total = [...relevance.words.values()].reduce((sum, weight) => sum + weight, 0) || 1
  const scored = candidates.map((sentence, i) => {
    const wording = text.slice(sentence.start, sentence.end).toLowerCase()
    let overlap = 0
    for (const [word, weight] of relevance.words) if (wording.includes(word)) overlap += weight
    const similarity = (similarities[i] ?? best - UNKNOWN_SIMILARITY_GAP) - best
    const figure = relevance.figure && HAS_FIGURE.test(wording) ? FIGURE_BONUS : 0
    return { ...sentence, i, score: overlap / total + similarity * SIMILARITY_WEIGHT + figure }
  })
  const chosen = new Set<number>()
  let length = 0
  const order = scored.toSorted((a, b) => b.score - a.score || a.i - b.i)
  for (const { i, start, end, score } of order) {
    if (chosen.size > 0 && (length + (end - start) > budget || score < order[0]!.score - SCORE_GAP)) continue
    chosen.add(i)
    length += end - start
  }
  return merged(
    scored.filter(({ i }) => chosen.has(i)),
    text,
  )
}

/** Sentences of one span that follow each other on one line become one quote. */
function merged(found: readonly { start: number; end: number; part: number }[], text: string): Quote[] {
  const quotes: { start: number; end: number; part: number }[] = []
  for (const sentence of found) {
    const last = quotes.at(-1)
    const between = last && text.slice(last.end, sentence.start)
    if (last && last.part === sentence.part && between!.trim() === '' && !between!.includes('\n'))
      last.end = sentence.end
    else quotes.push({ ...sentence })
  }
  return quotes.map(({ start, end }) => ({ start, end, text: text.slice(start, end) }))
}

/** The whole of a field as it is printed: a cell with units, a scope, a name. */
export function fieldQuote(record: PolicyRecord, text: string, field: string): Quote | undefined {
  const span = record.spans.find((one) => one.field === field)
  return span && { start: span.start, end: span.end, text: text.slice(span.start, span.end) }
}
