// Figures that questions ask for: told by what is counted (几天, 多少户), else by the noun before (利率多少), and how texts
// print figures of that kind.

import { allMatches } from '../../text/matches.ts'
import type { Slot, SlotKind } from './slots.ts'

const DIGITS = '\\d〇零一二两三四五六七八九十百千万亿'
const NUMBER = `(?:\\d(?<![\\d,.]\\d)[\\d,.]{0,20}|[${DIGITS}](?<![${DIGITS}]{2})[${DIGITS}]{0,19})(?:余|多)?\\s?`
const SCALE = '(?:余|多)?(?:个)?(?:百|千|万|亿){0,2}(?:余|多)?\\s?'
const CURRENCY = '(?:元|块钱?|美元|美金|人民币|港[元币]|欧元|日元|新台币)'

/** How texts print figures of each kind. */
const PRINTED = {
  money: `${NUMBER}${SCALE}${CURRENCY}|(?:美元|人民币)${NUMBER}|免费|零费用|零收费|免收|免征|不收取?|费用由|不[^。;,]{0,4}收费`,
  share: `${NUMBER}(?:%|‰|个百分点|成(?!立|为|功|都|果|员|本|效|熟|交))|百分之${NUMBER}|分之${NUMBER}|[${DIGITS}]分之|[${DIGITS}]倍|一半|减半|全额|免征|免税|最低档`,
  period: `(?<!\\d年|\\d月|\\d)(?:${NUMBER})(?:个)?(?:工作日|自然日|天|日(?![期本前])|个月|月内|小时|分钟|周(?!年)|星期|季度|秒)|(?<![\\d〇])(?:\\d{1,2}|[一二两三四五六七八九十半]{1,3})\\s?(?:周)?年(?![代度级月])|半年|长期有效|(?:不设|没有|无)[^,。;]{0,8}期限|即时|当[天日]|随时|立即|每[年月季]|按[年月季]`,
  date: `(?:19|20)\\d{2}年|\\d{1,2}月(?:\\d{1,2}日|底|末|初|份|起)|每年|之日起`,
  threshold: `(?:不低于|不少于|不超过|超过|少于|低于|高于|大于|至少|最低|最高|满(?![足意])|达到?|以上限?)[^,。;]{0,6}${NUMBER}|${NUMBER}[^,。;]{0,6}(?:以上|以下|以内|及以上)|[a-z]级`,
  // 零售, 一体化: one such character alone is no figure unless something is counted by it.
  figure: `\\d|[${DIGITS}]{2}|[一二两三四五六七八九十](?=[个家户项条件次种类名位人倍成天日月年])`,
} as const

/** Things that are counted alike: who asks 几家 is answered by 41户 as well. */
const COUNTERS: readonly (readonly string[])[] = [
  ['家', '户', '所'],
  ['个', '名', '人', '家', '户', '位', '件', '份', '项', '类'],
  ['人', '名', '位', '人次'],
  ['件', '宗', '起', '例', '单'],
  ['笔', '单', '票', '件'],
  ['次', '批次', '批', '轮', '遍'],
  ['张', '本', '份', '证', '册'],
  ['项', '条', '类', '种', '款'],
  ['台', '辆', '艘', '架', '部'],
  ['套', '间', '宗', '处'],
  ['步', '道', '环节'],
]
/** 多少企业, 几个案子: counted in whatever way fits the thing. */
const OF_THINGS = '个名人家户位件份张项笔类宗'.split('')
const GRADES = '级档等'
const MEASURES =
  '吨|公斤|千克|克|立方|平方米|平方|平米|平方公里|亩|公里|海里|米|厘米|伏|千瓦|度|兆|岁|周岁|分(?!钟|之|公司|别|类)'

const MONEY_UNIT =
  '钱|\\p{Script=Han}{1,3}费(?!用)|元|块|美[元金]|人民币|港币|欧元|经费|费用|资金|利息|补贴|奖金|保费|税款|罚款|押金|运费|工本费|租金|本金'
const TIME_UNIT = '工作日|自然日|天|日(?!本)|个月|年(?!级|度)|小时|钟头|分钟|周|星期|礼拜|时间|时日'
const SHARE_UNIT = '成|个?百分点|个点|厘|折|倍|%|比例'
const COUNTER =
  '家|户|人次|人|名|位|件|宗|起|例|笔|单(?!位)|票|次|批|轮|张|本|份|项|条|类|种|款|台(?!胞|湾|企|商|青)|辆|艘|套|间|步|道|支|只|处|列|班|场|所|国家|地区|企业|公司|台胞|学员|警察|民警|片区|市|环节|证|案件|案子|项目|个'

/** 多少, 几, 若干; not 好几家, 几家各报各的, 几千块的官司. */
const HOW_MANY =
  '(?<!的(?=几[项条]))(?<!、[^,。、?]{1,4}(?=几[套本样]))(?<![好旁边分这那哪头近隔跑约十上]|雇了|前后)(?:多少|若干|几多|幾多|幾|几)'
const LARGE = '(?:个(?=[家户件])|十|百|千|万|亿){0,4}'
const BY_UNIT = new RegExp(
  `${HOW_MANY}(?:个)?(${LARGE})(?:(${MONEY_UNIT})(?!的)|(${TIME_UNIT})|(${SHARE_UNIT})|([${GRADES}])|(${MEASURES})|(${COUNTER})(?!各|都|千块|[^,。?]{0,6}(?:各|轮流|一起|联合|凑))|(?=以[上下内]|[,。?了才就要呢啊呀]|$)|(?<=[少多])(?=\\p{Script=Han}))`,
  'gu',
)

/** A figure asked by a noun, with or without a question word behind it. */
const ASKED =
  '(?:(?:由|该|是)?谁(?:先)?(?:掏|垫|出|付|承担|买单|来出)|(?:是|为|有|要|能|会|各是|定|按|到)?[^,。?]{0,5}?(?:多少|几|若干|多高|多大|多低|高不高|低不低|大不大|怎么(?:定|算|收)|咋算|如何(?:计算|确定)|是(?:啥|什么))|(?:各|呢)?(?:$|[?]))'
const NOUNS: readonly [SlotKind, string][] = [
  [
    'share',
    `(税率|费率|利率|比例|占比|比率|(?:(?![的了率款贷])\\p{Script=Han}){2}率|年化|折扣|增幅|涨幅|份额|股比|首付)${ASKED}`,
  ],
  [
    'share',
    '占(?:多少|多大|几(?=成|$|[,。?]|个百))|(?:涨|降|减|少|增|提高|下降|增长|压缩)(?:了|掉)?(?:多少|几)(?![家户人次天年月件笔项条种])|按(?:百分之)?多少(?:算|交|收|扣|补|核)|[百千万]分之(?:几|多少)|利息(?:会不会|高不高|多少|怎么算|是多)|打不打折|打折吗|(?:减半|全免|全额)[吗么]',
  ],
  [
    'money',
    `((?<![收免消会])\\p{Script=Han}{1,2}(?<![收免消会经])费|押金|保费|罚金|违约金|滞纳金|滞报金|保证金|奖励|补贴|补助|余额|总额|总值|工资|月薪|薪资|租金|仓租|额度|限额|注册资本|金额|标的|价格|单价|售价|票价|贷款额|投资额|产值|货值|成交额|交易额|规模)${ASKED}`,
  ],
  [
    'money',
    '(?:拿|给|补|奖|领|得|资助|返|退)(?:到|你|我们?)?(?:多少|几多)(?=$|[,。?])|收费(?:多少|几|标准)|收(?:多少|几)(?=$|[,。?块元钱])|(?:按|是)?(?:什么|啥)标准(?:收费|收|交|补)|怎么(?:收费|收钱)|收费(?:不收|吗|么|不)|收不收(?:费|钱)|要不要(?:交钱|收费|钱|给钱)|(?:要|花|收|付|掏)钱[吗么不](?=$|[,。?])|交不交钱|免费[吗么]|(?:钱|费用?|保费|运费|税)?(?:由)?谁(?:先)?(?:掏|垫|出钱|付|承担|买单|来出)|多钱|(?:什么|啥)价|(?:年费|手续费|服务费)(?:免不免|要不要|收不收)|(?:最高|上限|封顶|最低|起步)[^,。?]{0,6}(?:贷|借|补|奖|罚|赔|额度)|(?:贷|借|补|奖|罚|赔|额度)[^,。?]{0,6}(?:最高|上限|封顶)|封顶(?:是|到)?(?:多少|几)|(?:给不给|有没有|发不发)(?:奖[金励]?|补[贴助]?|钱)|多大一笔|(?:存|实缴|换|投)[^,。?]{0,4}(?:多少|几)(?!人|次|家|户|个|天|份)',
  ],
  [
    'period',
    '多久|多长(?:时间)?|(?:时限|期限|有效期|时效|工期|处理时间|办理时间|考察期|监管期)(?:(?:是|有|为|到|究|设|定)*[^,。?]{0,4}(?:多|几|怎么定|最长|最短|若干)|(?:各|呢)?(?:$|[?]))|第几天|快几[个天]|隔(?:几|多)|半年还是一年|(?:最)?(?:快|晚|迟)(?:要|得)?(?:什么|啥|哪)时',
  ],
  [
    'date',
    '什么时候|啥时候|啥时|何时|几时|哪(?:一)?(?:年|天|月|日)|几(?:号(?!窗|楼|线|码)|月(?:份|几|底)?(?!内)|几号)|哪年哪月|(?:什么|啥)(?:时间|日期|日子)|截[止至](?:日期|时间|到)|(?:日期|时间)(?:是|为)(?:啥|什么|哪|几)|下(?:回|次|一?期)(?:是)?(?:什么|哪|几)',
  ],
  [
    'threshold',
    '(?:门[槛坎]|起点|下限|上限|底线|最低标准|资产负债率|(?:金额|人数|数量|规模)[^,。?]{0,6}的?线)(?:[^,。?]{0,8}(?:多少|几|吗|么|没|是|有)|$|[?])|(?:低于|少于|超过|达到?|不低于|满|够|[要得]有)(?:多少|几|什么)(?!个?[天月年]|小时)|有没有[^,。?]{0,10}(?:门[槛坎]|下限|上限|最低|起步|的线)|最低要|最少要',
  ],
  [
    'measure',
    '(?:几|多少|多大)(?:周?岁|年纪|年龄)|(?:年龄|学历|面积|尺寸|重量|身高)(?:限制|上限|要求|多少|多大|是多|有多|有没有要求|$|[?])|多[重远宽]',
  ],
  [
    'count',
    '(?:数量|总数|人数|户数|件数|次数|案件数|访问量|用户数|吞吐量|只数|份数|频率|频次)(?:[^,。?]{0,4}(?:多少|几|多大)|$|[? ])|(?:一共|总共|共|累计)[^,。?]{0,10}(?:多少|几)|(?<!范围)(?:多大|多高)(?=$|[,。?的])|第几|(?:多久|几[天月年])(?:一次|一回|开一次)',
  ],
] as const
const BY_NOUN = NOUNS.map(([kind, asked]) => [kind, new RegExp(asked, 'u')] as const)

/** 便宜多少, 警力省了多少: told in money, as a share, or as from so many to so many. */
const SAVED = /(?:便宜|节?省|节约)(?:了|下|掉|出)?(?:多少|几)(?![天个小分步道次趟人])/u

const LESS = `(?:减少|减至|减到|降至|降到|节省|节约|压缩)[^,。;]{0,6}\\d`

const NAMES: Readonly<Partial<Record<SlotKind, string>>> = {
  money: '金额',
  share: '比例',
  period: '时限',
  date: '具体日期',
  threshold: '门槛',
  measure: '这项数值',
  count: '数量',
}

/** Figures asked for, those told by what is counted first. @param question normalized */
export function figuresAsked(question: string): Slot[] {
  const counted = allMatches(question, BY_UNIT).map(byUnit)
  const choice = choiceOf(question)
  const named = BY_NOUN.flatMap(([kind, asked]): Slot[] => {
    const found = asked.exec(question)
    if (!found) return []
    const slot = slotOf(kind, found, givenFor(kind, found[0]))
    const noun = found[1]
    if (noun) return [{ ...slot, name: noun, near: partOf(noun) }]
    if (kind === 'money' && FEE_ASKED.test(found[0])) return [{ ...slot, near: FEE }]
    return [kind === 'money' && GRANTED.test(found[0]) ? { ...slot, near: GRANT } : slot]
  })
  const saved = SAVED.exec(question)
  if (saved) named.unshift(slotOf('money', saved, `${PRINTED.money}|${PRINTED.share}|${LESS}`))
  const bare = counted.filter(({ given }) => given.source === PRINTED.figure)
  // 几成补助 asks for a share; 利率多少 is told by its noun.
  return [...choice, ...counted.filter((slot) => !bare.includes(slot)), ...named, ...bare]
}

/** 补多少, 奖多少: told in money or as a share, where something is granted. */
const GRANTED = /^(?:补|奖|资助|返)/u
const GRANT = /[补奖助返]/u
/** 用户数, 人数: a number of them, not any number. */
const NUMBER_OF = /^(?:案件|人|户|件|用户|只|份)数/u
const OF_MANY = '个名人家户位件份只'.split('')

function givenFor(kind: SlotKind, asked: string): string {
  if (kind === 'money' && GRANTED.test(asked)) return `${PRINTED.money}|${PRINTED.share}`
  if (kind === 'count' && NUMBER_OF.test(asked)) return counted(OF_MANY)
  return printed(kind)
}

/** 收费标准, 收几百: a sentence that gives it speaks of a fee. */
const FEE_ASKED = /收(?:费|多少|几|钱)|标准收/u
const FEE = /费|收取|收钱|免收/u
/** 占几成: a sentence that gives it speaks of a share of something. */
const SHARE_OF = /占|比重|份额|比例/u

/** A sentence that gives 手续费 speaks of a fee, one that gives 坏账率 of that rate, one that gives 奖励 of 奖 or 励. */
const partOf = (noun: string) =>
  new RegExp(
    /[费税利]率$/u.test(noun)
      ? noun.at(-2)!
      : noun.endsWith('率')
        ? noun.slice(-2)
        : /[费价税]$/u.test(noun)
          ? noun.slice(-1)
          : `[${noun[0]}${noun.slice(-1)}]`,
    'u',
  )

const slotOf = (kind: SlotKind, found: RegExpExecArray | RegExpMatchArray, given: string): Slot => ({
  kind,
  name: NAMES[kind] ?? '数字',
  start: found.index!,
  end: found.index! + found[0].length,
  given: new RegExp(given, 'u'),
})

function printed(kind: SlotKind): string {
  if (kind === 'date') return `${PRINTED.date}|${PRINTED.period}`
  return kind in PRINTED ? PRINTED[kind as keyof typeof PRINTED] : PRINTED.figure
}

/** 几种外币: the thing that is counted, unless the question goes on with what becomes of it. */
const THING =
  /^(?!的|可|能|要|会|是|在|有|被|用|办|开|参|没|了|才|就|都|来|以|吗|呢|啊|到|进|给|上|下|一|里|中|算|合|同|得|做|通|过|成|获|去|由|和|还|第|各|不|没|应|须|需|减|增|降|升|变|涨|跌|多少|几|参与|呢)[\p{Script=Han}]{2}/u

/** What stands between a number and a thing: 几家企业, 几种外币; 多少件 and 多少人 say of themselves what is counted. */
const CLASSIFIER = /^[^人件次案证]$/u

/** 超过多少就不行: what is said of the figure, no thing that is counted. */
const PREDICATE = /^(?:[减增降升变涨到]|的|就|才|都|了|吗|呢|啊|算|可以|能(?!源)|会(?!员)|要|不)/u

/** Not far from the figure stands what is counted. */
function ofThings(figure: string, thing: string | undefined): string {
  if (!thing) return figure
  const either = `[${thing}]`
  return `(?:${figure})[^,。;]{0,14}${either}|${either}[^,。;]{0,14}(?:${figure})`
}

/** 24个月 counts no things. */
const counted = (counters: readonly string[]) =>
  `${NUMBER}${SCALE}(?:${counters.join('|')})(?!月|小时|工作日|自然日)`

/** 几天, 多少户, 几级, 多少万: what is counted tells what is asked for. */
function byUnit(found: RegExpMatchArray): Slot {
  const [, large, money, time, share, grade, measure, counter] = found
  const before = found.input!.slice(0, found.index!)
  const rest = found.input!.slice(found.index! + found[0].length)
  if (money) {
    const slot = slotOf('money', found, PRINTED.money)
    return CURRENCIES.test(money) ? slot : { ...slot, name: money, near: partOf(money) }
  }
  if (time) return slotOf('period', found, PRINTED.period)
  if (share) {
    const slot = slotOf('share', found, PRINTED.share)
    return before.endsWith('占') ? { ...slot, near: SHARE_OF } : slot
  }
  if (grade) return slotOf('threshold', found, `(?:[a-z甲乙丙丁]|${NUMBER})[${GRADES}类]`)
  if (measure) return slotOf('measure', found, `${NUMBER}${SCALE}(?:${measure})`)
  if (counter) {
    const alike =
      COUNTERS.find(([first]) => first === counter) ??
      COUNTERS.find((group) => group.includes(counter)) ??
      OF_THINGS
    const thing = CLASSIFIER.test(counter) ? THING.exec(rest)?.[0] : undefined
    return slotOf('count', found, ofThings(counted([counter, ...alike]), thing))
  }
  // 能贷几万, 撮合额做到多少亿: of large numbers without a unit most are money.
  if (large) {
    const slot = slotOf('money', found, PRINTED.money)
    return /收[几多少百千还是]{0,6}$/u.test(before) ? { ...slot, near: FEE } : slot
  }
  // 多少外企诉求: counted in whatever way fits.
  const followed = /^\p{Script=Han}{2}/u.test(rest) && !PREDICATE.test(rest)
  return slotOf('count', found, followed ? counted(OF_THINGS) : PRINTED.figure)
}

/** Money as such: what is asked for bears no other name. */
const CURRENCIES = /^(?:钱|元|块|美[元金]|人民币|港币|欧元|资金|费用|经费)$/u

const CHOICE = new RegExp(`(${NUMBER})([^,。?]{0,5})还是(${NUMBER})`, 'u')

/** 百分之三十还是四十, 9610还是9810: one of two figures, which the text must print. */
function choiceOf(question: string): Slot[] {
  const found = CHOICE.exec(question)
  if (!found) return []
  const figures = [found[1]!, found[3]!].map((figure) => figure.trim().replaceAll('.', '\\.')).filter(Boolean)
  // 一年还是两年: 一次 is neither.
  const unit = /^个?[年月周天日]/u.exec(found[2]!)?.[0] ?? ''
  const printed = `(?<!\\d)(?:${figures.join('|')})(?!\\d)${unit && `\\s?${unit}`}`
  return [{ ...slotOf('choice', found, printed), name: '这个数字' }]
}
