// How much, how many, how long, when: the figure itself first, then the sentences it stands in. Which kind of figure is
// asked for is read by forms/numbers.ts; a record without one is told as it is.

import type { Quote } from '../quotes.ts'
import type { Form } from './form.ts'
import { records } from './lookup.ts'
import { figureIn } from './numbers.ts'

/** So many figures of one sentence answer; more would be a copy of it. */
const FIGURES_MAX = 4

export const figure: Form = (assignment, pen) =>
  records(assignment, pen, {
    direct: (one) => {
      const found = distinct(figureIn(one, assignment)).slice(0, FIGURES_MAX)
      if (found.length === 0) return []
      const figures = found.map((quote) => pen.quote(one, quote)).join('、')
      return [pen.phrases.say('figure.direct', { figures })]
    },
  })

/** 6个月, 展期6个月: one figure, named once. */
const distinct = (figures: readonly Quote[]) =>
  figures.filter(({ text }, i) => figures.findIndex((other) => other.text === text) === i)
