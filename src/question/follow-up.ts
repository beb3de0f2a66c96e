// How a question leans on the conversation: by its wording, on what was asked before, or on the items of the last list.
// Pure; whether a question finds something of its own is for others to say (understand.ts).

import { HISTORY_USED, type Message, QUESTION_MAX } from '../schema.ts'
import { allMatches } from '../text/matches.ts'
import { normalize } from '../text/normalize.ts'
import { intentOf } from './intent.ts'
import { numberOf } from './numerals.ts'
import { squash, type Vocabulary } from './vocabulary.ts'

/** Words that point back into the conversation. */
const POINTS_BACK =
  /^(?:那(?!些)|它|他|她|这|该|还有|另外|其中|其[他它余]|里头|里面|上面|后面|剩下|刚才|前面|接着|继续|换成|换作|改成|中间|最后|第[\d一二三四五六七八九十]+(?:[条个项则件篇](?!举措|案例|批)|[、和与跟及]第)|前[两三四五\d]+[条个项]|展开(?:讲|说)|都是|要是|如果|具体|然后|后来)|它|(?:这|那)(?:个|些|条|项|种|边|块)|上面|刚才|前面说|其中|里头|^[^,，。]{1,14}(?:呢[?]?$|也(?:有|是|算|一样)[吗么不没])/u
const CHANGES_SUBJECT = /^(?:换个(?:问题|话题)|另一个问题|新问题|另外问)/u
/** A question of this many characters that points nowhere back says what it is about. */
const STANDS_ALONE_LENGTH = 22

/** Whether the wording leans on what was said before: 那…呢, 它, 其中. */
export function pointsBack(question: string): boolean {
  return POINTS_BACK.test(normalize(question))
}

/** Whether the wording alone shows that a question needs nothing before it. */
export function standsAlone(question: string, namesSubject: (question: string) => boolean): boolean {
  const text = normalize(question)
  if (CHANGES_SUBJECT.test(text)) return true
  if (POINTS_BACK.test(text)) return false
  return [...text].length >= STANDS_ALONE_LENGTH || namesSubject(question)
}

/** The person's own earlier questions, oldest first; greetings and blank messages are none. */
export function askedBefore(history: readonly Message[] = []): string[] {
  return history
    .slice(-HISTORY_USED)
    .filter(({ role }) => role === 'user')
    .map(({ content }) => asLongAsQuestions(content))
    .filter((question) => question !== '' && intentOf(normalize(question)) !== 'help')
}

/** What is longer than any question was none of this desk's: patterns and model read no more of it. */
const asLongAsQuestions = (content: string) =>
  [...content.trim().slice(0, 2 * QUESTION_MAX)].slice(0, QUESTION_MAX).join('').trim()

/** Longest stand-alone question, in characters: the model reads no more, and patterns need not. */
const STANDALONE_MAX = 1000

/** Questions in one line: the last, and of the earlier ones as many, counted backwards, as fit. */
export function joined(questions: readonly string[]): string {
  const kept: string[] = []
  let length = 0
  for (const question of questions.toReversed()) {
    length += question.length + 1
    if (kept.length > 0 && length > STANDALONE_MAX) break
    kept.unshift(question)
  }
  return kept.join(' ')
}

/** An answer lists 50 records at most; what is longer is none of this desk's. */
const LISTED_MAX = 100
const LISTED_ITEM = /^\s*(?:\*\*)?(\d{1,3})[.．、)）]\s*(\S.{1,119})$/u
/** What follows the name of an item: （福州片区）, 【…】, a colon. */
const AFTER_NAME = /[（(【[：:][^）)】\]]{0,120}[）)】\]]?\s{0,120}$/u

/**
 * The records that the lists of the conversation name, list by list and item by item, the last list last; an item that is
 * none of the library's is −1.
 * @param among the records that the lists were made of: of two with one name, those are meant
 * @param newest so many of the last lists
 */
export function listedBefore(
  history: readonly Message[],
  vocabulary: Vocabulary,
  among: (record: number) => boolean,
  newest = HISTORY_USED,
): number[][] {
  return history
    .slice(-HISTORY_USED)
    .filter(({ role }) => role === 'assistant')
    .map(({ content }) => itemsIn(content))
    .filter((items) => items.length > 0)
    .slice(-newest)
    .map((items) => items.map((name) => recordNamed(name, vocabulary, among)))
}

/** Names of the items of a numbered list that counts from 1 or goes on counting. */
function itemsIn(content: string): string[] {
  const items = content.split('\n').flatMap((line) => {
    const [, number, name] = LISTED_ITEM.exec(line) ?? []
    return number && name ? [{ number: Number(number), name }] : []
  })
  if (items.length > LISTED_MAX) return []
  return items.every(({ number }, i) => i === 0 || number === items[i - 1]!.number + 1)
    ? items.map(({ name }) => name)
    : []
}

function recordNamed(item: string, vocabulary: Vocabulary, among: (record: number) => boolean): number {
  const whole = squash(item)
  const name = squash(item.replace(AFTER_NAME, ''))
  const titled = vocabulary.titledIn(whole)
  const found = titled.length > 0 ? titled : name.length >= NAME_MIN ? vocabulary.recordsWith(name) : []
  return found.find(among) ?? found[0] ?? -1
}

/** A shorter piece of wording is said of many records. */
const NAME_MIN = 5

const UNIT_OF_LIST = '[条个项则款件篇]'
/** 第2条, 第一和第三条. */
const ORDINAL = new RegExp(`第(\\d+|[一二三四五六七八九十]+)(?=${UNIT_OF_LIST}|[、和与跟及]第)`, 'gu')
const LAST = new RegExp(`(?:最后|末)[一那]?${UNIT_OF_LIST}`, 'u')
const MIDDLE = new RegExp(`中间(?:那|的)?一?${UNIT_OF_LIST}`, 'u')
const FIRST_FEW = new RegExp(`前(\\d{1,3}|[两三四五])${UNIT_OF_LIST}`, 'u')
const REST =
  /^(?:那)?(?:还有(?:呢|吗|没有?|别的|其[他它]|哪些|什么)?|其[他它余]的?|别的|另外的|后面的?|剩下的?|剩余的?|接着|继续|再往下|下面的|除了?这[几些两三]?[个条项])[^,。]{0,8}$|没[列说]完|接着往?下|往下[列说]/u

/** Which items of a list of so many are asked about, counted from 0; none of them where it is about something else. */
export function itemsAsked(question: string, count: number): number[] {
  const text = normalize(question)
  const few = numberOf(FIRST_FEW.exec(text)?.[1] ?? '') ?? 0
  const places = [
    ...allMatches(text, ORDINAL).map(([, number]) => (numberOf(number!) ?? 0) - 1),
    ...(LAST.test(text) ? [count - 1] : []),
    ...(MIDDLE.test(text) && count % 2 === 1 ? [(count - 1) / 2] : []),
    ...Array(few).keys(),
  ]
  return [...new Set(places)].filter((place) => place >= 0 && place < count)
}

const OTHER = /^(?:那|换成|换作|改成)|呢[?？]?$/u

/** 厦门呢, 换成广东呢: the question before, with something else in the place of what it named. */
export function asksForOther(question: string): boolean {
  return OTHER.test(normalize(question))
}

/** Whether the rest of the last list is asked for: 还有吗, 其他的也报一下, 继续. */
export function asksForRest(question: string): boolean {
  return REST.test(normalize(question).replace(/(?<![?!。~])[?!。~]+$/u, ''))
}
