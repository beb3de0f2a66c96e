// What exactly a question asks for, besides its subject: an amount, a share, a period, a date, a number of something, a
// telephone number, names, papers, present validity. Told from its wording alone; whether a text gives it is told from how
// official texts print such things. It does not know the documents.

import { figuresAsked } from './figures.ts'
import { WORDED } from './worded.ts'

/** The kinds of things that questions ask for. */
export type SlotKind =
  | 'money'
  | 'share'
  | 'period'
  | 'date'
  | 'count'
  | 'measure'
  | 'threshold'
  | 'choice'
  | 'phone'
  | 'address'
  | 'link'
  | 'hours'
  | 'papers'
  | 'form'
  | 'names'
  | 'criteria'
  | 'members'
  | 'identifier'
  | 'channel'
  | 'validity'
  | 'statistics'

/** One thing that is asked for. */
export interface Slot {
  kind: SlotKind
  /** What the desk calls it when it is missing. */
  name: string
  /** Where it is asked in the question, normalized: UTF-16 `[start, end)`. */
  start: number
  end: number
  /** How a text prints it. Never global: it may be tested again and again. */
  given: RegExp
  /** What the sentence that gives it has besides, where a noun names it. */
  near?: RegExp
}

/** 把385个事项列出来: so many items are not told by an enumeration of three. */
const MANY = /(?<!\d)\d{2,}[个类项种条家]/u
const LONG_LIST = /(?:[^、。;]{2,16}、){9,}[^、。;]{2,16}/u
const longAs = (question: string, kind: SlotKind, given: RegExp) =>
  kind === 'members' && MANY.test(question) ? LONG_LIST : given

/**
 * All that a question asks for, in the order of its words; what overlaps is one thing.
 * @param question normalized
 */
export function slotsOf(question: string): Slot[] {
  const worded = WORDED.flatMap(({ kind, name, asked, given }): Slot[] => {
    const found = asked.exec(question)
    if (!found) return []
    const of = found.groups?.of
    const slot = {
      kind,
      name,
      start: found.index,
      end: found.index + found[0].length,
      given: longAs(question, kind, given),
    }
    return [of ? { ...slot, near: new RegExp(of, 'u') } : slot]
  })
  const kept: Slot[] = []
  // 几成补助: a noun right behind what is counted is part of it.
  for (const slot of [...worded, ...figuresAsked(question)])
    if (!kept.some(({ start, end }) => slot.start <= end && start <= slot.end)) kept.push(slot)
  return kept.sort((a, b) => a.start - b.start)
}
