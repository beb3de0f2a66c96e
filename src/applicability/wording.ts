// Puts what was compared into the desk's words: for the list of matches each finding as a sentence with its clause, for
// an answer in chat the bare clauses with the questions. It decides no verdict but that silence in chat refuses nobody.

import type { Phrases } from '../prompts.ts'
import { type Finding, isOut } from './finding.ts'
import type { Measure } from './measure.ts'
import type { MatchItem } from './schema.ts'
import type { Clause } from './scope.ts'
import { subjectOf } from './subjects.ts'
import type { Judged, Verdict } from './verdict.ts'

/** At most so many reasons are given, and so many questions asked. */
const REASONS_MAX = 4
const QUESTIONS_MAX = 2

/** What a record is to who asks about it in chat. */
export interface Stance {
  verdict: Verdict
  /** So many of the things that they told of themselves is it about; less than none where it is not for them. */
  points: number
  /** The clauses that were compared, in the order they are told; what is quoted of a record once, by its weightiest finding. */
  clauses: readonly (Clause & { outcome: Finding['outcome']; ofPlace: boolean })[]
  /** What would settle an open one. */
  questions: readonly string[]
}

export function itemOf(
  { record, documentId }: Measure,
  { verdict, findings }: Judged,
  phrases: Phrases,
): MatchItem {
  const asked = verdict === 'fits_if' || verdict === 'unknown' ? findings.filter(isOpen) : []
  return {
    id: record.id,
    title: record.title,
    verdict,
    reasons: byWeight(findings)
      .slice(0, REASONS_MAX)
      .map((finding) => ({
        says: said(finding, phrases),
        quote: finding.clause.text,
        start: finding.clause.start,
        end: finding.clause.end,
        documentId,
      })),
    missing: questionsFor(asked, phrases),
    nextStep: { leadUnits: record.leadUnits ?? [], url: record.url },
  }
}

/**
 * For chat, where a record has been found to be near what was asked: a subject that the question does not name is not
 * told yet, and refuses nobody.
 */
export function stanceOf({ verdict, findings }: Judged, phrases: Phrases): Stance {
  const unsaid = verdict === 'does_not_fit' && findings.every(isUnsaid)
  const own = unsaid
    ? findings.map((one): Finding => ({ ...one, outcome: 'open', asks: subjectOf(one.wants)?.asks ?? '' }))
    : findings
  const asked = own.filter((one) => isOpen(one) && one.about === 'subject' && subjectOf(one.wants))
  return {
    verdict: unsaid ? 'unknown' : verdict,
    points: verdict === 'does_not_fit' ? -1 : own.filter(isPoint).length,
    clauses: byWeight(own)
      .map(({ clause, outcome, about }) => ({
        ...trimmed(clause),
        outcome,
        ofPlace: about === 'place' || about === 'zone',
      }))
      .filter(({ start }, i, all) => all.findIndex((other) => other.start === start) === i)
      .slice(0, REASONS_MAX),
    questions: verdict === 'fits' || own.some(isOut) ? [] : questionsFor(asked, phrases),
  }
}

/** What follows from something else, what little is said by and which way somebody trades are no points of their own. */
const isPoint = ({ about, outcome, wants, told }: Finding) =>
  about === 'subject' && outcome === 'met' && told !== wants && subjectOf(wants)?.broad !== true

const isUnsaid = ({ about }: Finding) => about === 'subject' || about === 'setting'

function trimmed({ start, text }: Clause): Clause {
  const from = start + text.length - text.trimStart().length
  return { start: from, end: from + text.trim().length, text: text.trim() }
}

/** What is open comes first, then what tells most; that a place is covered comes last. */
const WEIGHTS: Partial<Record<Finding['about'], number>> = { grade: 4, hedge: 3, subject: 2, direction: 1 }
const weightOf = ({ about, outcome }: Finding) => (WEIGHTS[about] ?? 0) + (outcome === 'open' ? 10 : 0)
const byWeight = (findings: readonly Finding[]) => findings.toSorted((a, b) => weightOf(b) - weightOf(a))

const isOpen = ({ outcome }: Finding) => outcome === 'open'

/** A finding in the desk's words. */
function said({ outcome, about, wants, told }: Finding, { say }: Phrases): string {
  if (about === 'place' || about === 'zone')
    return told === '' && outcome !== 'out'
      ? say('match.place.unsaid', { wants })
      : say(`match.place.${outcome}`, { wants, told: told || '别处' })
  if (about === 'denied') return say('match.denied', { wants, told })
  if (about === 'direction' && outcome === 'out') return say('match.direction.out', { wants, told })
  if (about === 'grade')
    return outcome === 'open'
      ? say('match.grade.open', { wants })
      : say(`match.grade.${outcome}`, { wants, told })
  if (about === 'hedge') return say(outcome === 'out' ? 'match.hedge.out' : 'match.hedge', { wants })
  if (about === 'office') return say('match.office')
  if (about === 'likeness') return say('match.likeness')
  // What follows from what was told was not said by the person.
  if (outcome === 'met' && told === wants) return say('match.subject.implied', { wants })
  if (outcome === 'met') return say('match.subject.met', { wants, told })
  return say(`match.subject.${outcome}`, { wants })
}

const questionsFor = (findings: readonly Finding[], phrases: Phrases) =>
  [...new Set(findings.map((finding) => questionFor(finding, phrases)))].slice(0, QUESTIONS_MAX)

function questionFor({ about, wants, asks }: Finding, { say }: Phrases): string {
  if (about === 'place' || about === 'zone') return say('match.ask.place', { wants })
  if (about === 'grade') return say('match.ask.grade', { wants })
  if (about === 'hedge') return say('match.ask.hedge', { wants })
  return asks ? say('match.ask.own', { asks }) : say('match.ask.subject', { wants })
}
