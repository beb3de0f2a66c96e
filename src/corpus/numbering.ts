// How Chinese official texts number their parts: 编, 章, 节, 条, and the items 一、（一）1.（1）, and how they are numbered
// themselves. Reads the opening of a paragraph only; what stands around it is for others to judge.

import { chineseNumber } from '../text/normalize.ts'

const DIGITS = '〇○零一二三四五六七八九十百千\\d０-９－—'
const NUMBER = `\\s*[${DIGITS}]{1,8}\\s*`
/** Source of a pattern for a 文号: 国函〔2015〕10号. */
export const DOCUMENT_NUMBER = String.raw`\p{Script=Han}{1,12}[〔[（(［]\d{4}[〕\]）)］]\s*(?:第\s*)?\d{1,5}\s*号`
/** 笫 is a misprint of 第 that input methods offer. */
const ORDINAL = `[第笫]${NUMBER}`
/** Behind a reference at the head of a line: 第十条规定的…, 第十条、第十一条…, 第十条第二款…, 第十条，…. */
const REFERENCE =
  '(?=规定(?=[的，、。；：）”处给予办应可不要执条期情标程和与进]|$)|所列|所称|之规定|的(?!士)|[，,。；;）)》”]|、[第笫]|(?:至|和|或者?|及|以及|与|到)[第笫]|第[一二三四五六七八九十百\\d]{1,4}[款项])'
const ARTICLE = new RegExp(
  `^${ORDINAL}条(?:\\s*之([一二三四五六七八九十\\d]{1,4})(?![日年月款项]))?(?!${REFERENCE})[\\s：:、]*`,
  'u',
)
const ARTICLE_NUMBER = new RegExp(`^[第笫](${NUMBER})条`, 'u')
const NAMED_CHAPTER = new RegExp(
  `^(?:第${NUMBER}(?:分编|[编篇章节])(?!规定|所[列称]|的|中的|[、和至]第|第)|(?:总|分|附|罚)\\s*则$)`,
  'u',
)
/** A chapter's heading is a name, no sentence. */
const NAME = /^[^。；：！？!?;]{1,60}$/u

export interface ArticleOpening {
  /** 第十二条之一 as `12-1`. */
  number: string
  main: number
  /** Length of the printed number, spaces behind it left out. */
  length: number
}

/** The number with which a paragraph opens as an article of a law; undefined for a reference to one. */
export function articleOpening(text: string): ArticleOpening | undefined {
  const match = ARTICLE.exec(text)
  if (!match) return undefined
  const main = inDigits(ARTICLE_NUMBER.exec(text)![1]!)
  const number = match[1] ? `${main}-${inDigits(match[1])}` : main
  return { number, main: Number(main), length: match[0].trimEnd().length }
}

/** 十二, 12 and １２ as 12, a dash in it as the 一 it was meant for; what is no number (三四) as printed. */
export function inDigits(numeral: string): string {
  const plain = numeral.normalize('NFKC').replace(/\s/gu, '')
  const meant = /[\d]/u.test(plain) ? plain : plain.replace(/[-－—]/gu, '一')
  return String(chineseNumber(meant) ?? meant)
}

export const isChapter = (text: string) => NAMED_CHAPTER.test(text) && NAME.test(text)

/** How much a numbered heading or item stands above others: the lower the higher. Undefined where none is printed. */
export function rankOf(text: string): number | undefined {
  const index = RANKS.findIndex((pattern) => pattern.test(text))
  return index < 0 ? undefined : index
}
const RANKS: readonly RegExp[] = [
  new RegExp(`^第${NUMBER}[编篇]`, 'u'),
  new RegExp(`^第${NUMBER}分编`, 'u'),
  new RegExp(`^(?:第${NUMBER}章|[总分附罚]\\s*则$)`, 'u'),
  new RegExp(`^第${NUMBER}节`, 'u'),
  /^[一二三四五六七八九十百]{1,4}、/u,
  /^[（(][一二三四五六七八九十百]{1,4}[）)]/u,
  /^\d{1,3}[.．、](?!\d)/u,
  /^[（(]\d{1,3}[）)]/u,
  /^[①-⑳]/u,
]
/** The rank of 章, of 一、 and of （一）. */
export const [CHAPTER_RANK, TOP_ITEM_RANK, ITEM_RANK] = [2, 4, 5]

const CHINESE_DIGITS = '一二三四五六七八九十百零〇'
const ITEM = new RegExp(
  `^(?:第[${CHINESE_DIGITS}\\d]{1,8}[编章节]|[${CHINESE_DIGITS}]{1,4}、|[（(][${CHINESE_DIGITS}\\d]{1,4}[）)]|\\d{1,3}[.．、]|附件|附表|抄送)`,
  'u',
)
/** Whether a line begins as headings, articles and numbered items of official documents do. */
export const startsItem = (text: string) => ITEM.test(text) || articleOpening(text) !== undefined
