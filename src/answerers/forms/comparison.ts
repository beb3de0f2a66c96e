// Two or three records side by side, aspect by aspect: their wording, then each field that one of them has. What a side
// does not give is said to be missing; whether they agree is left to the reader's eyes.

import { type Evidence, FIELDS } from '../answerer.ts'
import { wordingOf } from '../quotes.ts'
import type { Form } from './form.ts'
import { brief, records } from './lookup.ts'
import { elsewhere, sourceAndPlace } from './places.ts'

/** As the sides are called. */
const SIDES = ['甲', '乙', '丙'] as const
/** Characters of the wording quoted from each side. */
const BUDGET = 500

export const comparison: Form = (assignment, pen) => {
  const { evidence, relevance, fields, page, sides: count = 0 } = assignment
  const sides: Evidence[] = page.offset === 0 ? evidence.slice(0, Math.min(count, SIDES.length)) : []
  const { phrases } = pen
  if (assignment.shared !== undefined) {
    const opening = phrases.say('comparison.only', { shared: assignment.shared, count: page.total })
    return [opening, ...evidence.map((one) => brief(one, assignment, pen))]
  }
  if (sides.length < 2) return records(assignment, pen, {})
  const named = sides.map((side, i) =>
    phrases.say('comparison.side', {
      side: SIDES[i]!,
      place: sourceAndPlace(side, phrases),
      title: side.record.titleDerived || side.record.kind === 'body' ? '' : `【${side.record.title}】`,
    }),
  )
  const wording = [
    phrases.say('comparison.wording'),
    ...sides.map((side, i) =>
      phrases.say('comparison.of', {
        side: SIDES[i]!,
        said: wordingOf(side, relevance, BUDGET)
          .map((quote) => pen.quote(side, quote))
          .join(''),
      }),
    ),
  ].join('\n')
  // Only cases say who handed them in: its absence elsewhere tells nothing.
  const told = FIELDS.filter((field) => field !== 'providedBy' || fields.includes(field))
  const aspects = told
    .filter((field) => sides.some(({ record }) => record[field]))
    .map((field) =>
      sides
        .map((side, i) =>
          phrases.say('comparison.of', {
            side: SIDES[i]!,
            said: pen.field(side, field) ?? phrases.say(`missing.${field}`),
          }),
        )
        .join('\n'),
    )
  const places = sides.flatMap((one) => elsewhere(one, pen))
  const others = evidence.slice(sides.length).map((one) => brief(one, assignment, pen))
  return [
    [phrases.say('comparison.opening'), ...named].join('\n'),
    wording,
    ...aspects,
    places.join('\n'),
    ...(others.length > 0 ? [phrases.say('comparison.others'), ...others] : []),
  ].filter(Boolean)
}
