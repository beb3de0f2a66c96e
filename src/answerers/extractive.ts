// The answerer that needs no language model: short connecting words of the desk around verbatim quotes of the best
// records. Between quotes it states no fact of its own: names, units and scopes are quoted as well.

import type { LibraryDocument } from '../library.ts'
import type { Phrases } from '../prompts.ts'
import type { Intent, PolicyRecord } from '../schema.ts'
import { fieldQuote, type Quote, quotesFrom, type Relevance } from './quotes.ts'

/** A record handed to the answerer, with its twins in other documents. */
export interface Evidence {
  record: PolicyRecord
  document: LibraryDocument
  twins: { record: PolicyRecord; document: LibraryDocument }[]
}

export interface Assignment {
  intent: Intent
  evidence: readonly Evidence[]
  relevance: Relevance
  /** Fields besides the wording that the question asks about. */
  fields: readonly ('implementedIn' | 'promotionScope' | 'promotionTime' | 'leadUnits' | 'providedBy')[]
  /** For a list: how many there are in all, and how many were passed over before these. */
  list?: { total: number; offset: number }
  /** What the question asks for and the texts do not give. */
  missingDetail?: string
}

/** A quote with its marker, in the order of the text. */
export interface Marked {
  marker: number
  evidence: Evidence
  quote: Quote
}

export interface Draft {
  text: string
  marked: Marked[]
}

/** Characters quoted from the first record and from each further one. */
const BUDGET_FIRST = 460
const BUDGET_FURTHER = 260
/** A list longer than this names its items only. */
const LIST_WITH_QUOTES = 6
const BUDGET_LIST = 160

const FIELD_LABELS = {
  implementedIn: '已实施片区',
  promotionScope: '推广范围',
  promotionTime: '推广时间',
  leadUnits: '牵头或责任单位',
  providedBy: '提供单位',
} as const

/** Writes the answer. Never called without evidence. */
export function extractive(assignment: Assignment, phrases: Phrases): Draft {
  const { evidence, list, missingDetail } = assignment
  const marked: Marked[] = []
  const mark = (from: Evidence, quote: Quote) => {
    marked.push({ marker: marked.length + 1, evidence: from, quote })
    return `[${marked.length}]`
  }
  const opening = missingDetail
    ? phrases.say('partial.opening', { detail: missingDetail })
    : list
      ? listOpening(list, evidence.length, phrases)
      : resultOpening(evidence, phrases)
  const parts = evidence.map((one, i) => {
    const heading = phrases.say('record.heading', {
      n: (list?.offset ?? 0) + i + 1,
      title: one.record.title,
      source: sourceOf(one.document),
    })
    return [heading, ...linesOf(one, i, assignment, mark, phrases)].join('\n')
  })
  return { text: [opening, ...parts].join('\n\n'), marked }
}

function linesOf(
  one: Evidence,
  place: number,
  { intent, relevance, fields, list, evidence }: Assignment,
  mark: (from: Evidence, quote: Quote) => string,
  phrases: Phrases,
): string[] {
  const { record, document, twins } = one
  const lines: string[] = []
  const field = (name: Assignment['fields'][number]) => {
    const quote = fieldQuote(record, document.text, name)
    const value = record[name]
    if (!quote || !value) return
    lines.push(`${FIELD_LABELS[name]}：${Array.isArray(value) ? value.join('、') : value}${mark(one, quote)}`)
  }
  if (intent === 'department') field('leadUnits')
  if (list && evidence.length > LIST_WITH_QUOTES) {
    const title = fieldQuote(record, document.text, 'title')
    if (title) lines.push(`“${title.text}”${mark(one, title)}`)
  } else {
    const budget = list ? BUDGET_LIST : place === 0 ? BUDGET_FIRST : BUDGET_FURTHER
    for (const quote of quotesFrom(record, document.text, relevance, budget))
      lines.push(`“${quote.text}”${mark(one, quote)}`)
  }
  for (const name of fields) if (!(name === 'leadUnits' && intent === 'department')) field(name)
  if (twins.length > 0)
    lines.push(
      phrases.say('record.also', {
        places: twins.map((twin) => `${sourceOf(twin.document)}第${twin.record.number}项`).join('、'),
      }),
    )
  return lines
}

function resultOpening(evidence: readonly Evidence[], phrases: Phrases): string {
  const documents = [...new Set(evidence.map(({ document }) => `《${document.summary.title}》`))]
  return evidence.length === 1
    ? phrases.say('answered.one', { document: documents[0]! })
    : phrases.say('answered.some', { count: evidence.length, documents: documents.join('、') })
}

function listOpening(
  { total, offset }: { total: number; offset: number },
  shown: number,
  phrases: Phrases,
): string {
  const opening = phrases.say('answered.list', { total })
  if (offset === 0 && shown >= total) return opening
  return opening + phrases.say('answered.page', { from: offset + 1, to: offset + shown })
}

/** 《title》，文号，date: as far as the document gives them. */
function sourceOf({ summary: { title, documentNumber, date } }: LibraryDocument): string {
  return [`《${title}》`, documentNumber, date].filter(Boolean).join('，')
}
