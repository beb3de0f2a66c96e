// Where a person is: divisions, and whether inside a pilot free trade zone or a customs special supervision zone. Read
// from what they wrote as their areas, else from the words around a place. It does not know what a text asks for.

import { type Division, divisionsIn } from '../text/places/divisions.ts'
import { pilotAreasIn, pilotZoneAt } from '../text/places/zones.ts'

export type Inside = 'yes' | 'no' | 'perhaps'

export interface Whereabouts {
  /** The narrowest places told; empty when none was. */
  places: readonly Division[]
  /** As the person wrote it, for sentences: 福州市闽侯县. */
  words: string
  pilotZone: Inside
  customsZone: Inside
  /** All that was said: it may name the very scope that a text prints. */
  said: string
}

const PILOT = /自贸(?:试验)?(?:片|园)?区|自由贸易试验区|(?<![园校])片区/u
const NOT_IN_PILOT =
  /(?:不在|没在|未在|不属于|没有|没进|不是)[^，。；]{0,10}(?:自贸|自由贸易试验区|片区)|(?:自贸(?:试验)?区|片区)(?:之?外|以外)|区外(?:的)?企业/u
const CUSTOMS_ZONE =
  /综保区|综合保税区|保税港区|保税物流(?:园区|中心)|跨境工业区|出口加工区|海关特殊监管区|保税区/u
const NOT_IN_CUSTOMS_ZONE = /(?:不在|没在|未在|没进)[^，。；]{0,6}(?:综保|保税|特殊监管)/u
/** 我们在泉州做…, 泉州的…厂, 人在厦门: a place that is where the person is. */
const IS_THERE = /(?:^|[，。；！？\s]|我们?|[公我]司|企业|厂|店|人)(?:就|也|都|设|开|注册)?(?:在|位于)?$/u
const OF_PLACE =
  /^(?:市|区|县|片区|这边|这里|本地)?(?:的|做|开|搞|有|办|从事|经营|里|大型|一家|，|创业|投资|注册|上班|打工|工作|生活|居住|设厂|建|生产|种|养|卖|买|读|上学|$)/u

/** @param areas places and nothing else; @param text all that the person said */
export function whereaboutsOf(areas: readonly string[], text: string): Whereabouts {
  const stated = areas.flatMap((area) => divisionsIn(area, true).slice(-1))
  const named = stated.length > 0 ? stated : placesOf(text)
  const places = [...new Set(named.map(({ division }) => division))]
  const all = [...areas, text].join('。')
  const zones = places.map(pilotZoneAt)
  const outside = NOT_IN_PILOT.test(all) || pilotAreasIn(text).some((name) => leaves(text, name))
  const within = areas.some((area) => PILOT.test(area) || pilotAreasIn(area).length > 0) || INSIDE.test(text)
  return {
    places,
    words: areas.length > 0 ? areas.join('、') : (named[0]?.words ?? ''),
    pilotZone: outside
      ? 'no'
      : within || (zones.length > 0 && zones.every((zone) => zone === 'yes'))
        ? 'yes'
        : zones.length > 0 && zones.every((zone) => zone === 'no')
          ? 'no'
          : 'perhaps',
    customsZone: NOT_IN_CUSTOMS_ZONE.test(all) ? 'no' : CUSTOMS_ZONE.test(all) ? 'yes' : 'perhaps',
    said: all,
  }
}

/** 不在横琴. */
const leaves = (text: string, name: string) => new RegExp(`(?:不在|没在|未在|不是)${name}`, 'u').test(text)

/** 自贸区里的企业, 在厦门片区: not merely a word about such zones. */
const INSIDE = new RegExp(
  `(?:在|位于|注册在|入驻)[^，。；不]{0,10}(?:${PILOT.source})|(?:${PILOT.source})(?:内|里)?的`,
  'u',
)

function placesOf(text: string) {
  return divisionsIn(text)
    .filter(
      ({ start, end }) =>
        IS_THERE.test(text.slice(0, start)) && OF_PLACE.test(text.slice(end)) && !isDenied(text, start),
    )
    .slice(0, 1)
}

const isDenied = (text: string, start: number) => /(?:不|没|未)在$/u.test(text.slice(0, start))
