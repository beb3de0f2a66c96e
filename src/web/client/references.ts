// Writes where a record stands in the form that Chinese official papers use:
// 《文件标题》（发文机关，文号，日期）第 n 项“条目标题”. It knows neither the page nor where the words came from.

import { printedArticle } from '../../text/printed-article.ts'

/** What a reference names. A field that the source does not give is absent and leaves no gap. */
export interface Referred {
  documentTitle: string
  issuer?: string | undefined
  documentNumber?: string | undefined
  /** `YYYY-MM-DD`, as the API gives it; anything else is written as it is. */
  date?: string | undefined
  /** The number in the record's id: as printed, in Arabic digits, `12-1` for 之一, `@2` where it begins anew; or `body`. */
  number?: string | undefined
  /** The record's kind: decides what its number counts. Unknown or absent: an item. */
  kind?: string | undefined
  /** The record's title. */
  title: string
}

const COUNTED: Readonly<Record<string, string>> = { case: '个案例', article: '条', section: '部分' }

/** One reference on one line, by the rules of GB/T 15834 for marks inside marks of the same sort. */
export function reference(of: Referred): string {
  const source = [of.issuer, of.documentNumber, of.date && writtenDate(of.date)].map(oneLine).filter(Boolean)
  return [
    `《${innerTitle(withoutMarks(oneLine(of.documentTitle)))}》`,
    source.length > 0 ? `（${source.join('，')}）` : '',
    place(of),
  ].join('')
}

function place({ kind, number, title, documentTitle }: Referred): string {
  const named = oneLine(title)
  // The body of a notice carries the notice's own title: saying it twice says nothing.
  if (kind === 'body' || number === 'body')
    return `正文${named && named !== oneLine(documentTitle) ? quoted(named) : ''}`
  const article = kind === 'article' ? printedArticle(named) : undefined
  const rest = named.slice(article?.length ?? 0).trim()
  return (article ?? counted(number, kind)) + (rest ? quoted(rest) : '')
}

function counted(number: string | undefined, kind: string | undefined): string {
  const printed = oneLine(number).replace(/@\d+$/u, '')
  // Parts without a number of their own are counted by the desk alone: s3.
  return printed === '' || /^s\d/u.test(printed) ? '' : `第 ${printed} ${COUNTED[kind ?? ''] ?? '项'}`
}

/** 2018-11-07 → 2018年11月7日. */
export function writtenDate(date: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? []
  return year ? `${year}年${Number(month)}月${Number(day)}日` : date
}

const oneLine = (text: string | undefined) => (text ?? '').replace(/\s+/gu, ' ').trim()

/** Some titles come with their own outer 《》. */
const withoutMarks = (title: string) => /^《([^《》]*)》$/u.exec(title)?.[1] ?? title

const innerTitle = (title: string) => title.replaceAll('《', '〈').replaceAll('》', '〉')

const quoted = (title: string) => `“${title.replaceAll('“', '‘').replaceAll('”', '’')}”`
