// What an application writes around an engine that returns entries: the best entry of each record, and one list out
// of two. Knows scores and ranks, not where they come from.

export interface Scored {
  record: string
  /** Higher is better. */
  score: number
}

/** One row per record, its best, best first. */
export function bestPerRecord(hits: readonly Scored[]): Scored[] {
  const best = new Map<string, number>()
  for (const { record, score } of hits) if (score > (best.get(record) ?? -Infinity)) best.set(record, score)
  return [...best].map(([record, score]) => ({ record, score })).sort((a, b) => b.score - a.score)
}

/** The first `limit` records. */
export function recordsOf(hits: readonly Scored[], limit: number): string[] {
  return bestPerRecord(hits)
    .slice(0, limit)
    .map(({ record }) => record)
}

/** Reciprocal rank fusion of records (Cormack, Clarke and Büttcher 2009). */
export function reciprocalRanks(legs: readonly (readonly Scored[])[], k = 60): Scored[] {
  const sums = new Map<string, number>()
  for (const leg of legs)
    for (const [rank, { record }] of bestPerRecord(leg).entries())
      sums.set(record, (sums.get(record) ?? 0) + 1 / (k + rank + 1))
  return [...sums].map(([record, score]) => ({ record, score })).sort((a, b) => b.score - a.score)
}

/**
 * Weighted sum of the legs, each brought to 0…1 between its worst and best candidate; a record that a leg did not
 * bring back gets 0 from it.
 */
export function convexSum(legs: readonly { hits: readonly Scored[]; weight: number }[]): Scored[] {
  const sums = new Map<string, number>()
  for (const { hits, weight } of legs) {
    const best = bestPerRecord(hits)
    const top = best[0]?.score ?? 0
    const range = top - (best.at(-1)?.score ?? 0) || 1
    for (const { record, score } of best)
      sums.set(record, (sums.get(record) ?? 0) + weight * (1 - (top - score) / range))
  }
  return [...sums].map(([record, score]) => ({ record, score })).sort((a, b) => b.score - a.score)
}
