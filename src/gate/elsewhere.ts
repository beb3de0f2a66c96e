// Places that a question is bound to and the records found do not hold for. It does not know what is asked of them.

import type { Engine } from '../engine.ts'
import { placesBinding } from '../question/places.ts'
import type { Findings } from '../search.ts'
import { isAbroad, liesIn } from '../text/places/gazetteer.ts'

/**
 * @param question normalized
 * @param best the records that an answer would stand on, by their index in the library
 */
export function placesElsewhere(
  engine: Engine,
  question: string,
  found: Findings,
  best: readonly number[],
): string[] {
  const { vocabulary, tokenizer } = engine
  const places = placesBinding(question, tokenizer.words(question))
  const within = (place: string) => (area: string) => liesIn(place, area) || liesIn(area, place)
  // A text that only mentions another place holds for its own: 借鉴杭州综试区经验.
  const learns = LEARNS.test(question)
  const held = places.filter((place) =>
    best.some((record) => {
      const areas = areasOf(engine, record)
      const mentioned = vocabulary.wording(record).includes(place)
      return areas.some(within(place)) || (mentioned && (learns || areas.includes('全国') || isAbroad(place)))
    }),
  )
  const apart = places.filter((place) => !held.some((other) => other === place || liesIn(other, place)))
  if (held.length === 0) return apart
  // 罗源、江阴、厦门: what stands in a row with a place of the library is one of its own.
  const inRow = (place: string) =>
    held.some((other) => question.includes(`${other}、${place}`) || question.includes(`${place}、${other}`))
  // 深圳给多久，宁波给多久: what is set against each other need not stand in one record.
  const near = found.ranked.slice(0, COMPARED).flatMap(({ record }) => areasOf(engine, record))
  return apart.filter(
    (place) => !inRow(place) && !near.some((area) => area !== '全国' && within(place)(area)),
  )
}

/** So many records may hold what is set against each other. */
const COMPARED = 10
const LEARNS = /我省|本省|省里|我们省|学|借鉴|经验|推广|要求/u

/** Where a record holds: the territory of its document and the areas it names. */
function areasOf({ library }: Engine, record: number): string[] {
  const { territory } = library.document(library.records[record]!.documentId)!
  const areas = (library.facets[record]!.area ?? []).map((area) => area.replace(AREA_ENDS, ''))
  return [...(territory ? [territory] : []), ...areas]
}
const AREA_ENDS = /(?:片区|市|省)$/u
