// The answerer that asks a language model: numbered quotes go in, and of what comes back only the sentences are passed on
// that stand in the quotes they cite. It knows neither how a server is talked to nor what makes a sentence stand.

import { AppError } from '../errors.ts'
import type { Phrases } from '../prompts.ts'
import { squash } from '../question/vocabulary.ts'
import { type Answerer, type Assignment, type Draft, type Marked, Unfinished } from './answerer.ts'
import { shortfallOf } from './forms/places.ts'
import type { Budget } from './llm/budget.ts'
import { checked, type Grounds, MARKER } from './llm/check.ts'
import type { LanguageModel } from './llm/client.ts'
import { type Item, itemsOf } from './llm/evidence.ts'
import type { Prompt } from './llm/prompt.ts'
import { sentenceReader, type WrittenSentence } from './llm/sentences.ts'

/** A model that has so many more sentences dropped than kept is not listened to any longer. */
const DROPPED_AHEAD = 3
/** Characters that are read of an answer: what a model writes beyond this is no answer. */
const WRITTEN_MAX = 4_000

export interface LlmParts {
  model: LanguageModel
  prompt: Prompt
  /** How often the model may be asked. */
  budget: Budget
  phrases: Phrases
  /** Names of the library (units, areas, scopes, places), as printed. */
  names: Iterable<string>
}

/** Answers in the words of a language model, each sentence checked before it is passed on. */
export function llmAnswerer({ model, prompt, budget, phrases, names }: LlmParts): Answerer {
  const known = [...new Set(Array.from(names, squash))].filter((name) => name.length > 1)
  const orders = squash(prompt.orders)
  return {
    name: 'llm',
    languageModel: model.name,
    async *answer(assignment, signal) {
      const items = itemsOf(assignment)
      if (items.length === 0) throw new Unfinished('withheld', '没有可以交给语言模型的依据。')
      if (!budget.take()) throw new Unfinished('spent', '语言模型今天的调用次数已经用完。')
      const messages = prompt.messages(assignment, items, phrases)
      const question = squash(assignment.question)
      const answer = growing(assignment, { items, names: known, orders, question }, phrases)
      const sentences = sentenceReader()
      let written = 0
      let asked = false
      try {
        for await (const piece of model.write(messages, signal, () => {
          asked = true
        })) {
          const read = piece.slice(0, WRITTEN_MAX - written)
          written += piece.length
          for (const passed of answer.take(sentences.read(read))) {
            signal.throwIfAborted()
            yield passed
          }
          if (answer.isUnfounded() || written > WRITTEN_MAX) break
        }
      } catch (error) {
        if (!(error instanceof AppError) || signal.aborted) throw error
        throw new Unfinished('unreachable', error.message, answer.draft(), error)
      } finally {
        if (!asked) budget.giveBack()
      }
      if (written <= WRITTEN_MAX) yield* answer.take(sentences.end())
      return answer.finished()
    },
  }
}

/** An answer as it grows by checked sentences. */
function growing(assignment: Assignment, grounds: Grounds, phrases: Phrases) {
  const marked: Marked[] = []
  const said = new Set<string>()
  let text = ''
  let dropped = 0
  const draft = (): Draft => ({ text, marked: [...marked] })
  return {
    draft,
    isUnfounded: () => dropped >= said.size + DROPPED_AHEAD,
    /** The pieces to pass on. */
    *take(sentences: readonly WrittenSentence[]): Generator<string> {
      for (const sentence of sentences) {
        const found = checked(sentence.text, grounds)
        // Who repeats himself has nothing more to say.
        if (!found.stands || said.has(found.text)) {
          dropped += 1
          continue
        }
        said.add(found.text)
        const before = text === '' ? opening(assignment, phrases) : sentence.newLine ? '\n' : ''
        const piece = before + renumbered(found.text, grounds.items, marked)
        text += piece
        yield piece
      }
    },
    /** @throws Unfinished when more was dropped than kept. */
    finished(): Draft {
      if (said.size === 0 || dropped > said.size)
        throw new Unfinished('unfounded', '语言模型写的内容与原文不符。', draft())
      return { ...draft(), ...(dropped > 0 && { notice: phrases.say('notice.dropped', { count: dropped }) }) }
    },
  }
}

/** What is missing is said by the desk, before the first sentence of the model. */
function opening(assignment: Assignment, phrases: Phrases): string {
  const said = shortfallOf(assignment, phrases)
  return said === undefined ? '' : `${said}\n\n`
}

/** Markers in the order of their appearance, each quote once. */
function renumbered(text: string, items: readonly Item[], marked: Marked[]): string {
  return text.replace(MARKER, (_, number: string) => {
    const { evidence, quote } = items[Number(number) - 1]!
    const known = marked.find((one) => one.quote === quote)
    if (known) return `[${known.marker}]`
    const marker = marked.length + 1
    marked.push({ marker, evidence, quote })
    return `[${marker}]`
  })
}
