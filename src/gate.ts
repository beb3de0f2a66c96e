// Decides whether the findings answer the question: answered, partial (the subject is there, the asked-for detail is
// not), or no evidence. Absolute similarities decide nothing; several weak signs are weighed together.

import type { Engine } from './engine.ts'
import { asksForMissingDetail } from './question/details.ts'
import { placesMissing } from './question/places.ts'
import type { Outcome } from './schema.ts'
import type { Findings } from './search.ts'

export interface Verdict {
  outcome: Outcome
  /** 0…1, for ordering only. */
  support: number
  /** What the question names that the library does not have: 第20批, 2025年. */
  unknown: string[]
  /** The detail that is asked for and not given. */
  detail?: string
}

/**
 * Logistic weights of two signs: the highest cosine, and the share of the question's words (by idf) that one of the
 * best records has. Fitted on the development questions, answerable against unanswerable, where they reach AUROC 0.6:
 * near misses share their subject with a record, so these signs only refuse what is far from the library.
 */
const SIGNS = { bias: -3.1, nearest: 4.14, coverage: 1.81 } as const
/** Below this the desk says that it found nothing: 3 % of the answerable development questions fall under it. */
const REFUSED_BELOW = 0.28
/**
 * A record this far below the best one is no answer: what it gives does not stand for what the best lacks. Unanswerable
 * development questions that are taken as answered: 0.81 without this, 0.75 with it; answerable ones: no change.
 */
const NEAR = 0.9
const SUPPORT_OF_NAMED = 0.75
/** So many of the best records are read for what the question names. */
const BEST = 3

export function judge(engine: Engine, findings: Findings): Verdict {
  const unknown = [...findings.read.unknown, ...placesOutside(engine, findings)]
  if (findings.total === 0 || findings.ranked.length === 0)
    return { outcome: 'no_evidence', support: 0, unknown }
  const support = supportOf(engine, findings)
  if (unknown.length > 0) return { outcome: 'no_evidence', support: support / 10, unknown }
  // A document, a facet or an exact name that the library has is more than words that happen to be alike.
  const named = findings.exact.size > 0 || Object.keys(findings.read.filters).length > 0
  if (named)
    return withDetail(engine, findings, {
      outcome: 'answered',
      support: Math.max(support, SUPPORT_OF_NAMED),
      unknown,
    })
  if (support < REFUSED_BELOW) return { outcome: 'no_evidence', support, unknown }
  return withDetail(engine, findings, { outcome: 'answered', support, unknown })
}

/** Places that the question names and neither the territories of the documents nor the best records have. */
function placesOutside(
  { library, vocabulary, tokenizer }: Engine,
  { standalone, ranked }: Findings,
): string[] {
  const territories = library.documents.flatMap(({ territory, summary }) => [territory ?? '', summary.title])
  const best = ranked.slice(0, BEST).map(({ record }) => vocabulary.wording(record))
  return placesMissing(tokenizer.words(standalone), [...territories, ...best])
}

/** The subject may be there and the detail missing: a fee, a phone number, a form. */
function withDetail({ library }: Engine, findings: Findings, verdict: Verdict): Verdict {
  const top = findings.ranked[0]!.score
  const best = findings.ranked
    .slice(0, BEST)
    .filter(({ score }) => score >= top - NEAR)
    .map(({ record }) => library.records[record]!)
  const detail = asksForMissingDetail(
    findings.question,
    best.map(({ content, innovationPoint = '' }) => content + innovationPoint),
  )
  return detail ? { ...verdict, outcome: 'partial', support: verdict.support * 0.6, detail } : verdict
}

/** The logistic of the weighted signs; without vectors, of the words alone. */
export function supportOf(engine: Engine, findings: Findings): number {
  const { nearest, coverage } = signsOf(engine, findings)
  const sum =
    nearest === undefined
      ? 6 * coverage - 2
      : SIGNS.bias + SIGNS.nearest * nearest + SIGNS.coverage * coverage
  return 1 / (1 + Math.exp(-sum))
}

export interface Signs {
  nearest: number | undefined
  coverage: number
}

export function signsOf({ vocabulary, tokenizer, words: index }: Engine, findings: Findings): Signs {
  const asked = [...new Set(tokenizer.words(findings.standalone))].map((word) => ({
    word,
    idf: index.idf(word),
  }))
  const all = asked.reduce((sum, { idf }) => sum + idf, 0)
  const coverage = findings.ranked.slice(0, BEST).map(({ record }) => {
    const wording = vocabulary.wording(record)
    return asked.reduce((sum, { word, idf }) => sum + (wording.includes(word) ? idf : 0), 0)
  })
  return {
    nearest: findings.nearest,
    coverage: all === 0 ? 0 : Math.max(0, ...coverage) / all,
  }
}
