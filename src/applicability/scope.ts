// How far a record holds: the places and zones that its text, its fields or its document name, compared with where a
// person is. Each finding carries the words it rests on. It knows no subjects.

import { type Division, divisionOf, divisionsIn, lies } from '../text/places/divisions.ts'
import { districtsIn } from '../text/places/zones.ts'
import type { Whereabouts } from './whereabouts.ts'

/** A piece of the document's text, UTF-16 offsets `[start, end)`. */
export interface Clause {
  start: number
  end: number
  text: string
}

/** What of a record says how far it holds. */
export interface ScopeSource {
  /** 福建, 广东, 全国: whom the document is for; undefined where it does not tell. */
  territory: string | undefined
  promotionScope: Clause | undefined
  implementedIn: readonly Clause[]
  leadUnits: Clause | undefined
  /** Title and sentences, in order. */
  sentences: readonly Clause[]
  /** Where nothing else names a place: the opening of the record. */
  opening: Clause
  /** What was done somewhere, told as an example. */
  isCase: boolean
  /** The zone that the whole document is a law of. */
  zone?: 'pilotZone' | 'customsZone'
}

/** `in` and `out` are certain; `open` names what would have to be known. */
export interface Reach {
  verdict: 'in' | 'out' | 'open'
  /** What the text asks for, as printed. */
  wants: string
  clause: Clause
  kind: 'scope' | 'territory' | 'pilotZone' | 'customsZone' | 'done' | 'place'
}

const PILOT_ONLY = /自贸(?:试验)?区|自由贸易试验区/u
const WHOLE_STATE = /^全国(?!自贸)/u
const WHOLE = /^(?:全[省市区]|本[省市区]|我[省市区])/u
const OF_THE_PROVINCE =
  /(?:我|本)(?:省|市|自治区)(?=[^，。；]{0,8}(?:企业|公司|经营者|卖家|个体|居民))|(?:我|本)省跨境/u
const ONLY_SOME = /(?:开展|具备|符合|试点|口岸|场所|有条件)[^，。；]*/u
const CUSTOMS_ZONE_ONLY =
  /(?:在|位于|进入)(?:海关特殊监管区域|综合?保(?:税)?区|保税港区|保税物流(?:园区|中心))(?:（场所）)?(?:内|里)/u
const PILOT_INSIDE =
  /(?:在|对|属于|注册在)?(?:自贸试验区|自由贸易试验区)(?:内|范围内)(?:的)?(?:企业|注册|设立|机构)/u
const LOCAL = /^(?:自贸)?(?:片区|\p{Script=Han}{0,2}高新区|公安局|综合实验区|\p{Script=Han}{2}工作部)/u
const WIDER = /全省(?!首|率先|领先|第一)|各地(?!级)|各片区/u
/** So many sentences of a case tell where it was done. */
const OPENING_SENTENCES = 7

/**
 * All that a record says of where it holds, against where the person is; `out` decides alone.
 * @param of where only one sentence concerns the person, that one: zones that other sentences speak of are others'
 */
export function reachOf(source: ScopeSource, where: Whereabouts, of?: Clause): Reach[] {
  const { territory, promotionScope, sentences } = source
  const named = promotionScope ? byField(source, promotionScope, where) : byTerritory(source, where)
  const inside = sentences.flatMap((sentence): Reach[] => {
    if (of && sentence.start !== of.start) return []
    const customs = CUSTOMS_ZONE_ONLY.exec(sentence.text)
    if (customs) return [zone('customsZone', where.customsZone, part(sentence, customs))]
    const pilot = PILOT_INSIDE.exec(sentence.text)
    return pilot && territory !== undefined ? [zone('pilotZone', where.pilotZone, part(sentence, pilot))] : []
  })
  const lawOf = source.zone ? [zone(source.zone, where[source.zone], source.opening)] : inside.slice(0, 1)
  return [...named, ...lawOf]
}

function byField(source: ScopeSource, scope: Clause, where: Whereabouts): Reach[] {
  const printed = scope.text.trim()
  const at = { wants: printed, clause: scope }
  if (WHOLE_STATE.test(printed)) return [{ ...at, verdict: 'in', kind: 'scope' }]
  // Where it was done first it still holds.
  const first = source.implementedIn.flatMap(({ text }) =>
    divisionsIn(text, true).map(({ division }) => division),
  )
  const places = placesOfScope(printed, source.territory)
  if (PILOT_ONLY.test(printed)) {
    const inPlace = places.length > 0 ? placed(places, where) : 'in'
    if (inPlace === 'out') return [{ ...at, verdict: 'out', kind: 'scope' }]
    const inside = zone('pilotZone', where.pilotZone, scope)
    return [
      {
        ...inside,
        wants: printed,
        verdict: inPlace === 'open' && inside.verdict === 'in' ? 'open' : inside.verdict,
      },
    ]
  }
  // 开展二手车出口业务的地市: in the paper of a province, those of that province.
  const own = source.territory && source.territory !== '全国' ? divisionOf(source.territory) : undefined
  if (places.length === 0 && own && placed([own], where) === 'out')
    return [{ ...at, verdict: 'out', kind: 'scope' }, ...unitsBeside(source, 'out')]
  const open = where.said.includes(printed) ? null : ONLY_SOME.exec(printed)
  const verdict =
    places.length > 0 ? placed(places, where) : open || where.said.includes(printed) ? 'in' : 'open'
  if (verdict === 'out' && first.length > 0 && where.pilotZone === 'yes' && placed(first, where) === 'in')
    return [{ ...at, verdict: 'in', kind: 'scope' }]
  if (verdict === 'out') return [{ ...at, verdict, kind: 'scope' }, ...unitsBeside(source, verdict)]
  return [{ ...at, verdict: verdict === 'in' && open ? 'open' : verdict, kind: open ? 'place' : 'scope' }]
}

/** The lead units show whose 全省 it is. */
function unitsBeside({ leadUnits, promotionScope, territory }: ScopeSource, verdict: 'out'): Reach[] {
  return leadUnits && promotionScope && WHOLE.test(promotionScope.text.trim()) && territory
    ? [{ verdict, wants: territory, clause: leadUnits, kind: 'territory' }]
    : []
}

function byTerritory({ territory, sentences, opening, isCase }: ScopeSource, where: Whereabouts): Reach[] {
  const own = territory && territory !== '全国' ? divisionOf(territory) : undefined
  const said = sentences
    .map((sentence) => ({ sentence, match: OF_THE_PROVINCE.exec(sentence.text) }))
    .find(({ match }) => match)
  if (own) {
    const clause = said ? part(said.sentence, said.match!) : opening
    const verdict = placed([own], where)
    const invited =
      !said &&
      sentences
        .flatMap(({ text }) => divisionsIn(text))
        .some(({ division }) => !lies(division, own) && where.places.some((place) => lies(place, division)))
    if (verdict !== 'in' && !invited) return [{ verdict, wants: own.short, clause, kind: 'territory' }]
    if (invited) return []
  }
  const local = doneOnlyIn(sentences.slice(0, OPENING_SENTENCES), own)
  if (!local || (!isCase && !LOCAL_TO_PARK.test(local.clause.text))) return []
  const verdict = placed(local.places, where)
  return verdict === 'in' ? [] : [{ verdict, wants: local.clause.text, clause: local.clause, kind: 'done' }]
}

const LOCAL_TO_PARK = /高新区|园区/u

/** The places that a case names as its own, unless it goes on to say that all of the province does it. */
function doneOnlyIn(
  opening: readonly Clause[],
  territory: Division | undefined,
): { places: Division[]; clause: Clause } | undefined {
  for (const sentence of opening) {
    const named = divisionsIn(sentence.text).filter(
      ({ division, end }) =>
        division.level !== 'province' &&
        (!territory || lies(division, territory)) &&
        (LOCAL.test(sentence.text.slice(end)) || /综合实验区$/u.test(sentence.text.slice(0, end))),
    )
    if (named.length === 0) continue
    if (opening.some(({ text }) => WIDER.test(text))) return undefined
    const { start, end } = named[0]!
    return {
      places: named.map(({ division }) => division),
      clause: part(sentence, {
        index: start,
        0: sentence.text.slice(start, end) + (LOCAL.exec(sentence.text.slice(end))?.[0] ?? ''),
      }),
    }
  }
  return undefined
}

function placesOfScope(printed: string, territory: string | undefined): Division[] {
  const districts = districtsIn(printed)
  if (districts.length > 0) return districts
  const own = WHOLE.test(printed) && territory ? divisionOf(territory) : undefined
  return own ? [own] : divisionsIn(printed, true).map(({ division }) => division)
}

function placed(wanted: readonly Division[], { places }: Whereabouts): 'in' | 'out' | 'open' {
  if (places.length === 0) return 'open'
  if (places.some((place) => wanted.some((one) => lies(place, one)))) return 'in'
  return places.some((place) => wanted.some((one) => lies(one, place))) ? 'open' : 'out'
}

function zone(kind: 'pilotZone' | 'customsZone', inside: Whereabouts['pilotZone'], clause: Clause): Reach {
  const verdict = inside === 'yes' ? 'in' : inside === 'no' ? 'out' : 'open'
  return { verdict, wants: clause.text, clause, kind }
}

const part = (sentence: Clause, match: { index: number; 0: string }): Clause => ({
  start: sentence.start + match.index,
  end: sentence.start + match.index + match[0].length,
  text: match[0],
})
