// The answerer that needs no language model: short connecting words of the desk around verbatim quotes of the best
// records. How an answer is put together is the business of its form (forms/); here the intent chooses the form.

import type { Phrases } from '../prompts.ts'
import { allMatches } from '../text/matches.ts'
import type { Answerer, Assignment, Draft } from './answerer.ts'
import { applicability } from './forms/applicability.ts'
import { comparison } from './forms/comparison.ts'
import { department } from './forms/department.ts'
import { figure } from './forms/figure.ts'
import { type Form, openPen } from './forms/form.ts'
import { list } from './forms/list.ts'
import { lookup } from './forms/lookup.ts'
import { shortfallOf } from './forms/places.ts'
import { precedent } from './forms/precedent.ts'

const FORMS: Readonly<Record<Assignment['intent'], Form>> = {
  lookup,
  figure,
  department,
  list,
  comparison,
  precedent,
  applicability,
  help: lookup,
}

/** Answers stream sentence by sentence: a quote that is cut anywhere else is hard to read. */
const PIECES = /[^。；\n]*[。；\n]+|[^。；\n]+$/gu

/** Answers with quotes alone. It never fails. */
export const extractiveAnswerer = (phrases: Phrases): Answerer => ({
  name: 'extractive',
  async *answer(assignment, signal) {
    const draft = extractive(assignment, phrases)
    for (const [piece] of allMatches(draft.text, PIECES)) {
      signal.throwIfAborted()
      yield piece
    }
    return draft
  },
})

/** The whole answer at once. */
export function extractive(assignment: Assignment, phrases: Phrases): Draft {
  const { evidence, page } = assignment
  if (evidence.length === 0)
    return { text: phrases.say('answered.beyond', { total: page.total }), marked: [] }
  const pen = openPen(phrases, assignment.markersBefore)
  const { counted } = assignment
  const said = counted && phrases.say('count.said', { quote: pen.quote(counted.from, counted.quote) })
  const parts = formOf(assignment)(assignment, pen)
  const shortfall = shortfallOf(assignment, phrases)
  const opening = [shortfall, said].filter((one) => one !== undefined)
  return { text: [...opening, ...parts].join('\n\n'), marked: [...pen.marked] }
}

/** What the filters name completely is a list, however it was asked for, unless its records are set side by side. */
function formOf({ intent, complete, missingDetail, onlyNear }: Assignment): Form {
  if (complete && intent !== 'comparison') return list
  // Where the figure is not given, others must not stand for it.
  return intent === 'figure' && (missingDetail || onlyNear) ? lookup : FORMS[intent]
}
