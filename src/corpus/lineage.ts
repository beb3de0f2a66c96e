// Which records of different documents are one innovation: the same text taken over, a forerunner, or akin.
// Judged from names, wording and dates alone.

import type { PolicyRecord } from '../schema.ts'
import { normalize } from '../text/normalize.ts'

export type Lineage = NonNullable<PolicyRecord['lineage']>

/** Share of common bigrams from which two contents are one text with small changes. */
const SAME_WORDING = 0.7
/** Share of common bigrams from which two names mean one innovation … */
const SAME_NAME = 0.75
/** … or akin ones. */
const AKIN_NAME = 0.5

const letters = (text: string) => normalize(text).replace(/[^\p{L}\p{N}]/gu, '')

function bigrams(text: string): Set<string> {
  const plain = letters(text)
  return new Set(Array.from({ length: Math.max(0, plain.length - 1) }, (_, i) => plain.slice(i, i + 2)))
}

/** Dice's coefficient of two sets, 0…1. */
function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0
  let common = 0
  for (const item of a) if (b.has(item)) common++
  return (2 * common) / (a.size + b.size)
}

/** Adds to each record its relations to records of other documents. `dateOf` gives a document's date, if it has one. */
export function withLineage(
  records: readonly PolicyRecord[],
  dateOf: (documentId: string) => string | undefined,
): PolicyRecord[] {
  const named = records.map((record) => ({
    record,
    name: record.titleDerived || record.kind === 'body' ? undefined : bigrams(record.title),
    wording: bigrams(record.content),
  }))
  return named.map((one) => {
    const lineage: Lineage = named.flatMap((other) => {
      if (other.record.documentId === one.record.documentId || !one.name || !other.name) return []
      const name = dice(one.name, other.name)
      if (name < AKIN_NAME) return []
      if (dice(one.wording, other.wording) >= SAME_WORDING)
        return [{ id: other.record.id, relation: 'same' as const }]
      if (name < SAME_NAME) return [{ id: other.record.id, relation: 'related' as const }]
      const before = dateOf(one.record.documentId)
      const after = dateOf(other.record.documentId)
      const relation =
        !before || !after || before === after ? 'related' : before < after ? 'successor' : 'predecessor'
      return [{ id: other.record.id, relation } as Lineage[number]]
    })
    return lineage.length > 0 ? { ...one.record, lineage } : one.record
  })
}
