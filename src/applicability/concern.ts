// Whether a strand of a record is about what a person is and does: goods, kind of firm, direction and state must have been
// told, a matter that may happen to anybody is a question. It does not know places, grades or other conditions.

import { type Finding, finding, isOut } from './finding.ts'
import { alikeTo, type Likeness, openingFor } from './likeness.ts'
import type { Asked, Measure, Strand } from './measure.ts'
import type { Told } from './profile.ts'
import { closure, subjectOf } from './subjects.ts'

/** Share (0 … 1) of the matters in a title that must have been told: a title of three names a means and an end as well. */
const SHARE_TOLD = 1 / 3

export type Stand = 'concerned' | 'open' | 'out'
export interface Weighed {
  stand: Stand
  findings: Finding[]
}

/** Where a person stands towards one strand, with what was compared. */
export function weigh({ asked, titled }: Strand, told: Told, likeness: Likeness): Weighed {
  const of = (kind: Asked['kind']) => asked.filter((one) => one.kind === kind)
  const actors = of('actor').map((one) => own(one, told))
  const findings = [
    ...directions(of('direction'), told),
    // A list of actors addresses each of them.
    ...(actors.some(({ outcome }) => outcome === 'met')
      ? actors.filter(({ outcome }) => outcome === 'met')
      : actors),
    ...goods(of('goods'), told),
    ...of('state').map((one) => own(one, told)),
    ...matters(of('matter'), told),
  ]
  if (findings.some(isOut)) return { stand: 'out', findings }
  // 进出口: where what is traded is the person's own, either way will do.
  if (of('direction').length > 1 && findings.some((one) => one.about === 'subject' && one.outcome === 'met'))
    return weighed(
      findings.filter(({ about, outcome }) => about !== 'direction' || outcome === 'met'),
      true,
    )
  // Goods that a sentence merely mentions are not yet its subject.
  const speaks = titled || asked.some(({ addressed }) => addressed)
  if (findings.some(isOpenMatter)) {
    const alike = alikeTo(findings, told, likeness)
    if (alike)
      return weighed(
        findings.map((one) => (isOpenMatter(one) ? { ...one, outcome: 'met' as const, told: alike } : one)),
        speaks,
      )
  }
  return weighed(findings, speaks)
}

const isOpenMatter = ({ outcome, wants }: Finding) =>
  outcome === 'open' && subjectOf(wants)?.kind === 'matter'

function weighed(findings: Finding[], speaks: boolean): Weighed {
  // Where goods or actor are the person's own, what follows from them need not be told.
  const owned = findings.some(
    ({ about, outcome, wants }) => about === 'subject' && outcome === 'met' && isOwn(wants),
  )
  if (findings.some(({ outcome, wants }) => outcome === 'open' && !(owned && subjectOf(wants)?.broad)))
    return { stand: 'open', findings }
  // A direction alone says too little.
  const telling = findings.some(
    ({ about, wants }) => about !== 'direction' && (speaks || subjectOf(wants).kind !== 'goods'),
  )
  return { stand: telling ? 'concerned' : 'open', findings }
}

const isOwn = (name: string) => ['actor', 'goods'].includes(subjectOf(name)?.kind ?? '')
const has = (name: string, told: Told) => told.has.has(name) || told.implied.has(name)
const wordsFor = (name: string, told: Told) => told.has.get(name) ?? name

/** Goods, actors and states: who did not tell them has them not, unless something wider was told. */
function own({ name, clause }: Asked, told: Told): Finding {
  const subject = subjectOf(name)
  const part = told.wider.has(name) && partTold(name, told)
  if (has(name, told) || (part && subject.kind === 'goods'))
    return finding('met', 'subject', name, wordsFor(part || name, told), clause)
  const denied = told.denied.get(name)
  if (denied) return finding('out', 'denied', name, denied, clause)
  const wider = (subject.within ?? []).find((one) => told.wider.has(one))
  const another =
    wider &&
    subjectOf(wider).alternatives &&
    [...told.has.keys()].some((other) => subjectOf(other).within?.includes(wider))
  const forCustomers = told.middleman && subject.kind === 'goods' && !tellsGoods(told)
  if ((wider && !another) || forCustomers)
    return finding('open', 'subject', name, wider ? wordsFor(wider, told) : '', clause, subject.asks ?? '')
  return finding('out', 'subject', name, '', clause)
}

/** Each of the goods must be their own, but of those that are enumerated any one. */
function goods(asked: readonly Asked[], told: Told): Finding[] {
  const found = asked.map((one) => ({ listed: one.listed, finding: own(one, told) }))
  const met = found.some(({ finding }) => finding.outcome === 'met')
  return found
    .filter(({ listed, finding }) => finding.outcome === 'met' || !(met && listed))
    .map((one) => one.finding)
}

/** 水产品 of who is asked for 食品. */
const partTold = (name: string, told: Told) =>
  [...told.has.keys()].find((other) => closure([other], 'within').has(name))

/** Whether the person named any goods of their own. */
const tellsGoods = (told: Told) =>
  [...told.has.keys()].some((name) => subjectOf(name).kind === 'goods' && !GENERAL_GOODS.has(name))
const GENERAL_GOODS = new Set(['对外贸易', '外贸企业', '跨境电商', '台胞台企', '保税业务'])

function directions(asked: readonly Asked[], told: Told): Finding[] {
  if (asked.length === 0) return []
  const met = asked.find(({ name }) => has(name, told))
  if (met) return [finding('met', 'direction', met.name, wordsFor(met.name, told), met.clause)]
  const [{ name, clause }] = asked as [Asked]
  const denied = told.denied.get(name)
  if (denied) return [finding('out', 'denied', name, denied, clause)]
  // 进出口: whatever trade there is.
  if (asked.length > 1 && has('对外贸易', told))
    return [finding('met', 'direction', name, wordsFor('对外贸易', told), clause)]
  const other = ['进口', '出口'].find((one) => has(one, told))
  if (other) return [finding('out', 'direction', name, other, clause)]
  // Who trades and does not say which way is asked about something else first.
  return has('对外贸易', told) ? [] : [finding('open', 'direction', name, '', clause)]
}

/** What may happen to anybody: told, denied, or a question. The telling ones decide, the broad ones only among themselves. */
function matters(asked: readonly Asked[], told: Told): Finding[] {
  const telling = asked.filter(({ broad }) => !broad)
  const deciding = telling.length > 0 ? telling : asked
  if (deciding.length === 0) return []
  const met = deciding.filter(({ name }) => has(name, told))
  if (met.length >= deciding.length * SHARE_TOLD && met.length > 0)
    return met.map(({ name, clause }) => finding('met', 'subject', name, wordsFor(name, told), clause))
  const denied = deciding.find(({ name }) => told.denied.has(name))
  if (denied) return [finding('out', 'denied', denied.name, told.denied.get(denied.name)!, denied.clause)]
  const [{ name, clause }] = deciding as [Asked]
  if (told.privatePerson && deciding.every((one) => subjectOf(one.name).firm))
    return [finding('out', 'subject', name, '', clause)]
  return [finding('open', 'subject', name, '', clause, subjectOf(name).asks ?? '')]
}

/** Where no subject of the record is known. */
export function byLikeness(measure: Measure, likeness: Likeness): Weighed {
  const opening = openingFor(measure, likeness)
  return { stand: opening.outcome === 'met' ? 'concerned' : 'open', findings: [opening] }
}

/** What the document is about, where the record itself does not say it. */
export function settingOf({ setting }: Measure, strand: Strand | undefined, told: Told): Finding[] {
  const said = new Set(strand?.asked.map(({ name }) => name))
  if (strand?.asked.some(({ name, broad, kind }) => !broad && kind !== 'direction' && has(name, told)))
    return []
  return setting.flatMap(({ name, kind, clause }) => {
    if (kind !== 'goods' || said.has(name) || has(name, told) || told.wider.has(name)) return []
    return [finding('open', 'setting', name, '', clause, subjectOf(name).asks ?? '')]
  })
}
