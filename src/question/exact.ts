// A record whose name, 文号 or exact words stand in the question must come first, whatever the ranking says. It does not
// know the ranking, and names records by their indexes only.

import { allMatches } from '../text/matches.ts'
import { normalize } from '../text/normalize.ts'
import { squash, type Vocabulary } from './vocabulary.ts'

/** A shorter phrase, or one that more records have, points to none in particular; a short one only to few. */
const PHRASE_MIN = 6
const PHRASE_RECORDS_MAX = 8
const SHORT_PHRASE_MIN = 4
const SHORT_PHRASE_RECORDS_MAX = 3
/** A question that says more besides a 文号 (讲了什么) is about something in the document, not about the document. */
const NUMBER_REST_MAX = 6
/** 第13项, 第32条, 第3个案例: the item of the document that is spoken of. */
const ITEM = /第(\d{1,4})(项|条|号举措|号(?!文)|个案例)/gu
/** 写到“单一窗口”的, 出现台湾二字: what the wording of a listed record must have. */
const WRITTEN =
  /(?:写|提|讲|出现|含|带|包含)(?:到|着|了|有|及|过)*(?:[“"「『]([^”"」』]{1,20})[”"」』]|([^,。、“"「的]{1,12}?)(?:[两二]个?字|字样|一词|的))/gu
/** 外商投资法24条讲什么: an article without 第. */
const ARTICLE = /(?<![\d第共])(\d{1,4})条(?=是|讲|说|写|规定|怎么|的?内容|$)/gu
const QUOTED = /[“"「『《]([^“”"「」『』《》]+)[”"」』》]/gu

/**
 * Indexes of the records that the question names exactly, with the rule that says so.
 * @param manner.inDocuments filters say which documents are meant: only then 第13项 means their item; an article always
 * @param manner.listing a list within filters is asked for: then short phrases that many records have are meant as well
 */
export function exactMatches(
  question: string,
  vocabulary: Vocabulary,
  manner: { inDocuments?: boolean; listing?: boolean } = {},
): Map<number, string> {
  const { inDocuments = false, listing = false } = manner
  const text = normalize(question)
  const plain = squash(question)
  const found = new Map<number, string>()
  for (const record of vocabulary.titledIn(plain)) found.set(record, '标题原样出现')
  for (const [, phrase] of allMatches(question, QUOTED)) {
    const words = squash(phrase!)
    if (words.length < SHORT_PHRASE_MIN) continue
    const having = vocabulary.recordsWith(words)
    if (having.length <= (words.length < PHRASE_MIN ? SHORT_PHRASE_RECORDS_MAX : PHRASE_RECORDS_MAX))
      for (const record of having) found.set(record, '引号内文字原样出现')
  }
  if (listing)
    for (const [, quoted, bare] of allMatches(text, WRITTEN))
      for (const record of vocabulary.recordsWith(squash(quoted ?? bare!))) found.set(record, '文字原样出现')
  for (const [words, digits, unit] of allMatches(text, ITEM)) {
    const kinds = unit === '条' ? ['article', 'measure'] : unit === '个案例' ? ['case'] : ['measure', 'case']
    for (const kind of kinds.filter((one) => inDocuments || one === 'article'))
      for (const record of vocabulary.numbered(digits!, kind)) found.set(record, `${words}原样出现`)
  }
  if (inDocuments)
    for (const [words, digits] of allMatches(text, ARTICLE))
      for (const record of vocabulary.numbered(digits!, 'article')) found.set(record, `${words}原样出现`)
  for (const { id, documentNumber } of vocabulary.documents) {
    if (!documentNumber || !plain.includes(documentNumber)) continue
    const body = plain.length - documentNumber.length <= NUMBER_REST_MAX ? vocabulary.bodyOf(id) : undefined
    if (body !== undefined) found.set(body, '文号原样出现')
  }
  return found
}
