// Compares what a record states with what a person told, and keeps the trace: each finding says what was compared and on
// which clause it rests. What excludes wins over all else; silence of the text is no condition, silence of the person a
// question. Pure: it knows neither the desk's sentences nor any index.

import { byLikeness, settingOf, type Weighed, weigh } from './concern.ts'
import { conditionsOf } from './conditions.ts'
import { type Finding, finding, isOut } from './finding.ts'
import type { Likeness } from './likeness.ts'
import type { Measure } from './measure.ts'
import type { Told } from './profile.ts'
import { type Reach, reachOf } from './scope.ts'
import { subjectOf } from './subjects.ts'

export type Verdict = 'fits' | 'fits_if' | 'does_not_fit' | 'unknown'

export interface Judged {
  verdict: Verdict
  findings: readonly Finding[]
}

/**
 * The verdict on one record for one person, with all that it rests on; never without a finding.
 * @param likeness empty without a model
 */
export function judge(measure: Measure, told: Told, likeness: Likeness = new Map()): Judged {
  const weighed = measure.strands.map((strand) => ({ strand, ...weigh(strand, told, likeness) }))
  const best =
    weighed.find(({ stand }) => stand === 'concerned') ??
    weighed.find(({ stand }) => stand === 'open') ??
    weighed[0]
  const only = best?.stand === 'concerned' && !best.strand.titled ? best.strand.clause : undefined
  const reaches = reachOf(measure.scope, told.where, only).map((reach) => placeFinding(reach, told))
  const excluded = reaches.filter(({ outcome }) => outcome === 'out')
  if (excluded.length > 0) return { verdict: 'does_not_fit', findings: excluded }
  const standing = best ?? byLikeness(measure, likeness)
  const { findings } = standing
  if (standing.stand === 'out') return { verdict: 'does_not_fit', findings: findings.filter(isOut) }
  if (forOffices(measure, best !== undefined, standing, told))
    return {
      verdict: 'does_not_fit',
      findings: [finding('out', 'office', measure.opening.text, '', measure.opening)],
    }
  const settings = standing.stand === 'concerned' ? settingOf(measure, best?.strand, told) : []
  if (settings.some(isOut)) return { verdict: 'does_not_fit', findings: settings.filter(isOut) }
  const conditions = [...reaches, ...conditionsOf(measure, best?.strand, told)]
  if (conditions.some(isOut)) return { verdict: 'does_not_fit', findings: conditions.filter(isOut) }
  if (standing.stand === 'open' || settings.length > 0)
    return {
      verdict: 'unknown',
      findings: openOf([...settings, ...findings]),
    }
  return {
    verdict: conditions.some(({ outcome }) => outcome === 'open') ? 'fits_if' : 'fits',
    findings: [...findings, ...conditions],
  }
}

/** What is open; where that is only how little the text says, all that was compared. */
function openOf(findings: readonly Finding[]): readonly Finding[] {
  const open = findings.filter(({ outcome }) => outcome === 'open')
  return open.length > 0 ? open : findings
}

/** What is set as a task for offices concerns others only through a matter or a kind of firm that it names. */
function forOffices(measure: Measure, known: boolean, { stand, findings }: Weighed, told: Told): boolean {
  if (told.has.has('地方政府')) return false
  if (measure.forOffices) return true
  const named = findings.some(
    ({ outcome, about, wants }) =>
      outcome === 'met' &&
      about === 'subject' &&
      !subjectOf(wants).broad &&
      subjectOf(wants).kind !== 'goods',
  )
  return measure.officeTask ? !named : !known && !measure.addresses && stand === 'open'
}

function placeFinding({ verdict, wants, clause, kind }: Reach, { where }: Told): Finding {
  const outcome = verdict === 'in' ? 'met' : verdict
  return finding(
    outcome,
    kind === 'pilotZone' || kind === 'customsZone' ? 'zone' : 'place',
    wants,
    where.words,
    clause,
  )
}
