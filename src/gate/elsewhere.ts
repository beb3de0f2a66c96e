// Places that a question is bound to and the records found do not hold for. It does not know what is asked of them.

import type { Engine } from '../engine.ts'
import { placesBinding } from '../question/places.ts'
import { isAbroad, liesIn } from '../text/places/gazetteer.ts'

/**
 * @param question normalized
 * @param best the records that an answer would stand on, by their index in the library
 */
export function placesElsewhere(engine: Engine, question: string, best: readonly number[]): string[] {
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
  // 厂在江西，福建这边有没有船: beside a place of the library, others only tell where somebody comes from.
  if (held.some((place) => !asksForOwn(question, place) || ownsPaper(engine, place))) return []
  return [...apart, ...held]
}

/** 山东省转发的分工表, 江苏哪个厅牵头: what a place has of its own, no paper of the state tells. */
const OWN =
  /^(?:省|市|自治区)?[^,。?]{0,8}(?:转发|印发|出台|哪个[厅局委]|自己的|自己那|自己出|分工|自贸(?:试验)?区推的)/u

const asksForOwn = (question: string, place: string) =>
  !isAbroad(place) && OWN.test(question.slice(question.indexOf(place) + place.length))

/** Whether the library has papers of the place itself. */
const ownsPaper = ({ library }: Engine, place: string) =>
  library.documents.some(({ territory }) => territory && territory !== '全国' && liesIn(place, territory))

const LEARNS = /我省|本省|省里|我们省|学|借鉴|经验|推广|要求/u

/** Where a record holds: the territory of its document and the areas it names. */
function areasOf({ library }: Engine, record: number): string[] {
  const { territory } = library.document(library.records[record]!.documentId)!
  const areas = (library.facets[record]!.area ?? []).map((area) => area.replace(AREA_ENDS, ''))
  return [...(territory ? [territory] : []), ...areas]
}
const AREA_ENDS = /(?:片区|市|省)$/u
