// What a sentence claims that must be printed somewhere: figures, dates, 文号, names, words that turn a meaning round. Pure:
// it finds them in a sentence and in a text that is to support it; it does not know where that text comes from.

import { squash } from '../../question/vocabulary.ts'
import { allMatches } from '../../text/matches.ts'
import { chineseNumber, normalize } from '../../text/normalize.ts'
import { placesSpelledIn } from '../../text/places/gazetteer.ts'

const COUNTED =
  '个工作日|工作日|小时|分钟|个月|周年|平方米|公里|吨|[年月日天周岁个项家户件份张笔倍次批条章节款期级号名人元米种档位辆艘台套座所页届成折]'
const DATE = /\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2}/gu
const FIGURE = new RegExp(`\\d+(?:\\.\\d+)?(?:[%‰]|[十百千万亿]*(?:${COUNTED})?)`, 'gu')
/** Numerals that `normalize` leaves in words, with what they count. 一 alone mostly means "a". */
const NUMERAL =
  /[二两三四五六七八九十百千零〇][一二三四五六七八九十百千零〇]*\p{Script=Han}|一(?:[年月天日周倍成半万亿]|小时)/gu
const NO_NUMERAL = /^(?:[二两]者|[一二三四五六七八九]是|十分)/u
/** 国函〔2020〕96号: two characters of who wrote it are enough to tell. */
const DOCUMENT_NUMBER = /\p{Script=Han}{2}[〔[(]\d{4}[〕\])]第?\d+号/gu
const TITLE_OR_QUOTE = /《([^《》]+)》|“([^“”]+)”|「([^「」]+)」|"([^"]+)"/gu
/** Abbreviations, codes, names in Latin letters. */
const LATIN = /[a-z][a-z\d.+#-]*/gu
/** Words before which a name begins. */
const APART = '由和与及的向到在是为对被将经报请等于并需应该或从以让把给各本该'
const NAMED = `[^\\P{Script=Han}${APART}]`
const INSTITUTION = new RegExp(
  `${NAMED}{2}(?:厅|局|署|委员会|管委会|海关|办公室|政府|法院|检察院|银行|支行|分行|公司|协会|中心|总队|支队|集团|大学|医院|委(?![托员派任])|院(?![士长校落内]))` +
    `|(?:[省市区县编台侨外贸岸融商]|审改|自贸)办(?!\\p{Script=Han})` +
    `|(?:财政|商务|公安|信息化|保障|运输|农业农村|外交|教育|科技|司法|建设|水利|旅游|民政|资源|环境|应急管理)部(?!\\p{Script=Han}?[门分署])`,
  'gu',
)
const PLACE = new RegExp(
  `${NAMED}{2}(?:(?<!节)省(?![略去时钱力心事级内外])|市(?![场民值级内外辖])|县(?![级内外])|自治区|片区|新区)`,
  'gu',
)
/** Words that turn a meaning round or make it more than it was. */
const TURNS =
  /[不无免未禁勿](?!仅|但|同|断|少|论|过|来|管|妨)\p{Script=Han}|(?:最[高多低少长短迟早快]|至少|以[上下内外]|免费|全[额免部]|所有|一律|永久|唯一|首[个创家次]|保证|承诺|必须|取消|停止|暂停|废止|处罚|罚款|没收)/gu

/**
 * The claims of a sentence that a text does not have.
 * @param support squashed
 * @param known squashed names of the library: units, areas, scopes, places
 */
export function unsupportedClaims(
  sentence: string,
  support: string,
  known: readonly string[] = [],
): string[] {
  const spelled = normalize(sentence)
  const plain = squash(sentence)
  const texts = [
    ...allMatches(spelled, TITLE_OR_QUOTE).map((found) => found.slice(1).find((part) => part)!),
    ...found(DOCUMENT_NUMBER, spelled),
    ...found(DATE, plain),
    ...found(INSTITUTION, plain),
    ...found(PLACE, plain),
    ...found(TURNS, plain),
    ...known.filter((name) => plain.includes(name)),
  ]
  const numbers = found(FIGURE, plain).filter((figure) => !standsAlone(figure, support))
  const numerals = found(NUMERAL, plain).filter((one) => !NO_NUMERAL.test(one) && !isCounted(one, support))
  const words = found(LATIN, plain).filter((word) => !support.includes(word))
  return [
    ...texts.filter(
      (text) => !support.includes(squash(text).replace(/(?<![，。；：、！？])[，。；：、！？]+$/u, '')),
    ),
    ...[...numbers, ...numerals, ...words],
    ...placesSpelledIn(plain).filter((place) => !support.includes(place)),
  ]
}

const found = (pattern: RegExp, text: string) => allMatches(text, pattern).map(([match]) => match)

/** 30万元 in 330万元 or 5 in 2.5 is another number. */
function standsAlone(figure: string, support: string): boolean {
  for (let at = support.indexOf(figure); at !== -1; at = support.indexOf(figure, at + 1)) {
    const after = support.slice(at + figure.length)
    const goesOn = /\d$/u.test(figure) ? /^(?:\d|\.\d|[万亿%‰])/u : /^$.^/u
    if (!/\d\.?$/u.test(support.slice(0, at)) && !goesOn.test(after)) return true
  }
  return false
}

/** 三小时 stands where 3小时 stands. */
function isCounted(numeral: string, support: string): boolean {
  const value = chineseNumber(numeral.slice(0, -1))
  return (
    support.includes(numeral) || (value !== undefined && standsAlone(`${value}${numeral.at(-1)}`, support))
  )
}
