// What a question says of the values of one key, as conditions: any of them, all together, nothing else, not those.
// It does not know what the values are, nor how they were found.

import type { Condition, FilterKey } from '../schema.ts'
import { NUMBER, numberOf } from './numerals.ts'
import type { Said } from './scene.ts'

/** The values of one key that a name means. */
export interface Group {
  values: string[]
  said: Said
}

/** What a question says of the values of one key; nothing where no name means any. */
export function conditionsOn(key: FilterKey, groups: readonly Group[]): Condition[] {
  const distinct = (some: readonly Group[]) => [...new Set(some.flatMap(({ values }) => values))]
  const denied = groups.filter(({ said }) => said.denied)
  const meant = groups.filter(({ said }) => !said.denied)
  const alone = (some: readonly Group[]) => some.some(({ said }) => said.clause.alone)
  // 除厦门外别处都没做: what is excepted is the only one.
  if (meant.length === 0 && denied.length > 0 && alone(denied) && denied[0]!.said.clause.text.includes('除'))
    return [{ key, values: distinct(denied), mode: 'only' }]
  const facets: Condition[] = []
  const together =
    meant.length > 1 &&
    (alone(meant) || meant.some(({ said }) => said.clause.together || numbered(said, meant.length)))
  if (together && meant.every(({ values }) => values.length === 1))
    facets.push({ key, values: distinct(meant), mode: 'every' })
  else if (together) facets.push(...meant.map(({ values }): Condition => ({ key, values, mode: 'any' })))
  else if (meant.length > 0 && !alone(meant)) facets.push(...kindOf(key, meant))
  if (alone(meant)) facets.push({ key, values: distinct(meant), mode: 'only' })
  if (denied.length > 0) facets.push({ key, values: distinct(denied), mode: 'except' })
  return facets
}

/** 海关 is any customs office, 两个海关 both. */
function kindOf(key: FilterKey, meant: readonly Group[]): Condition[] {
  const values = [...new Set(meant.flatMap((group) => group.values))]
  const both = meant.length === 1 && values.length > 1 && numberBefore(meant[0]!.said) === values.length
  return [{ key, values, mode: both ? 'every' : 'any' }]
}

/** 两个海关: the number before a name. */
const BEFORE_NAME = new RegExp(`(${NUMBER})[个家]$`, 'u')

function numberBefore({ clause, start }: Said): number | undefined {
  const [, number] = BEFORE_NAME.exec(clause.text.slice(0, start - clause.start)) ?? []
  return number === undefined ? undefined : numberOf(number)
}

/** 福州海关、厦门海关两家, 福州厦门两片区: so many names, and no more, are spoken of together. */
const SUMMED_UP = new RegExp(`(${NUMBER})(?:个|家|地|头)?(?:片区|单位|部门|都|合|牵|负|一)`, 'u')

function numbered({ clause }: Said, count: number): boolean {
  const [, number] = SUMMED_UP.exec(clause.text) ?? []
  return number !== undefined && numberOf(number) === count
}

/** Of a key that each record has one value of, nothing can be the only one, and no two together. */
export const ofSingleValues = (conditions: readonly Condition[]): Condition[] =>
  conditions.map((condition) =>
    condition.mode === 'only' || condition.mode === 'every' ? { ...condition, mode: 'any' } : condition,
  )
