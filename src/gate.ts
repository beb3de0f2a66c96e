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
  /** Places that the question is about and the documents are not. */
  places?: string[]
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
  const { unknown } = findings.read
  if (findings.total === 0 || findings.ranked.length === 0)
    return { outcome: 'no_evidence', support: 0, unknown }
  const support = supportOf(engine, findings)
  if (unknown.length > 0) return { outcome: 'no_evidence', support: support / 10, unknown }
  const places = placesOutside(engine, findings)
  if (places.length > 0) return { outcome: 'no_evidence', support: support / 10, unknown, places }
  // Names are more than words that happen to be alike.
  if (isNamed(engine, findings))
    return withDetail(engine, findings, {
      outcome: 'answered',
      support: Math.max(support, SUPPORT_OF_NAMED),
      unknown,
    })
  if (support < REFUSED_BELOW || isForeign(engine, findings))
    return { outcome: 'no_evidence', support, unknown }
  return withDetail(engine, findings, { outcome: 'answered', support, unknown })
}

/**
 * The question names what it is about: a list that the filters name completely, an exact name, a facet's value, or
 * a document and nothing that the library does not know.
 */
function isNamed({ tokenizer, vocabulary }: Engine, { listed, exact, read }: Findings): boolean {
  if (listed || exact.size > 0 || read.facets.some(({ key }) => key !== 'kind')) return true
  const words = tokenizer.words(read.topic).filter((word) => word.length > 1)
  return (
    Object.keys(read.filters).length > 0 && words.length > 0 && words.every((word) => vocabulary.knows(word))
  )
}

/** Not one word or pair of characters of the question stands in any record: it is about something else, or nothing. */
function isForeign({ vocabulary, tokenizer }: Engine, { standalone }: Findings): boolean {
  const terms = [...tokenizer.words(standalone), ...tokenizer.characters(standalone)]
  return !terms.some((term) => term.length > 1 && vocabulary.knows(term))
}

/**
 * Places that the question names and the best records do not have. None where the question also names a place of the
 * library (from there to here), or where the best record holds for the whole country.
 */
function placesOutside(
  { library, vocabulary, tokenizer }: Engine,
  { standalone, ranked }: Findings,
): string[] {
  const words = tokenizer.words(standalone)
  if (words.some((word) => vocabulary.places.has(word))) return []
  const best = ranked.slice(0, BEST).map(({ record }) => record)
  const first = library.document(library.records[best[0]!]!.documentId)
  if (first?.territory === '全国') return []
  return placesMissing(
    words,
    best.map((record) => vocabulary.wording(record)),
  )
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
  // Words that named a document or a facet have done their work: the records need not repeat them.
  const { filters, topic } = findings.read
  const text = Object.keys(filters).length > 0 ? topic : findings.standalone
  const asked = [...new Set(tokenizer.words(text))].map((word) => ({
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
