// Lists of names inside a cell, one by one, each at its offsets: units and areas, separated by commas or run together.

import type { Column } from './manifest.ts'
import type { Placed } from './structure.ts'

const SEPARATORS = /[、，,；;]/u
/** What the name of a unit or an area ends with, a bracketed short form included. */
const NAME_END = /(?:[局厅委办部会行院署关站队府司区]|公司|中心|平台)(?:[（(][^（）()]*[）)])?$/u
/** No unit's name is shorter; keeps 人行 in 人行福州中心支行. */
const SHORTEST_NAME = 3

type Openings = Partial<Pick<Column, 'startsWith' | 'endsWith'>>

/** A name as names are compared: without spaces, quotation marks and the like. */
export const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '')

/** The parts of `placed` between separators that do not stand inside brackets; blank parts left out. */
function separated(placed: Placed): Placed[] {
  const parts: Placed[] = []
  let depth = 0
  let from = 0
  for (let i = 0; i <= placed.text.length; i++) {
    const character = placed.text[i]
    if (character === '（' || character === '(') depth++
    if (character === '）' || character === ')') depth = Math.max(0, depth - 1)
    if (character !== undefined && (depth > 0 || !SEPARATORS.test(character))) continue
    parts.push(part(placed, from, i))
    from = i + 1
  }
  return parts.filter(({ text }) => text !== '')
}

/** `placed.text.slice(from, to)`, trimmed, at its place. */
export function part(placed: Placed, from: number, to = placed.text.length): Placed {
  const raw = placed.text.slice(from, to)
  const text = raw.trim()
  const start = placed.start + from + (raw.length - raw.trimStart().length)
  return { text, start, end: start + text.length }
}

/** Cuts names run together: where a known opening follows what can be the end of a name, or behind a known ending. */
function unjoined(placed: Placed, { startsWith = [], endsWith = [] }: Openings): Placed[] {
  const names: Placed[] = []
  let from = 0
  for (let i = 1; i < placed.text.length; i++) {
    const name = placed.text.slice(from, i)
    const ended = endsWith.some((ending) => name.endsWith(ending))
    const opens =
      name.length >= SHORTEST_NAME &&
      NAME_END.test(name) &&
      startsWith.some((opening) => placed.text.startsWith(opening, i))
    if (!ended && !opens) continue
    names.push(part(placed, from, i))
    from = i
  }
  return [...names, part(placed, from)]
}

/** The names in a cell, one by one. */
export function namesIn(placed: Placed, column: Openings = {}): Placed[] {
  return separated(placed).flatMap((name) => unjoined(name, column))
}
