// The things of administration that a question names: a tax, a fee, a licence, a filing, an insurance. What an answer is
// about has them; a neighbouring topic has others. Told from how such names end.

import { allMatches } from '../text/matches.ts'

const ENDS =
  '许可证|许可|证书|证明|证(?![件实明券书据])|税(?![务局率款收额票法])|税率|费(?![用率者])|(?<![美现资租])金(?![额融属])|备案|登记|认证|账户|限额|资质|资格|保险|补贴|奖励|津贴|处罚|复议|减免|抵扣|年报|专票|发票|执照|签证|担保|抵押|破产|仲裁|诉讼|裁定|归类|商标|专利|著作权|版权|社保|医保|公积金|落户|工伤|验收|检疫|检测|清单|电价|年费|股权|章程|物项|账册|单证册|境外投资|退税|免税|保函|汇率|贷款'
const OBJECT = new RegExp(`(\\p{Script=Han}{0,2})(${ENDS})`, 'gu')
/** What can stand before such an end without being part of the name: 交税, 要证, 的费. */
const NO_PART =
  /[的了吗呢要有没交缴报收征扣付办拿领给是把被和与跟在去来到从对就都也还再又能会可想让用按各个这那哪谁我你他]/u

/** Names of things of administration, as a question has them, once each; without what is no part of the name. */
export function objectsIn(question: string): string[] {
  const found = allMatches(question, OBJECT).map(([, before = '', end]) => {
    const characters = [...before]
    const from = characters.findLastIndex((character) => NO_PART.test(character)) + 1
    return characters.slice(from).join('') + end
  })
  return [...new Set(found)].filter((name) => [...name].length > 1)
}

/** 0…1: how much of the end of a name some of the wordings has: 水许可证 of 排水许可证 is 0.75 where 许可证 stands. */
export function held(name: string, wordings: readonly string[]): number {
  const end = name.slice(-COMPARED)
  for (let from = 0; from < end.length; from++)
    if (wordings.some((wording) => wording.includes(end.slice(from)))) return (end.length - from) / end.length
  return 0
}
/** Of longer names, only so many characters tell them apart. */
const COMPARED = 4
