// The places that a question is bound to: where somebody is, whose office, zone, paper or money is meant. A place that
// goods only come from or go to binds nothing. It does not know the documents.

import { isAbroad, isPlace, isZone, namedPlacesIn, placesAmong } from '../text/places/gazetteer.ts'

/** A place that a question is bound to. */
export interface BindingPlace {
  place: string
  /** What the place has of its own is meant, not somebody who happens to be there: 青岛海关, 重庆的补贴, 菲律宾海员证. */
  own: boolean
  /** What the place itself has issued is meant: 厦门单独发的文件. */
  issued?: true
  /** The thing of a place abroad that is meant, where it is named: 海员证. */
  thing?: string
}

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
/** 我们厂在, 老家: where somebody is, whatever else is said of the place. */
const TOLD_BEFORE =
  /(?:(?:我们?|我司|我厂|公司|厂房?|店|家|户口|仓库|项目|总部|分部|股东|注册地?|人)(?:就|都|也|现在|目前)?(?:在|是|设在|开在|落在|来自|位于)|老家|籍贯)(?:\p{Script=Han}{2,3}省?)?$/u

const OFFICES =
  '海关|海事|法院|仲裁|公安|税务|人社|医保|社保|市监|市场监管|商务|供电|供水|政务|政府|管委会|交易所|[局厅委](?!托|员|屈|面)'
const ZONES =
  '自贸|片区|综保区|保税|综试区|综合试验区|合作区|示范区|园区|工业园|开发区|新区|口岸|港区|陆港|机场|(?<![香出进])港(?![澳币元籍商资人货股])|仓(?!促|单)|基地'
/** 青岛海关, 重庆的补贴, 陕西那边, 市里: what a place has of its own. */
const OWN_AFTER = new RegExp(
  [
    `^\\p{Script=Han}{0,6}?(?:${OFFICES}|${ZONES})`,
    '^(?:[省市区县州]|自治区)?(?:那边|这边|那片|那里|当地|本地|里)',
    '^(?:[省市区县州]|自治区)?(?:那边|现在|如今|今年)?(?:有没有|有没|有莫有|给|补|贴|奖|搞|推|落实|哪个|自己|发布|公布|出[过台])',
    // 上海的企业 is somebody who is there.
    '^(?:[省市区县州]|自治区)?的(?!企业|公司|工?厂|个体|商[户家]|店|门店|客户|货|车|船|朋友|人|居民|学生|单位|分|仓|小包|包裹|快件|邮件|产品|设备|师傅|老板|[,。])',
    // 海南省第6批改革试点经验的分工: a paper of the place.
    '^(?:[省市区县州]|自治区)?(?:(?!企业|公司|工?厂|商(?!务)|店|户|者|船东|货主|适用|可以|怎么|办理|[的人按照依据用能])[^,。?]){0,12}(?:分工|任务分解|(?:实施|行动|工作|总体)(?:方案|意见|细则)|若干(?:措施|意见)|(?:管理|暂行|实施)办法|条例)',
    '^[^?]{0,24}[,。](?:\\p{Script=Han}{0,2})(?:[省市区县]里|[省市区县]政府|当地)(?!的?(?:企业|公司))',
  ].join('|'),
  'u',
)
/** 去深圳数据交易所: where one goes to have something done. */
const GOAL_BEFORE = /(?:去|到|找)$/u
const GOAL_AFTER = new RegExp(`^\\p{Script=Han}{0,6}?(?:${OFFICES}|中心|大厅)`, 'u')
/** 山东省转发的分工表, 厦门单独发的文件, 北京自己那部条例. */
const ISSUED_AFTER =
  /^(?:[省市区县]|自治区)?(?:政府|里头?)?(?:后来|之后|又|也|自己|单独|另外|另)*(?:转发|印发|出台|(?:自己|单独|另外?)(?:发|出|搞|的?那)|[^,。?]{0,8}那[部份](?:\p{Script=Han}{0,10}(?:条例|办法|规定|文件)))/u
/** 菲律宾海员证: abroad binds only where its papers, its offices and rules are meant, or what is done there. */
const THINGS_ABROAD = [
  '[\\p{Script=Han}]{0,2}(?:驾照|执照|海员证|船员证|资格|学历|学位|文凭)|证|[a-z]{0,8}(?:考|签|发)的|签证|旅游签',
  '海关|海事|港(?!籍)|[\\p{Script=Han}]{0,2}政府|法院|银行|券商|交易所|[\\p{Script=Han}]{0,4}(?:保税[仓区]|单一窗口)|[a-z]{1,12}单一窗口|中小企业|自由贸易|法(?!院|拍|国)',
  // 德国供应链法, 台北市青年贷款
  '(?!客户|买家|公司|总公司|母公司)[\\p{Script=Han}]{2,8}法案?(?=对|要求|规定|里|第|上|[,。?]|$)|[市县][\\p{Script=Han}]{0,8}(?:贷款|补贴|补助|津贴|基金)',
  '的[\\p{Script=Han}]{0,6}(?:单一窗口|平台|政策|规定|法律|海关|税|注册处)',
].join('|')
const DONE_ABROAD = '公司(?:在|注册|登记)|[\\p{Script=Han}]{0,4}开店|[\\p{Script=Han}]{0,4}的厂|现在对|申请'
const OF_ABROAD = new RegExp(
  `^(?:,?那边收?|当地|本地)?的?(?<thing>${THINGS_ABROAD})|^[^?]{0,24},那边的?(?<office>\\p{Script=Han}{0,6}(?:事务所|[所局处署院])|银行)|^(?:,?那边|${DONE_ABROAD})`,
  'u',
)

/**
 * The places that a question is bound to, as it names them.
 * @param question normalized
 * @param words those of the question: 海上海员 does not name 上海
 */
export function placesBinding(question: string, words: Iterable<string>): BindingPlace[] {
  return [...new Set([...placesAmong(words), ...namedPlacesIn(question)])].flatMap((place) => {
    const roles = mentionsOf(place, question).flatMap(([before, after]) => roleOf(place, before, after) ?? [])
    const own = roles.find((role) => role.issued) ?? roles.find((role) => role.own) ?? roles[0]
    return own ? [{ place, ...own }] : []
  })
}

/** What stands before and after each mention. */
function mentionsOf(place: string, question: string): [string, string][] {
  const parts = question.split(place)
  return parts.slice(1).map((_, i) => [parts.slice(0, i + 1).join(place), parts.slice(i + 1).join(place)])
}

/** Undefined where a mention binds nothing. */
function roleOf(place: string, before: string, after: string): Omit<BindingPlace, 'place'> | undefined {
  // 天津市 does not name 津市.
  if (isPlace(before.slice(-1) + place[0])) return undefined
  if (isAbroad(place)) return roleAbroad(after)
  if (GOAL_BEFORE.test(before) && GOAL_AFTER.test(after)) return { own: true }
  if (ON_THE_WAY_BEFORE.test(before) || ON_THE_WAY_AFTER.test(after)) return undefined
  if (ISSUED_AFTER.test(after)) return { own: true, issued: true }
  return { own: !TOLD_BEFORE.test(before) && (isZone(place) || OWN_AFTER.test(after)) }
}

function roleAbroad(after: string): Omit<BindingPlace, 'place'> | undefined {
  const found = OF_ABROAD.exec(after)
  if (!found) return undefined
  const { thing = found.groups!.office } = found.groups!
  return { own: true, ...(thing && { thing }) }
}
