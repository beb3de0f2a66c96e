// What an answer stands on: which of the findings, grouped so that one measure is one thing, with what its quotes are
// chosen by. It does not decide whether there is an answer (gate.ts) nor how it reads (answerers).

import type { Assignment, Cited, Evidence, Kin } from './answerers/answerer.ts'
import { figureAsked } from './answerers/forms/numbers.ts'
import { partsAsked } from './answerers/parts.ts'
import { mostAuthoritative } from './corpus/authority.ts'
import type { Engine } from './engine.ts'
import { wantsList } from './question/intent.ts'
import type { Intent } from './schema.ts'
import type { Findings } from './search.ts'
import { differenceOf, sidesOf } from './sides.ts'
import { normalize } from './text/normalize.ts'

/** An answer that asks for no list stands on so many different things … */
const EVIDENCE_MAX = 3
/** … on more of them only where the ranking can hardly tell them apart. */
const UNSURE_MAX = 6
const UNSURE_GAP = 0.6
/** On nothing whose score is farther below the best; a list reaches farther, up to so many. */
const SCORE_GAP = 1.1
const SCORE_GAP_OF_LIST = 1.3
/** … and farther still where filters leave only what may belong to it. */
const SCORE_GAP_OF_FILTERED_LIST = 2
const RANKED_LIST_MAX = 20

/** What an answer stands on, not cut into pages. */
export interface Standing {
  /** Best first. */
  evidence: Evidence[]
  /** So many of them, counted from the first, are set side by side; 0 where nothing is compared. */
  sides: number
  /** What is told are the differences of two lists, which have so many measures in common. */
  shared?: number
}

/**
 * All that an answer stands on; no measure twice, be it as evidence, as a twin or as kin.
 * @param points by record, how much of what who asks told of themselves it is about; what is near goes by that first
 */
export async function evidenceFor(
  engine: Engine,
  found: Findings,
  intent: Intent,
  points: (record: number) => number = () => 0,
): Promise<Standing> {
  const standing = await standingFor(engine, found, intent, points)
  const shown = new Set(
    standing.evidence.flatMap(({ record, twins }) => [record, ...twins.map((twin) => twin.record)]),
  )
  const evidence = standing.evidence.map(({ kin = [], ...one }) => {
    const others = kin.filter(({ record }) => !shown.has(record))
    return others.length > 0 ? { ...one, kin: others } : one
  })
  return { ...standing, evidence }
}

async function standingFor(
  engine: Engine,
  found: Findings,
  intent: Intent,
  points: (record: number) => number,
): Promise<Standing> {
  if (found.listed) return { evidence: listed(engine, matchingOnly(engine, found)), sides: 0 }
  if (intent === 'list' || isFilteredList(found, intent)) {
    const narrowed = Object.keys(found.filters).length > 0
    const near = nearBest(engine, found, narrowed ? SCORE_GAP_OF_FILTERED_LIST : SCORE_GAP_OF_LIST)
    const evidence = grouped(engine, near).slice(0, RANKED_LIST_MAX)
    return { evidence: evidence.map(({ kin: _, ...one }) => one), sides: 0 }
  }
  const near = nearBest(engine, found, SCORE_GAP)
  const difference = intent === 'comparison' ? differenceOf(engine, found) : undefined
  if (difference && difference.only.length > 0)
    return {
      evidence: difference.only.map((record) => alone(engine, record)),
      sides: 0,
      shared: difference.shared,
    }
  const sides = await sidesOf(engine, found, intent)
  const best = found.ranked[0]?.score ?? 0
  const unsure = new Set(
    found.ranked.flatMap(({ record, score }) => (score >= best - UNSURE_GAP ? [record] : [])),
  )
  if (intent === 'comparison' && sides.length > 1) {
    // What is compared may be one measure in two documents: then its twins stand side by side.
    const known = new Set(sides.flatMap((side) => [side, ...akin(engine, side, 'same')]))
    const further = near.filter((record) => unsure.has(record) && !known.has(record))
    const others = grouped(engine, further).slice(0, EVIDENCE_MAX - 1)
    return { evidence: [...sides.map((side) => alone(engine, side)), ...others], sides: sides.length }
  }
  const ordered = intent === 'department' ? bodiesLast(engine, near) : byPoints(near, points)
  const evidence = grouped(engine, [...sides, ...ordered.filter((record) => !sides.includes(record))])
    .slice(0, UNSURE_MAX)
    .filter(({ record }, i) => i < EVIDENCE_MAX || unsure.has(engine.library.indexOf(record.id)))
  return { evidence, sides: 0 }
}

/** 2022年全国首创的涉台举措: a noun phrase with filters wants all that fit, though it says no word of listing. */
const isFilteredList = ({ filters, standalone }: Findings, intent: Intent) =>
  intent === 'lookup' && FIELD_KEYS.some((key) => filters[key]) && wantsList(normalize(standalone))

/** Filters by what a record says of itself; the others say only where to look. */
const FIELD_KEYS = ['innovation', 'domain', 'area', 'scope', 'time', 'unit', 'provider'] as const

/** The records that satisfy the filters, without the notices' bodies that only accompany them. */
function matchingOnly({ library }: Engine, found: Findings): number[] {
  return found.ranked
    .map(({ record }) => record)
    .filter((record) => found.filters.kind !== undefined || library.records[record]!.kind !== 'body')
}

/** The records that score close to the best one; a notice's body only where it is best, or nothing else is near. */
function nearBest({ library }: Engine, { ranked, exact }: Findings, gap: number): number[] {
  const best = ranked[0]?.score ?? 0
  const near = ranked
    .filter(({ record, score }) => exact.has(record) || score >= best - gap)
    .map(({ record }) => record)
  return near.filter((record, i) => i === 0 || exact.has(record) || library.records[record]!.kind !== 'body')
}

/** Where the best is about something that who asks told of themselves, what is about more of it comes first. */
function byPoints(records: readonly number[], points: (record: number) => number): readonly number[] {
  const [best] = records
  if (best === undefined || points(best) < 1) return records
  return records.toSorted((a, b) => points(b) - points(a))
}

/** Who is responsible is said with the measures; the letter about them names no units of theirs. */
function bodiesLast({ library }: Engine, records: readonly number[]): number[] {
  const isBody = (record: number) => library.records[record]!.kind === 'body'
  return [...records.filter((record) => !isBody(record)), ...records.filter(isBody)]
}

/** Each measure once, under the place that ranks first, with all its other places. */
function grouped(engine: Engine, records: readonly number[]): Evidence[] {
  const placed = new Set<number>()
  return records.flatMap((index) => {
    if (placed.has(index)) return []
    const twins = akin(engine, index, 'same')
    for (const one of [index, ...twins]) placed.add(one)
    return [{ ...alone(engine, index), twins: twins.map((twin) => cited(engine.library, twin)) }]
  })
}

/**
 * In a list only what the filters allow: a twin in another document is no part of it, nor are forerunners. Each measure
 * stands under the place that weighs most.
 */
function listed(engine: Engine, records: readonly number[]): Evidence[] {
  const allowed = new Set(records.map((index) => engine.library.records[index]!.id))
  return grouped(engine, records).map(({ record, document, twins }) => {
    const places: Cited[] = [{ record, document }, ...twins.filter((twin) => allowed.has(twin.record.id))]
    const weightiest = mostAuthoritative(places.map((place) => place.document))
    const first = places.find((place) => place.document === weightiest) ?? places[0]!
    return { ...first, twins: places.filter((place) => place !== first) }
  })
}

/** A record without its twins, with those that came before and after it. */
function alone(engine: Engine, index: number): Evidence {
  const { library } = engine
  const kin = (['predecessor', 'successor', 'related'] as const).flatMap((relation) =>
    akin(engine, index, relation).map((other): Kin => ({ ...cited(library, other), relation })),
  )
  const date = ({ document }: Kin) => document.summary.date ?? ''
  return {
    ...cited(library, index),
    twins: [],
    ...(kin.length > 0 && { kin: kin.sort((a, b) => (date(a) < date(b) ? -1 : 1)) }),
  }
}

function akin({ library }: Engine, index: number, wanted: Kin['relation'] | 'same'): number[] {
  return (library.records[index]!.lineage ?? []).flatMap(({ id, relation }) =>
    relation === wanted ? [library.indexOf(id)] : [],
  )
}

function cited(library: Engine['library'], index: number): Cited {
  const record = library.records[index]!
  return { record, document: library.document(record.documentId)! }
}

const ASKS_CONDITIONS = /条件|资格|门槛|什么要求|谁(?:能|可以)|(?:哪些|什么)(?:人|企业)(?:能|可以)/u
const CONDITIONS = /对象|条件|资格|符合|适用|涵盖|限于|须|应当/u
const RESPONSIBLE = /牵头|负责|会同|主管|承办/u

/** What the sentences of the evidence are judged by. */
export function relevanceOf(engine: Engine, found: Findings, intent: Intent): Assignment['relevance'] {
  const { library } = engine
  const conditions = ASKS_CONDITIONS.test(found.standalone) ? CONDITIONS : undefined
  const sought = intent === 'department' ? RESPONSIBLE : conditions
  return {
    ...(sought && { sought }),
    words: wordsOf(engine, found.standalone),
    similarity: ({ id }, start, end) => {
      const worded = library.passagesOf(library.indexOf(id)).filter(({ passage }) => passage.kind !== 'title')
      // Where a record is one sentence, that is its one passage.
      const sentence = worded.find(
        ({ passage }) =>
          (worded.length === 1 || passage.kind === 'sentence') &&
          passage.start === start &&
          passage.end === end,
      )
      return sentence && found.similarityOf(sentence.index)
    },
    figure: ((intent === 'figure' || intent === 'comparison') && figureAsked(found.standalone)) || false,
    parts: partsAsked(found.standalone, (part) => wordsOf(engine, part)),
  }
}

const wordsOf = ({ tokenizer, words }: Engine, text: string) =>
  new Map([...new Set(tokenizer.words(text))].map((word) => [word, words.idf(word)]))
