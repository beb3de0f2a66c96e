// Whether words of a person's own speak of what a record is about, by the likeness of clauses to its sentences. It knows
// no vectors, only how near they were found to be.

import { type Finding, finding } from './finding.ts'
import type { Measure } from './measure.ts'
import type { Told } from './profile.ts'
import { subjectOf } from './subjects.ts'

/**
 * Cosine (−1 … 1) of a clause that was told and a sentence of the record from which on they are taken to speak of the same
 * matter, where no other measure is nearer: of a clause whose words are known to tell of nothing …
 */
const ALIKE_UNKNOWN = 0.58
/** … or of somebody's goods or kind, … */
const ALIKE = 0.63
/** … or of another matter. All three from the cases in test/eval/match, where 0.01 more or less does alike. */
const ALIKE_THOUGH_SPENT = 0.66
/** What is shorter (in characters) says too little to be near to anything: 只做研发, 想买保险. */
const TELLING_LENGTH = 6

/** How near a clause that was told is to a record. */
export interface Alike {
  /** Its highest cosine to any sentence of the record, −1 … 1. */
  cosine: number
  /** Whether no other measure is nearer. */
  nearest: boolean
}
/** By clause of what was told. */
export type Likeness = ReadonlyMap<string, Alike>

/** The clause that speaks of the open matter in words of its own. */
export function alikeTo(findings: readonly Finding[], told: Told, likeness: Likeness): string | undefined {
  // What was said of something else that this record asks for, or of a matter of its own, is not lightly about another.
  const spent = new Set(findings.map((one) => one.told))
  for (const [name, clause] of told.has) if (subjectOf(name)?.kind === 'matter') spent.add(clause)
  const least = (clause: string) =>
    spent.has(clause) ? ALIKE_THOUGH_SPENT : told.telling.has(clause) ? ALIKE : ALIKE_UNKNOWN
  const own = [...likeness].find(
    ([clause, { cosine, nearest }]) =>
      nearest &&
      clause !== told.listed &&
      clause.length >= TELLING_LENGTH &&
      !WHO.test(clause) &&
      cosine >= least(clause),
  )
  return own?.[0]
}

/** 福州的大数据公司: who somebody is does not say what they have to do. */
const WHO = /(?:公司|企业|厂|店|商|行|机构|平台|队|人|户)$/u

/** The clause in which a record speaks for who said something alike, where no subject of it is known. */
export function openingFor({ opening, record }: Measure, likeness: Likeness): Finding {
  const alike = [...likeness].find(([, { cosine }]) => cosine >= ALIKE)
  return alike
    ? finding('met', 'likeness', opening.text, alike[0], opening)
    : finding('open', 'subject', record.title, '', opening, '')
}
