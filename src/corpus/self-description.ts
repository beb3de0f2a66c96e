// What a document says about itself where no manifest does: title, 文号, who issued it, when, for which territory.
// Reads it from where official documents print it: above the text and in the signature below.

import { allMatches } from '../text/matches.ts'
import { chineseNumber, normalize } from '../text/normalize.ts'
import { articleOpening, DOCUMENT_NUMBER, isChapter, rankOf } from './numbering.ts'
import type { PlacedParagraph } from './structure.ts'
import { territoryOf } from './territory.ts'

export interface SelfDescription {
  title?: string
  issuer?: string
  documentNumber?: string
  date?: string
  batch?: string
  territory?: string
}

const NUMBERED = new RegExp(`(?<!\\p{Script=Han})${DOCUMENT_NUMBER}`, 'u')
/** 国务院令第723号, 国家市场监督管理总局令第57号. */
const ORDER =
  /(?<![\p{Script=Han}、])[\p{Script=Han}、]{2,40}?令\s*(?:[（(]\s*)?第\s*[\d一二三四五六七八九十百零〇]{1,6}\s*号[）)]?/u
const DATE = /(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日/u
/** A date on a line of its own, in Arabic or Chinese digits. */
const DATE_LINE =
  /^[（(]?[\d〇○零一二三四五六七八九十\s]{4,8}年[\d一二三四五六七八九十\s]{1,4}月[\d一二三四五六七八九十\s]{1,5}日[）)]?$/u
const SENTENCE = /[。；，]/u
const TITLE_MAX = 120
const ISSUER_MAX = 40
const BATCH = /第?([〇零一二三四五六七八九十百\d]{1,4})批/u
/** What the titles of laws and regulations end with. */
const LAW_TITLE =
  /(?:法|条例|办法|规定|细则|决定|决议|规则|解释|章程|规程|准则|方案|标准|意见|安排|批复|修正案|制度|规范|目录|清单|职责|通则|守则|命令|公约|议定书)(?:[（(][^（）()]{1,20}[）)])?$/u
const PERSON = /^(?:国家)?(?:总理|主席|省长|市长|州长|县长|区长|局长|部长|主任|署长|行长|院长|检察长)/u
/** 最高人民法院、最高人民检察院关于…, 福建省人民政府印发…. */
const ISSUER_IN_TITLE =
  /^([\p{Script=Han}、（）]{2,40}?(?:院|部|局|署|会|府|厅|委|办公室|办))(?:关于|印发|转发|发布)/u
/** A title stands no lower than this. */
const TITLE_WITHIN = 8
const NOTICE_TITLE =
  /$(?<=(?:关于|印发|转发|公布|发布).*(?:通知|函|意见|公告|通告|决定|决议|批复|方案|办法|规定|通报|报告|措施|计划|规划)(?:[（(][^（）()]{1,20}[）)])?)/u
const ISSUER_LEFT_OUT = /^(?:关于|印发|转发|公布|发布)/u
const CONTENTS = /^目\s*[录次]$/u

/** The date a line consists of, as YYYY-MM-DD. */
export function dateIn(text: string): string | undefined {
  return text.length <= 30 && DATE_LINE.test(text) ? dated(DATE.exec(normalize(text))) : undefined
}

function dated(match: RegExpExecArray | RegExpMatchArray | null): string | undefined {
  if (!match) return undefined
  const [, year, month, day] = match
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return undefined
  return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
}

/** Whether a line above a date can be the name of who signed. */
export const isIssuer = (text: string) => text.length <= ISSUER_MAX && !SENTENCE.test(text)

/** @param law whether the text is a law: its date is that of the last passing or revision printed above it. */
export function selfDescription(paragraphs: readonly PlacedParagraph[], law: boolean): SelfDescription {
  const head = headOf(paragraphs, law)
  const title = law ? lawTitle(head) : noticeTitle(paragraphs)
  const adoption = adoptionIn(head, law)
  const signed = paragraphs.findLastIndex(({ text }) => dateIn(text) !== undefined)
  const above = signatureAbove(paragraphs, signed)
  const signer =
    above !== title && isIssuer(above) && !PERSON.test(above) && !articleOpening(above) ? above : ''
  const documentNumber = numberIn(paragraphs, head)
  const named = ISSUER_IN_TITLE.exec(title ?? '')?.[1] ?? adoption.issuer
  // A law may be printed below the order that announces it: whoever signed that is a person.
  const issuer = (law ? named || signer : signer || named) || issuerIn(documentNumber ?? '')
  const date = adoption.date ?? (signed < 0 ? undefined : dateIn(paragraphs[signed]!.text))
  const batch = BATCH.exec(title ?? '')?.[1]
  const territory = territoryOf(title ?? '', issuer)
  return {
    ...(title && { title }),
    ...(documentNumber && { documentNumber }),
    ...(date && { date }),
    ...(issuer && { issuer }),
    ...(batch && { batch: /^\d+$/u.test(batch) ? batch : String(chineseNumber(batch) ?? batch) }),
    ...(territory && { territory }),
  }
}

/** The line above the date at `signed`; two lines where together they repeat the letterhead. */
function signatureAbove(paragraphs: readonly PlacedParagraph[], signed: number): string {
  const above = paragraphs[signed - 1]?.text ?? ''
  const both = (paragraphs[signed - 2]?.text ?? '') + above
  return paragraphs.slice(0, TITLE_WITHIN).some(({ text }) => text === both) ? both : above
}

/** What stands above the text: to the contents list, the first heading or article, or the first numbered item. */
function headOf(paragraphs: readonly PlacedParagraph[], law: boolean): readonly PlacedParagraph[] {
  const end = paragraphs.findIndex(
    ({ text, level }, i) =>
      i > 0 &&
      (CONTENTS.test(text) ||
        isChapter(text) ||
        articleOpening(text) !== undefined ||
        (!law && (rankOf(text) !== undefined || level > 1))),
  )
  return end < 0 ? paragraphs : paragraphs.slice(0, end)
}

const isTitle = ({ text, level }: PlacedParagraph) =>
  text.length > 3 &&
  text.length <= TITLE_MAX &&
  (level > 0 || !SENTENCE.test(text)) &&
  !NUMBERED.test(text) &&
  !/^[（(〔[]|[：:]$/u.test(text) &&
  dateIn(text) === undefined

/** The line that ends as titles of notices do, the issuer on the line above it included; else the first that can be one. */
function noticeTitle(paragraphs: readonly PlacedParagraph[]): string | undefined {
  const sentence = paragraphs.findIndex(({ text, level }) => level === 0 && text.includes('。'))
  const top = paragraphs.slice(0, Math.min(TITLE_WITHIN, sentence < 0 ? TITLE_WITHIN : sentence))
  const named = top.findIndex((line) => isTitle(line) && NOTICE_TITLE.test(line.text))
  if (named < 0) return top.find(isTitle)?.text
  const { text } = top[named]!
  const above = top[named - 1]
  return above && isTitle(above) && ISSUER_LEFT_OUT.test(text) && isIssuer(above.text)
    ? above.text + text
    : text
}

/** The heading of the first level; else the last line above the text that ends as titles of laws do. */
function lawTitle(head: readonly PlacedParagraph[]): string | undefined {
  const lines = head.filter(
    (line) => isTitle(line) && !DATE.test(line.text) && !/令$|^第.{1,6}号$/u.test(line.text),
  )
  const heading = lines.find(({ level }) => level === 1)
  if (heading) return withoutNote(heading.text)
  const named = lines.findLastIndex(({ text }) => LAW_TITLE.test(withoutNote(text)))
  const line = lines[named] ?? lines[0]
  if (!line) return undefined
  const above = lines[named - 1]
  // 中华人民共和国 on a line of its own above the law's name.
  const prefix = above && /^中华人民共和国$|关于$|[和与、]$/u.test(above.text) ? above.text : ''
  return prefix + withoutNote(line.text)
}

/** A title with its passing note on the same line: the title alone. */
const withoutNote = (text: string) => text.replace(/[（(][^（）()]{0,20}\d{4}年.*$/u, '')

/** A line that tells of passings: （2019年3月15日…通过）, 根据2020年…修正. */
const NOTE = /^[（(]?\s*(?:根据)?\d{4}\s*年.*(?:通过|修订|修正|批准|公布|发布)/u
/** A law revised many times has a long note. */
const NOTE_MAX = 2000
const PASSED = /通过|修订|修正|修改/u
const ISSUED = /批准|公布|发布|颁布|印发/u
const CONGRESS = /(\p{Script=Han}{0,20}?)第[\d一二三四五六七八九十]{1,4}届(全国)?人民代表大会(常务委员会)?/u
const MEETING =
  /(国务院|(?:最高)?人民法院|最高人民检察院|\p{Script=Han}{2,20}?人民政府)(?:第?[\d一二三四五六七八九十百]{1,6}次|审判委员会|(?:第?[\d一二三四五六七八九十百]{1,4}届)?检察委员会|常务会议|批准|公布|发布|公告)/u
const BY_ORDER = /(?<![\p{Script=Han}、])([\p{Script=Han}、]{2,40}?)(?:公告|令)\s*[（(]?第/u

/** Who passed a law and when: the issuer of its first passing, the date of the last passing or revision. */
function adoptionIn(
  head: readonly PlacedParagraph[],
  law: boolean,
): Pick<SelfDescription, 'issuer' | 'date'> {
  const notes = head
    .slice(1)
    .map(({ text }) => text)
    .filter((text) => text.length <= NOTE_MAX && !text.includes('。') && (law || NOTE.test(text)))
  const acts = notes.flatMap((note) => {
    // Each date with what was done on it: up to the next date.
    const plain = /\d年/u.test(note) ? note : normalize(note)
    const dates = allMatches(plain, new RegExp(DATE, 'gu'))
    return dates.map((match, i) => ({
      date: dated(match),
      act: plain.slice(match.index + match[0].length, dates[i + 1]?.index),
    }))
  })
  const passed = acts.filter(({ act }) => PASSED.test(act))
  const issued = acts.filter(({ act }) => ISSUED.test(act))
  const latest = (found: typeof acts) =>
    found
      .map(({ date }) => date)
      .reduce((late, date) => (date && (!late || date > late) ? date : late), undefined)
  const issuer = [...passed, ...issued].map(({ act }) => issuerIn(act)).find(Boolean)
  const date = latest(passed) ?? latest(issued)
  return { ...(issuer && { issuer }), ...(date && { date }) }
}

function issuerIn(act: string): string | undefined {
  const congress = CONGRESS.exec(act)
  if (congress) return `${congress[1]!.replace(/^经/u, '') || '全国'}人民代表大会${congress[3] ?? ''}`
  const named = MEETING.exec(act)?.[1] ?? BY_ORDER.exec(act)?.[1]
  return named?.replace(/^经|中华人民共和国(?=国务院|中央军事)/gu, '')
}

/** The document's own 文号 on a line of its own or above the text; one that a sentence mentions is another's. */
function numberIn(
  paragraphs: readonly PlacedParagraph[],
  head: readonly PlacedParagraph[],
): string | undefined {
  const own = paragraphs.find(({ text }) => OWN_NUMBER.test(text))
  const number = NUMBERED.exec(own?.text ?? '')
  if (number) return number[0]
  const lines = head
    .filter(({ text }) => !text.includes('。'))
    .map(({ text }) => text.replace(/《[^《》]{0,200}》/gu, '').replace(new RegExp(DATE, 'gu'), ' '))
  const printed = lines
    .filter((text) => !SENTENCE.test(text))
    .map((text) => NUMBERED.exec(text)?.[0])
    .find(Boolean)
  if (printed) return printed
  // 国务院令 and 第723号 may stand on two lines.
  const joined = lines.map((text, i) =>
    /令$/u.test(text) && text.length < 30 ? text + (lines[i + 1] ?? '') : text,
  )
  return joined.map((text) => ORDER.exec(text)?.[0]).find(Boolean)
}
const OWN_NUMBER = new RegExp(`^[（(]?(?:(?:发文字号|文号)[：:]\\s*)?${DOCUMENT_NUMBER}[）)]?$`, 'u')
