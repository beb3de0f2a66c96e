// Which measures and cases of different documents are one innovation: the same text taken over, a forerunner, or akin.
// Judged from names, wording and dates alone; each link says what it was judged by.

import type { PolicyRecord } from '../schema.ts'
import { type Bigrams, bigrams, dice, rarity, shared, weightOf } from './bigrams.ts'
import { commonPassage } from './common-passage.ts'

export type Lineage = NonNullable<PolicyRecord['lineage']>
type Link = Lineage[number]

/** Share of common bigrams from which two contents are one text with small changes. */
const SAME_WORDING = 0.7
/** Share of common bigrams from which two names mean one innovation … */
const SAME_NAME = 0.75
/** … or akin ones. */
const AKIN_NAME = 0.5
/**
 * Under another name, records are akin where the one's wording has the other's name, and more of the shorter wording than
 * chance would have: shares by the rarity of bigrams, each at least so much, together so much. Of the shipped documents
 * this adds two links, both right by eye; together 0.75 would add a wrong one.
 */
const TOLD_NAME = 0.45
const TOLD_WORDING = 0.2
const TOLD_TOGETHER = 0.78

/** Adds to each measure and case its relations to those of other documents. `dateOf` gives a document's date, if any. */
export function withLineage(
  records: readonly PolicyRecord[],
  dateOf: (documentId: string) => string | undefined,
): PolicyRecord[] {
  // Most records have no name: articles, sections, bodies.
  const named = records.flatMap(({ kind, titleDerived }, i) =>
    (kind === 'measure' || kind === 'case') && !titleDerived ? [i] : [],
  )
  const names = named.map((i) => bigrams(records[i]!.title))
  const wordings = named.map((i) => bigrams(`${records[i]!.title} ${records[i]!.content}`))
  const links = new Map<number, Link[]>()
  const add = (place: number, link: Link) => {
    const own = links.get(place)
    if (own) own.push(link)
    else links.set(place, [link])
  }
  const documents = named.map((i) => records[i]!.documentId)
  for (const [a, b, name, told] of pairs(names, wordings, documents)) {
    const [one, other] = [records[named[a]!]!, records[named[b]!]!]
    const [mine, its] = [wordings[a]!, wordings[b]!]
    const wording = dice(mine, its, shared(mine, its))
    const [before, after] = [dateOf(one.documentId), dateOf(other.documentId)]
    const relation = relationBy({ name, wording, told, before, after })
    if (!relation) continue
    const passage = commonPassage(one, other)
    const evidence = { name: round(name), wording: round(wording) }
    add(a, { id: other.id, relation, evidence: { ...evidence, ...(passage && { passage }) } })
    add(b, {
      id: one.id,
      relation: INVERSE[relation],
      evidence: {
        ...evidence,
        ...(passage && {
          passage: {
            text: passage.text,
            start: passage.otherStart,
            end: passage.otherEnd,
            otherStart: passage.start,
            otherEnd: passage.end,
          },
        }),
      },
    })
  }
  const order = new Map(records.map(({ id }, i) => [id, i]))
  const withLinks = [...records]
  for (const [place, lineage] of links) {
    lineage.sort((a, b) => order.get(a.id)! - order.get(b.id)!)
    withLinks[named[place]!] = { ...records[named[place]!]!, lineage }
  }
  return withLinks
}

const INVERSE = {
  same: 'same',
  related: 'related',
  predecessor: 'successor',
  successor: 'predecessor',
} as const

/** What the other record is to the first; undefined where they have nothing to do with each other. */
function relationBy(of: {
  name: number
  wording: number
  told: boolean
  before: string | undefined
  after: string | undefined
}): Link['relation'] | undefined {
  const { name, wording, told, before, after } = of
  if (name >= AKIN_NAME && wording >= SAME_WORDING) return 'same'
  if (name >= SAME_NAME && before && after && before !== after)
    return before < after ? 'successor' : 'predecessor'
  return name >= AKIN_NAME || told ? 'related' : undefined
}

const round = (share: number) => Math.round(share * 100) / 100

/** Pairs of places in two documents that are related, each once: how alike their names are, and whether one's wording has the other's name. */
function* pairs(
  names: readonly Bigrams[],
  wordings: readonly Bigrams[],
  documents: readonly string[],
): Generator<[a: number, b: number, name: number, told: boolean]> {
  const inNames = holders(names)
  const inWordings = holders(wordings, inNames)
  const idf = rarity(wordings)
  const weights = wordings.map((wording) => weightOf(wording, idf))
  const common = new Uint32Array(names.length)
  const told = new Float64Array(names.length)
  const seen = new Set<number>()
  /** Places that have something in common with the present one: few of many. */
  const touched: number[] = []
  const touch = (place: number) => common[place] === 0 && told[place] === 0 && touched.push(place)
  const order = new Map([...new Set(documents)].map((document, at) => [document, at]))
  const owners = Uint32Array.from(documents, (document) => order.get(document)!)
  for (const [i, name] of names.entries()) {
    const owner = owners[i]
    for (const pair of name) {
      const weight = idf(pair)
      for (const place of inNames.get(pair)!) {
        if (owners[place] === owner) continue
        touch(place)
        common[place]!++
      }
      if (weight > 0)
        for (const place of inWordings.get(pair)!) {
          if (owners[place] === owner) continue
          touch(place)
          told[place]! += weight
        }
    }
    const whole = weightOf(name, idf) || 1
    for (const other of touched) {
      const share = told[other]! / whole
      if (common[other] === 0 && share < TOLD_NAME) continue
      const alike = dice(name, names[other]!, common[other]!)
      if (alike < AKIN_NAME && share < TOLD_NAME) continue
      const [a, b] = [Math.min(i, other), Math.max(i, other)]
      if (seen.has(a * names.length + b)) continue
      const taken = shared(wordings[a]!, wordings[b]!, idf) / (Math.min(weights[a]!, weights[b]!) || 1)
      const tells = share >= TOLD_NAME && taken >= TOLD_WORDING && share + taken >= TOLD_TOGETHER
      if (alike < AKIN_NAME && !tells) continue
      seen.add(a * names.length + b)
      yield [a, b, alike, tells]
    }
    for (const place of touched) {
      common[place] = 0
      told[place] = 0
    }
    touched.length = 0
  }
}

/** By pair, the places of the sets that have it, ascending; where `only` is given, of those pairs alone. */
function holders(sets: readonly Bigrams[], only?: ReadonlyMap<number, unknown>): Map<number, number[]> {
  const having = new Map<number, number[]>()
  sets.forEach((set, place) => {
    for (const pair of set) {
      if (only && !only.has(pair)) continue
      const list = having.get(pair)
      if (list) list.push(place)
      else having.set(pair, [place])
    }
  })
  return having
}
