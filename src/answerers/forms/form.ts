// What a form of answer is: one way of telling evidence for one kind of question, and the pen that it writes with.
// A form decides order and choice; quotes and markers come from the pen alone, so that no form can claim anything else.

import type { Phrases } from '../../prompts.ts'
import type { Assignment, Cited, Field, Marked } from '../answerer.ts'
import { fieldQuote, type Quote } from '../quotes.ts'

/** The parts of an answer, the one that answers directly first; blank lines go between them. Never without evidence. */
export type Form = (assignment: Assignment, pen: Pen) => string[]

export interface Pen {
  readonly phrases: Phrases
  /** All quotes so far, in the order of their markers. */
  readonly marked: readonly Marked[]
  /** `“the wording”[n]`. */
  quote(from: Cited, quote: Quote): string
  /** What is printed already and stands in the quote: `its words[n]`. */
  name(words: string, from: Cited, quote: Quote | undefined): string
  /** Whether this is the first time that it is asked of these words: what holds for all is said once. */
  first(words: string): boolean
  /** `推广范围：全省[n]`, as printed; undefined for a field that the record does not have. */
  field(from: Cited, field: Field): string | undefined
}

/**
 * Markers count on, in the order in which the pen is used: a form writes from the top down.
 * @param before markers that the text before has used up
 */
export function openPen(phrases: Phrases, before = 0): Pen {
  const marked: Marked[] = []
  const said = new Set<string>()
  const mark = (evidence: Cited, quote: Quote) => {
    const marker = before + marked.length + 1
    marked.push({ marker, evidence, quote })
    return `[${marker}]`
  }
  return {
    phrases,
    marked,
    quote: (from, quote) => `“${quote.text}”${mark(from, quote)}`,
    name: (words, from, quote) => (quote ? words + mark(from, quote) : words),
    first: (words) => said.size < said.add(words).size,
    field(from, field) {
      const value = fieldText(from, field)
      const quote = fieldQuote(from.record, from.document.text, field)
      return value && quote && phrases.say(`field.${field}`, { value }) + mark(from, quote)
    },
  }
}

/** A field as people read it: names that the source runs together are set apart. */
export function fieldText({ record }: Cited, field: Field): string | undefined {
  const value = record[field]
  return Array.isArray(value) ? value.join('、') : value
}
