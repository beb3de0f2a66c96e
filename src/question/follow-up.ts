// Makes a question stand alone: one that leans on the conversation takes over what the person asked before.

import { HISTORY_USED, type Message } from '../schema.ts'
import { normalize } from '../text/normalize.ts'

/** Words that point back into the conversation. */
const POINTS_BACK =
  /^(?:那|它|他|她|这|该|还有|另外|其中|里头|里面|上面|刚才|前面|第\d+[条个项]|都是|要是|如果|具体|然后|后来)|它|(?:这|那)(?:个|些|条|项|种|边|块)|上面|刚才|前面说|其中|里头/u
const CHANGES_SUBJECT = /^(?:换个(?:问题|话题)|另一个问题|新问题)/u
/** A question of this many characters that points nowhere back says what it is about. */
const STANDS_ALONE_LENGTH = 22

/** Whether the wording leans on what was said before: 那…呢, 它, 其中. */
export function pointsBack(question: string): boolean {
  return POINTS_BACK.test(normalize(question))
}

function standsAlone(question: string, namesSubject: (question: string) => boolean): boolean {
  const text = normalize(question)
  if (CHANGES_SUBJECT.test(text)) return true
  if (POINTS_BACK.test(text)) return false
  return [...text].length >= STANDS_ALONE_LENGTH || namesSubject(question)
}

/**
 * The question with what it needs of the conversation: the person's own earlier questions, from the last one that
 * stood alone. Answers are not taken over: they would outweigh the question.
 * @param namesSubject whether a question names a document or a record of the library: then it needs no other
 */
export function standaloneQuestion(
  question: string,
  history: readonly Message[] = [],
  namesSubject: (question: string) => boolean = () => false,
): string {
  const asked = history
    .slice(-HISTORY_USED)
    .filter(({ role, content }) => role === 'user' && content.trim() !== '')
    .map(({ content }) => content.trim())
  if (asked.length === 0 || standsAlone(question, namesSubject)) return question
  const from = Math.max(
    0,
    asked.findLastIndex((earlier) => standsAlone(earlier, namesSubject)),
  )
  return withinLength([...asked.slice(from), question])
}

/** Longest stand-alone question, in characters: the model reads no more, and patterns need not. */
const STANDALONE_MAX = 1000

/** The last question and of the earlier ones as many, counted backwards, as fit. */
function withinLength(questions: readonly string[]): string {
  const kept: string[] = []
  let length = 0
  for (const question of questions.toReversed()) {
    length += question.length + 1
    if (kept.length > 0 && length > STANDALONE_MAX) break
    kept.unshift(question)
  }
  return kept.join(' ')
}
