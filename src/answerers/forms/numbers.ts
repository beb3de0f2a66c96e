// Which kind of figure a question asks for, and where a record has it. Rules come from how Chinese counts: 多少 and 几
// stand before the unit that the answer's figure has behind it.

import type { Assignment, Cited } from '../answerer.ts'
import { type Quote, sentenceWith } from '../quotes.ts'

/** 一次, 一项 say that there is a thing, not how many. */
const NOT_ONE = '(?!一[次个项件种类家名位])'
const DIGITS = `${NOT_ONE}(?:\\d[\\d,]*(?:\\.\\d+)?|[〇零一二两三四五六七八九十百千]+)\\s*(?:余|多)?\\s*[万亿]{0,2}\\s*(?:余|多)?\\s*`
const MONEY = `${DIGITS}(?:美|港|欧|日|台币)?元`
const SHARE = `${DIGITS}(?:[%％]|个百分点|个?成(?![都立为员功本果效])|倍)|百分之${DIGITS}|${DIGITS}分之${DIGITS}`
/** 2024年 and 3月30日 are dates. */
const SPAN = `(?<![\\d.年月])(?!(?:19|20)\\d{2}\\s*年)${DIGITS}(?:个?(?:工作日|自然日|小时|分钟|星期)|秒|天|日|周|个月|年)(?!\\d)`
const DATE =
  '\\d{2,4}\\s*年\\s*(?:\\d{1,2}\\s*月)?\\s*(?:\\d{1,2}\\s*日)?|\\d{1,2}\\s*月(?:\\s*\\d{1,2}\\s*日)?'
/** What a bare 多少 or 几 may be answered with: any figure that is no part of a date. */
const ANY = `${MONEY}|${SHARE}|${SPAN}|(?<![\\d.])\\d[\\d,]*(?:\\.\\d+)?(?![\\d,.])\\s*[万亿]?(?!\\s*[年月日])\\s*[\\p{Script=Han}]`

const KINDS: readonly [asked: RegExp, figure: string][] = [
  [/多久|多长时间|几[天年周]|几个(?:月|小时|工作日)|多少(?:个?工作日|[天年])|期限|时限|时长|快多少/u, SPAN],
  [/比例|占比|百分|率[^。？]{0,6}(?:多少|几|多高)|几成|几个点|几倍/u, SHARE],
  [
    /多少钱|多少[万亿]?元|几[百千万]?块|金额|额度|[贷补奖罚借省]\p{Script=Han}{0,4}多少|封顶|多少资金/u,
    MONEY,
  ],
  [/什么时候|何时|哪一?年|哪一?天|几[月号]|哪个月|日期/u, `${DATE}|${SPAN}`],
]
/** 多少家, 几个: the unit itself. */
const COUNTED = /(?:多少|几)(?<unit>[家户个项人名位笔份票单次辆台艘艇亩吨元条件种类批篇本])/gu
/** 几个 counts people and firms, and texts count them by other words. */
const OF_ANYTHING = '[个名位人家户项件]'

/** What the asked-for figure looks like in a text, of any kind that is asked for; undefined where none is. */
export function figureAsked(question: string): RegExp | undefined {
  const kinds = KINDS.flatMap(([asked, figure]) => (asked.test(question) ? [figure] : []))
  const units = [...question.matchAll(COUNTED)].map(([, unit]) => unit!)
  const counted = units.map((unit) => DIGITS + (OF_ANYTHING.includes(unit) ? OF_ANYTHING : unit))
  const wanted = [...kinds, ...counted]
  if (wanted.length > 0) return new RegExp(wanted.join('|'), 'u')
  return /多少|几|多[高大长远]|最[高低多少]|上限|下限|数[据字量]/u.test(question)
    ? new RegExp(ANY, 'u')
    : undefined
}

/** The figures of the sentence that fits the question best among those that have one. */
export function figureIn(one: Cited, { question, relevance }: Assignment): Quote[] {
  const figure = figureAsked(question)
  if (!figure) return []
  const sentence = sentenceWith(figure, one, relevance)
  if (!sentence) return []
  return [...sentence.text.matchAll(new RegExp(figure, 'gu'))].map(({ index, 0: words }) => {
    const start = sentence.start + index + words.length - words.trimStart().length
    return { start, end: sentence.start + index + words.trimEnd().length, text: words.trim() }
  })
}
