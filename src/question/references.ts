// Laws and rules that a question refers to by name (广州市优化营商环境条例), and whether the library has them. It does not
// know which of its documents is meant (documents.ts).

import { allMatches } from '../text/matches.ts'
import { squash } from './vocabulary.ts'

const REFERENCE =
  /((?:(?![,。?!;:的讲说部按照据依和与跟及或对在里中看查把那这该本此个了份是请提供用套受于比还])\p{Script=Han}|[\d.—-]){2,24}?(?:条例|(?:管理|审查|报告|工作|实施|暂行|认定|登记|评估|监督|处理|征收|备案|补偿)办法|实施细则|议定书|(?<=公司|劳动|保护|投资|促进|处罚|基本|诉讼|仲裁|采购|税收征管|合同|破产|保险|广告|专利|商标|海关|外贸|对外贸易|电子商务|商务|竞争|垄断|劳动合同)法(?![院律规人])))(?![\p{Script=Han}]?院)/gu
/** 《…》, and lists by the year of their edition: 2022年版目录. */
const TITLED = /《([^》]{2,40})》/gu
const EDITION =
  /(\d{4}年?版?[^,。?!;的]{0,10}(?:目录|负面清单)|\p{Script=Han}{2,12}(?:目录|负面清单)\d{4}年?版)/gu
/** Who issued it is said by others of its names: 国务院的营商条例. */
const ISSUED_BY =
  /^(?:些|方面|国务院|国家|全国版?|中央|省里|我省|本省|我市|本市|当地|地方|现行|有关|相关|新版?|老|旧|\d{4}版?)+/u
/** Names that could be any document's. */
const GENERAL =
  /^(?:管理|实施|暂行|具体|优惠|政策|监管|工作|片区|规章)*(?:条例|\p{Script=Han}{2}办法|实施细则|法)$/u

/**
 * The laws and rules that a question names and no title, nor any of the texts, has.
 * @param question normalized
 * @param titles squashed and canonical
 * @param mentions whether some wording has a name
 */
export function referencesMissing(
  question: string,
  titles: readonly string[],
  canonical: (text: string) => string,
  mentions: (name: string) => boolean,
): string[] {
  const named = [REFERENCE, TITLED, EDITION].flatMap((pattern) => allMatches(question, pattern))
  // 原文怎么写: a law that is only mentioned does not tell.
  const wantsWording = /原文|条文|条款|第\d+条/u.test(question)
  return named.flatMap(([, name]) => {
    const bare = name!.replace(ISSUED_BY, '')
    if (GENERAL.test(bare)) return []
    const own = squash(canonical(bare))
    return titles.some((title) => isPartly(own, title)) || (!wantsWording && mentions(squash(bare)))
      ? []
      : [name!]
  })
}

/** Whether all letters of a short name stand in a title in this order: 上海自贸区条例. */
function isPartly(name: string, title: string): boolean {
  let at = 0
  for (const letter of name) {
    at = title.indexOf(letter, at) + 1
    if (at === 0) return false
  }
  return true
}
