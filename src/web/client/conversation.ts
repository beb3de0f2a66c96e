// The questions of one visit and what became of each. One question runs at a time; whatever an earlier one
// still delivers is ignored. Knows the server as a function and shows nothing: no DOM.

import type { Answer, Filters, Message } from '../../schema.ts'
import { type AskBody, Failure, type Watch } from './api.ts'

/** Messages sent along as history. The server uses no more than this. */
const HISTORY_SENT = 10
/** Characters of an earlier answer that are sent along: enough to follow up on, small as a request. */
const REMEMBERED_LENGTH = 4000
/** Measures that one answer lists; a further list starts this much later. */
export const LISTED = 10

export type TurnState =
  | { readonly phase: 'searching' }
  | { readonly phase: 'answering'; readonly text: string }
  | { readonly phase: 'stopped'; readonly text: string }
  | { readonly phase: 'done'; readonly answer: Answer }
  | { readonly phase: 'failed'; readonly failure: Failure }

/** One question with its present state. `asked` is what a retry asks again. */
export interface Turn {
  readonly id: number
  /** The turn whose list it continues: it is asked as that one was, with the conversation before that. */
  readonly origin?: Turn
  asked: Omit<AskBody, 'history'>
  state: TurnState
}

type Ask = (body: AskBody, watch: Watch, signal: AbortSignal) => Promise<Answer>

export class Conversation {
  readonly #ask: Ask
  readonly #changed: (turn: Turn) => void
  #turns: Turn[] = []
  #running: { turn: Turn; abort: AbortController } | undefined
  #lastId = 0

  /** @param changed told of every change of a turn, the first one (`searching`) included */
  constructor(ask: Ask, changed: (turn: Turn) => void) {
    this.#ask = ask
    this.#changed = changed
  }

  get busy(): boolean {
    return this.#running !== undefined
  }

  /** Puts a question at the end of the conversation and asks it; a running one is stopped. */
  ask(question: string): Promise<void> {
    return this.#add({ question })
  }

  /** Asks a turn's question again, in its place. */
  retry(turn: Turn): Promise<void> {
    return this.#run(turn)
  }

  /** Asks a turn's question again, in its place, with exactly these filters. */
  refine(turn: Turn, filters: Filters): Promise<void> {
    turn.asked = { question: turn.asked.question, filters, readFilters: false }
    return this.#run(turn)
  }

  /** Asks for the measures that follow those a list has shown, as a turn of its own. */
  continueList(turn: Turn): Promise<void> {
    const offset = (turn.asked.offset ?? 0) + LISTED
    return this.#add({ ...turn.asked, limit: LISTED, offset }, turn.origin ?? turn)
  }

  /** Stops the running question, if any. */
  stop(): void {
    const running = this.#running
    if (running === undefined) return
    this.#running = undefined
    running.abort.abort()
    const { state } = running.turn
    this.#set(running.turn, { phase: 'stopped', text: state.phase === 'answering' ? state.text : '' })
  }

  /** Forgets everything; a running question is stopped. */
  clear(): void {
    this.stop()
    this.#turns = []
  }

  #add(asked: Turn['asked'], origin?: Turn): Promise<void> {
    this.#lastId += 1
    const turn: Turn = { id: this.#lastId, asked, state: { phase: 'searching' }, ...(origin && { origin }) }
    this.#turns.push(turn)
    return this.#run(turn)
  }

  async #run(turn: Turn): Promise<void> {
    this.stop()
    const running = { turn, abort: new AbortController() }
    this.#running = running
    const current = () => this.#running === running
    this.#set(turn, { phase: 'searching' })
    let text = ''
    const say = (delta: string) => {
      if (!current()) return
      text += delta
      this.#set(turn, { phase: 'answering', text })
    }
    const end = (state: TurnState) => {
      if (!current()) return
      this.#running = undefined
      this.#set(turn, state)
    }
    try {
      const body = { ...turn.asked, history: this.#before(turn.origin ?? turn) }
      const answer = await this.#ask(body, { hits: () => say(''), text: say }, running.abort.signal)
      end({ phase: 'done', answer })
    } catch (cause) {
      end({ phase: 'failed', failure: cause instanceof Failure ? cause : new Failure(String(cause)) })
    }
  }

  /** What was asked and answered before a turn, oldest first. Stopped and failed turns said nothing. */
  #before(turn: Turn): Message[] {
    return this.#turns
      .slice(0, this.#turns.indexOf(turn))
      .flatMap(({ asked, state }): Message[] =>
        state.phase === 'done'
          ? [
              { role: 'user', content: asked.question },
              { role: 'assistant', content: beginning(state.answer.text) },
            ]
          : [],
      )
      .slice(-HISTORY_SENT)
  }

  #set(turn: Turn, state: TurnState): void {
    turn.state = state
    this.#changed(turn)
  }
}

/** The first REMEMBERED_LENGTH characters, never ending in half a character (the server refuses such a text). */
function beginning(text: string): string {
  return text.slice(0, REMEMBERED_LENGTH).replace(/[\uD800-\uDBFF]$/, '')
}
