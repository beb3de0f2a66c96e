// Where a question names values of facets and places. It does not know what is said of them (clauses.ts), nor which
// names there are (names.ts).

import type { FilterKey } from '../schema.ts'
import type { NameIndex } from './names.ts'
import { placeBefore } from './places.ts'

/** Words of a question that can mean values of facets, or a place without more. */
export interface Mention {
  start: number
  end: number
  words: string
  /** By key, what the words can mean; all empty for a bare place. */
  values: Partial<Record<FilterKey, string[]>>
  /** A bare place: 厦门, 厦门市. */
  place?: string
}

/** Words that only look like a name: 复制推广 is what all measures are for, no type of one. */
const NO_NAME = /复制推广|复制经验|可复制|全国通办|全国统一|全省通办|全国人[大口]/uy

/**
 * All names in a text, the longest where they overlap, in reading order.
 * @param text the question, canonical
 * @param holds whether the documents spoken of have a value
 */
export function mentionsIn(
  text: string,
  names: NameIndex,
  holds: (key: FilterKey, value: string) => boolean,
): Mention[] {
  const found: Mention[] = []
  for (let at = 0; at < text.length; ) {
    const mention = named(text, at, names, holds) ?? placed(text, at, names)
    NO_NAME.lastIndex = at
    const noName = NO_NAME.exec(text)?.[0].length ?? 0
    const stranger = lengthOfStranger(text, at, names, holds)
    const length = mention ? mention.end - at : 0
    if (mention && length > noName && length >= stranger) found.push(mention)
    at += Math.max(1, noName, stranger, length)
  }
  return found
}

function named(
  text: string,
  at: number,
  names: NameIndex,
  holds: (key: FilterKey, value: string) => boolean,
): Mention | undefined {
  let found: Mention | undefined
  const own = new Set<FilterKey>()
  for (const { name, key, value, kind } of names.byOpening.get(text.slice(at, at + 2)) ?? []) {
    // The longest come first: what follows the first that fits is of its length, or shorter.
    if (found && name.length < found.words.length) break
    if (!text.startsWith(name, at) || !holds(key, value)) continue
    if (kind && isElsewhere(text, at, names)) continue
    found ??= { start: at, end: at + name.length, words: name, values: {} }
    // 海关总署 is that office; its branches are only meant by what they are called.
    const institution = INSTITUTIONS.has(key)
    if (institution && kind && own.has(key)) continue
    const values = (kind || own.has(key) || !institution ? found.values[key] : undefined) ?? []
    if (!kind) own.add(key)
    if (!values.includes(value)) found.values[key] = [...values, value]
  }
  return found
}

/** 杭州海关, 广州市政府: of a place that the library does not have. */
function isElsewhere(text: string, at: number, { place }: NameIndex): boolean {
  const before = placeBefore(text.slice(Math.max(0, at - 5), at))
  if (before === undefined) return false
  place.lastIndex = 0
  return !place.test(before)
}

/** 省政府外办 is no 省政府, also where the documents spoken of do not have it. */
function lengthOfStranger(
  text: string,
  at: number,
  { byOpening }: NameIndex,
  holds: (key: FilterKey, value: string) => boolean,
): number {
  const whole = byOpening
    .get(text.slice(at, at + 2))
    ?.filter(({ name, key, kind }) => !kind && INSTITUTIONS.has(key) && text.startsWith(name, at))
  const longest = whole?.[0]?.name.length ?? 0
  const held = whole?.some(({ name, key, value }) => name.length === longest && holds(key, value))
  return held ? 0 : longest
}

const INSTITUTIONS: ReadonlySet<FilterKey> = new Set(['unit', 'provider'])

function placed(text: string, at: number, { place }: NameIndex): Mention | undefined {
  place.lastIndex = at
  const [words, name] = place.exec(text) ?? []
  return words && name ? { start: at, end: at + words.length, words, values: {}, place: name } : undefined
}

/** 福州、厦门海关 says 福州海关、厦门海关: a place before another name takes over what the names have in common. */
export function distributed(text: string, names: NameIndex): string {
  return text.replace(
    names.placesInRow,
    (all, first: string, link: string, second: string, number: string, rest: string) => {
      const kind = Array.from({ length: rest.length - 1 }, (_, i) => rest.slice(0, rest.length - i)).find(
        (tail) => has(names, first + tail) && has(names, second + tail),
      )
      return kind ? `${first}${kind}${link}${second}${kind}${number}${rest.slice(kind.length)}` : all
    },
  )
}

const has = ({ byOpening }: NameIndex, name: string) =>
  byOpening.get(name.slice(0, 2))?.some((one) => one.name === name) ?? false
