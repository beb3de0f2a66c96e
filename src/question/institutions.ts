// Units that lead and institutions that hand in cases, as a question asks for them: named, as a kind, by their place, or
// as so many. It does not know how institutions are called (names.ts).

import type { Condition } from '../schema.ts'
import { allMatches } from '../text/matches.ts'
import { clauseAt, type Role } from './clauses.ts'
import { conditionsOn, type Group } from './conditions.ts'
import { NUMBER, numberOf, rangeOf } from './numerals.ts'
import type { Said, Scene } from './scene.ts'

const ASKS_WHO = /谁|(?:哪个|哪些|哪几个|什么|啥)(?:部门|单位|机构)/u
/** What is handed in; 海关提供的措施 are what it offers to firms. */
const HANDED_IN = /案例|经验|成果|报送|上报|选送|报上来/u
/** 省住建厅有几项. */
const ASKS_HOW_MANY = /^的?[有占](?:几|多少|哪)/u
const TOPICAL_BEFORE = /(?:关于|涉及|讲|跟|与|和|同|针对)$/u
const TOPICAL_AFTER = /^[^，。,]{0,6}(?:有关|相关|方面)/u

/** Units that lead, or hand in cases: named whole, by a short name, as a kind, or as those of a place. */
export function institutionsOf(scene: Scene, key: 'unit' | 'provider'): Condition[] {
  const { text, names, values, used } = scene
  if (values(key).length === 0 || ASKS_WHO.test(text)) return []
  if (key === 'provider' && !scene.inDocuments && !scene.expects.has(key) && !HANDED_IN.test(text)) return []
  const wanted: Role = key === 'unit' ? 'charge' : 'provided'
  const other = key === 'unit' ? 'provider' : 'unit'
  const groups = names.flatMap((said) => {
    const own = institutionNamed(said, key, scene)
    if (own.length === 0) return []
    const unsaid =
      said.role === undefined &&
      (said.denied || scene.expects.has(key) || ASKS_HOW_MANY.test(text.slice(said.end)))
    const spoken = said.clause.roles.some(({ role }) => role === wanted)
    const plain =
      unsaid || said.role === wanted || (said.role === 'charge' && (spoken || !said.values[other]))
    const asTopic = TOPICAL_BEFORE.test(text.slice(0, said.start)) && TOPICAL_AFTER.test(text.slice(said.end))
    return plain && !asTopic ? [{ values: own, said }] : []
  })
  used.push(...groups.map(({ said }) => said.words))
  const named = alternatives(groups, text)
  const placed = placedInstitutions(scene, key, wanted)
  const counts = countOf(scene, key, wanted, named)
  return [...conditionsOn(key, [...named, ...placed]), ...counts]
}

/** 海关或海事局: either is meant, as if they were one name. */
function alternatives(groups: readonly Group[], text: string): Group[] {
  const joined: Group[] = []
  for (const group of groups) {
    const before = joined.at(-1)
    const or = before && /^(?:或者?|[/])$/u.test(text.slice(before.said.end, group.said.start))
    if (!or) joined.push(group)
    else {
      const said = { ...before.said, end: group.said.end }
      joined[joined.length - 1] = { ...before, said, values: [...before.values, ...group.values] }
    }
  }
  return joined
}

/** 平潭片区报上来的: a place hands in through its office. */
function institutionNamed(said: Said, key: 'unit' | 'provider', { values }: Scene): string[] {
  const own = said.values[key] ?? []
  if (own.length > 0 || key === 'unit' || said.role !== 'provided') return own
  const area = said.values.area?.[0] ?? said.place
  return area
    ? values(key)
        .filter(({ normal }) => normal.includes(area))
        .map(({ value }) => value)
    : []
}

const PLACED = /(\p{Script=Han}{2,3}?)(?:的|也有|有|那边的?|当地的?)?(?:单位|部门|机构)/gu

/** 深圳的单位, 深圳也有部门: those whose names have the place. */
function placedInstitutions({ text, values, clauses, used }: Scene, key: 'unit' | 'provider', wanted: Role) {
  return allMatches(text, PLACED).flatMap((match) => {
    const place = match[1]!.slice(-2)
    const own = values(key).filter(
      ({ normal }) => normal.includes(place) && !/单位|部门|[省里级家各]$/u.test(place),
    )
    const clause = clauseAt(clauses, match.index)
    if (own.length === 0 || !clause || !clause.roles.some(({ role }) => role === wanted)) return []
    used.push(place)
    const start = match.index + match[1]!.length - place.length
    const span = { start, end: start + place.length }
    const said: Said = { ...span, words: place, values: {}, role: wanted, denied: false, clause }
    return [{ values: own.map(({ value }) => value), said }]
  })
}

const COUNTED = new RegExp(
  `(至少|不少于|超过|多于|不止|不到|只有|只)?由?(${NUMBER})(?:家(?!独|企|公司|店)|个(?=(?:及?以[上内下])?(?:单位|部门)))(?:单位|部门)?(及?以上|[或及]更多|以内|以下)?`,
  'u',
)

/** 四家以上单位, 超过三家, 一家负责; with one name, 会同其他: two at least. */
function countOf(
  { clauses, used }: Scene,
  key: 'unit' | 'provider',
  wanted: Role,
  groups: readonly Group[],
): Condition[] {
  const meant = groups.filter(({ said }) => !said.denied)
  const counted = clauses.flatMap((clause) => {
    const match = COUNTED.exec(clause.text)
    const number = match && numberOf(match[2]!)
    if (
      !number ||
      !clause.roles.some(({ role }) => role === wanted) ||
      meant.some(({ said }) => said.clause === clause)
    )
      return []
    used.push(match[0])
    return [{ key, values: [], mode: 'count' as const, ...rangeOf(number, match[1], match[3]) }]
  })
  const others = meant.filter(
    ({ said }) => /别的|其[他它]|省里|别家|有关|多家/u.test(said.clause.text) && said.clause.together,
  )
  const joint = meant.length === 1 && others.length === 1
  return joint ? [...counted, { key, values: [], mode: 'count', least: 2 }] : counted
}
