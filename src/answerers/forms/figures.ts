// Where a record has the figure that a question asks for: the sentence that fits, and in it the clauses that have the
// figure. What a figure looks like is said elsewhere (forms/numbers.ts).

import { allMatches } from '../../text/matches.ts'
import type { Assignment, Cited } from '../answerer.ts'
import { candidatesOf } from '../candidates.ts'
import { type Quote, type Relevance, sentenceWith } from '../quotes.ts'
import { aroundFigure, figureAsked, figureAskedExactly } from './numbers.ts'

/** Words beside 多少 weigh so many times as much: they say what the figure is of. */
const AROUND_WEIGHT = 3
/** Where several things are asked, words of other clauses weigh so much less: they say little of what the figure is of. */
const ELSEWHERE_WEIGHT = 1 / 3
/** 甲有41家；乙有3家: parts that are told apart. */
const PARTS = /[^；;。]+/gu
/** What fits less than this share of what fits best is about something else. */
const PART_SHARE = 0.75
const CLAUSES = /[^，,；;。]+/gu
/** 最高, 封顶: among several figures of a sentence the one that bounds. */
const ASKS_BOUND = /最[高低多少大长]|封顶|上限|下限/u
const BOUND = /最|不超过|不高于|不低于|以内|以上|以下|上限|至多|至少|[可只]/u

/** What answers how much: the clauses with the figures, in the order of the text, and the sentence they stand in. */
export interface Figures {
  clauses: Quote[]
  sentence: Quote
}

/** The figures that answer; undefined where the sentences that fit have none. */
export function figuresIn(one: Cited, { question, relevance }: Assignment): Figures | undefined {
  const apart = (relevance.parts?.length ?? 0) > 1
  const words = weighted(relevance.words, aroundFigure(question), apart ? ELSEWHERE_WEIGHT : 1)
  for (const figure of [figureAskedExactly(question), figureAsked(question)]) {
    const sentence = figure && sentenceWith(figure, one, { ...relevance, words })
    if (!sentence) continue
    const parts = fitting(pieces(sentence, PARTS, figure), tellingWords(one, words))
    const clauses = parts.flatMap((part) => pieces(part, CLAUSES, figure))
    const bounding = ASKS_BOUND.test(question) ? clauses.filter(({ text }) => BOUND.test(text)) : []
    return { sentence, clauses: bounding.length > 0 ? bounding : clauses }
  }
  return undefined
}

function weighted(words: Relevance['words'], around: string, elsewhere: number): Map<string, number> {
  return new Map(
    [...words].map(([word, weight]) => [word, weight * (around.includes(word) ? AROUND_WEIGHT : elsewhere)]),
  )
}

interface Telling {
  word: string
  weight: number
}

/** Of the words those that tell the parts of this record apart: what every sentence has says nothing. */
function tellingWords({ record, document: { text } }: Cited, words: Relevance['words']): Telling[] {
  const sentences = candidatesOf(record, text).map(({ start, end }) => text.slice(start, end).toLowerCase())
  return [...words].map(([word, weight]) => {
    const having = sentences.filter((sentence) => sentence.includes(word)).length
    return { word, weight: having === 0 ? 0 : weight / having }
  })
}

function fitting(parts: Quote[], words: readonly Telling[]): Quote[] {
  const scores = parts.map(({ text }) =>
    words.reduce((sum, { word, weight }) => (text.toLowerCase().includes(word) ? sum + weight : sum), 0),
  )
  const top = Math.max(...scores)
  return parts.filter((_, i) => scores[i]! >= top * PART_SHARE)
}

/** The pieces of a quote that have a figure, without the space around them. @param piece global */
function pieces({ start, text }: Quote, piece: RegExp, figure: RegExp): Quote[] {
  return allMatches(text, piece).flatMap(({ index, 0: words }) => {
    const from = start + index + words.length - words.trimStart().length
    return figure.test(words) ? [{ start: from, end: from + words.trim().length, text: words.trim() }] : []
  })
}
