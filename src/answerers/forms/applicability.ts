// Does it apply to us: for each record a plain verdict, the clauses it rests on, the questions that would settle an open
// one and whom to ask, then the wording. Who did not say who they are gets the wording alone. How a verdict comes about
// is not known here (applicability/).

import type { Stance } from '../../applicability/wording.ts'
import type { Evidence } from '../answerer.ts'
import type { Form, Pen } from './form.ts'
import { lookup, records } from './lookup.ts'

export const applicability: Form = (assignment, pen) => {
  const { stances, evidence, page } = assignment
  const first = stances?.get(evidence[0]!.record.id)
  if (!stances || !first) return lookup(assignment, pen)
  const { say } = pen.phrases
  const direct = (one: Evidence) => {
    const stance = stances.get(one.record.id)
    if (!stance) return []
    const said = page.total > 1 && one === evidence[0] ? [] : [say(`stance.${stance.verdict}`)]
    return [...said, ...grounds(one, stance, pen)]
  }
  const parts = records(assignment, pen, { direct, told: ['leadUnits'] })
  if (page.total === 1) return parts
  // Of several records the best one answers; the others follow with what they are.
  const about = `【${evidence[0]!.record.title}】`
  return [say('answered.direct', { about, fact: say(`stance.${first.verdict}`) }), ...parts]
}

/** What speaks against it first; of each outcome, where it holds first. */
const TOLD = (['out', 'open', 'met'] as const).flatMap((outcome) =>
  [true, false].map((ofPlace) => ({ outcome, ofPlace })),
)

function grounds(one: Evidence, { clauses, questions }: Stance, pen: Pen): string[] {
  const { say } = pen.phrases
  const told = TOLD.flatMap(({ outcome, ofPlace }) => {
    const own = clauses.filter((clause) => clause.outcome === outcome && clause.ofPlace === ofPlace)
    if (own.length === 0) return []
    const quotes = own.map((clause) => pen.quote(one, clause)).join('、')
    return [say(ofPlace ? `stance.place.${outcome}` : `stance.${outcome}`, { quotes })]
  })
  const units = pen.field(one, 'leadUnits')
  return [
    ...told,
    ...(questions.length > 0 ? [say('stance.ask', { questions: questions.join('') })] : []),
    ...(units ? [say('stance.next', { units })] : []),
  ]
}
