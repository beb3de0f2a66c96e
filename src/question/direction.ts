// Which way goods go that a text speaks of: into the country or out of it. Rules of language; it does not know the
// documents.

export type Direction = 'in' | 'out'

const IN =
  /进口(?!岸)|进境|海淘|从(?:国外|海外|境外|外国|日本|韩国|美国|德国|泰国|越南|台湾|香港)[^,。?]{0,6}(?:买|购|进|运)|[买购运][^,。?]{0,8}(?:进来|回国)/u
const OUT =
  /出口(?!岸)|出境|外销|[卖销发寄运](?:到|往|去|给)?(?:国外|海外|境外|外国|老外|日本|韩国|美国|德国|泰国|越南)/u

/** Undefined for a text that speaks of both ways, or of none. @param text normalized */
export function directionOf(text: string): Direction | undefined {
  const both = /进出[口境]/u.test(text)
  const [comesIn, goesOut] = [both || IN.test(text), both || OUT.test(text)]
  if (comesIn === goesOut) return undefined
  return comesIn ? 'in' : 'out'
}
