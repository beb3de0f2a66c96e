// Which facet values a question names, and how: any of them, all together, nothing else, or not those. The values
// are those that the chosen documents have; where the question asks for no list, only the plainest wordings count.

import type { FilterKey } from '../schema.ts'
import { literally } from '../text/literally.ts'
import type { Manner } from './documents.ts'
import type { NamedDocument, Value, Vocabulary } from './vocabulary.ts'

export interface ReadFacet {
  key: FilterKey
  values: string[]
  /** `any` of the values; `every`: all of them; `only`: nothing besides; `except`: none of them. */
  mode: 'any' | 'every' | 'only' | 'except'
}

/** What the readers of single facets are told. */
interface Scene extends Manner {
  /** Normalized. */
  text: string
  /** The same with synonyms in their first form. */
  canonical: string
  values(key: FilterKey): Value[]
  /** Whether the question names documents: then it speaks of their records. */
  inDocuments: boolean
  used: string[]
}

const NOT = '(?:没有?|未|不|别)'
const WITHOUT = '(?:除了?|不含|不包括|排除|没有?)'
const TOGETHER = /都|一起|同时|共同|两头|两家|全都|各片区/u
const ALONE = /只有|只(?:在|由|限|推|到)|仅|单独|独家|独自|光(?!伏)|唯一|就(?:在|推|由|只)|不算别/u
const RESPONSIBLE =
  /负责|牵头|参与|挂名|列名|主管|承担|配合|管的|有份|出力|头上|名下|归口|归.{1,12}管|的事|由/u
const PROVIDED = /提供|报送|报上来|选送|上报|挂名|提交/u
const PROMOTED = /推广|推行|推到|推的|铺开|落地|适用|地界/u
const DOMAIN_OPENING_MIN = 4

/** @param text the question, normalized */
export function readFacets(
  text: string,
  vocabulary: Vocabulary,
  chosen: readonly NamedDocument[],
  manner: Manner & { inDocuments: boolean },
): { facets: ReadFacet[]; used: string[] } {
  const held = (key: FilterKey) => {
    const own = new Set(chosen.flatMap(({ id }) => [...vocabulary.ofDocument(id, key)]))
    return vocabulary.values[key].filter(({ value }) => own.has(value))
  }
  const scene: Scene = { ...manner, text, canonical: vocabulary.canonical(text), values: held, used: [] }
  if (manner.comparing || !(manner.listing || manner.inDocuments)) return { facets: [], used: [] }
  const providers = providersOf(scene)
  const facets = [
    ...innovationOf(scene),
    ...providers,
    ...(providers.length > 0 ? [] : [...unitsOf(scene), ...areasOf(scene)]),
    ...scopesOf(scene),
    ...openingOf(scene, 'domain'),
    ...openingOf(scene, 'task'),
    ...casesOf(scene),
  ]
  return { facets, used: scene.used }
}

/** 全国首创, 复制拓展, and 复制 where it stands alone; each may be shut out. */
function innovationOf({ text, values, used }: Scene): ReadFacet[] {
  const named = values('innovation').map(({ value, normal }) => {
    const longer = values('innovation').some(
      (other) => other.normal !== normal && other.normal.startsWith(normal),
    )
    const words = longer
      ? `(?:(?:纯|单纯|算|属于|仅|只)${literally(normal)}(?!推广|拓展)|${literally(normal)}的(?:是|有|那))`
      : normal.length > 3
        ? `(?:${literally(normal)}|${literally(normal.slice(2))})`
        : literally(normal)
    const said = new RegExp(words, 'u').test(text)
    const refused = new RegExp(`(?:${WITHOUT}|不算|不是|不属于|非)[^，。,]{0,3}${words}`, 'u').test(text)
    return { value, normal, said: said && !refused, refused }
  })
  used.push(
    ...named.flatMap(({ normal, said, refused }) =>
      said || refused ? [normal, ...(normal.length > 3 ? [normal.slice(2)] : [])] : [],
    ),
  )
  const said = named.filter((one) => one.said).map(({ value }) => value)
  const refused = named.filter((one) => one.refused).map(({ value }) => value)
  if (said.length > 0) return [{ key: 'innovation', values: said, mode: 'any' }]
  return refused.length > 0 ? [{ key: 'innovation', values: refused, mode: 'except' }] : []
}

/** Who handed a case in. */
function providersOf(scene: Scene): ReadFacet[] {
  if (!PROVIDED.test(scene.text)) return []
  const literal = literals(scene, 'provider')
  const area = /(\p{Script=Han}{2})片区/u.exec(scene.text)?.[0]
  const values = literal.length > 0 ? literal : containing(scene, 'provider', area)
  return values.length > 0 ? [{ key: 'provider', values, mode: 'any' }] : []
}

/** Units that lead: named whole, by their usual short name, or as those of a place (深圳的单位). */
function unitsOf(scene: Scene): ReadFacet[] {
  const { text, inDocuments, listing } = scene
  if (/谁|(?:哪个|哪些|哪几个|什么|啥)(?:部门|单位|机构)/u.test(text)) return []
  if (!RESPONSIBLE.test(text)) return []
  const literal = literals(scene, 'unit')
  const place = /(\p{Script=Han}{2,3}?)的?(?:单位|部门|机构)/u.exec(text)?.[1]
  const values = literal.length > 0 ? literal : containing(scene, 'unit', place)
  if (values.length === 0 || !(inDocuments || listing)) return []
  const mode = ALONE.test(text)
    ? 'only'
    : values.length > 1 && literal.length > 1 && TOGETHER.test(text)
      ? 'every'
      : 'any'
  return [{ key: 'unit', values, mode }]
}

/** Areas where something was done first: with 片区, or bare where the documents know areas. */
function areasOf(scene: Scene): ReadFacet[] {
  const { text, values, used, inDocuments } = scene
  const known = values('area').filter(({ normal }) => normal.endsWith('片区'))
  if (known.length === 0 || PROMOTED.test(text)) return []
  const stems = known.map(({ value, normal }) => ({ value, stem: literally(normal.slice(0, -2)) }))
  if (/(?:[仨三3]个?|所有|各|全部)片区/u.test(text) && TOGETHER.test(text)) {
    used.push('仨片区', '三个片区', '3个片区', '片区')
    return [{ key: 'area', values: known.map(({ value }) => value), mode: 'every' }]
  }
  const refused = stems.filter(({ stem }) =>
    new RegExp(
      `${WITHOUT}[^，。,]{0,3}${stem}|${stem}(?:片区)?(?:却|倒|就|则|那边)?(?:${NOT}|的?除外)`,
      'u',
    ).test(text),
  )
  // 福州海关 is a unit, 福州市 a scope: neither is the area. Without a document, a bare place may be anything.
  const said = stems.filter(
    (one) =>
      !refused.includes(one) &&
      new RegExp(`${one.stem}${inDocuments ? '' : '片区'}(?!海关|市|关区|检验|中心|国税|地税)`, 'u').test(
        text,
      ),
  )
  used.push(...[...said, ...refused].flatMap(({ stem }) => [`${stem}片区`, stem]))
  const facets: ReadFacet[] = []
  if (said.length > 0) {
    const mode = ALONE.test(text) ? 'only' : said.length > 1 && TOGETHER.test(text) ? 'every' : 'any'
    facets.push({ key: 'area', values: said.map(({ value }) => value), mode })
  }
  if (refused.length > 0)
    facets.push({ key: 'area', values: refused.map(({ value }) => value), mode: 'except' })
  return facets
}

/** Where it is promoted: to a place, within a zone, or not everywhere. */
function scopesOf(scene: Scene): ReadFacet[] {
  const { text, values, used, inDocuments } = scene
  const whole = values('scope').filter(({ normal }) => normal === '全省' || normal === '全国')
  if (
    /(?:不是|非|除了?|没有?)(?:推到)?全[省国]|限了?(?:定)?(?:地界|范围|区域)|特定区域|部分(?:地区|区域)/u.test(
      text,
    ) &&
    whole.length > 0
  ) {
    used.push('全省', '全国')
    return [{ key: 'scope', values: whole.map(({ value }) => value), mode: 'except' }]
  }
  if (!(PROMOTED.test(text) || /推/u.test(text)) || !(inDocuments || ALONE.test(text))) return []
  const exact = literals(
    {
      ...scene,
      values: () => values('scope').filter(({ normal }) => normal.length > 3 || normal.startsWith('全')),
    },
    'scope',
  )
  const zone = /(?:在|限于?|到|至)自贸(?:试验)?区/u.test(text) ? ['自贸试验区'] : []
  const after = /(?:在|限于?|到|至|(?<![关对属由])于)([^，。,]{2,20})/u.exec(text)?.[1] ?? ''
  const places = zone.length > 0 ? zone : placesIn(scene).filter((place) => after.includes(place))
  const found = exact.length > 0 ? exact : scopesNaming(scene, places, ALONE.test(text))
  return found.length > 0 ? [{ key: 'scope', values: found, mode: 'any' }] : []
}

const CITY = /\p{Script=Han}{2}(?=市|关区|综合实验区)/gu

/** Cities that the scopes name. */
function placesIn({ values }: Scene): string[] {
  return [
    ...new Set(values('scope').flatMap(({ normal }) => [...normal.matchAll(CITY)].map(([name]) => name))),
  ]
}

/** Scopes that name all the places; with 只 those that name no other city besides. */
function scopesNaming(scene: Scene, places: readonly string[], alone: boolean): string[] {
  if (places.length === 0) return []
  const others = placesIn(scene).filter((name) => !places.includes(name))
  const found = scene
    .values('scope')
    .filter(
      ({ normal }) =>
        places.every((place) => normal.includes(place)) &&
        !(alone && others.some((name) => normal.includes(name))),
    )
  if (found.length > 0) scene.used.push(...places)
  return found.map(({ value }) => value)
}

/** A domain or task that is named whole or by its opening: 金融开放 for 金融开放创新. */
function openingOf({ text, values, used }: Scene, key: 'domain' | 'task'): ReadFacet[] {
  const named = values(key).filter(({ normal }) => {
    const opening = normal.slice(
      0,
      Math.max(DOMAIN_OPENING_MIN, Math.min(normal.length, key === 'task' ? 5 : DOMAIN_OPENING_MIN)),
    )
    if (!text.includes(opening)) return false
    used.push(normal, opening)
    return true
  })
  return named.length > 0 ? [{ key, values: named.map(({ value }) => value), mode: 'any' }] : []
}

function casesOf({ text, values, comparing }: Scene): ReadFacet[] {
  const asked = /案例(?:里|中|有|集|$)/u.test(text)
  return asked && !comparing && values('kind').some(({ value }) => value === 'case')
    ? [{ key: 'kind', values: ['case'], mode: 'any' }]
    : []
}

/** Values that the question prints, whole or without the province in front; the longest where they overlap. */
function literals(
  { canonical, text, values, used }: Pick<Scene, 'canonical' | 'text' | 'values' | 'used'>,
  key: FilterKey,
): string[] {
  let rest = `${text}\n${canonical}`
  const found: Value[] = []
  const called = values(key).flatMap((value) => value.called.map((name) => ({ value, name })))
  for (const { value, name } of called.sort((a, b) => b.name.length - a.name.length)) {
    if (!rest.includes(name)) continue
    rest = rest.replaceAll(name, '\0')
    used.push(name)
    // Several values may be called the same.
    for (const other of called)
      if (other.name === name && !found.includes(other.value)) found.push(other.value)
    if (!found.includes(value)) found.push(value)
  }
  return found.map(({ value }) => value)
}

function containing({ values, used }: Scene, key: FilterKey, words: string | undefined): string[] {
  if (!words) return []
  const found = values(key).filter(({ normal }) => normal.includes(words))
  if (found.length > 0) used.push(words)
  return found.map(({ value }) => value)
}
