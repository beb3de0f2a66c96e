// What the desk says by itself, without evidence: who it is, and that it has found nothing. The sentences are those of
// `prompts/answers.md`.

import type { Engine } from './engine.ts'
import type { Reason, Verdict } from './gate/gate.ts'
import type { Phrases } from './prompts.ts'

/** What this desk can answer, with examples. */
export function helpReply({ library, phrases }: Engine): string {
  const documents = library.documents.map(({ summary }) => `《${summary.title}》`).join('、')
  return [phrases.say('help.text', { documents }), ...phrases.examples.map((example) => `· ${example}`)].join(
    '\n',
  )
}

/** That there is no answer, naming what the library lacks. */
export function noEvidenceReply({ reason }: Verdict, phrases: Phrases): string {
  if (reason?.because === 'filters') return phrases.say('none.filters')
  if (reason?.because === 'errand') return phrases.say('none.errand')
  return `${opening(reason, phrases)}\n${phrases.say('none.nearest')}`
}

function opening(reason: Reason | undefined, phrases: Phrases): string {
  if (reason?.because === 'unheld') return phrases.say('none.unknown', { what: reason.what.join('、') })
  if (reason?.because === 'places') return phrases.say('none.place', { what: reason.what.join('、') })
  return phrases.say('none.opening')
}
