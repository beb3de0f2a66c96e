// Which measures fit a person: read what they told, pick the records to judge, and compare, for the list of matches and
// for answers in chat. It does not know how a verdict is found nor how it is worded (applicability/).

import type { Alike } from './applicability/likeness.ts'
import { type Measure, readMeasure } from './applicability/measure.ts'
import { readProfile, type Told } from './applicability/profile.ts'
import {
  type MatchItem,
  type MatchRequest,
  type MatchResponse,
  type Profile,
  TEXT_MAX,
} from './applicability/schema.ts'
import { type Judged, judge, type Verdict } from './applicability/verdict.ts'
import { itemOf, type Stance, stanceOf } from './applicability/wording.ts'
import type { Engine } from './engine.ts'
import { AppError } from './errors.ts'
import type { Library } from './library.ts'
import { askedBefore } from './question/follow-up.ts'
import { questionVector } from './ranking.ts'
import { type Message, QUESTION_MAX } from './schema.ts'
import { find } from './search.ts'

/** Without named records, so many of the best found are judged … */
const CANDIDATES = 30
/** … and so many shown, unless the request says otherwise. */
const LIMIT = 10
/** So many clauses of what was told are compared with the records; a long story says the rest in other words. */
const CLAUSES_MAX = 16
/** The same measure in two documents, a sign or a word apart, is equally near; larger differences tell measures apart. */
const SAME_PLACE = 0.01

const ORDER: readonly Verdict[] = ['fits', 'fits_if', 'unknown', 'does_not_fit']

/**
 * Judges the records named, in their order, or the best candidates, what fits first.
 * @throws AppError `invalid_request` naming a record that is not there
 */
export async function match(engine: Engine, request: MatchRequest): Promise<MatchResponse> {
  const started = performance.now()
  const { profile, question, records: ids, limit } = request
  const told = readProfile(profile, question)
  const chosen = ids
    ? ids.map((id) => indexOf(engine.library, id))
    : await candidates(engine, profile, question)
  const items = await matchItems(engine, told, chosen)
  const ordered = ids
    ? items.slice(0, limit ?? items.length)
    : items
        .map((item, i) => ({ item, i }))
        .sort((a, b) => ORDER.indexOf(a.item.verdict) - ORDER.indexOf(b.item.verdict) || a.i - b.i)
        .slice(0, limit ?? LIMIT)
        .map(({ item }) => item)
  return { items: ordered, build: engine.build, tookMs: Math.round((performance.now() - started) * 10) / 10 }
}

/** The verdict on each of these records (indexes in the library), in their order. */
async function matchItems(engine: Engine, told: Told, records: readonly number[]): Promise<MatchItem[]> {
  const judged = await judgedOn(engine, told, records)
  return judged.map(({ measure, ...one }) => itemOf(measure, one, engine.phrases))
}

async function judgedOn(
  engine: Engine,
  told: Told,
  records: readonly number[],
): Promise<(Judged & { measure: Measure })[]> {
  const { library } = engine
  const likeness = await likenessOf(engine, told, records)
  return records.map((index) => {
    const record = library.records[index]!
    const measure = readMeasure(record, library.document(record.documentId)!)
    return { measure, ...judge(measure, told, likeness(index)) }
  })
}

function indexOf(library: Library, id: string): number {
  const index = library.indexOf(id)
  if (index === -1) throw new AppError('invalid_request', `没有编号为“${id}”的条目，请检查“records”。`)
  return index
}

/** Notices' bodies are about many measures at once: they are no measure to judge. */
async function candidates(engine: Engine, profile: Profile, question = ''): Promise<number[]> {
  const { industries = [], activities = [], text = '' } = profile
  const query =
    [question, ...industries, ...activities, text].filter(Boolean).join('，') || profile.areas!.join('，')
  const found = await find(engine, {
    question: [...query].slice(0, QUESTION_MAX).join(''),
    readFilters: false,
  })
  return found.ranked
    .map(({ record }) => record)
    .filter((record) => engine.library.records[record]!.kind !== 'body')
    .slice(0, CANDIDATES)
}

/** By record and clause of what was told, how near it is and whether no other measure is nearer; empty without a model. */
async function likenessOf(engine: Engine, { listed, clauses }: Told, records: readonly number[]) {
  const { dense, library } = engine
  const likeness = new Map(records.map((record) => [record, new Map<string, Alike>()]))
  if (dense)
    for (const clause of [listed, ...clauses].filter(Boolean).slice(0, CLAUSES_MAX)) {
      const vector = await questionVector(engine, clause, records.length)
      if (!vector) continue
      const similarities = dense.store.similarities(vector)
      const nearest = nearestOf(library, similarities)
      for (const record of records) {
        const cosine = Math.max(-1, ...library.passagesOf(record).map(({ index }) => similarities[index]!))
        likeness.get(record)!.set(clause, { cosine, nearest: cosine >= nearest - SAME_PLACE })
      }
    }
  return (record: number) => likeness.get(record)!
}

/** The highest cosine to any measure. */
function nearestOf({ records, recordOfPassage }: Library, similarities: Float32Array): number {
  let nearest = -1
  for (let passage = 0; passage < similarities.length; passage++)
    if (similarities[passage]! > nearest && records[recordOfPassage[passage]!]!.kind !== 'body')
      nearest = similarities[passage]!
  return nearest
}

/**
 * For chat: what each record that the answer stands on (indexes in the library) is to who asks, as far as the question and
 * the conversation before it tell; undefined where they do not say who that is.
 */
export async function stancesOn(
  engine: Engine,
  question: string,
  history: readonly Message[],
  records: readonly number[],
): Promise<ReadonlyMap<number, Stance> | undefined> {
  const told = readProfile({ text: askedBefore(history).join('。').slice(-TEXT_MAX) }, question)
  if (!told.saysWho) return undefined
  const judged = await judgedOn(engine, told, records)
  return new Map(judged.map((one, i) => [records[i]!, stanceOf(one, engine.phrases)]))
}
