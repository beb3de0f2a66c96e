// The prompt of a language model: `prompts/llm-system.md` and `prompts/llm-question.md`, filled in. Documents and questions
// stand in it as quoted material that cannot close its own quotation; it does not judge them.

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { ROOT } from '../../config.ts'
import { AppError } from '../../errors.ts'
import type { Phrases } from '../../prompts.ts'
import { allMatches } from '../../text/matches.ts'
import type { Assignment } from '../answerer.ts'
import { sourceOf } from '../forms/places.ts'
import type { Message } from './client.ts'
import type { Item } from './evidence.ts'

/** The files, with the placeholders that each must have. */
const FILES = {
  'llm-system.md': ['fence'],
  'llm-question.md': ['fence', 'evidence', 'question', 'missing'],
} as const

/** Characters of the question, with what of the conversation it leans on. */
const QUESTION_CHARACTERS = 1_000

export interface Prompt {
  /** The standing orders as the model gets them, without the fence: what an answer must not repeat. */
  readonly orders: string
  messages(assignment: Assignment, items: readonly Item[], phrases: Phrases): Message[]
}

/**
 * Reads the two files.
 * @throws AppError `invalid_request` naming a file that cannot be read, or a placeholder that is missing or unknown.
 */
export async function readPrompt(folder = path.join(ROOT, 'prompts')): Promise<Prompt> {
  const [orders, asking] = await Promise.all([
    template(folder, 'llm-system.md'),
    template(folder, 'llm-question.md'),
  ])
  return {
    orders,
    messages(assignment, items, phrases) {
      const evidence = items.map((item, i) => written(item, items[i - 1], phrases)).join('\n')
      // A conversation may be long; what is asked now stands at its end.
      const question = inert(assignment.question).slice(-QUESTION_CHARACTERS)
      const missing = inert(assignment.missingDetail ?? '无')
      // Nobody can write a text that holds the digest of itself; the same question has the same prompt all the same.
      const fence = createHash('sha256').update(`${evidence}\0${question}`).digest('hex').slice(0, 16)
      return [
        { role: 'system', content: filled(orders, { fence }) },
        { role: 'user', content: filled(asking, { fence, evidence, question, missing }) },
      ]
    },
  }
}

async function template(folder: string, file: keyof typeof FILES): Promise<string> {
  const fault = (what: string, cause?: unknown) =>
    new AppError('invalid_request', `prompts/${file}: ${what}`, { cause })
  const text = await readFile(path.join(folder, file), 'utf8').catch((cause) => {
    throw fault('the file cannot be read.', cause)
  })
  const wanted: readonly string[] = FILES[file]
  const found = new Set(allMatches(text, /\{([^{}]*)\}/gu).map(([, name]) => name!))
  for (const name of found)
    if (!wanted.includes(name)) throw fault(`it has the placeholder {${name}}, which nobody fills.`)
  for (const name of wanted) if (!found.has(name)) throw fault(`the placeholder {${name}} is missing.`)
  return text.trim()
}

/** In one pass: braces in a document or a question mean themselves. */
const filled = (text: string, values: Readonly<Record<string, string>>) =>
  text.replace(/\{(\w+)\}/gu, (_, name: string) => values[name]!)

/** The quote behind its number; the source stands once above the quotes of a record. */
function written(
  { number, evidence, text, field }: Item,
  before: Item | undefined,
  phrases: Phrases,
): string {
  const { record, document } = evidence
  const source = before?.evidence === evidence ? '' : `\n${inert(`${sourceOf(document)} ${record.title}`)}\n`
  const value = inert(text)
  return `${source}[${number}] ${field ? phrases.say(`field.${field}`, { value }) : value}`
}

const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}]+/gu
const LOOKALIKES: Readonly<Record<string, string>> = {
  ...{ '[': '〔', ']': '〕', '<': '〈', '>': '〉', '{': '（', '}': '）', '`': '’', '|': '／', '=': '＝' },
}

/** One line, nothing invisible, and none of the marks that set evidence and dialogues apart. */
const inert = (text: string) =>
  text
    .replace(INVISIBLE, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[[\]<>{}`|=]/gu, (mark) => LOOKALIKES[mark]!)
    .trim()
