// Whether the list that a question asks for is one of records (哪些举措, 海关牵头的有哪些), which filters can give, or of
// something that records tell of (哪些材料, 仓库有几个), which they cannot. It does not know the documents.

import { allMatches } from '../text/matches.ts'
import { wantsList, withoutAsides } from './intent.ts'

/** What people call a record. */
const RECORD_NOUN =
  '(?:举措|措施|事项|案例|经验|成果|做法|任务|条目|改革|创新|政策|项目|试点|工作|内容|条文|活(?!动)|事情?)'
/** What asks which or how many, without a noun of its own. */
const WHICH =
  /哪些|哪(?:几|[两二三四五]|\d+)[条项个种]|(?<=有|是)(?:(?:多少|几个)(?=[,。?!]|$)|哪一?个|(?:几|多少)[条项])/gu
/** Behind it: nothing, a record with or without what it is like, or what is said of records as of nothing else. */
const RECORDS_BEHIND = new RegExp(
  `^(?:$|[,。?!;（(]|(?:[^,。?!]{0,16}的)?${RECORD_NOUN}|是|被|由|归|属|在|只|都(?!要|能|可|得)|推|做|跟|和|涉及|关于|讲|提到|写|(?:全国)?首创|复制)`,
  'u',
)
/** Before 有哪些: records, a field of them, or what they have in common. */
const RECORDS_BEFORE = new RegExp(
  `(?:^|[,。?!的]|${RECORD_NOUN}|领域|方面|板块|体系|[类里中内批还]|起来)(?:都|一共|总共|具体|分别|各|又|也)*[有是]$`,
  'u',
)
const HAS = /[有是]$/u
/** 我们要准备哪些: what somebody must do. */
const OBLIGED = /(?:要|需|应|得|必须)(?:准备|注意|提交|提供|遵守|满足|做|办|交|填|跑|带|补|走)?$/u
/** 里面哪些没推到厦门: what is listed is said before, or not at all. */
const SAID_BEHIND = /^(?:没|不|未|能|可以|已|还)/u
const SAID_BEFORE = new RegExp(`(?:^|[,。?!的里中内面]|${RECORD_NOUN})$`, 'u')
/** 材料列一下, 需要的手续: what is prepared, paid or looked up, where no record is spoken of. */
const OTHER_THINGS =
  /(?:材料|资料|手续|条件|证件|单证|流程|费用|税款?|电话|地址|表格|企业|公司|产品|商品|货物?)(?:清单|名单)?(?:都|全部?|一并|给我)*(?:列|报|数|统计|发|$)/u
const RECORDS = new RegExp(RECORD_NOUN, 'u')
/** 这批设备是海关监管的: said of something that is at hand. */
const STATEMENT =
  /(?:^|[,。])(?:这|那|该|我们?(?:公司|厂|店|企业)?的|我司的?|本)[^,。]{0,10}是[^,。]*的[。.!]?$/u

/** Whether records are listed or counted. `question` normalized. */
export function listsRecords(question: string): boolean {
  const text = withoutAsides(question)
  if (!wantsList(text) || STATEMENT.test(text)) return false
  const which = allMatches(text, WHICH)
  if (which.length > 0)
    return which.some(({ index, 0: words }) => {
      const before = text.slice(0, index)
      const behind = text.slice(index + words.length)
      // 第5批有几项: only records are counted so.
      const alone = /^(?:$|[,。?!;（(])/u.test(behind) && !/[条项]$/u.test(words)
      if (OBLIGED.test(before)) return false
      return (
        (RECORDS_BEHIND.test(behind) && (!alone || !HAS.test(before) || RECORDS_BEFORE.test(before))) ||
        (SAID_BEHIND.test(behind) && SAID_BEFORE.test(before))
      )
    })
  return RECORDS.test(text) || !OTHER_THINGS.test(text)
}
