// What kind of answer a question asks for, told from its wording alone. It does not know the documents.

import type { Intent } from '../schema.ts'

/** Asks for all of something or for how many there are. Not 多少钱, 多少天: those ask for a figure. */
const LIST =
  /(?:哪些|哪(?:几|[两二三四五]|\d+)[条项个种篇份]|(?:几|多少)[条项篇](?!材料|手续|条件|证)|(?:几|多少)个?(?:案例|举措|措施|事项|条目)|(?:案例|举措|措施|事项|条目)(?:一共|总共|共)?有?(?:几|多少)个|列(?:一[遍下]|出|个|明|都?列)|罗列|清单上|全部列|都列|数(?:一遍|一下|一数|数)|(?<![黑白户])名单|筛(?:一下|出|选)|统计一下|份清单|有(?:多少|几[个条项篇份])(?=[,。?]|$)|[拎摘挑]出来|别漏|报一[下遍]|都有(?:什么|谁|啥)|都是谁|都算上|有份的|的是哪几|哪几件|(?:的|案例|举措|措施|事项|成果)(?:是|有)哪一?[个条项篇](?!部门|单位|机构)|几件(?!货|商品|行李)|所有的?(?:举?措施?|条目|事项|案例))/u

const COMPARISON =
  /(?:(?<!片)区别|不同|差别|差异(?!化)|差在|相比|(?<!数据)对比(?!自动)|(?<!比)比较(?:一下|两|看)|[跟和与].{1,20}比(?![例对较重价率])|一样(?:吗|么|不|没)|跟.{1,20}一样|哪个更|少的是|(?<=[里上中]有[,、][^。?]{2,20})(?:没[有列写收提]?|缺|少)了?的|多了(?:哪|些?[啥什])|多(?:说|写|交代|讲)了)/u
/** Sets two things against each other where nothing else is asked for. */
const APART =
  /各自|各[是写管有]|分别(?:是|指|为|合|写|给|由|归|针对|适用)|[两二]样|差(?:在)?哪|啥差|哪里?差|(?:更?[严宽细]|进步|变化|改进)在?哪|有(?:啥|什么|哪些)(?:进步|变化|改进|长进|升级)|怎么选|一样[大多长]/u
const DEPARTMENT =
  /(?:谁(?:来)?(?:负责|牵头|主管|管)|(?:哪个|哪些|哪几个|什么|啥)(?:部门|单位|机构|局|厅|海关)|哪(?:几|[两二三四])?家(?:来)?(?:负责|牵头|主管|管)|换(?:成|作)?谁|对口谁|归(?:谁|哪)|牵头单位|责任单位|主管部门|找谁)/u
const FIGURE =
  /(?:多少|(?<![这那好十头边])几[个天年月日笔家户份万亿成类套次点项%]|多久|多长时间|多高|多大|比例|占比|百分之几|哪年|哪一年|什么时候|何时|期限|上限|最高|最低|封顶|额度(?=[呢?。]|$))/u
/** 由多少项到多少项, 起步几项，现在几项: two counts that the text gives, and no list to be counted. */
const COUNTS_TWICE = /(?:多少|几)[批条项个件].*(?:多少|几)[批条项个件]/u
const PRECEDENT =
  /(?:先例|案例|例子|实例|做成过|有(?:没有)?人[^,。?]{0,8}(?:[做办成用试])过|经验|做法|怎么做的|谁做过|哪里做过|有没有(?:地方|哪个|哪家)|效果(?:怎么样|如何)|成效)/u
const APPLICABILITY =
  /(?:能不能|可不可以|可以吗|能吗|行不行|行吗|能否|是否可以|适不适用|适用吗|符合|够不够格|够条件|有(?:没有|什么|啥)(?:资格|办法|法子|门路)|我们(?:公司|厂|企业|店)?.{0,100}(?:能|可以)|用得上吗|算不算|(?:可以|能)[^,?]{1,20}[吗么])/u
const HELP =
  /^(?:你好|您好|哈喽|hello|hi|嗨|在吗|早上好|下午好|晚上好|谢谢|多谢|再见)?[，,！!。?？\s~]*(?:(?:你(?:是谁|能做什么|会什么|能干什么|有什么用|可以做什么|能回答什么)|怎么用|使用说明|帮助|help)[?？!！。\s~]*)?$/iu

/** The intent of a question, normalized; `lookup` when nothing more is said. A count is a list. */
export function intentOf(question: string): Intent {
  if (HELP.test(question)) return 'help'
  if (COMPARISON.test(question)) return 'comparison'
  if (DEPARTMENT.test(question)) return 'department'
  if (LIST.test(question) && !COUNTS_TWICE.test(question)) return 'list'
  if (FIGURE.test(question)) return 'figure'
  if (PRECEDENT.test(question)) return 'precedent'
  if (APPLICABILITY.test(question)) return 'applicability'
  return APART.test(question) ? 'comparison' : 'lookup'
}

/** A question that is a noun phrase asks for a list as well: 第5批里只有厦门片区做过的. */
const NOUN_PHRASE =
  /(?:的|事项|举措|措施|案例|条目|成果|条文|做法|经验|任务|活|\d批)(?:[,，](?:\d{2,4}年|第?\d+批))?[。.!?]?$/u
const ASKS = /有没有|怎么|如何|能不能|可不可以|能否|是不是|什么|啥|哪[里儿]|[吗呢]|谁|多少|几/u

/** （福州厦门都行）, 不管平潭做没做: what makes no difference. */
const ASIDE =
  /[（(][^（()）]*(?:都行|都算|也算|均可|都可以|在内|包括|含)[）)]|[,，](?:不管|不论|无论)[^,，。]*/gu

/** The question without what it says makes no difference. */
export const withoutAsides = (text: string) => text.replace(ASIDE, '')

/** Whether all of something is wanted, or how many there are. `question` normalized. */
export function wantsList(question: string): boolean {
  const text = withoutAsides(question)
  return (LIST.test(text) && !COUNTS_TWICE.test(text)) || (NOUN_PHRASE.test(text) && !ASKS.test(text))
}

/** How a question is asked, as far as it decides how much a bare year, territory or name means. */
export interface Manner {
  /** Two or more things are set against each other. */
  comparing: boolean
  /** All records of some kind, or their number, are asked for. */
  listing: boolean
  /** Keys that the question before this one filtered by: a bare value of theirs replaces what it had. */
  expects: ReadonlySet<string>
}
