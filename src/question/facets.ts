// Which facet values a question asks for, and how: any of them, all together, nothing else, not those, so many. The
// values are those that the chosen documents have; where no list is asked for, only the plainest wordings count.

import type { Condition } from '../schema.ts'
import type { Role } from './clauses.ts'
import { conditionsOn, NUMBER, numberOf } from './conditions.ts'
import type { Manner } from './documents.ts'
import { type Said, type Scene, sceneOf } from './scene.ts'
import { scopesOf, timesOf } from './scopes.ts'
import { tasksOf } from './tasks.ts'
import type { NamedDocument, Vocabulary } from './vocabulary.ts'

/** @param text the question, normalized */
export function readFacets(
  text: string,
  vocabulary: Vocabulary,
  chosen: readonly NamedDocument[],
  manner: Manner & { inDocuments: boolean },
): { facets: Condition[]; used: string[] } {
  if (manner.comparing || !(manner.listing || manner.inDocuments)) return { facets: [], used: [] }
  const scene = sceneOf(text, vocabulary, chosen, manner)
  const facets = [
    ...innovationOf(scene),
    ...institutionsOf(scene, 'provider'),
    ...institutionsOf(scene, 'unit'),
    ...areasOf(scene),
    ...scopesOf(scene),
    ...timesOf(scene),
    ...domainsOf(scene),
    ...tasksOf(scene),
    ...casesOf(scene),
  ]
  return { facets, used: scene.used }
}

/** 全国首创, 复制拓展, and 复制 where it stands alone; each may be shut out. */
function innovationOf(scene: Scene): Condition[] {
  const { values } = scene
  const longer = (value: string) =>
    values('innovation').some((other) => other.value !== value && other.value.startsWith(value))
  const groups = scene.names.flatMap((said) => {
    const named = said.values.innovation ?? []
    // 复制 alone is a word of every title; as a type it stands by itself.
    const short = named.length === 1 && longer(named[0]!) && said.words === named[0]
    const around = scene.text.slice(Math.max(0, said.start - 3), said.end + 2)
    if (
      named.length === 0 ||
      (short && !/(?:纯|单纯|算|属于|是|为|仅|只|的)[“"]?复制|复制[”"]?(?:[的类]|$)/u.test(around))
    )
      return []
    return [{ values: named, said }]
  })
  scene.used.push(...groups.map(({ said }) => said.words))
  // 唯一一条…复制 is one of them, not the only type of a record.
  return conditionsOn('innovation', groups).map((facet) =>
    facet.mode === 'only' ? { ...facet, mode: 'any' } : facet,
  )
}

const ASKS_WHO = /谁|(?:哪个|哪些|哪几个|什么|啥)(?:部门|单位|机构)/u
/** 省住建厅有几项. */
const ASKS_HOW_MANY = /^的?[有占](?:几|多少|哪)/u
const TOPICAL_BEFORE = /(?:关于|涉及|讲|跟|与|和|同|针对)$/u
const TOPICAL_AFTER = /^[^，。,]{0,6}(?:有关|相关|方面)/u

/** Units that lead, or hand in cases: named whole, by a short name, as a kind, or as those of a place. */
function institutionsOf(scene: Scene, key: 'unit' | 'provider'): Condition[] {
  const { text, names, values, used } = scene
  if (values(key).length === 0 || ASKS_WHO.test(text)) return []
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
function alternatives<T extends { values: string[]; said: Said }>(groups: readonly T[], text: string): T[] {
  const joined: T[] = []
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

/** 深圳的单位, 深圳也有部门: those whose names have the place. */
function placedInstitutions({ text, values, clauses, used }: Scene, key: 'unit' | 'provider', wanted: Role) {
  return [
    ...text.matchAll(/(\p{Script=Han}{2,3}?)(?:的|也有|有|那边的?|当地的?)?(?:单位|部门|机构)/gu),
  ].flatMap((match) => {
    const place = match[1]!.slice(-2)
    const own = values(key).filter(
      ({ normal }) => normal.includes(place) && !/单位|部门|[省里级家各]$/u.test(place),
    )
    const clause = clauses.find(({ start, end }) => match.index >= start && match.index < end)
    if (own.length === 0 || !clause || !clause.roles.some(({ role }) => role === wanted)) return []
    used.push(place)
    const start = match.index + match[1]!.length - place.length
    const span = { start, end: start + place.length }
    const said: Said = { ...span, words: place, values: {}, role: wanted, denied: false, clause }
    return [{ values: own.map(({ value }) => value), said }]
  })
}

/** 四家以上单位, 超过三家, 一家负责; with one name, 会同其他: two at least. */
function countOf(
  { clauses, used }: Scene,
  key: 'unit' | 'provider',
  wanted: Role,
  groups: readonly { values: string[]; said: Said }[],
): Condition[] {
  const meant = groups.filter(({ said }) => !said.denied)
  const counted = clauses.flatMap((clause) => {
    const match = new RegExp(
      `(至少|不少于|超过|多于|不止|不到|只有|只)?由?(${NUMBER})(?:家(?!独|企|公司|店)|个(?=(?:及?以[上内下])?(?:单位|部门)))(?:单位|部门)?(及?以上|[或及]更多|以内|以下)?`,
      'u',
    ).exec(clause.text)
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

function rangeOf(number: number, before = '', after = ''): Pick<Condition, 'least' | 'most'> {
  if (/超过|多于|不止/u.test(before)) return { least: number + 1 }
  if (/不到/u.test(before)) return { most: number - 1 }
  if (/至少|不少于/u.test(before) || /以上|更多/u.test(after)) return { least: number }
  if (/以[内下]/u.test(after)) return { most: number }
  return { least: number, most: number }
}

/** Areas where something was done first: with 片区, or bare where the documents know areas. */
function areasOf(scene: Scene): Condition[] {
  const { text, names, values, used, inDocuments, listing } = scene
  const known = values('area').filter(({ normal }) => normal.endsWith('片区'))
  if (known.length === 0) return []
  const counted = areaCount(text, known, used)
  const groups = names.flatMap((said) => {
    const bare = said.place && known.find(({ normal }) => normal === `${said.place}片区`)
    const own = said.values.area ?? (bare ? [bare.value] : [])
    // 福州市 is a scope; without a document, a bare place may be anything.
    const has =
      said.role === undefined &&
      (scene.expects.has('area') ||
        (inDocuments && /^(?:也|都)?(?:有(?!关)|没有?(?!关))/u.test(text.slice(said.end))))
    const meant = bare
      ? (said.role === 'done' || has) &&
        said.words === said.place &&
        (inDocuments || said.clause.text.includes('片区'))
      : true
    const elsewhere = said.role === 'provided' || (said.role === 'promoted' && !/片区$/u.test(said.words))
    return own.length > 0 && meant && !elsewhere ? [{ values: own, said }] : []
  })
  if (!inDocuments && !listing) return []
  used.push(...groups.flatMap(({ said }) => [`${said.words}片区`, said.words]))
  return [...conditionsOn('area', groups), ...counted]
}

/** 三个片区都做过, 两个片区试点, 单个片区, 至少两个片区. */
function areaCount(text: string, known: readonly { value: string }[], used: string[]): Condition[] {
  const all = /(?<!不是)(?:各|全部|所有|[仨3三]个?)片区[^，。,]{0,2}(?:都|全|均|同时|一起)/u.exec(text)
  if (all) {
    used.push(all[0].slice(0, -1), '片区')
    return [{ key: 'area', values: known.map(({ value }) => value), mode: 'every' }]
  }
  const match = new RegExp(
    `(至少|不少于|超过|不止|只有|只在|只)?(?:其中)?(单|${NUMBER})个片区(及?以上)?`,
    'u',
  ).exec(text)
  const rest = /片区[^。]*?其中([一两12])个/u.exec(text)
  const number = rest ? numberOf(rest[1]!) : match?.[2] === '单' ? 1 : match ? numberOf(match[2]!) : undefined
  if (!number) return []
  used.push(...(match ? [match[0]] : []), ...(rest ? [`其中${rest[1]}个`] : []))
  return [
    {
      key: 'area',
      values: known.map(({ value }) => value),
      mode: 'count',
      ...(rest ? { least: number, most: number } : rangeOf(number, match![1], match![3])),
    },
  ]
}

/** A domain that is named whole or by its opening: 金融开放 for 金融开放创新. */
function domainsOf({ names, used }: Scene): Condition[] {
  const groups = names.flatMap((said) => (said.values.domain ? [{ values: said.values.domain, said }] : []))
  used.push(...groups.map(({ said }) => said.words))
  return conditionsOn('domain', groups).map((facet) =>
    facet.mode === 'only' || facet.mode === 'every' ? { ...facet, mode: 'any' } : facet,
  )
}

function casesOf({ text, values, listing }: Scene): Condition[] {
  const asked = listing ? /案例/u.test(text) : /案例(?:里|中|有|集|$)/u.test(text)
  return asked && values('kind').some(({ value }) => value === 'case')
    ? [{ key: 'kind', values: ['case'], mode: 'any' }]
    : []
}
