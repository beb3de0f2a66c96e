// Laws and regulations: one record per article, with the chapter it stands in. Tells articles from references to them,
// and from what stands around them: title, contents list, headings, signature, annexes.

import { contentsList } from './contents.ts'
import { articleOpening, CHAPTER_RANK, isChapter, rankOf } from './numbering.ts'
import { derivedTitle, proseRecord } from './prose.ts'
import type { DraftRecord } from './records.ts'
import { dateIn, isIssuer } from './self-description.ts'
import type { PlacedParagraph } from './structure.ts'

/** A text with fewer articles only mentions some, unless they follow one another. */
const LAW_ARTICLES_MIN = 3
/** So far numbers may jump where one is missing or misprinted; any further, and the article may be another law's. */
const GAP_MAX = 2
/** An unnumbered heading (法律责任, 罚则) is no longer. */
const HEADING_MAX = 30
const SENTENCE_END = /[。；！？：:;!?][”’」』）)》]*$/u
const PUNCTUATION = /[。；！？：，,;:!?]/u
/** 第一条【立法目的】, 第一条（立法目的）; not 第一条（一）. */
const NAME_IN_BRACKETS =
  /^\s*[【〔［[（(](?![一二三四五六七八九十\d]{1,3}[）)])[^【】〔〕［］[\]（）()。；，]{2,30}[】〕］\]）)]/u

export function isLaw(paragraphs: readonly PlacedParagraph[]): boolean {
  const numbers = paragraphs.flatMap(({ text }) => articleOpening(text)?.main ?? [])
  const [first, second] = numbers
  return numbers.length >= LAW_ARTICLES_MIN || (first !== undefined && second === first + 1)
}

/** What a law consists of: its articles, and the other paragraphs but for headings. */
export interface Law {
  articles: DraftRecord[]
  /** What stands before the articles, and the signature behind them. */
  others: PlacedParagraph[]
  /** Each annex, from the line that names it. */
  annexes: PlacedParagraph[][]
}

/** One record per article, numbered by it: 第十二条 → `12`, 第十二条之一 → `12-1`. */
export function readLaw(paragraphs: readonly PlacedParagraph[]): Law {
  const law: Law = { articles: [], others: [], annexes: [] }
  const roles = rolesOf(paragraphs)
  const place = placeInLaw()
  let open: PlacedParagraph[] = []
  let into: PlacedParagraph[] = law.others
  const parts: { paragraphs: PlacedParagraph[]; group: string }[] = []
  const close = () => {
    if (open.length > 0) parts.push({ paragraphs: open, group: place.printed() })
    open = []
  }
  paragraphs.forEach((paragraph, i) => {
    const role = roles[i]!
    if (role !== 'text') close()
    if (role === 'heading') {
      place.enter(paragraph)
      // An annex without articles keeps its headings.
      if (into !== law.others) into.push(paragraph)
    } else if (role === 'article') {
      open = [paragraph]
      into = law.others
    } else if (role === 'annex') {
      into = [paragraph]
      law.annexes.push(into)
    } else if (role === 'signature') {
      into = law.others
      into.push(paragraph)
    } else if (role !== 'contents') (open.length > 0 ? open : into).push(paragraph)
  })
  close()
  // Either a law names its articles or it does not: a line that a wrap left short is no name.
  const named = parts.filter(({ paragraphs }) => opensWithName(paragraphs)).length * 2 > parts.length
  law.articles = parts.map(({ paragraphs, group }) => article(paragraphs, group, named))
  return law
}

type Role = 'article' | 'heading' | 'contents' | 'annex' | 'signature' | 'text'

function rolesOf(paragraphs: readonly PlacedParagraph[]): Role[] {
  const [contentsStart, contentsEnd] = contentsList(paragraphs)
  const signature = signatureAt(paragraphs)
  const first = paragraphs.findIndex(({ text }) => articleOpening(text))
  const roles: Role[] = []
  /** Quotation marks left open since the article began: in them another law is quoted. */
  let quoted = 0
  let last = 0
  paragraphs.forEach((paragraph, i) => {
    const { text } = paragraph
    const opening = articleOpening(text)
    const expected =
      opening && ((opening.main >= last && opening.main <= last + GAP_MAX) || opening.main === 1)
    const role = (): Role => {
      if (i >= contentsStart && i < contentsEnd) return 'contents'
      if (i === signature) return 'signature'
      if (isAnnex(text)) return 'annex'
      if (opening && (expected || (quoted <= 0 && !(last > 0 && goesOn(paragraphs, roles, i)))))
        return 'article'
      if (isChapter(text)) return 'heading'
      return i > first - 2 && isPlainHeading(paragraphs, roles, i) ? 'heading' : 'text'
    }
    roles.push(role())
    if (roles[i] === 'article') last = opening!.main
    if (roles[i] === 'article' || roles[i] === 'heading') quoted = 0
    for (const character of text) quoted += character === '“' ? 1 : character === '”' ? -1 : 0
  })
  return roles
}

/** Whether the paragraph above stops in mid-sentence, so that this one goes on with it. */
function goesOn(paragraphs: readonly PlacedParagraph[], roles: readonly Role[], i: number): boolean {
  const above = roles[i - 1]
  return (
    (above === 'article' || above === 'text') &&
    /[\p{Script=Han}，、]$/u.test(paragraphs[i - 1]!.text) &&
    paragraphs[i]!.level === 0
  )
}

/** A Markdown heading, a name below 第一章, or an unnumbered name (罚则) between two articles. */
function isPlainHeading(paragraphs: readonly PlacedParagraph[], roles: readonly Role[], i: number): boolean {
  const { text, level } = paragraphs[i]!
  if (level > 0) return !/[。；]/u.test(text)
  if (text.length > HEADING_MAX || PUNCTUATION.test(text.replace(/^[一二三四五六七八九十]{1,3}、/u, '')))
    return false
  // A long name may stand on two lines.
  const isArticle = (at: number) => articleOpening(paragraphs[at]?.text ?? '') !== undefined
  const below = paragraphs[i + 1]
  const isName =
    below &&
    below.text.length <= HEADING_MAX &&
    !PUNCTUATION.test(below.text) &&
    !/^[（(\d]/u.test(below.text)
  if (!isArticle(i + 1) && !isChapter(below?.text ?? '') && !(isName && isArticle(i + 2))) return false
  const above = paragraphs[i - 1]?.text ?? ''
  return /^[^（(\d]/u.test(text) && (roles[i - 1] === 'heading' || SENTENCE_END.test(above))
}

/** 附件, 附件1：船舶名录, 附表二; not 附件由港务局公布。 */
const isAnnex = (text: string) =>
  /^附[件表录图]?\s*(?:[\d一二三四五六七八九十]|[:：]|$)/u.test(text) && !/[。；]/u.test(text)

/** The first paragraph of the signature behind the last article: the issuer above the date, or the date alone. */
function signatureAt(paragraphs: readonly PlacedParagraph[]): number | undefined {
  const last = paragraphs.findLastIndex(({ text }) => articleOpening(text))
  const date = paragraphs.findIndex(({ text }, i) => i > last && dateIn(text) !== undefined)
  if (date < 0) return undefined
  return date - 1 > last && isIssuer(paragraphs[date - 1]!.text) ? date - 1 : date
}

/** The headings above an article, outermost first. */
function placeInLaw() {
  let path: { rank: number; text: string; named: boolean }[] = []
  return {
    enter({ text, level }: PlacedParagraph) {
      const above = path.at(-1)
      const rank = rankOf(text)
      if (rank === undefined && above && level === 0 && (!above.named || /、$/u.test(above.text))) {
        // 第一章 and its name on two lines, or a name that is too long for one.
        above.text += text
        above.named = true
        return
      }
      // A title inside the text begins another law; other unnumbered headings stand where chapters do.
      const own = level === 1 && rank === undefined ? -1 : (rank ?? CHAPTER_RANK)
      path = path.filter((heading) => heading.rank < own)
      if (own >= 0) path.push({ rank: own, text, named: !/[编篇章节]$/u.test(text) })
    },
    printed: () => path.map(({ text }) => text).join(' '),
  }
}

/** 第一条 立法目的, the wording below it. */
function opensWithName([first, ...wording]: readonly PlacedParagraph[]): boolean {
  const { text } = first!
  const { length } = articleOpening(text)!
  return wording.length > 0 && text.length > length && text.length <= HEADING_MAX && !PUNCTUATION.test(text)
}

function article(paragraphs: readonly PlacedParagraph[], group: string, named: boolean): DraftRecord {
  const first = paragraphs[0]!
  const { number, length } = articleOpening(first.text)!
  const bracketed = NAME_IN_BRACKETS.exec(first.text.slice(length))?.[0].length
  const name = bracketed
    ? length + bracketed
    : named && opensWithName(paragraphs)
      ? first.text.length
      : undefined
  const title =
    name === undefined
      ? { length: Math.max(length, derivedTitle(first.text)), derived: true }
      : { length: name, derived: false }
  return { ...proseRecord('article', number, paragraphs, title), ...(group && { group }) }
}
