// How far, and from when, what a question asks for is promoted: as printed, by the places named, or by what is printed
// besides them. It does not know the documents; both facets are free text that each document words its own way.

import type { Condition } from '../schema.ts'
import { allMatches } from '../text/matches.ts'
import type { Clause } from './clauses.ts'
import { conditionsOn, ofSingleValues } from './conditions.ts'
import { blanked, type Said, type Scene } from './scene.ts'

const WHOLE = /^全[省国]$/u
/** 限了地界的, 部分地区: not everywhere, whatever else. */
const RESTRICTED = /限了?(?:定)?(?:了)?(?:地界|范围|区域|地区)|(?:特定|部分)(?:地区|区域|范围)/u
/** A piece this long of a printed scope or time means it: 检验检疫, 9月1日. */
const PIECE_MIN = 4
/** What many scopes begin with: only what comes after it tells them apart. */
const SAYS_LITTLE = /^(?:推广|全[省国])/u
const WRITTEN = /(?:写|含|包括|涉及|带|有|提到?)(?:了|着|到)?$/u

/** How far something is promoted: 全省推广的, 只推到厦门的. */
export function scopesOf(scene: Scene): Condition[] {
  const { text, clauses, values, used, listing, inDocuments, expects } = scene
  if (values('scope').length === 0 || !(listing || inDocuments)) return []
  const promoted = clauses.filter(({ roles }) => roles.some(({ role }) => role === 'promoted'))
  if (promoted.length === 0 && !expects.has('scope')) return []
  const named = scene.names.filter(
    (said) =>
      said.values.scope &&
      (said.role === 'promoted' || ((said.denied || expects.has('scope')) && said.role !== 'done')) &&
      (said.denied || expects.has('scope') || said.words.length > ZONE_MAX || isPromotedTo(text, said)),
  )
  const whole = values('scope').filter(({ normal }) => WHOLE.test(normal))
  const domain = scene.names.some(({ values: own }) => own.domain)
  if (!domain && named.length === 0 && RESTRICTED.test(text) && whole.length > 0) {
    used.push('全省', '全国')
    return [{ key: 'scope', values: whole.map(({ value }) => value), mode: 'except' }]
  }
  const cities = scene.names.map((said) => {
    const place = said.place ?? cityOf(said.words)
    return place ? { ...said, place } : said
  })
  const single = named.filter(({ words }) => !cityOf(words))
  const places = cities.filter(({ place, role, denied }) => place && (role === 'promoted' || denied))
  const groups = single.map((said) => ({ values: said.values.scope!, said }))
  used.push(...groups.map(({ said }) => said.words))
  if (groups.length > 0) return ofSingleValues(conditionsOn('scope', groups))
  const byPlace = scopesNaming(scene, places)
  if (byPlace.length > 0) return byPlace
  const tells = (piece: string) => !SAYS_LITTLE.test(piece) && !scene.places.has(piece.slice(0, 2))
  const pieces = promoted.flatMap((clause) =>
    withPieceOf(values('scope'), withoutNames(scene, clause), tells),
  )
  return pieces.length > 0 ? [{ key: 'scope', values: [...new Set(pieces)], mode: 'any' }] : []
}

/** Longer names are scopes wherever they stand; 全国 and 自贸区 are words of every other question. */
const ZONE_MAX = 5
const TO_IT = /(?:推(?:广|行)?|铺开?|在|到|至|于|限|给|向|是|为|写|仅|只|范围)(?:了|着)?[“"]?$/u
const IT_IS = /^[”"]?(?:市|里|内|范围|以内)*(?:都|也|全|统一)?(?:推|铺|适用|落地|$)/u

function isPromotedTo(text: string, { start, end }: Said): boolean {
  return TO_IT.test(text.slice(0, start)) || IT_IS.test(text.slice(end))
}

/** The words of a clause that name nothing else. */
function withoutNames({ text, names }: Scene, { start, end }: Clause): string {
  const others = names.filter(({ role }) => role !== 'promoted')
  return blanked(text, others).slice(start, end)
}

/** The printed scopes of exactly these places, if there are any; else those that name them all. */
function scopesNaming(
  { values, used }: Scene,
  places: readonly Pick<Said, 'place' | 'denied' | 'clause' | 'start' | 'words'>[],
): Condition[] {
  const all = [...new Set(values('scope').flatMap(({ normal }) => placesOf(normal)))]
  const meant = places.filter(({ denied, place }) => !denied && all.includes(place!))
  const shut = places.filter(({ denied }) => denied)
  if (meant.length === 0) return []
  const asked = [...new Set(meant.map(({ place }) => place!))]
  const naming = values('scope').filter(
    ({ normal }) =>
      asked.every((place) => normal.includes(place)) && !shut.some(({ place }) => normal.includes(place!)),
  )
  const exactly = naming.filter(
    ({ normal }) => all.filter((place) => normal.includes(place)).length === asked.length,
  )
  const written = meant.some(({ clause, start }) => WRITTEN.test(clause.text.slice(0, start - clause.start)))
  const alone = meant.some(({ clause }) => clause.alone) || shut.length > 0 || asked.length > 1
  const found = !written && alone && exactly.length > 0 ? exactly : naming
  used.push(...meant.map(({ words }) => words))
  return found.length > 0 ? [{ key: 'scope', values: found.map(({ value }) => value), mode: 'any' }] : []
}

/** 厦门 of 厦门市: one place among several, also where a scope is printed so. */
const cityOf = (words: string) => /^(\p{Script=Han}{2})市$/u.exec(words)?.[1]

const placesOf = (scope: string) =>
  allMatches(scope, /\p{Script=Han}{2}(?=市|关区|综合实验区)/gu).map(([place]) => place)

const SAYS_TIME = /时间|日期|日子|什么时候|\d月\d+日|分批|结合|进度/u
const DENIED_TIME = /没有?|不(?!动产)|未/u

/** When it is promoted, as printed: 推广时间写“结合…”的, 没写9月1日的. */
export function timesOf({ clauses, values, used, listing }: Scene): Condition[] {
  if (!listing || values('time').length === 0) return []
  return clauses.flatMap((clause): Condition[] => {
    if (!SAYS_TIME.test(clause.text)) return []
    const quoted = /[“"「『]([^”"」』…]{2,})/u.exec(clause.text)?.[1]
    const found = quoted
      ? timesWith(quoted, values('time'))
      : withPieceOf(values('time'), clause.text, () => true, 2)
    if (found.length === 0 || found.length === values('time').length) return []
    used.push(clause.text)
    const mode = DENIED_TIME.test(clause.text) ? 'except' : 'any'
    return [{ key: 'time', values: found, mode }]
  })
}

/** The times that a quoted phrase gives whole, else those that have it. */
function timesWith(phrase: string, times: readonly { value: string; normal: string }[]): string[] {
  const whole = times.filter(({ normal }) => normal === phrase)
  return (whole.length > 0 ? whole : times.filter(({ normal }) => normal.includes(phrase))).map(
    ({ value }) => value,
  )
}

/** The values that share the longest piece with a text; none where all pieces are short. */
function withPieceOf(
  values: readonly { value: string; normal: string }[],
  text: string,
  tells: (piece: string) => boolean,
  least = PIECE_MIN,
): string[] {
  const pieces = values.map(({ value, normal }) => ({ value, length: longestShared(normal, text, tells) }))
  const longest = Math.max(...pieces.map(({ length }) => length))
  return longest < least ? [] : pieces.filter(({ length }) => length === longest).map(({ value }) => value)
}

/** Length of the longest piece of one text that stands in another. Both are short. */
function longestShared(one: string, other: string, tells: (piece: string) => boolean): number {
  for (let length = Math.min(one.length, other.length); length > 1; length--)
    for (let at = 0; at + length <= one.length; at++) {
      const piece = one.slice(at, at + length)
      if (other.includes(piece) && tells(piece)) return length
    }
  return 0
}
