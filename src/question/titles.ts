// The records whose names stand in a question. It does not know other ways to name a record (exact.ts).

/** Shorter names occur by accident. */
const TITLE_MIN = 5

/**
 * Finds the records whose names stand in a text, in the order of the library.
 * @param titles of the records, squashed as the text is; empty for those without a name of their own
 */
export function titleFinder(titles: readonly string[]): (text: string) => number[] {
  const byOpening = grouped(titles, (title) => title.slice(0, TITLE_MIN))
  return (text) => {
    const found = new Set<number>()
    for (let at = 0; at + TITLE_MIN <= text.length; at++)
      for (const record of byOpening.get(text.slice(at, at + TITLE_MIN)) ?? [])
        if (text.startsWith(titles[record]!, at)) found.add(record)
    return [...found].sort((a, b) => a - b)
  }
}

/** Places in a list by what they have in common. */
export function grouped<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  list.forEach((one, i) => {
    const key = keyOf(one)
    const group = groups.get(key)
    if (group) group.push(i)
    else groups.set(key, [i])
  })
  return groups
}
