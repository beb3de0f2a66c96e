// What the desk says by itself, without evidence: who it is, and that it has found nothing. The sentences are those of
// `prompts/answers.md`.

import type { Engine } from './engine.ts'
import type { Verdict } from './gate.ts'
import type { Phrases } from './prompts.ts'
import type { Findings } from './search.ts'

/** What this desk can answer, with examples. */
export function helpReply({ library, phrases }: Engine): string {
  const documents = library.documents.map(({ summary }) => `《${summary.title}》`).join('、')
  return [phrases.say('help.text', { documents }), ...phrases.examples.map((example) => `· ${example}`)].join(
    '\n',
  )
}

/** That nothing was found, naming what the library lacks. */
export function noEvidenceReply(
  found: Findings,
  { unknown, places = [] }: Verdict,
  phrases: Phrases,
): string {
  if (found.total === 0) return phrases.say('none.filters')
  const opening =
    unknown.length > 0
      ? phrases.say('none.unknown', { what: unknown.join('、') })
      : places.length > 0
        ? phrases.say('none.place', { what: places.join('、') })
        : phrases.say('none.opening')
  return `${opening}\n${phrases.say('none.nearest')}`
}
