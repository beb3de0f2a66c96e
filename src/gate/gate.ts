// Decides whether the findings answer the question: answered, partial (the subject is there, the asked-for detail is
// not), or no evidence; and why. Absolute similarities decide nothing: plain rules refuse what is asked of something the
// library does not have, and several weak signs are weighed together for the rest.

import type { Engine } from '../engine.ts'
import type { Outcome } from '../schema.ts'
import type { Findings } from '../search.ts'
import { differenceOf } from '../sides.ts'
import { type Reading, readingOf } from './reading.ts'
import { SIGNS, type Signs, signsOf } from './signs.ts'
import weights from './weights.json' with { type: 'json' }

/** Why an answer is none, or not the whole one. */
export type Reason =
  /** No record satisfies the filters. */
  | { because: 'filters' }
  /** Batches, years, numbers or rules that the library does not have. */
  | { because: 'unheld'; what: string[] }
  /** Places that the records do not hold for. */
  | { because: 'places'; what: string[] }
  /** It is no matter of documents. */
  | { because: 'errand' }
  /** Nothing is near enough. */
  | { because: 'far' }
  /** The texts do not give these details. */
  | { because: 'detail'; what: string[] }
  /** Something is near, but perhaps not what was asked. */
  | { because: 'near' }

export interface Verdict {
  outcome: Outcome
  /** 0…1, for ordering only: the higher, the more likely answered as asked. */
  support: number
  /** Absent where the question is answered. */
  reason?: Reason
}

/** Below this chance the subject needs a word of the library: 火星 has none. */
const DOUBTFUL_SUBJECT = 0.5
/** From this chance on the subject is beyond doubt in the library. */
const SURE_SUBJECT = 0.8
/** A refusal by rule keeps so much of its support. */
const REFUSED = 0.5

export async function judge(engine: Engine, found: Findings): Promise<Verdict> {
  const { unknown } = found.read
  if (found.total === 0 || found.ranked.length === 0) return none(0, { because: 'filters' })
  const reading = await readingOf(engine, found)
  const signs = signsOf(engine, found, reading)
  const { subject, support: whole } = reading.topic === undefined ? weights.keywords : weights.vectors
  const support = chance(signs, whole)
  const likely = chance(signs, subject)
  const unheld = [...unknown, ...reading.references.map((name) => `《${name}》`)]
  if (unheld.length > 0) return none(support * REFUSED, { because: 'unheld', what: unheld })
  // 推荐一个平台的办法: what is said of a measure in so many words is no errand.
  if (reading.errand && likely < SURE_SUBJECT) return none(support * REFUSED, { because: 'errand' })
  if (reading.places.length > 0) return none(support * REFUSED, { because: 'places', what: reading.places })
  if (
    !isNamed(found) &&
    (likely < subject.least ||
      (likely < DOUBTFUL_SUBJECT && support < SURE_SUBJECT && isForeign(engine, found)))
  )
    return none(support, { because: 'far' })
  // 开奶茶店想办执照: a word told in passing is no other matter, either.
  if (!isNamed(found) && reading.otherMatters.length > 0 && likely < SURE_SUBJECT)
    return none(support * REFUSED, { because: 'far' })
  const missing = detailsMissing(reading)
  if (missing.length > 0) return { outcome: 'partial', support, reason: { because: 'detail', what: missing } }
  // What only one of two lists has is told completely, as what filters name is.
  const isWhole = found.listed || differenceOf(engine, found) !== undefined
  if (!isWhole && (support < whole.least || reading.ofOthers))
    return { outcome: 'partial', support, reason: { because: 'near' } }
  return { outcome: 'answered', support }
}

const none = (support: number, reason: Reason): Verdict => ({ outcome: 'no_evidence', support, reason })

const detailsMissing = ({ slots }: Reading): string[] => [
  ...new Set(slots.flatMap(({ slot, given }) => (given ? [] : [slot.name]))),
]

/** Names are more than words that happen to be alike: a list, an exact title, phrase or 文号, a facet, two documents. */
const isNamed = ({ listed, exact, read }: Findings) =>
  listed || exact.size > 0 || read.documents.length > 1 || read.facets.some(({ key }) => key !== 'kind')

/** Not one word or pair of characters of the question stands in any record: it is about something else, or nothing. */
function isForeign({ vocabulary, tokenizer }: Engine, { standalone }: Findings): boolean {
  const terms = [...tokenizer.words(standalone), ...tokenizer.characters(standalone)]
  return !terms.some((term) => term.length > 1 && vocabulary.knows(term))
}

/** Logistic weights of signs, and the least chance that is taken for a yes. */
export interface Weights {
  bias: number
  signs: Partial<Signs>
  least: number
}

/** 0…1: the logistic of the weighted signs. */
export function chance(signs: Signs, { bias, signs: worth }: Weights): number {
  const sum = SIGNS.reduce((total, sign) => total + signs[sign] * (worth[sign] ?? 0), bias)
  return 1 / (1 + Math.exp(-sum))
}
