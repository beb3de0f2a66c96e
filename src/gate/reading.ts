// What a question wants beyond its subject, and how far the best records meet it: the things asked for, the places and
// rules it is bound to, the things of administration that it names. It judges nothing.

import type { Engine } from '../engine.ts'
import { lacksTax, speaksOfOthers } from '../question/contrasts.ts'
import { isErrand } from '../question/errand.ts'
import { held, objectsIn } from '../question/objects.ts'
import { referencesMissing } from '../question/references.ts'
import type { Slot } from '../question/slots/slots.ts'
import { squash } from '../question/vocabulary.ts'
import type { Findings } from '../search.ts'
import { normalize } from '../text/normalize.ts'
import { placesElsewhere } from './elsewhere.ts'
import { otherMattersIn } from './other-matters.ts'
import { type SlotFinding, slotFindings } from './slot-check.ts'
import { nearestTopic } from './topics.ts'

export interface Reading {
  /** What is asked for, with what the best records say to it. */
  slots: readonly SlotFinding[]
  /** Places that the question is bound to and the records do not hold for. */
  places: string[]
  /** Laws and rules that the question names and the library does not have. */
  references: string[]
  /** 0…1 for each thing of administration that the question names: how much of its name the best records have. */
  objects: number[]
  /** The question asks for something that is no matter of documents. */
  errand: boolean
  /** It is asked of goods that come in, of ships, of a tax, and the best record is about others. */
  ofOthers: boolean
  /** Words of other matters (driving, food, weather) that none of the best records has. */
  otherMatters: string[]
  /** Highest cosine of the question and any of the other topics; undefined without vectors. */
  topic: number | undefined
}

/** A record this far below the best one is no answer: what it gives does not stand for what the best lacks. */
const NEAR = 0.9
/** So many of the best records are read. */
export const BEST = 3

/** Reads a question against the best records. @param found with at least one ranked record */
export async function readingOf(engine: Engine, found: Findings): Promise<Reading> {
  const { vocabulary } = engine
  const top = found.ranked[0]!.score
  const best = found.ranked
    .slice(0, BEST)
    .filter(({ score }) => score >= top - NEAR)
    .map(({ record }) => record)
  const asked = normalize(found.question)
  const wordings = best.map((record) => vocabulary.wording(record))
  return {
    slots: found.listed
      ? []
      : slotFindings(engine, asked, best).filter(({ slot }) => !countsRecords(found, asked, slot)),
    places: placesElsewhere(engine, normalize(found.standalone), best),
    references: referencesMissing(
      asked,
      vocabulary.titles,
      vocabulary.canonical,
      (name) => vocabulary.recordsWith(name).length > 0,
    ),
    objects: objectsIn(asked).map((name) => held(squash(name), wordings)),
    errand: isErrand(asked),
    ofOthers:
      speaksOfOthers(asked, normalize(engine.library.records[best[0]!]!.title)) || lacksTax(asked, wordings),
    otherMatters: otherMattersIn(asked, wordings),
    topic: await nearestTopic(engine, found.vector),
  }
}

/** 有几项, 首创占多少: where filters were read, the records themselves are counted. */
function countsRecords({ read, filters }: Findings, question: string, { kind, start, end }: Slot): boolean {
  return (
    (kind === 'count' || (kind === 'share' && question[start] === '占')) &&
    (read.facets.length > 0 || Object.keys(filters).length > 0) &&
    /[项条]|件事|案例|多少[,。?、]?$/u.test(question.slice(start, end + 1))
  )
}
