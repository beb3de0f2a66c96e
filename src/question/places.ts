// The places that a question is bound to: where somebody is, whose office or rule is meant. A place that goods only come
// from or go to binds nothing. It does not know the documents.

import { isAbroad, isPlace, placesAmong, zonesIn } from '../text/places/gazetteer.ts'

/** A city that only 市 shows; 归我市 names none. */
const CITY_BEFORE = /(?!.?[我全本各该由归里的和与跟及是在])(\p{Script=Han}{2})市$/u
const LONGEST_NAME = 6

/** The place of the mainland that a text ends with, also one that only 市 shows: 杭州, 广州市. */
export function placeBefore(text: string): string | undefined {
  const bare = text.replace(/[省市]$/u, '')
  for (let length = LONGEST_NAME; length > 1; length--) {
    const name = bare.slice(-length)
    if (name.length === length && isPlace(name) && !isAbroad(name)) return name
  }
  return CITY_BEFORE.exec(text)?.[1]
}

/** 从韩国进, 发往, 拉到: what stands before a place that only lies on the way … */
const ON_THE_WAY_BEFORE =
  /(?:(?:从|自|由)(?:[^,。?]{0,4}的)?|往|发[往到给]?|运[往到]?|寄[往到给]?|卖[往到给]?|销[往到]?|出口[到往]?|汇[往到回]?|拉到|搬[去到]|转[去到往]|飞|去|还要?跟|跟|比|像|学)$/u
/** … and after it: 挪威三文鱼, 德国客户. */
const ON_THE_WAY_AFTER =
  /^(?:来的|寄来|运来|产的|客户|买家|供应商|总公司|母公司|子公司|籍|(?:那[种样]|那边的|的)[^,。?]{0,16}(?:玩法|经验|做法|模式))/u
/** Abroad binds only where its offices, papers or rules are meant, or somebody does business there. */
const OF_ABROAD =
  /^那边|^(?:当地|本地)?(?:的)?(?:海关|海事|港(?!籍)|政府|县政府|法院|银行|考的|签的|发的|证|海员证|[\p{Script=Han}]{0,2}驾照|资格|学历|法(?!院|拍|国)|公司在|中小企业|自由贸易|[\p{Script=Han}]{0,4}开店|[\p{Script=Han}]{0,4}的厂|现在对|那边收|签证|旅游签|的[\p{Script=Han}]{0,6}(?:单一窗口|平台|政策|规定|法律|海关|税))/u

/**
 * The places that a question is bound to, as it names them.
 * @param question normalized
 * @param words those of the question: 海上海员 does not name 上海
 */
export function placesBinding(question: string, words: Iterable<string>): string[] {
  return [...new Set([...placesAmong(words), ...zonesIn(question)])].filter((place) => {
    const at = question.indexOf(place)
    const before = question.slice(0, at)
    const after = question.slice(at + place.length)
    if (isAbroad(place)) return OF_ABROAD.test(after)
    return !ON_THE_WAY_BEFORE.test(before) && !ON_THE_WAY_AFTER.test(after)
  })
}
