// Who has done it, where, with what practice and effect: of a case the core of its background, practices and effects;
// of a measure where it has been carried out.

import { type Evidence, FIELDS } from '../answerer.ts'
import { quotesFrom, wordingOf } from '../quotes.ts'
import type { Form, Pen } from './form.ts'
import { records } from './lookup.ts'

/** Shares of the characters quoted: how it was done and what came of it weigh more than why. */
const SHARES = { background: 0.25, practices: 0.45, effects: 0.3 } as const

export const precedent: Form = (assignment, pen) =>
  records(assignment, pen, {
    wording: (one, budget) => {
      const sections = one.record.sections ?? []
      if (sections.length === 0)
        return wordingOf(one, assignment.relevance, budget).map((quote) => pen.quote(one, quote))
      return sections.flatMap((section) => {
        const share = Math.round(budget * SHARES[section.kind])
        const quotes = quotesFrom(one.record, one.document.text, assignment.relevance, share, section)
        return quotes.length === 0
          ? []
          : [
              pen.phrases.say(`section.${section.kind}`, {
                quotes: quotes.map((quote) => pen.quote(one, quote)).join(''),
              }),
            ]
      })
    },
    direct: (one) => whoAndWhere(one, pen),
    told: ['providedBy', 'implementedIn'],
  })

/** Who handed the case in, or where the measure has been carried out. */
function whoAndWhere(one: Evidence, pen: Pen): string[] {
  const told = FIELDS.filter((field) => field === 'providedBy' || field === 'implementedIn')
  return told.flatMap((field) => pen.field(one, field) ?? [])
}
