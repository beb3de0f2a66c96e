// Which way goods go that a text speaks of: into the country or out of it. Rules of language; it does not know the
// documents.

import { ABROAD_NAMED } from '../text/places/countries.ts'

export type Direction = 'in' | 'out'

const IN = new RegExp(
  `进口(?!岸)|进境|海淘|从(?:${ABROAD_NAMED})[^,。?]{0,6}[买购进运]|[买购运][^,。?]{0,8}(?:进来|回国)`,
  'u',
)
const OUT = new RegExp(`出口(?!岸)|出境|外销|[卖销发寄运](?:到|往|去|给)?(?:${ABROAD_NAMED}|老外)`, 'u')
const BOTH = /进出[口境]/u

/** Undefined for a text that speaks of both ways, or of none. @param text normalized */
export function directionOf(text: string): Direction | undefined {
  const [comesIn, goesOut] = [IN.test(text), OUT.test(text)]
  if (comesIn === goesOut || BOTH.test(text)) return undefined
  return comesIn ? 'in' : 'out'
}
