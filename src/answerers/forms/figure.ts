// How much, how many, how long, when: the clause with the figure first, then the sentences it stands in. Which kind of
// figure is asked for is read by forms/numbers.ts, where it stands by forms/figures.ts; a record without one is told as
// it is.

import type { Assignment, Cited } from '../answerer.ts'
import { type Quote, wordingOf } from '../quotes.ts'
import { type Figures, figuresIn } from './figures.ts'
import type { Form } from './form.ts'
import { records } from './lookup.ts'

/** So many clauses of one sentence answer; more would be a copy of it. */
const FIGURES_MAX = 4
/** Characters quoted around a figure: what it stands in, and little else; more where more is asked. */
const BUDGET = 360
const BUDGET_OF_PART = 160

export const figure: Form = (assignment, pen) => {
  const parts = assignment.relevance.parts?.length ?? 0
  const found = new Map(assignment.evidence.map((one) => [one as Cited, figuresIn(one, assignment)]))
  return records(assignment, pen, {
    direct: (one) => {
      const clauses = distinct(found.get(one)?.clauses ?? []).slice(0, FIGURES_MAX)
      const figures = clauses.map((quote) => pen.quote(one, quote)).join('、')
      return figures ? [pen.phrases.say('figure.direct', { figures })] : []
    },
    wording: (one, budget, pen) => {
      const figures = found.get(one)
      const quotes = figures
        ? around(figures, one, assignment, Math.min(budget, BUDGET) + BUDGET_OF_PART * parts)
        : wordingOf(one, assignment.relevance, budget)
      return quotes.map((quote) => pen.quote(one, quote))
    },
  })
}

/** The sentence of the figures, and what else fits while there is room, in the order of the text. */
function around({ sentence }: Figures, one: Cited, { relevance }: Assignment, budget: number): Quote[] {
  const fitting = wordingOf(one, relevance, budget)
  // Neighbours of the sentence are one quote with it.
  const quotes = [
    fitting.find(({ start, end }) => start <= sentence.start && sentence.end <= end) ?? sentence,
  ]
  let room = budget - quotes[0]!.text.length
  for (const quote of fitting) {
    const apart = quotes.every(({ start, end }) => quote.end <= start || end <= quote.start)
    if (!apart || quote.text.length > room) continue
    quotes.push(quote)
    room -= quote.text.length
  }
  return quotes.sort((a, b) => a.start - b.start)
}

/** One clause, named once. */
const distinct = (clauses: readonly Quote[]) =>
  clauses.filter(({ text }, i) => clauses.findIndex((other) => other.text === text) === i)
