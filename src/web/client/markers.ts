// Finds the `[n]` markers in an answer's text. Pure: no DOM, and it does not know what a citation holds.

/** A stretch of text; with `marker` when it is `[n]` and a citation of that number exists. */
export interface Stretch {
  readonly text: string
  readonly marker?: number
}

/**
 * Cuts a text at its markers. The stretches joined give the text again. `[7]` stays plain text when there is no
 * citation 7: a quote of a document may itself hold such a number.
 */
export function splitMarkers(text: string, known: ReadonlySet<number>): Stretch[] {
  const stretches: Stretch[] = []
  let from = 0
  for (const match of text.matchAll(/\[(\d{1,4})\]/g)) {
    const marker = Number(match[1])
    if (!known.has(marker)) continue
    if (match.index > from) stretches.push({ text: text.slice(from, match.index) })
    stretches.push({ text: match[0], marker })
    from = match.index + match[0].length
  }
  if (from < text.length) stretches.push({ text: text.slice(from) })
  return stretches
}

/** The text without the markers of known citations, for reading aloud. */
export function withoutMarkers(text: string, known: ReadonlySet<number>): string {
  return splitMarkers(text, known)
    .filter((stretch) => stretch.marker === undefined)
    .map((stretch) => stretch.text)
    .join('')
}
