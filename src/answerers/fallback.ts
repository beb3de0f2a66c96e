// Two answerers as one: where the first cannot go on, the second writes, and the answer says so. It does not know why an
// answerer fails, nor how either writes.

import type { Phrases } from '../prompts.ts'
import { type Answerer, type Assignment, type Draft, type Reason, Unfinished } from './answerer.ts'

export interface Fallback extends Answerer {
  /** Why the first answerer could not be asked the last time; undefined once it could be again. */
  failure(): string | undefined
}

/** How a turn of the first answerer ended: with an answer, or why without one. */
export type Turn = 'written' | Exclude<Reason, 'withheld'>

/**
 * @param onFailure hears, as a line for the operator, of the first failure after a success
 * @param onTurn hears of every turn of the first answerer that was not broken off
 */
export function withFallback(
  first: Answerer,
  second: Answerer,
  phrases: Phrases,
  onFailure: (message: string) => void = () => {},
  onTurn: (ended: Turn) => void = () => {},
): Fallback {
  let failure: string | undefined
  const noted = (found: string | undefined) => {
    if (found !== undefined && failure === undefined) onFailure(found)
    failure = found
  }
  return {
    name: first.name,
    ...(first.languageModel && { languageModel: first.languageModel }),
    failure: () => failure,
    async *answer(assignment, signal) {
      try {
        const draft = yield* first.answer(assignment, signal)
        noted(undefined)
        onTurn('written')
        return draft
      } catch (error) {
        if (!(error instanceof Unfinished)) throw error
        if (error.reason !== 'withheld') {
          noted(error.reason === 'unfounded' ? undefined : error.message)
          onTurn(error.reason)
        }
        const notice = phrases.say(`notice.${error.reason}`)
        if (error.written.text === '')
          return { ...(yield* second.answer(assignment, signal)), answeredBy: second.name, notice }
        const draft = yield* continued(error.written, second, assignment, phrases, signal)
        return { ...draft, answeredBy: `${first.name}+${second.name}`, notice }
      }
    },
  }
}

/** What was passed on cannot be taken back: the second answer stands below it, and its markers go on counting. */
async function* continued(
  written: Draft,
  second: Answerer,
  // What is missing has been said.
  { missingDetail: _, onlyNear: __, ...assignment }: Assignment,
  phrases: Phrases,
  signal: AbortSignal,
): AsyncGenerator<string, Draft> {
  const bridge = `\n\n${phrases.say('answered.continued')}\n\n`
  yield bridge
  const rest = yield* second.answer({ ...assignment, markersBefore: written.marked.length }, signal)
  return { text: written.text + bridge + rest.text, marked: [...written.marked, ...rest.marked] }
}
