// One step of the comparison of a record with a person: what was asked, what was told, and the clause it rests on.

import type { Clause } from './scope.ts'

/** One step of the comparison. `met` speaks for the person, `out` excludes, `open` needs an answer. */
export interface Finding {
  outcome: 'met' | 'out' | 'open'
  about:
    | 'place'
    | 'zone'
    | 'subject'
    | 'denied'
    | 'direction'
    | 'grade'
    | 'hedge'
    | 'office'
    | 'likeness'
    | 'setting'
  /** What the text asks for. */
  wants: string
  /** The person's own words that it was compared with; empty when they said nothing of it. */
  told: string
  clause: Clause
  /** The question that would settle an open one. */
  asks?: string
}

export const finding = (
  outcome: Finding['outcome'],
  about: Finding['about'],
  wants: string,
  told: string,
  clause: Clause,
  asks?: string,
): Finding => ({ outcome, about, wants, told, clause, ...(asks !== undefined && { asks }) })

export const isOut = ({ outcome }: Finding) => outcome === 'out'
