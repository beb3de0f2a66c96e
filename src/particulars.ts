// What is told of each thing an answer stands on besides its wording, and of all of them together: the fields that are
// asked for, how a list divides, where else it stands. Computed from the evidence; it quotes nothing.

import {
  type Assignment,
  type Cited,
  type Evidence,
  FIELDS,
  type Field,
  type Tally,
} from './answerers/answerer.ts'
import type { FilterKey } from './schema.ts'
import type { Findings } from './search.ts'

/** What asks for a field of each record. */
const ASKED: Readonly<Record<Field, RegExp>> = {
  implementedIn: /片区|哪里|先行|试点|实施|试过|做过/u,
  promotionScope: /推广|范围|哪里|哪些地方|全省|全国|适用/u,
  promotionTime: /什么时候|何时|时间|哪年|起/u,
  leadUnits: /谁|部门|单位|机构|牵头|负责|主管|哪家|[局厅委部]/u,
  providedBy: /谁|部门|单位|报送|提供/u,
  innovationType: /首创|复制|类型|档次|创新性/u,
}
/** The field that a filter key is about. */
const FIELD_OF: Partial<Record<FilterKey, Field>> = {
  area: 'implementedIn',
  scope: 'promotionScope',
  time: 'promotionTime',
  unit: 'leadUnits',
  provider: 'providedBy',
  innovation: 'innovationType',
}

/**
 * Facts beside the wording that are told of every record. In a list those that are asked for, and those that were chosen
 * by and differ; elsewhere lead units wherever there are any.
 */
export function fieldsFor(found: Findings, standing: readonly Evidence[]): Field[] {
  const asked = FIELDS.filter((field) => ASKED[field].test(found.standalone))
  if (!found.listed) return FIELDS.filter((field) => asked.includes(field) || field === 'leadUnits')
  const keys = [...Object.keys(found.filters), ...found.read.facets.map(({ key }) => key)] as FilterKey[]
  const chosenBy = new Set(keys.flatMap((key) => FIELD_OF[key] ?? []))
  const differs = (field: Field) =>
    new Set(standing.flatMap(({ record }) => (record[field] === undefined ? [] : String(record[field]))))
      .size > 1
  const wanted = FIELDS.filter((field) => asked.includes(field) || chosenBy.has(field))
  // Of a single one, what is asked is told though it cannot differ.
  return standing.length === 1 ? wanted : wanted.filter(differs)
}

/** How what is listed divides by type and domain, where it divides at all. */
export function talliesOf(standing: readonly Evidence[]): Tally[] {
  return (['innovationType', 'domain'] as const).flatMap((field) => {
    const counts = new Map<string, number>()
    for (const { record } of standing) {
      const value = record[field]
      if (value) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    return counts.size > 1 ? [{ field, counts: [...counts].sort((a, b) => b[1] - a[1]) }] : []
  })
}

/** The other documents that hold some of what is listed, with how many of it. */
export function alsoIn(standing: readonly Evidence[]): NonNullable<Assignment['alsoIn']> {
  const counts = new Map<Cited['document'], number>()
  for (const { twins } of standing)
    for (const { document } of twins) counts.set(document, (counts.get(document) ?? 0) + 1)
  return [...counts].map(([document, count]) => ({ document, count }))
}
