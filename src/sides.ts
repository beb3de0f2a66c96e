// What a question sets side by side: the same subject in documents of several issuers or years, or two subjects. It finds
// the record that stands for each side; how they are told is for others to say (answerers/forms).

import type { Engine } from './engine.ts'
import { comparesYears, readDocuments } from './question/documents.ts'
import { squash } from './question/vocabulary.ts'
import { type Ranked, rank } from './ranking.ts'
import type { Intent } from './schema.ts'
import type { Findings } from './search.ts'
import { normalize } from './text/normalize.ts'

/** More than three columns nobody compares. */
const SIDES_MAX = 3
/** What is no closer to the best than this is another subject, not its other side. */
const SIDE_GAP = 1.6
/** The whole country's documents are called by who issued them; 全国 is where something was rolled out. */
const NATIONAL = /国家|国务院|中央/u
/** 甲跟乙, 甲比乙: what stands between two subjects, where it is no part of a word. */
const BETWEEN =
  /(?<![共相不协会随陪])(?:跟|和|与|同)(?![意时样类等事谐平约步])|对比|相比|(?<![对相])比(?![例较重价率如])/u
const SIDE_MIN = 2
/** A shorter end of a title is what every title ends with: 条例, 的通知. */
const TITLE_END_MIN = 4

/** 少的是哪项, 多了哪几条: which records only one of two lists has. */
const ONLY_IN_ONE =
  /(?:[少多缺]|没[有列写收提]?|独有|只有)(?:了|的|出来?的?)?(?:是|有)?(?:哪|几|一|两)?[些几一]?[项条个]|哪[一两几]?[项条个些][^,。?]{0,12}(?:有|[列写收]了)[,、而但][^,。?]{2,12}(?:没有?|缺)[列收写提]?(?:$|[?,。的])/u
/** Two documents are versions of one list where so much of the shorter one stands in the other as well. */
const SAME_LIST = 0.5

/** What two lists have in common and what not. */
export interface Difference {
  /** How many measures stand in both. */
  shared: number
  /** Indexes of the records that only one of them has, in the order of the documents. */
  only: number[]
}

/** Of two documents that are versions of one list, where a question asks what one has and the other has not. */
export function differenceOf(engine: Engine, found: Findings): Difference | undefined {
  const { parties } = partiesOf(engine, found, 'comparison')
  if (!ONLY_IN_ONE.test(normalize(found.standalone)) || parties.length !== 2) return undefined
  const { library } = engine
  const [mine, its] = parties.map((ids) =>
    library.records.flatMap(({ documentId, kind }, i) =>
      kind !== 'body' && ids.includes(documentId) ? [i] : [],
    ),
  )
  const isIn = (others: readonly number[]) => (record: number) =>
    others.some((other) => areTwins(engine, record, other))
  const shared = mine!.filter(isIn(its!)).length
  if (shared < SAME_LIST * Math.min(mine!.length, its!.length) || shared === 0) return undefined
  const alone = [
    ...mine!.filter((record) => !isIn(its!)(record)),
    ...its!.filter((record) => !isIn(mine!)(record)),
  ]
  return { shared, only: alone.sort((a, b) => a - b) }
}

/** Indexes of the records that stand for the sides, best first; fewer than two where nothing is set side by side. */
export async function sidesOf(engine: Engine, found: Findings, intent: Intent): Promise<number[]> {
  const { parties, about } = partiesOf(engine, found, intent)
  const sides = parties.length > 1 ? await bestOfEach(engine, about, parties) : []
  if (sides.length > 1 || intent !== 'comparison') return sides
  return subjects(engine, found)
}

interface Parties {
  /** The documents of each: by territory, or one by one where all are of one territory. */
  parties: string[][]
  /** The question without the words that name them. */
  about: string
}

function partiesOf({ vocabulary }: Engine, found: Findings, intent: Intent): Parties {
  const text = normalize(found.standalone)
  const comparing = intent === 'comparison' || comparesYears(text)
  const { filters, chosen, used } = readDocuments(text, vocabulary, {
    comparing: true,
    listing: false,
    expects: new Set(),
  })
  if (Object.keys(filters).length === 0) return { parties: [], about: text }
  const territories = new Set(chosen.map(({ territory }) => territory))
  // Without a word of comparison, both must be called by name: 深圳给多久，宁波给多久.
  const named = (territory = '') =>
    comparing || (territory === '全国' ? NATIONAL.test(text) : territory !== '' && text.includes(territory))
  const parties = new Map<string, string[]>()
  for (const { id, territory } of chosen) {
    if (!named(territory)) continue
    const party = territories.size > 1 ? (territory ?? id) : id
    if (territories.size === 1 && !comparing) continue
    parties.set(party, [...(parties.get(party) ?? []), id])
  }
  const about = used.filter(Boolean).reduce((rest, word) => rest.replaceAll(word, ' '), text)
  return { parties: [...parties.values()].slice(0, SIDES_MAX), about }
}

/** The record that fits the question best, and of every other party its twin, its kin, or else what fits best. */
async function bestOfEach(engine: Engine, about: string, parties: readonly string[][]): Promise<number[]> {
  const { library } = engine
  const partyOf = new Map(parties.flatMap((ids, party) => ids.map((id) => [id, party] as const)))
  const allowed = Uint32Array.from(
    library.records.flatMap(({ documentId, kind }, i) =>
      kind !== 'body' && partyOf.has(documentId) ? [i] : [],
    ),
  )
  const { ranked } = await rank(engine, about, { allowed })
  const [first] = ranked
  if (!first) return []
  const party = (record: number) => partyOf.get(library.records[record]!.documentId)!
  const lineage = (library.records[first.record]!.lineage ?? []).map(({ id }) => library.indexOf(id))
  const others = parties.flatMap((_, i) => {
    if (i === party(first.record)) return []
    const own = lineage.find(
      (record) => partyOf.has(library.records[record]!.documentId) && party(record) === i,
    )
    const near = ranked.find(({ record, score }) => party(record) === i && score >= first.score - SIDE_GAP)
    return own ?? near?.record ?? []
  })
  return [first.record, ...others]
}

/** Two subjects that a word of comparison stands between: for each what it finds, together with the rest of the question. */
async function subjects(engine: Engine, found: Findings): Promise<number[]> {
  const { library } = engine
  const clauses = normalize(found.standalone).split(/[,，。;；?？]/u)
  const at = clauses.findIndex((clause) => clause.split(BETWEEN).length > 1)
  const [left = '', ...others] = (clauses[at] ?? '').split(BETWEEN)
  const right = others.join('')
  if (left.trim().length < SIDE_MIN || right.trim().length < SIDE_MIN) return []
  const about = clauses.filter((_, i) => i !== at).join(' ')
  const laws = [left, right].map((side) => calledByEnd(engine, side))
  if (laws[0] && laws[1] && laws[0] !== laws[1]) return bestOfEach(engine, about, [[laws[0]], [laws[1]]])
  const allowed = library.matching(found.filters).filter((record) => library.records[record]!.kind !== 'body')
  const [one, other] = await Promise.all(
    [left, right].map(async (side) => (await rank(engine, `${side} ${about}`, { allowed })).ranked),
  )
  return apart(engine, one!, other!)
}

/** 实施条例, 外商投资法: laws are called by the end of their title. The document that no other is called so. */
function calledByEnd({ vocabulary }: Engine, side: string): string | undefined {
  const plain = squash(side)
  const called = vocabulary.documents.map(({ id, names }) => {
    const lengths = names.map((name) => {
      let length = name.length
      while (length >= TITLE_END_MIN && !plain.includes(name.slice(-length))) length--
      return length
    })
    return { id, length: Math.max(0, ...lengths) }
  })
  const longest = Math.max(...called.map(({ length }) => length))
  const best = called.filter(({ length }) => length === longest)
  return longest >= TITLE_END_MIN && best.length === 1 ? best[0]!.id : undefined
}

/** The best of both, or where that is one thing, the second best of the side that loses less by it. */
function apart(engine: Engine, one: readonly Ranked[], other: readonly Ranked[]): number[] {
  const [mine, its] = [one[0], other[0]]
  if (!mine || !its) return []
  const isOther = (a: Ranked, b: Ranked) => a.record !== b.record && !areTwins(engine, a.record, b.record)
  if (isOther(mine, its)) return [mine.record, its.record]
  const second = (ranked: readonly Ranked[], best: Ranked) => ranked.find((each) => isOther(each, best))
  const [mySecond, itsSecond] = [second(one, mine), second(other, its)]
  if (!mySecond || !itsSecond) return []
  return mine.score - mySecond.score < its.score - itsSecond.score
    ? [mySecond.record, its.record]
    : [mine.record, itsSecond.record]
}

const areTwins = ({ library }: Engine, a: number, b: number) =>
  (library.records[a]!.lineage ?? []).some(
    ({ id, relation }) => relation === 'same' && id === library.records[b]!.id,
  )
