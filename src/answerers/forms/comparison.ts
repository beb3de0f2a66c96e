// Two or three records side by side, aspect by aspect: what is asked first, then their wording, then each field that one
// of them has. What a side does not give is said to be missing; whether they agree is left to the reader's eyes, except
// for wording that is the same to the letter.

import { type Evidence, FIELDS, type Field } from '../answerer.ts'
import { wordingOf } from '../quotes.ts'
import type { Form } from './form.ts'
import { brief, fieldsAsked, records } from './lookup.ts'
import { elsewhere, sourceAndPlace } from './places.ts'

/** As the sides are called. */
const SIDES = ['甲', '乙', '丙'] as const
/** Characters of the wording quoted from each side. */
const BUDGET = 500

export const comparison: Form = (assignment, pen) => {
  const { evidence, relevance, fields, page, question, sides: count = 0 } = assignment
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
  const beside = (said: (side: Evidence) => string) =>
    sides.map((side, i) => phrases.say('comparison.of', { side: SIDES[i]!, said: said(side) })).join('\n')
  const field = (which: Field) => beside((side) => pen.field(side, which) ?? phrases.say(`missing.${which}`))
  // Only cases say who handed them in: its absence elsewhere tells nothing.
  const told = FIELDS.filter((which) => which !== 'providedBy' || fields.includes(which)).filter((which) =>
    sides.some(({ record }) => record[which]),
  )
  const asked = fieldsAsked(question).filter((which) => told.includes(which))
  const first = asked.map(field)
  const quotes = new Map(sides.map((side) => [side, wordingOf(side, relevance, BUDGET)]))
  const same = new Set([...quotes.values()].map((all) => letters(all))).size === 1
  const quoted = (side: Evidence) =>
    quotes
      .get(side)!
      .map((quote) => pen.quote(side, quote))
      .join('')
  // What is the same is read once, where the fields have something of each side to be told apart by.
  const wording =
    same && told.length > 0
      ? `${phrases.say('comparison.sameWording')}\n${quoted(sides[0]!)}`
      : `${phrases.say('comparison.wording')}\n${beside(quoted)}`
  const aspects = told.filter((which) => !asked.includes(which)).map(field)
  const places = sides.flatMap((one) => elsewhere(one, pen))
  // A letter says nothing of a measure that its own record does not.
  const near = evidence.slice(sides.length).filter(({ record }) => record.kind !== 'body')
  const others = near.map((one) => brief(one, assignment, pen))
  return [
    [phrases.say('comparison.opening'), ...named].join('\n'),
    ...first,
    wording,
    ...aspects,
    places.join('\n'),
    ...(others.length > 0 ? [phrases.say('comparison.others'), ...others] : []),
  ].filter(Boolean)
}

/** The wording without its punctuation, which documents print one way or the other. */
const letters = (quotes: readonly { text: string }[]) =>
  quotes.map(({ text }) => text.replace(/[\p{P}\p{S}\s]/gu, '')).join('')
