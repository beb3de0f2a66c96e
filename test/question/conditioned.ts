// What the shipped documents' vocabulary reads from a question, in one line per condition.

import { readFilters } from '../../src/question/filters.ts'
import type { FilterKey } from '../../src/schema.ts'
import { vocabulary } from './words.ts'

/** The conditions on a key as mode, range and values: `every 福州片区 厦门片区`, `count 2-`. */
export function conditioned(question: string, key: FilterKey): string[] {
  return readFilters(question, vocabulary)
    .facets.filter((facet) => facet.key === key)
    .map(({ mode, values, least, most }) =>
      [mode, ...(mode === 'count' ? [`${least ?? ''}-${most ?? ''}`] : values)].join(' '),
    )
}
