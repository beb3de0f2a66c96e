// The filters of an answer as chips that can be taken off one by one. Pure: no DOM.

import type { FilterKey, Filters, RecordKind } from '../../schema.ts'
import { FILTER_LABELS, KIND_LABELS } from './labels.ts'

/** One value of one filter; `label` is what people read. */
export interface Chip {
  readonly key: FilterKey
  readonly value: string
  readonly label: string
}

const KEYS = Object.keys(FILTER_LABELS) as FilterKey[]

/** Every value of every filter, in the order of the labels. */
export function chipsOf(filters: Filters, titles: ReadonlyMap<string, string>): Chip[] {
  return KEYS.flatMap((key) =>
    valuesOf(filters, key).map((value) => ({
      key,
      value,
      label: `${FILTER_LABELS[key]}：${shownValue(key, value, titles)}`,
    })),
  )
}

/** The filters without one value; a key whose last value goes is left out. */
export function withoutChip(filters: Filters, chip: Pick<Chip, 'key' | 'value'>): Filters {
  const left: Filters = {}
  for (const key of KEYS) {
    const values = valuesOf(filters, key).filter((value) => key !== chip.key || value !== chip.value)
    if (values.length > 0) left[key] = values
  }
  return left
}

function valuesOf(filters: Filters, key: FilterKey): string[] {
  const given = filters[key]
  if (given === undefined) return []
  return typeof given === 'string' ? [given] : given
}

/** A value in the words people read. @param titles of documents by id */
export function shownValue(key: FilterKey, value: string, titles: ReadonlyMap<string, string>): string {
  if (key === 'document') return titles.get(value) ?? value
  if (key === 'kind') return KIND_LABELS[value as RecordKind] ?? value
  if (key === 'batch') return `第${value}批`
  if (key === 'year') return `${value}年`
  return value
}
