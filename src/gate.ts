// Decides whether the findings answer the question: answered, partial (the subject is there, the asked-for detail is
// not), or no evidence. Absolute similarities decide nothing; several weak signs are weighed together.

import type { Engine } from './engine.ts'
import { asksForMissingDetail } from './question/details.ts'
import type { Outcome } from './schema.ts'
import type { Findings } from './search.ts'
import { normalize } from './text/normalize.ts'

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
const SIGNS = { bias: -3.08, nearest: 4.34, coverage: 1.24 } as const
/** Below this the desk says that it found nothing: 3 % of the answerable development questions fall under it. */
const REFUSED_BELOW = 0.27

export function judge(engine: Engine, findings: Findings): Verdict {
  const { unknown } = findings.read
  if (findings.total === 0 || findings.ranked.length === 0)
    return { outcome: 'no_evidence', support: 0, unknown }
  const support = supportOf(engine, findings)
  if (unknown.length > 0) return { outcome: 'no_evidence', support: support / 10, unknown }
  if (findings.listed || findings.exact.size > 0)
    return withDetail(engine, findings, { outcome: 'answered', support: Math.max(support, 0.9), unknown })
  if (support < REFUSED_BELOW) return { outcome: 'no_evidence', support, unknown }
  return withDetail(engine, findings, { outcome: 'answered', support, unknown })
}

/** The subject may be there and the detail missing: a fee, a phone number, a form. */
function withDetail({ library }: Engine, findings: Findings, verdict: Verdict): Verdict {
  const best = findings.ranked.slice(0, 3).map(({ record }) => library.records[record]!)
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

export function signsOf({ library, tokenizer, words: index }: Engine, findings: Findings): Signs {
  const asked = [...new Set(tokenizer.words(findings.standalone))].map((word) => ({
    word,
    idf: index.idf(word),
  }))
  const all = asked.reduce((sum, { idf }) => sum + idf, 0)
  const coverage = findings.ranked.slice(0, 3).map(({ record }) => {
    const { title, content, innovationPoint = '' } = library.records[record]!
    const wording = normalize(`${title}${content}${innovationPoint}`)
    return asked.reduce((sum, { word, idf }) => sum + (wording.includes(word) ? idf : 0), 0)
  })
  return {
    nearest: findings.nearest,
    coverage: all === 0 ? 0 : Math.max(0, ...coverage) / all,
  }
}
