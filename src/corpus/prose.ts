// Documents without tables: the articles of a law, headed parts, plain paragraphs; and the body of a notice.

import { chineseNumber } from '../text/normalize.ts'
import { DATE, isIssuer } from './facets.ts'
import { part } from './names.ts'
import type { DraftRecord } from './records.ts'
import type { PlacedParagraph } from './structure.ts'

const DIGITS = '〇零一二三四五六七八九十百千\\d'
/** Not 第十条规定的…, 第十条、第十一条…: a paragraph that opens with a reference. */
const ARTICLE = new RegExp(
  `^第([${DIGITS}]{1,8})条(?:之([${DIGITS}]{1,4}))?(?!规定的|所列|的|(?:、|至|和|或者?)第)[\\s　：:]*`,
  'u',
)
const CHAPTER = new RegExp(
  `^(?:第[${DIGITS}]{1,6}[编章节](?=$|[\\s　]|\\p{Script=Han}{1,40}$)|(?:总|分|附)则$)`,
  'u',
)
const HEADING = new RegExp(`^(?:[${DIGITS}]{1,4}、|[（(][${DIGITS}]{1,4}[）)])[^。！？；]{1,60}$`, 'u')
/** A text with fewer articles only mentions some. */
const LAW_ARTICLES_MIN = 3
const DERIVED_TITLE_MAX = 40

export const isChapter = (text: string) => CHAPTER.test(text)
export const isHeading = (paragraph: PlacedParagraph) =>
  paragraph.level > 0 || CHAPTER.test(paragraph.text) || HEADING.test(paragraph.text)

export function isLaw(paragraphs: readonly PlacedParagraph[]): boolean {
  return paragraphs.filter(({ text }) => ARTICLE.test(text)).length >= LAW_ARTICLES_MIN
}

/**
 * One record per article of a law, numbered by it: 第十二条 → `12`, 第十二条之一 → `12-1`; and the other paragraphs, save
 * headings: what stands before the articles, annexes, the signature.
 */
export function articleRecords(paragraphs: readonly PlacedParagraph[]): {
  articles: DraftRecord[]
  others: PlacedParagraph[]
} {
  const articles: DraftRecord[] = []
  const others: PlacedParagraph[] = []
  const signature = signatureAt(paragraphs)
  let open: PlacedParagraph[] = []
  const close = () => {
    if (open.length > 0) articles.push(article(open))
    open = []
  }
  for (const [i, paragraph] of paragraphs.entries()) {
    const { text } = paragraph
    if (ARTICLE.test(text) || isChapter(text) || isAnnex(text) || i === signature) close()
    if (ARTICLE.test(text) || open.length > 0) open.push(paragraph)
    else if (!isChapter(text)) others.push(paragraph)
  }
  close()
  return { articles, others }
}

/** 附件, 附件1：船舶名录, 附表二; not 附件由港务局公布。 */
const isAnnex = (text: string) =>
  /^附[件表录图]?\s*(?:[\d一二三四五六七八九十]|[:：]|$)/u.test(text) && !/[。；]/u.test(text)

/** The first paragraph of the signature behind the last article: the issuer above the date, or the date alone. */
function signatureAt(paragraphs: readonly PlacedParagraph[]): number | undefined {
  const last = paragraphs.findLastIndex(({ text }) => ARTICLE.test(text))
  const date = paragraphs.findIndex(({ text }, i) => i > last && DATE.test(text))
  if (date < 0) return undefined
  const issuer = paragraphs[date - 1]!.text
  return date - 1 > last && isIssuer(issuer) ? date - 1 : date
}

function article(paragraphs: readonly PlacedParagraph[]): DraftRecord {
  const first = paragraphs[0]!
  const [prefix, main, sub] = ARTICLE.exec(first.text)!
  const number = `${inDigits(main!)}${sub ? `-${inDigits(sub)}` : ''}`
  return prose(
    'article',
    number,
    paragraphs,
    part(first, 0, Math.max(prefix.trimEnd().length, opening(first.text))),
    true,
  )
}

/** 十二 and 12 as 12; what is no number (三四) as printed. */
const inDigits = (numeral: string) => chineseNumber(numeral) ?? numeral

/** Headed parts, each under its heading; without headings, paragraph by paragraph. Numbered `s1`, `s2` … */
export function sectionRecords(paragraphs: readonly PlacedParagraph[]): DraftRecord[] {
  const headed = paragraphs.some(isHeading)
  const parts: PlacedParagraph[][] = []
  for (const paragraph of paragraphs) {
    const last = parts.at(-1)
    // Headings above one another (章, then 节) head one part together.
    if (last && headed && (!isHeading(paragraph) || last.every(isHeading))) last.push(paragraph)
    else parts.push([paragraph])
  }
  return parts.map((part, i) => prose('section', `s${i + 1}`, part, title(part[0]!), !isHeading(part[0]!)))
}

/** The prose of a notice outside its tables; none where it is headings only, without a sentence. */
export function bodyRecord(
  paragraphs: readonly PlacedParagraph[],
  documentTitle: string,
): DraftRecord | undefined {
  if (!paragraphs.some(({ text }) => /[。；]/u.test(text))) return undefined
  const record = prose('body', 'body', paragraphs, title(paragraphs[0]!), false)
  return { ...record, title: documentTitle, spans: record.spans.filter(({ field }) => field === 'content') }
}

function prose(
  kind: DraftRecord['kind'],
  number: string,
  paragraphs: readonly PlacedParagraph[],
  title: { text: string; start: number; end: number },
  /** The name is only the opening of the wording. */
  derived: boolean,
): DraftRecord {
  const { start } = paragraphs[0]!
  const { end } = paragraphs.at(-1)!
  return {
    kind,
    number,
    title: title.text,
    ...(derived && { titleDerived: true as const }),
    content: '',
    start,
    end,
    spans: [
      { field: 'title', start: title.start, end: title.end },
      ...runs(paragraphs).map((run) => ({ field: 'content', ...run })),
    ],
  }
}

/** Paragraphs that follow each other directly (a newline between them) as one stretch of text. */
function runs(paragraphs: readonly PlacedParagraph[]): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  for (const { start, end } of paragraphs) {
    const last = found.at(-1)
    if (last && start <= last.end + 1) last.end = end
    else found.push({ start, end })
  }
  return found
}

const opening = (text: string) => /^[^。；，]*/u.exec(text)![0].slice(0, DERIVED_TITLE_MAX).length
const title = (paragraph: PlacedParagraph) =>
  isHeading(paragraph) ? paragraph : part(paragraph, 0, opening(paragraph.text))
