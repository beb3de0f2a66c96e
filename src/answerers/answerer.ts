// The port that writes answers: what an answerer is given, and what it gives back. Citations are made from its marked
// quotes by ask.ts, never from its text.

import type { LibraryDocument } from '../library.ts'
import type { Intent, PolicyRecord } from '../schema.ts'
import type { Quote, Relevance } from './quotes.ts'

/** A record handed to the answerer, with its twins in other documents. */
export interface Evidence {
  record: PolicyRecord
  document: LibraryDocument
  twins: { record: PolicyRecord; document: LibraryDocument }[]
}

export type Field = 'implementedIn' | 'promotionScope' | 'promotionTime' | 'leadUnits' | 'providedBy'

export interface Assignment {
  /** Standing alone. */
  question: string
  intent: Intent
  evidence: readonly Evidence[]
  relevance: Relevance
  /** Fields besides the wording that the question asks about. */
  fields: readonly Field[]
  /** All documents that the answer stands on, shown here or not. */
  sources: readonly LibraryDocument[]
  /** How many things the answer stands on in all, and how many were passed over before these. */
  page: { total: number; offset: number }
  /** The filters say completely what is listed: the total is all there is. */
  complete: boolean
  /** What the question asks for and the texts do not give. */
  missingDetail?: string
  /** The evidence is the nearest there is, and perhaps not what was asked for. */
  onlyNear?: true
}

/** A quote with its marker, in the order of the text. */
export interface Marked {
  marker: number
  evidence: Evidence
  quote: Quote
}

export interface Draft {
  text: string
  marked: Marked[]
}

/** Writes answers from evidence. */
export interface Answerer {
  /** What `answeredBy` says. */
  readonly name: string
  /**
   * The answer piece by piece, then the whole: the joined pieces are its text. Never called without evidence.
   * @throws AppError `answerer_failed` when it cannot go on, before the first piece; the signal's reason on abort
   */
  answer(assignment: Assignment, signal: AbortSignal): AsyncGenerator<string, Draft>
}
