// Which kind of figure a question asks for. Rules come from how Chinese counts: 多少 and 几 stand before the unit that the
// answer's figure has behind it. Where a record has it is for others to find (forms/figures.ts).

import { allMatches } from '../../text/matches.ts'

/** 一次, 一项 say that there is a thing, not how many. */
const NOT_ONE = '(?!一[次个项件种类家名位])'
const NUMERALS = '〇零一二两三四五六七八九十百千'
/** A figure from its first digit on: no text makes the search begin anew at each of a thousand digits. */
const DIGITS = `${NOT_ONE}(?:(?<![\\d,])\\d[\\d,]{0,20}(?:\\.\\d{1,9})?|(?<![${NUMERALS}])[${NUMERALS}]{1,12})\\s{0,2}(?:余|多)?\\s{0,2}[百千万亿]{0,2}\\s{0,2}(?:余|多)?\\s{0,2}`
const MONEY = `${DIGITS}(?:美|港|欧|日|台币)?元`
const SHARE = `${DIGITS}(?:[%％]|个百分点|个?成(?![都立为员功本果效])|倍)|百分之${DIGITS}|${DIGITS}分之${DIGITS}`
/** 2024年 and 3月30日 are dates. */
const SPAN = `(?<![\\d.年月])(?!(?:19|20)\\d{2}\\s*年)${DIGITS}(?:个?(?:工作日|自然日|小时|分钟|星期)|秒|天|日|周|个月|年)(?!\\d)`
const DATE =
  '\\d{2,4}\\s*年\\s*(?:\\d{1,2}\\s*月)?\\s*(?:\\d{1,2}\\s*日)?|\\d{1,2}\\s*月(?:\\s*\\d{1,2}\\s*日)?'
/** What a bare 多少 or 几 may be answered with: any figure that is no part of a date. */
const ANY = `${MONEY}|${SHARE}|${SPAN}|(?<![\\d,.])\\d[\\d,]{0,20}(?:\\.\\d{1,9})?(?![\\d,.])\\s*[百千万亿]{0,2}(?:余|多)?(?!\\s*[年月日])\\s*[\\p{Script=Han}]`

const KINDS: readonly [asked: RegExp, figure: string][] = [
  [
    /多久|多长时间|(?<![这那好十头])几[天年周]|(?<![这那好十头])几个(?:月|小时|工作日)|多少(?:个?工作日|[天年]|时间|工夫)|期限|时限|时长|快多少/u,
    SPAN,
  ],
  [/比例|占比|百分|率[^。？]{0,6}(?:多少|几|多高)|几成|几个点|几倍/u, SHARE],
  [/(?:同比|环比|[涨升增降减]了?|增长|下降|提[高升])(?:了|的是)?(?:多少|几)(?![\p{Script=Han}])/u, SHARE],
  [
    /多少钱|多少[万亿]?元|几[百千万]?块|金额|额度|[贷补奖罚借]\p{Script=Han}{0,4}(?:多少|几[百千万])|省\p{Script=Han}{0,4}几[百千万]|封顶|多少资金/u,
    MONEY,
  ],
  [/什么时候|何时|哪一?天|几[月号]|哪个月|日期/u, `${DATE}|${SPAN}`],
  [/哪一?年/u, DATE],
]
/** 那几本, 好几年, 十几个, 头几个月, 旁边几家 are some, and ask for nothing. */
const ASKED = '(?:多少|(?<![这那好十头边])几)'
/** 24个月 counts no things. */
const PIECE = '个(?!月|小时|工作日|自然日)'
/** 多少家, 几个: the unit itself. */
const COUNTED = new RegExp(
  `${ASKED}(?<unit>${PIECE}|[家户项人名位笔份票单次辆台艘艇亩吨元条件种类批篇本])`,
  'gu',
)
/** 几个 counts people and firms, and texts count them by other words. */
const COUNTED_ALIKE = '个名位人家户项件'
const OF_ANYTHING = `(?:${PIECE}|[名位人家户项件])`
const BARE = new RegExp(`${ASKED}|多[高大长远]|最[高低多少]|上限|下限|数量|(?:哪些|什么|啥).?数[据字]`, 'u')

/** What the asked-for figure looks like in a text, of any kind that is asked for; undefined where none is. */
export function figureAsked(question: string): RegExp | undefined {
  const kinds = KINDS.flatMap(([asked, figure]) => (asked.test(question) ? [figure] : []))
  const counted = unitsAsked(question).map(
    (unit) => DIGITS + (COUNTED_ALIKE.includes(unit) ? OF_ANYTHING : unit),
  )
  const wanted = [...kinds, ...counted]
  if (wanted.length > 0) return new RegExp(wanted.join('|'), 'u')
  return BARE.test(question) ? new RegExp(ANY, 'u') : undefined
}

const unitsAsked = (question: string): string[] =>
  allMatches(question, COUNTED).map(({ groups }) => groups!.unit!)

/** 多少执法单位: what is counted. 访问量多少: what is measured. */
const THING_AFTER = new RegExp(`${ASKED}(?<thing>\\p{Script=Han}{2})`, 'u')
const THING_BEFORE = new RegExp(
  `(?<thing>\\p{Script=Han}{2})(?:是|有|为|达)?${ASKED}(?!\\p{Script=Han})`,
  'u',
)

/**
 * What the figure looks like where a text counts by the very word that the question has: 件, 执法单位, 访问量. Undefined
 * where the question has none; a text may count by other words.
 */
export function figureAskedExactly(question: string): RegExp | undefined {
  const units = unitsAsked(question).filter((unit) => unit !== '个')
  if (KINDS.some(([asked]) => asked.test(question))) return undefined
  const after = units.length === 0 && THING_AFTER.exec(question)?.groups?.thing
  const before = units.length === 0 && THING_BEFORE.exec(question)?.groups?.thing
  const wanted = [
    ...units.map((unit) => DIGITS + unit),
    ...(after ? [`${DIGITS}[个家户名]?(?=${after})`] : []),
    ...(before ? [`(?<=${before}[^，。；\\d]{0,4})${DIGITS}[%％\\p{Script=Han}]`] : []),
  ]
  return wanted.length > 0 ? new RegExp(wanted.join('|'), 'u') : undefined
}

/** So many characters on either side of 多少 say what of. */
const SIDE = 10
const AROUND = new RegExp(`.{0,${SIDE}}(?:${ASKED}|多[久高大长远]|哪年)[^，,。？?]{0,${SIDE}}`, 'gu')

/** The words that say what the figure is of: 访问量多少, 多少银行授信. */
export const aroundFigure = (question: string): string =>
  allMatches(question, AROUND)
    .map(([words]) => words)
    .join(' ')
