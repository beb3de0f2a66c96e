// What a language model is given to write from: numbered quotes, each a slice of a document. It decides what may be
// shown to a model, not how it is shown.

import { squash } from '../../question/vocabulary.ts'
import type { Assignment, Evidence, Field } from '../answerer.ts'
import { fieldQuote, type Quote, quotesFrom } from '../quotes.ts'
import { speaksToMachine } from './instructions.ts'

/** Characters of wording given of the first record, and of each further one. */
const BUDGET_FIRST = 700
const BUDGET_FURTHER = 400
/**
 * Characters in all, with sources and numbers. With the orders (about 900) and the question (1,000 at most) that is a prompt
 * of less than 6,000, which no tokenizer of today makes more than 6,000 tokens of. The longest for 441 judged questions
 * had 3,000.
 */
const CHARACTERS_MAX = 4_000
/** Of a line besides its quote: number, field, line end. */
const LINE = 16

/** A quote that the model can cite by its number. */
export interface Item {
  number: number
  evidence: Evidence
  quote: Quote
  /** As the model reads it: the quote, or the values of a cell one by one. */
  text: string
  /** The field whose whole cell it is; absent for wording. */
  field?: Field
  /** All that a sentence citing it may say, squashed: the quote, and what its document and record are called. */
  support: string
  /** The same without what it puts between quotation marks: that is only said to be said, as an order in a text is. */
  spoken: string
}

/** Words between quotation marks. */
export const QUOTED = /“[^“”]*”|「[^「」]*」|『[^『』]*』|‘[^‘’]*’|"[^"\n]*"/gu

type Found = Pick<Item, 'quote' | 'text' | 'field'>

const FIELDS = [
  'leadUnits', 'providedBy', 'implementedIn', 'promotionScope', 'promotionTime',
] as const satisfies readonly Field[] // biome-ignore format: one list, read as one

/** The numbered evidence, best record first. A record that speaks to machines is left out as a whole. */
export function itemsOf({ evidence, relevance }: Assignment): Item[] {
  const items: Item[] = []
  let length = 0
  for (const one of evidence.filter((each) => !isWithheld(each))) {
    const { record, document } = one
    const names = namesOf(one)
    const budget = items.length === 0 ? BUDGET_FIRST : BUDGET_FURTHER
    const wording = quotesFrom(record, document.text, relevance, budget).map(
      (quote): Found => ({ quote, text: quote.text }),
    )
    const fields = FIELDS.flatMap((field): Found[] => {
      const quote = record[field] && fieldQuote(record, document.text, field)
      // A cell prints 福州海关厦门海关 for what is said as 福州海关、厦门海关.
      return quote ? [{ quote, field, text: [record[field]].flat().join('、') }] : []
    })
    for (const found of [...wording, ...fields]) {
      const source = items.at(-1)?.evidence === one ? 0 : names.join().length + LINE
      const cost = source + found.text.length + LINE
      if (length + cost > CHARACTERS_MAX) continue
      length += cost
      const printed = [found.quote.text, found.text]
      const joined = (texts: readonly string[]) => [...texts, ...names].map(squash).join('\n')
      items.push({
        number: items.length + 1,
        evidence: one,
        ...found,
        support: joined(printed),
        spoken: joined(printed.map((text) => text.replace(QUOTED, ' '))),
      })
    }
  }
  return items
}

/** By document and id of the record: their texts do not change. */
const withheld = new WeakMap<Evidence['document'], Map<string, boolean>>()

function isWithheld({ record, document }: Evidence): boolean {
  const known = withheld.get(document) ?? new Map<string, boolean>()
  withheld.set(document, known)
  const found = known.get(record.id) ?? speaksSomewhere(record, document)
  known.set(record.id, found)
  return found
}

function speaksSomewhere(record: Evidence['record'], { text, summary }: Evidence['document']): boolean {
  const names = [summary.title, summary.issuer, summary.documentNumber, record.title]
  const printed = record.spans.map(({ start, end }) => text.slice(start, end))
  return [...names, printed.join('\n')].some((words) => words !== undefined && speaksToMachine(words))
}

/** What record and document are called, with the date as printed and as it is written out. */
function namesOf({ record, document: { summary } }: Evidence): string[] {
  const { title, documentNumber, issuer, date } = summary
  const [year, month, day] = date?.split('-').map(Number) ?? []
  const dates = date ? [date, `${year}年${month}月${day}日`] : []
  const place = /^\d+$/u.test(record.number) ? [`第${record.number}项`, `第${record.number}条`] : []
  return [title, documentNumber, issuer, record.title, ...dates, ...place].filter(
    (name) => name !== undefined,
  )
}
