// All subjects, how they lie in each other, and which of them a text speaks of. It does not know whether that text is a
// person's or an official one.

import { allMatches } from '../text/matches.ts'
import { ACTORS, DIRECTIONS } from './subjects/actors.ts'
import { GOODS } from './subjects/goods.ts'
import { MATTERS } from './subjects/matters.ts'
import type { Subject } from './subjects/subject.ts'

export const SUBJECTS: readonly Subject[] = [...DIRECTIONS, ...ACTORS, ...GOODS, ...MATTERS]

const byName = new Map(SUBJECTS.map((subject) => [subject.name, subject]))
export const subjectOf = (name: string): Subject => byName.get(name)!

/** A subject where a text speaks of it, UTF-16 offsets `[start, end)`. */
export interface Spoken {
  subject: Subject
  start: number
  end: number
}

/** 不涉及出口退税: named to be left out. 打造…电商品牌, 将…建设成海空航线…: what is to come of it all. */
const BESIDE = /$(?<=(?:不涉及|不含|不包括|除|(?<=[，,])打造|建设成)[^，。；]*)/u

/** The subjects of an official text, each where it first stands, but for what it leaves out or only aims at. */
export function subjectsOfText(text: string): Spoken[] {
  const plain = inLowerCase(text)
  const all = SUBJECTS.flatMap((subject) => {
    const match = allMatches(plain, everywhere(subject.words)).find(
      ({ index }) => !BESIDE.test(plain.slice(0, index)),
    )
    return match ? [{ subject, start: match.index, end: match.index + match[0].length }] : []
  })
  // 金融纠纷 is not also 纠纷 at large.
  return all.filter(
    (one) => !all.some((other) => other.subject.kind === one.subject.kind && swallows(other, one)),
  )
}

/** Whether one stands wholly inside another, longer one. */
export function swallows(longer: Spoken, one: Spoken): boolean {
  return longer.start <= one.start && longer.end >= one.end && longer.end - longer.start > one.end - one.start
}

/** The subjects of what a person says, wherever they stand. */
export function subjectsTold(text: string): Spoken[] {
  const plain = inLowerCase(text)
  return SUBJECTS.flatMap((subject) =>
    [subject.words, ...(subject.told ? [subject.told] : [])].flatMap((words) =>
      allMatches(plain, everywhere(words)).map((match) => ({
        subject,
        start: match.index,
        end: match.index + match[0].length,
      })),
    ),
  )
}

/** Offsets stay: only these letters change. */
const inLowerCase = (text: string) => text.replace(/[A-Z]+/gu, (letters) => letters.toLowerCase())

/** A class or an escape, which mean something else in lower case, or letters. */
const PARTS = /\\[pP]\{[^}]*\}|\\.|[A-Z]+/gu

const global = new Map<RegExp, RegExp>()
/** In lower case rather than with the flag `i`, which makes V8 compile a Chinese pattern twelve times as long. */
function everywhere(words: RegExp): RegExp {
  const known = global.get(words)
  if (known) return known
  const source = words.source.replace(PARTS, (part) => (part.startsWith('\\') ? part : part.toLowerCase()))
  const made = new RegExp(source, `${words.flags.replace('i', '')}g`)
  global.set(words, made)
  return made
}

/** All names that follow from these by one of the links, these included. */
export function closure(names: Iterable<string>, link: 'within' | 'implies'): Set<string> {
  const all = new Set(names)
  for (const name of all) for (const next of subjectOf(name)?.[link] ?? []) all.add(next)
  return all
}

/** What is denied with these: what lies in them, what needs them. */
export function deniedWith(names: Iterable<string>): Set<string> {
  const all = new Set(names)
  for (const name of all)
    for (const { name: other, within = [], needs = [] } of SUBJECTS)
      if (within.includes(name) || needs.includes(name)) all.add(other)
  return all
}
