// What is it: the core of the wording, where it stands, who is responsible. Other forms tell their records as this one
// does, with something of their own before it.

import { type Assignment, type Evidence, FIELDS, type Field } from '../answerer.ts'
import { wordingOf } from '../quotes.ts'
import type { Form, Pen } from './form.ts'
import { elsewhere, fieldLines, placeOf, sourceAndPlace, sourceOf } from './places.ts'

/** Characters quoted from the best record and from each further one. */
const BUDGET_FIRST = 600
const BUDGET_FURTHER = 220

/** Asked where or when: the fields that say so answer before the wording does. */
const ASKS: readonly [asked: RegExp, fields: readonly Field[]][] = [
  [/哪个片区|哪里(?:先|试|做|已)|谁(?:先|最先)|哪里.{0,4}(?:试点|实施)/u, ['implementedIn']],
  [
    /推(?:广|行)?到了?(?:哪|什么)|哪里推|往哪推|哪些地方|限在哪|推广范围|推广口径|哪里能用/u,
    ['promotionScope'],
  ],
  [/什么时候(?:起|开始|推广)|何时(?:起|开始|推广)|推广时间/u, ['promotionTime']],
]

export const lookup: Form = (assignment, pen) => {
  const asked = fieldsAsked(assignment.question)
  return records(assignment, pen, {
    direct: (one) => {
      const told = asked.flatMap((field) => pen.field(one, field) ?? [])
      return told.length > 0 ? [told.join('；')] : []
    },
    told: asked,
  })
}

/** The fields that the question asks for in so many words, in the order they are told. */
export function fieldsAsked(question: string): Field[] {
  const asked = new Set(ASKS.flatMap(([pattern, fields]) => (pattern.test(question) ? fields : [])))
  return FIELDS.filter((field) => asked.has(field))
}

/** What a form tells otherwise. */
export interface Manner {
  /** What answers directly, told before the wording of a record; no lines where the record does not give it. */
  direct?: (one: Evidence, pen: Pen) => string[]
  /** Instead of the sentences that fit the question best. */
  wording?: (one: Evidence, budget: number, pen: Pen) => string[]
  /** Characters quoted from each record, where not the usual. */
  budget?: number
  /** Fields that `direct` has told. */
  told?: readonly Field[]
}

/** One record with everything the desk can say of it, or several in the order of their rank. */
export function records(assignment: Assignment, pen: Pen, manner: Manner): string[] {
  const { evidence, page } = assignment
  const { phrases } = pen
  if (page.total === 1) return [single(evidence[0]!, assignment, pen, manner)]
  const sources = [...new Set(assignment.sources.map(sourceOf))]
  // What was said to be only near has not been found.
  const near = assignment.onlyNear || assignment.missingDetail
  const found =
    sources.length === 1
      ? phrases.say('answered.same', { count: page.total, source: sources[0]! })
      : phrases.say('answered.some', { count: page.total })
  const shown =
    evidence.length < page.total
      ? phrases.say('answered.page', { from: page.offset + 1, to: page.offset + evidence.length })
      : ''
  const parts = evidence.map((one, i) => {
    // An article's name begins with its number.
    const own = one.record.kind === 'article' ? '' : placeOf(one, phrases)
    const place = sources.length > 1 ? sourceAndPlace(one, phrases) : own
    return [
      `${page.offset + i + 1}. ${one.record.title}`,
      ...(manner.direct?.(one, pen) ?? []),
      ...told(one, page.offset + i, assignment, pen, manner, place),
    ].join('\n')
  })
  const opening = (near ? '' : found) + shown
  return opening ? [opening, ...parts] : parts
}

function single(one: Evidence, assignment: Assignment, pen: Pen, manner: Manner): string {
  const { phrases } = pen
  const { record } = one
  // A name that the desk made up from the wording would only say it twice.
  const nameless = record.titleDerived === true || record.kind === 'body'
  const place = sourceAndPlace(one, phrases)
  const [fact, ...facts] = manner.direct?.(one, pen) ?? []
  const opening = fact
    ? phrases.say('answered.direct', { about: nameless ? place : `【${record.title}】`, fact })
    : nameless
      ? phrases.say('answered.place', { place })
      : phrases.say('answered.one', { title: record.title })
  return [opening, ...facts, ...told(one, 0, assignment, pen, manner, nameless ? '' : place)].join('\n')
}

/** Characters quoted of what is told besides. */
const BUDGET_BRIEF = 200

/** A record that is told besides those that answer. */
export function brief(one: Evidence, assignment: Assignment, pen: Pen): string {
  const nameless = one.record.titleDerived === true || one.record.kind === 'body'
  const place = sourceAndPlace(one, pen.phrases)
  const opening = nameless
    ? pen.phrases.say('answered.place', { place })
    : pen.phrases.say('answered.one', { title: one.record.title })
  return [opening, ...told(one, 1, assignment, pen, { budget: BUDGET_BRIEF }, nameless ? '' : place)].join(
    '\n',
  )
}

/** @param place where it stands, told behind the wording; empty where that has been told */
function told(
  one: Evidence,
  rank: number,
  { relevance, fields, evidence }: Assignment,
  pen: Pen,
  { wording, budget = rank === 0 ? BUDGET_FIRST : BUDGET_FURTHER, told: toldFields = [] }: Manner,
  place: string,
): string[] {
  const quotes = wording
    ? wording(one, budget, pen)
    : wordingOf(one, relevance, budget).map((quote) => pen.quote(one, quote))
  const source = place ? [pen.phrases.say('record.source', { place })] : []
  const wanted = (rank === 0 ? FIELDS : fields).filter((field) => !toldFields.includes(field))
  const lines = fieldLines(one, wanted, pen, evidence[evidence.indexOf(one) - 1])
  return [...quotes, ...source, ...lines, ...elsewhere(one, pen)]
}
