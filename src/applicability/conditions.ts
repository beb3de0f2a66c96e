// The conditions that a record leaves to be met besides its subject: grades, and hedges with or without a figure. It does
// not know places.

import { normalize } from '../text/normalize.ts'
import { type Finding, finding } from './finding.ts'
import { gradesIn, leastGrade, type Scale } from './grades.ts'
import type { Hedge, Measure, Strand } from './measure.ts'
import type { Told } from './profile.ts'
import type { Clause } from './scope.ts'
import { subjectsOfText } from './subjects.ts'
import { compareFigures } from './thresholds.ts'

/** Grades and hedges of the strand that concerns the person; of a title's strand, all that the record has. */
export function conditionsOf(
  { grades, hedges, opening }: Measure,
  strand: Strand | undefined,
  told: Told,
): Finding[] {
  const ofStrand = ({ clause }: { clause: Clause }) =>
    !strand || strand.clause.start === opening.start || inside(clause, strand.clause)
  const scales = [...new Set(grades.filter(ofStrand).map(({ scale }) => scale))]
  return [
    ...scales.map((scale) => graded(scale, grades.filter(ofStrand), told)),
    ...hedges.filter(ofStrand).flatMap((hedge) => {
      if (hedge.of && !told.has.has(hedge.of)) return []
      if (scales.length > 0 && gradesIn(hedge.words).length > 0) return []
      const outcome = NOT_FOR.test(hedge.words) ? leftOut(hedge, told) : hedged(hedge, told)
      return outcome === 'met' ? [] : [finding(outcome, 'hedge', hedge.clause.text, '', hedge.clause)]
    }),
  ]
}

function hedged({ words, metBy }: Hedge, told: Told): Finding['outcome'] {
  const figures = compareFigures(normalize(words), told.text)
  if (figures !== 'open') return figures
  return metBy(told.text) ?? (toldOf(words, told) ? 'met' : 'open')
}

const NOT_FOR = /^.*?不涉及/u

/** 对不涉及出口退税的: who has that is left out. */
function leftOut({ words }: Hedge, told: Told): Finding['outcome'] {
  const named = subjectsOfText(words.replace(NOT_FOR, '')).filter(({ subject }) => subject.kind === 'matter')
  return named.some(({ subject: { name, broad } }) => !broad && told.has.has(name)) ? 'out' : 'open'
}

const inside = (inner: Clause, outer: Clause) => inner.start >= outer.start && inner.end <= outer.end

function graded(scale: Scale, grades: Measure['grades'], told: Told): Finding {
  const least = leastGrade(grades, scale) as Measure['grades'][number]
  const own = told.grades.find((grade) => grade.scale === scale)
  if (!own) return finding('open', 'grade', least.words, '', least.clause)
  return finding(own.step <= least.step ? 'met' : 'out', 'grade', least.words, own.words, least.clause)
}

/** So many characters in a row that the person used as well show that a condition was spoken of. */
const SAME_WORDS = 4

function toldOf(words: string, { text }: Told): boolean {
  const plain = words.replace(/[^\p{Script=Han}\d]/gu, '')
  for (let at = 0; at + SAME_WORDS <= plain.length; at++)
    if (text.includes(plain.slice(at, at + SAME_WORDS))) return true
  return false
}
