// The port that writes answers: what an answerer is given, and what it gives back. Citations are made from its marked
// quotes by ask.ts, never from its text.

import type { Stance } from '../applicability/wording.ts'
import { AppError } from '../errors.ts'
import type { LibraryDocument } from '../library.ts'
import type { Intent, PolicyRecord } from '../schema.ts'
import type { Quote, Relevance } from './quotes.ts'

/** A record in its document: what a quote is taken from. */
export interface Cited {
  record: PolicyRecord
  document: LibraryDocument
}

/** Wording with what it is taken from. */
export interface Extract {
  from: Cited
  quote: Quote
}

/** What another record is to one: its forerunner, what became of it, or akin. */
export interface Kin extends Cited {
  relation: 'predecessor' | 'successor' | 'related'
}

/** A record handed to the answerer, with its twins in other documents, and with its kin, the earliest first. */
export interface Evidence extends Cited {
  twins: Cited[]
  kin?: Kin[]
}

/** Facts of a record besides its wording that can be quoted whole, in the order they are told. */
export const FIELDS = [
  'implementedIn', 'promotionScope', 'promotionTime', 'leadUnits', 'providedBy', 'innovationType',
] as const // biome-ignore format: one list, read as one
export type Field = (typeof FIELDS)[number]

/** How many of what is listed have each value of a field, the most frequent first. */
export interface Tally {
  field: 'innovationType' | 'domain'
  counts: [value: string, count: number][]
}

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
  /** So many of the evidence, counted from the first, are set side by side. */
  sides?: number
  /** The evidence is what only one of two lists has, which share so many measures. */
  shared?: number
  /** Of all that is listed, shown here or not. */
  tallies?: readonly Tally[]
  /** What the document itself says of how many there are. */
  counted?: Extract
  /** Other documents that hold some of what is listed as well, with how many. */
  alsoIn?: readonly { document: LibraryDocument; count: number }[]
  /** What the question asks for and the texts do not give. */
  missingDetail?: string
  /** The evidence is the nearest there is, and perhaps not what was asked for. */
  onlyNear?: true
  /** What each record is to who asks, by its id, where they said who they are. */
  stances?: ReadonlyMap<string, Stance>
  /** Markers that the text before this answer has used up; none by default. */
  markersBefore?: number
}

/** A quote with its marker, in the order of the text. */
export interface Marked {
  marker: number
  evidence: Cited
  quote: Quote
}

export interface Draft {
  text: string
  marked: Marked[]
  /** Who wrote it, where that was not only the answerer that was asked. */
  answeredBy?: string
  /** What a reader should know of how it came about. */
  notice?: string
}

/**
 * Why an answerer could not go on: it was not reached, it may not be asked any more today, what it wrote does not stand, or
 * nothing could be given to it.
 */
export type Reason = 'unreachable' | 'spent' | 'unfounded' | 'withheld'

/** An answer that could not be finished. What was written stands: it has been passed on. */
export class Unfinished extends AppError {
  readonly reason: Reason
  readonly written: Draft

  constructor(reason: Reason, message: string, written: Draft = { text: '', marked: [] }, cause?: unknown) {
    super('answerer_failed', message, { cause })
    this.name = 'Unfinished'
    this.reason = reason
    this.written = written
  }
}

/** Writes answers from evidence. */
export interface Answerer {
  /** What `answeredBy` says. */
  readonly name: string
  /** The language model that it asks, where it asks one. */
  readonly languageModel?: string
  /**
   * The answer piece by piece, then the whole: the joined pieces are its text.
   * @throws Unfinished when it cannot go on, with what it has written so far; the signal's reason on abort
   */
  answer(assignment: Assignment, signal: AbortSignal): AsyncGenerator<string, Draft>
}
