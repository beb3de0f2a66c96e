// Which measures and cases of different documents are one innovation: the same text taken over, a forerunner, or akin.
// Judged from names, wording and dates alone.

import type { PolicyRecord } from '../schema.ts'
import { normalize } from '../text/normalize.ts'
import { letters } from './names.ts'

export type Lineage = NonNullable<PolicyRecord['lineage']>

/** Share of common bigrams from which two contents are one text with small changes. */
const SAME_WORDING = 0.7
/** Share of common bigrams from which two names mean one innovation … */
const SAME_NAME = 0.75
/** … or akin ones. */
const AKIN_NAME = 0.5

/** The pairs of neighbouring letters, each once, as numbers in ascending order: two UTF-16 units make one. */
function bigrams(text: string): Uint32Array {
  const plain = letters(normalize(text))
  const pairs = new Set<number>()
  for (let i = 1; i < plain.length; i++) pairs.add(plain.charCodeAt(i - 1) * 0x10000 + plain.charCodeAt(i))
  return Uint32Array.from(pairs).sort()
}

/** Dice's coefficient of two sets, 0…1, from their sizes and the number of common items. */
const dice = (a: Uint32Array, b: Uint32Array, common: number) =>
  common === 0 ? 0 : (2 * common) / (a.length + b.length)

function commonOf(a: Uint32Array, b: Uint32Array): number {
  let common = 0
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) common++
    if (a[i]! <= b[j]!) i++
    else j++
  }
  return common
}

/** Adds to each measure and case its relations to those of other documents. `dateOf` gives a document's date, if any. */
export function withLineage(
  records: readonly PolicyRecord[],
  dateOf: (documentId: string) => string | undefined,
): PolicyRecord[] {
  const names = records.map(({ kind, title, titleDerived }) =>
    (kind === 'measure' || kind === 'case') && !titleDerived ? bigrams(title) : new Uint32Array(),
  )
  const wordings: Uint32Array[] = []
  const wordingOf = (i: number) => {
    wordings[i] ??= bigrams(records[i]!.content)
    return wordings[i]
  }
  const akinTo = akinNames(names)
  return records.map((one, i) => {
    const lineage = akinTo(i).flatMap(({ other, name }): Lineage => {
      const { id, documentId } = records[other]!
      if (documentId === one.documentId) return []
      const [mine, its] = [wordingOf(i), wordingOf(other)]
      if (dice(mine, its, commonOf(mine, its)) >= SAME_WORDING) return [{ id, relation: 'same' }]
      if (name < SAME_NAME) return [{ id, relation: 'related' }]
      const before = dateOf(one.documentId)
      const after = dateOf(documentId)
      const relation =
        !before || !after || before === after ? 'related' : before < after ? 'successor' : 'predecessor'
      return [{ id, relation }]
    })
    return lineage.length > 0 ? { ...one, lineage } : one
  })
}

/** For each name the others akin to it, ascending: only names that share a bigram are looked at. */
function akinNames(names: readonly Uint32Array[]): (i: number) => { other: number; name: number }[] {
  // Most records have no name: articles, sections, bodies.
  const named = names.flatMap((name, i) => (name.length > 0 ? [i] : []))
  const having = new Map<number, number[]>()
  named.forEach((i, place) => {
    for (const pair of names[i]!) {
      const list = having.get(pair)
      if (list) list.push(place)
      else having.set(pair, [place])
    }
  })
  const common = new Uint32Array(named.length)
  return (i) => {
    if (names[i]!.length === 0) return []
    common.fill(0)
    for (const pair of names[i]!) for (const place of having.get(pair)!) common[place]!++
    const akin: { other: number; name: number }[] = []
    common.forEach((count, place) => {
      const other = named[place]!
      const name = other === i ? 0 : dice(names[i]!, names[other]!, count)
      if (name >= AKIN_NAME) akin.push({ other, name })
    })
    return akin
  }
}
