// Places that a question is bound to and the records found do not hold for. It does not know what is asked of them.

import type { Engine } from '../engine.ts'
import { type BindingPlace, placesBinding } from '../question/places.ts'
import { normalize } from '../text/normalize.ts'
import { isAbroad, isZone, liesIn } from '../text/places/gazetteer.ts'

/**
 * @param question normalized
 * @param best the records that an answer would stand on, by their index in the library
 */
export function placesElsewhere(engine: Engine, question: string, best: readonly number[]): string[] {
  const places = placesBinding(question, engine.tokenizer.words(question))
  const held = places.filter((place) => holds(engine, question, best, place))
  const apart = places.filter(
    (one) => !held.includes(one) && (one.own || !held.some(({ place }) => liesIn(place, one.place))),
  )
  // 厂在江西，福建这边有没有船: beside a place of the library, others only tell where somebody comes from; but 洋山的账册
  // and 菲律宾海员证 are asked about, wherever somebody is.
  const meant = held.length > 0 ? apart.filter(({ own }) => own) : apart
  return meant.map(({ place }) => place)
}

/** Whether some of the records holds for a place. */
function holds(engine: Engine, question: string, best: readonly number[], bound: BindingPlace): boolean {
  if (isAbroad(bound.place)) return best.some((record) => treatsAbroad(engine, record, bound))
  const { place, own, issued } = bound
  const territories = best.map((record) => territoryOf(engine, record))
  if (issued && !territories.includes(place)) return false
  if (own && isZone(place) && !isKnownZone(engine, place)) return false
  // What a place has of its own no paper of the state tells.
  const byState = !own || hasPapers(engine, place)
  // A text that only mentions another place holds for its own: 借鉴杭州综试区经验.
  const learns = LEARNS.test(question)
  return best.some((record, i) => {
    const scopes = [...areasOf(engine, record), territories[i] ?? '']
    return (
      scopes.some((scope) => (scope === STATE ? byState : liesIn(place, scope) || liesIn(scope, place))) ||
      (learns && engine.vocabulary.wording(record).includes(place))
    )
  })
}

/** A record treats a place abroad where its title names it, or where it tells of the thing of it that is meant. */
function treatsAbroad(
  { library, vocabulary }: Engine,
  record: number,
  { place, thing }: BindingPlace,
): boolean {
  const { title, content } = library.records[record]!
  if (!thing) return (CALLED[place] ?? [place]).some((name) => vocabulary.wording(record).includes(name))
  if (normalize(title).includes(place)) return true
  return normalize(content)
    .split(/[。;]/u)
    .some((sentence) => sentence.includes(place) && sentence.includes(thing.slice(-THING_COMPARED)))
}
/** What official papers call places of China beyond the mainland: 涉台业务, 粤港跨境货车. */
const CALLED: Readonly<Record<string, readonly string[]>> = {
  台湾: ['台湾', '涉台', '对台', '闽台', '两岸', '台胞', '台商', '台企', '台资'],
  香港: ['香港', '涉港', '粤港', '深港'],
  澳门: ['澳门', '涉澳', '粤澳', '珠澳'],
}
/** 船员证 and 海员证 alike. */
const THING_COMPARED = 2

/** The territory of papers of the state. */
const STATE = '全国'

/** Whether the library has papers of a place, or of the province it lies in. */
const hasPapers = ({ library }: Engine, place: string) =>
  library.documents.some(({ territory }) => territory && territory !== STATE && liesIn(place, territory))

/** A zone that the library mentions, or that lies in a town it is about: 马尾 in 福州. */
const isKnownZone = ({ library, vocabulary }: Engine, zone: string) =>
  vocabulary.knows(zone) ||
  [...vocabulary.places].some(
    (place) => liesIn(zone, place) && !library.documents.some(({ territory }) => territory === place),
  )

const LEARNS = /我省|本省|省里|我们省|学|借鉴|经验|推广|要求/u

const territoryOf = ({ library }: Engine, record: number) =>
  library.document(library.records[record]!.documentId)!.territory

/** The areas that a record names. */
function areasOf({ library }: Engine, record: number): string[] {
  return (library.facets[record]!.area ?? []).map((area) => area.replace(AREA_ENDS, ''))
}
const AREA_ENDS = /(?:片区|市|省)$/u
