// What in a question may lead to a person, as patterns, and the figures of policy that look like it but are none.
// They follow how numbers, papers, names and addresses are written in China. How they are put to use is the business of
// redact.ts, which has made all digits ASCII before.

/** The word that stands in place of what is found (`undefined`: it stays), and a pattern without groups of its own. */
export type PrivateForm = readonly [word: string | undefined, pattern: string]

const raw = String.raw
const DASH = raw`\-–—−`
/** What people put between the digits of one number. */
const GAP = raw`[ .·${DASH}]{0,2}`
const YEAR = raw`(?:19|20)\d\d`
const TO = raw`\s?[${DASH}~～至到]\s?`
const ASKED = raw`[\s：:是为為叫]{0,4}`

// ---- Figures that stay ----------------------------------------------------------------------------------------

/** Behind these a long number is an amount. */
const AMOUNT =
  '(?:[美欧日港澳台新]?元(?![旦宵])|港币|港幣|人民币|平方米|平方公里|㎡|公顷|吨|公斤|千克|千瓦|立方米|人次|标箱)'
/** Behind these two short numbers with a dash are a range: 300-1000人, 1000-5000万元. */
const RANGED = `(?:${AMOUNT}|[%％‰百千万亿萬億]|人|家|户|個|个|名|项|条|件|天|年|月|日|周|岁|米|公里|亩|台|辆|艘|小时|分钟|倍)`
const GROUPED = raw`(?:[1-9]\d{0,11}|[1-9]\d{0,2}(?:[ ,，]\d{3})+)(?:\.\d{1,6})?`
const RANGE = raw`[1-9]\d{0,4}(?:\.\d{1,4})?${TO}[1-9]\d{0,4}(?:\.\d{1,4})?`

const FIGURES: readonly string[] = [
  // 粤府函〔2020〕146号
  raw`[〔［\[(（【]\s?\d{4}\s?[〕］\])）】]\s?第?\s?\d{1,5}\s?[号號]`,
  // 2020-09-28, 2020.9.28
  raw`${YEAR}[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])(?!\d)`,
  // 2020-2024年, 2021 2022 2023年
  raw`${YEAR}(?:[ ${DASH}~～/、至到]{1,3}${YEAR})+(?!\d)`,
  // 2023 500强
  raw`${YEAR} \d{1,3}(?![ ${DASH}]?\d)`,
  raw`${RANGE}\s?${RANGED}`,
  raw`${GROUPED}\s?${AMOUNT}`,
  // 税则号列 8703.23.41
  raw`(?<=(?:税则号列?|税目|税号|海关编码|商品编[码号]|HS\s?编?码?)${ASKED})\d{4}(?:\.?\d\d){1,3}(?![\d.]?\d)`,
  // GB/T 19001-2016
  raw`(?<![a-z])[a-z]{2,5}(?:/[a-z]{1,2})?\s?\d{2,6}(?:\.\d{1,3})?[${DASH}]${YEAR}(?!\d)`,
]

// ---- Numbers and addresses on the net -------------------------------------------------------------------------

const CHAT = raw`(?:微信|威信|v信|(?<![a-z])(?:we\s?chat|weixin|vx|wx|qq|line|telegram|whatsapp|id)|扣扣|支付宝|抖音|微博|小红书|[账帐帳]号|[账帳]號)`
const PAPER =
  '(?:身份[证證]|证件|證件|护照|護照|通行[证證]|台胞[证證]|臺胞證|回[乡鄉][证證]|居住[证證]|社保卡?|医保卡?|驾驶?[证照]|驾照|执照|工号|学号)'
const PHONE =
  '(?:电话|電話|手机|手機|座机|座機|传真|傳真|[联聯][系繫络絡]方式|(?<![a-z])(?:tel|phone|mobile))'
const NUMBER_OF = raw`(?:[号號][码碼]?|群|编号)?${ASKED}`
const BORN = raw`${YEAR}[年./-]\d{1,2}(?:[月./-](?:\d{1,2}[日号]?)?)?`
const EXTENSION = raw`(?:\s?(?:转|轉|分机|分機|ext\.?)\s?\d{1,6})?`
const MONTH_DAY = raw`(?:0[1-9]|1[0-2])${GAP}(?:0[1-9]|[12]\d|3[01])`
const SPELLED = '零〇○一二三四五六七八九幺两兩壹贰叁肆伍陆柒捌玖'

const BIRTHDAYS: readonly string[] = [
  raw`${BORN}(?=\s?(?:出生|生人|生于|生於|生(?=[\s，。,；;]|$))|\s?的?生日)`,
  raw`(?<=(?:出生(?:日期|年月)?[于於]?|生于|生日)${ASKED})${BORN}`,
]

const NUMBERS: readonly PrivateForm[] = [
  ['邮箱', raw`[a-z\d._%+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,5}`],
  ['账号', raw`(?<=${CHAT}${NUMBER_OF})[a-z\d][a-z\d_-]{4,40}`],
  ['证件号', raw`(?<=${PAPER}${NUMBER_OF})(?=[a-z]{0,4}[（(]?\d)[a-z\d()（）]{5,24}`],
  ['电话', raw`(?<=${PHONE}${NUMBER_OF})\+?\d[\d ${DASH}]{3,18}\d${EXTENSION}`],
]

const SHAPES: readonly PrivateForm[] = [
  // Identity cards of 18 and 15 characters; the credit code of a company; passports, permits, cards of Hong Kong and Taiwan.
  ['证件号', raw`[1-9](?:${GAP}\d){5}${GAP}(?:18|19|20)${GAP}\d\d${GAP}${MONTH_DAY}(?:${GAP}\d){3}${GAP}[\dx](?![a-z\d])`],
  ['证件号', raw`[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)`],
  ['信用代码', raw`(?<![a-z\d])[a-z\d]{2}\d{6}[a-z\d]{10}(?![a-z\d])`],
  ['证件号', raw`(?<![a-z])[a-z]{1,3}\d{6,10}(?:[（(][\da-z][）)]|[a-z])?(?![a-z\d])`],
  ['卡号', raw`\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)`],
  ['电话', raw`(?:(?:\+|00)?86[ -]?)?1[3-9](?:${GAP}\d){9}(?!\d)`],
  ['电话', raw`1[3-9]\d[^\p{L}\p{N}]{1,3}\d{4}[^\p{L}\p{N}]{1,3}\d{4}(?!\d)`],
  ['电话', raw`(?:[（(]0\d{2,3}[）)]\s?|0\d{2,3}[ ${DASH}]{1,2})\d{3,4}[ ${DASH}]?\d{1,4}(?!\d)${EXTENSION}`],
  // Whatever else is that long; with the ending of a permit or a card.
  ['号码', raw`\+?\d(?:[ ${DASH}]{0,2}\d){6,}(?:[（(][\da-z]{1,2}[）)]|[a-z]{1,3}(?![a-z]))?${EXTENSION}`],
  ['号码', raw`\d{2,}(?:[*＊]{2,}|x{3,})[\dx]{2,}`],
  ['号码', `[${SPELLED}]{7,}`],
  ['车牌', raw`[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][a-hj-np-z][·• ]?(?=[a-z]{0,5}\d)[a-hj-np-z\d]{4,6}[挂学警港澳]?(?![a-z\d])`],
] // biome-ignore format: one row per form

// ---- Names and places ------------------------------------------------------------------------------------------

const SURNAMES =
  '李王张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱林何郭罗羅梁宋郑鄭谢謝韩韓唐冯馮董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴钟鐘汪姜范姚谭譚廖邹鄒熊陆陸郝孔崔康毛邱秦顾顧侯邵孟贺賀赖賴龚龔庞龐樊殷陶洪翟颜顏倪严嚴温溫芦季俞章鲁魯葛伍韦韋申尤毕畢聂聶焦柳邢岳齐齊梅庄莊辛祝左涂詹靳欧歐甄游裴霍翁隋阮闵柯柴'
/** Words as well: surnames only where a name is announced. */
const SURNAMES_TOO =
  '高马馬于夏田任方石金白江史尹龙龍万萬段雷钱錢汤湯黎易常武乔喬文施安牛向路莫管谷时時舒牟卜关關苗凌费費纪紀盛童项項曲成阳陽席卫衛位甘景单單包司柏宁寧桂解强強车車房边邊巫应應'
const DOUBLE = '欧阳|歐陽|上官|司马|司馬|诸葛|諸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐'
/** 我是温州人, 我是程序员, 我是林业局: what one is, no name. */
const NO_NAME_ENDS = '人业業员員商户戶者师師局厅部会會司院所店行社村镇鎮县縣市区區省州族侨僑胞方企农農民'
const ENDS = raw`(?=[\s\d，,。.；;、！!？?（(［\[]|$)`

const NAMES: readonly string[] = [
  raw`(?<=(?:我叫|名叫|(?:姓名|[联聯][系繫络絡]人|法人代?表?|法定代表人|[户戶]名)\s?[：:]|姓名[是为為])\s?)(?:${DOUBLE}|[${SURNAMES}${SURNAMES_TOO}])\p{Script=Han}{1,2}`,
  // 联系人：卞照宇、林伟
  raw`(?<=(?:姓名|[联聯][系繫络絡]人|法定代表人|[户戶]名)\s?[：:]\s?)\p{Script=Han}{2,4}(?:、\p{Script=Han}{2,4}){0,9}${ENDS}`,
  raw`(?<=(?:姓名|[联聯][系繫络絡]人|法定代表人)[是为為\s]?)(?:${DOUBLE}|[${SURNAMES}])\p{Script=Han}{1,2}${ENDS}`,
  raw`(?<=我是)(?:${DOUBLE}|[${SURNAMES}])\p{Script=Han}{0,1}(?![${NO_NAME_ENDS}])\p{Script=Han}${ENDS}`,
  raw`[${SURNAMES}]\p{Script=Han}{0,2}(?=先生|女士|小姐|太太)`,
  raw`(?<=(?:我叫|my name is)\s?)[a-z]{2,20}(?: [a-z]{1,20}){0,2}`,
]

/** Characters that a road's or an estate's name is made of: what stands before 区 or 县 is no part of it. */
const PLACE_NAME = raw`[^\P{Script=Han}省市区區县縣镇鎮乡鄉号號第]{1,8}`
/** 铁路1号线, 公路, 线路, 思路, 一带一路: no streets. */
const ROAD = `(?:(?<![铁鐵公线線网網电電思出套一道])路|街|大道|巷|弄|胡同)(?:[东西南北中東]|[一二三四五六七八九十]段)?`
const ESTATE = '(?:小区|小區|花园|花園|公寓|新村|家园|家園|苑|大厦|大廈|广场|廣場|村|社区|社區)'
const INSIDE = raw`(?:[\s,，]?(?:\d{1,4}|[a-z]|[一二三四五六七八九十]{1,3})\s?(?:号楼|號樓|栋|棟|幢|座|单元|單元|室|楼|樓|层|層|房|户|戶|#)){0,5}(?:\d{2,4}(?!\d))?`

const ADDRESSES: readonly string[] = [
  raw`${PLACE_NAME}${ROAD}\s?\d{1,5}(?:[${DASH}]\d{1,4})?\s?[号號](?![线線文令])${INSIDE}`,
  raw`${PLACE_NAME}${ESTATE}\s?[a-z]?\d{1,4}\s?(?:号楼?|號樓?|栋|棟|幢|座|#)${INSIDE}`,
  raw`\d{1,4}\s?(?:栋|棟|幢|号楼|號樓)\s?(?:\d{1,2}\s?(?:单元|單元)\s?)?\d{2,4}\s?[室房户戶]?`,
]

const forms = (word: string | undefined, patterns: readonly string[]) =>
  patterns.map((pattern): PrivateForm => [word, pattern])

/** In the order of their turn: of two that begin at the same place, the earlier one is meant. */
export const FORMS: readonly PrivateForm[] = [
  ...forms('地址', ADDRESSES),
  ...forms('姓名', NAMES),
  ...forms('出生日期', BIRTHDAYS),
  ...NUMBERS,
  ...forms(undefined, FIGURES),
  ...SHAPES,
]
