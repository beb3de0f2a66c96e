// Places by name and what lies within what: the divisions of China down to counties, well-known zones, and the countries
// of the world. It does not know what is said of a place, nor where in a text one is named (divisions.ts).

import { ABROAD } from './countries.ts'
import { ALSO_WORDS, cityOf, DIVISIONS, divisionsIn, provinceOf } from './divisions.ts'
import { PLACE_NAMES, ZONE_NAMES } from './zone-names.ts'

const BEYOND = /^(?:香港|澳门|台湾)$/u

/** What each place lies in: 昆山 → 苏州, 苏州 → 江苏, 江苏 → 中国. */
function placesByName(): ReadonlyMap<string, string> {
  const within = new Map<string, string>()
  const add = (name: string, outer: string) => {
    if (name.length > 1 && !within.has(name) && !ALSO_WORDS.has(name)) within.set(name, outer)
  }
  for (const { name, short, level, within: outer } of DIVISIONS) {
    if (!outer) {
      add(short, BEYOND.test(short) ? '境外' : '中国')
      continue
    }
    add(name, outer.short)
    // 昆山市 is called 昆山; of 鼓楼区 and 东山县 there may be several, and words like them.
    if (level === 'city' || name.endsWith('市')) add(short, outer.short)
  }
  for (const [zone, place] of Object.entries(PLACE_NAMES)) {
    const { division } = divisionsIn(place, true).at(-1)!
    const outer = (cityOf(division) ?? provinceOf(division)).short
    within.set(zone, zone === outer ? provinceOf(division).short : outer)
  }
  for (const [name, outer] of ABROAD) within.set(name, outer)
  return within
}

let known: ReadonlyMap<string, string> | undefined
const placesKnown = () => {
  known ??= placesByName()
  return known
}

/** Whether a place is, or lies in, another: 昆山 in 江苏, anything of the mainland in 全国. */
export function liesIn(place: string, outer: string): boolean {
  for (let at: string | undefined = place; at !== undefined; at = placesKnown().get(at))
    if (at === outer || (outer === '全国' && at === '中国')) return true
  return false
}

/** Whether a place lies beyond the mainland. */
export const isAbroad = (place: string) => liesIn(place, '境外')

export const isPlace = (name: string): boolean => placesKnown().has(name)

/** The places among words, once each. @param words cut from one text: 海上海员 does not name 上海 */
export const placesAmong = (words: Iterable<string>): string[] => [...new Set([...words].filter(isPlace))]

/** Lengths of names that are looked for in running text, in characters. */
const SPELLED = [2, 3, 4]

/** The places whose names of two to four characters stand anywhere in a text, once each, also across words: 海上海员 has 上海. */
export function placesSpelledIn(text: string): string[] {
  const found = new Set<string>()
  for (let at = 0; at + 2 <= text.length; at++) {
    if (!beginnings().has(text.slice(at, at + 2))) continue
    for (const length of SPELLED) {
      const name = text.slice(at, at + length)
      if (isPlace(name)) found.add(name)
    }
  }
  return [...found]
}

let begin: ReadonlySet<string> | undefined
/** The first two characters of every name: most pairs of a text begin none. */
const beginnings = () => {
  begin ??= new Set([...placesKnown().keys()].map((name) => name.slice(0, 2)))
  return begin
}

/** Whether a name is that of a zone. */
export const isZone = (name: string): boolean => name in ZONE_NAMES

/** The zones and nicknames that a text has; no list of words has most of them. */
export const namedPlacesIn = (text: string): string[] =>
  Object.keys(PLACE_NAMES).filter((name) => text.includes(name))
