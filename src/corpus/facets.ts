// The values one can filter a record by. Where they are printed is known elsewhere.

import type { FilterKey, PolicyRecord } from '../schema.ts'

/** Values of a record by filter key. A key without values is absent. */
export type Facets = Partial<Record<FilterKey, string[]>>

/** What one can filter a record by. Area falls back to the document's own territory, never to the promotion scope. */
export function facetsOf(
  record: PolicyRecord,
  document: { date?: string | undefined; batch?: string | undefined; territory?: string | undefined },
): Facets {
  const area = record.implementedIn ?? (document.territory ? [document.territory] : undefined)
  const one = (value: string | undefined) => (value === undefined ? undefined : [value])
  const facets: Record<FilterKey, string[] | undefined> = {
    document: [record.documentId],
    area,
    scope: one(record.promotionScope),
    time: one(record.promotionTime),
    unit: record.leadUnits,
    provider: record.providedBy,
    year: one(document.date?.slice(0, 4)),
    batch: one(document.batch),
    kind: [record.kind],
    innovation: one(record.innovationType),
    domain: one(record.domain),
    task: one(record.task),
  }
  return Object.fromEntries(Object.entries(facets).filter(([, values]) => values !== undefined)) as Facets
}
