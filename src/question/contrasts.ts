// What a text about one of them says nothing of another by: which way goods go and what carries them, where people are
// from and what they do, kinds of goods, of finance, of taxes. A question about aircraft is not answered by a measure for
// ships, however alike the rest is. Lists of the language, in which a wider name stands with each of its parts; it does
// not know the documents.

import { ABROAD_NAMED, FOREIGN_NAMED } from '../text/places/countries.ts'

/** People and firms, told by where they are from. */
const OF_PEOPLE =
  '(?:人(?!民)|籍|同胞|居民|学生|青年|老板|朋友|客户|员工|医生|老师|师傅|游客|商人|企业|公司|厂商|船员|领队)'
const FROM_ALL = '台港澳|港澳台'
const FOOD = '食品|食材|农产品'

const TAXES: Readonly<Record<string, RegExp>> = {
  tariff: /关税/u,
  vat: /增值税/u,
  corporate: /企业所得税/u,
  personal: /个人所得税|个税/u,
  purchase: /购置税|车购税/u,
  vessel: /车船税/u,
  consumption: /消费税/u,
  stamp: /印花税/u,
  deed: /契税/u,
  property: /房产税/u,
}

const KINDS: readonly Readonly<Record<string, RegExp>>[] = [
  {
    in: new RegExp(
      `进口(?!岸)|进出[口境]|进境|海淘|从(?:${ABROAD_NAMED})[^,。?]{0,6}[买购进运]|[买购运][^,。?]{0,8}(?:进来|回国)`,
      'u',
    ),
    out: new RegExp(
      `出口(?!岸)|进出[口境]|出境|外销|[卖销发寄运](?:到|往|去|给)?(?:${ABROAD_NAMED}|老外)`,
      'u',
    ),
  },
  {
    ship: /[船轮](?![胎椅班流番])|海员|水手|登轮|引航|海运|航运/u,
    aircraft: /飞机|航班|航空|无人机|空运|航煤|机组|客机|货机|包机|班机|直升机/u,
    train: /火车|高铁|动车组|铁路|班列|空铁/u,
    car: /汽车|轿车|卡车|货车|客车|房车|拖车|集卡|机动车|二手车|整车/u,
  },
  {
    taiwan: new RegExp(`台[胞商企青籍资]|涉台|台湾(?:地区)?[^,。?]{0,4}${OF_PEOPLE}|${FROM_ALL}`, 'u'),
    hongkong: new RegExp(`港[籍商资企胞](?!口)|香港[^,。?]{0,2}${OF_PEOPLE}|港澳|${FROM_ALL}`, 'u'),
    macao: new RegExp(`澳[籍商资企胞]|澳门[^,。?]{0,2}${OF_PEOPLE}|港澳|${FROM_ALL}`, 'u'),
    overseas: /华侨|侨[胞商资眷]|归侨/u,
    abroad: new RegExp(`外国(?:人|专家|朋友|籍)|外籍|老外|来华|(?:${FOREIGN_NAMED})(?:国)?${OF_PEOPLE}`, 'u'),
  },
  {
    seafarer: /船员|海员|水手|船长|轮机|海上乘务/u,
    pilot: /飞行员|操控员|机长|空乘/u,
    driver: /司机|驾驶员/u,
    guide: /导游|领队/u,
    medical: /医生|医师|护士|药师/u,
    legal: /律师|公证员|法官|陪审员/u,
    teacher: /教师|教练/u,
    accountant: /会计师|审计师/u,
    cook: /厨师/u,
  },
  {
    aquatic: new RegExp(`水产|海鲜|海产|冰鲜|活鲜|[鱼虾蟹贝](?!骨)|${FOOD}`, 'u'),
    meat: new RegExp(`[牛羊猪鸡鸭]肉|肉类|活[牛羊猪]|${FOOD}`, 'u'),
    fruit: new RegExp(`水果|榴莲|车厘子|樱桃|芒果|香蕉|蔬菜|${FOOD}`, 'u'),
    grain: new RegExp(`大豆|玉米|小麦|大米|粮食|${FOOD}`, 'u'),
    plant: /花卉|鲜花|切花|苗木|种苗|绿植|树苗|农产品/u,
    mineral: /铁矿|铜精矿|矿石|矿砂|煤炭|原油|大宗/u,
    drug: /药品|药物|药材|疫苗/u,
    device: /医疗器械|医疗设备/u,
    cosmetic: /化妆品|护肤品/u,
    book: /图书|出版物|书籍|期刊/u,
  },
  {
    securities: /证券|股票|炒股|a股|券商/u,
    futures: /期货/u,
    factoring: /保理/u,
    pawn: /典当/u,
    trust: /信托/u,
    leasing: /融资租赁|租赁公司/u,
    microcredit: /小额?贷款公司|小贷公司/u,
  },
  TAXES,
]

/**
 * Whether a title speaks of something else than a question does, and not of what the question does.
 * @param question normalized
 * @param title normalized
 */
export function speaksOfOthers(question: string, title: string): boolean {
  const plain = question.replaceAll(NO_TAX, ' ')
  return KINDS.some((kind) => {
    const asked = namesIn(kind, plain)
    const told = namesIn(kind, title)
    return asked.length > 0 && told.length > 0 && !asked.some((name) => told.includes(name))
  })
}

/** Whether a question names a tax, and the wordings none of those it names. */
export function lacksTax(question: string, wordings: readonly string[]): boolean {
  const asked = namesIn(TAXES, question.replaceAll(NO_TAX, ' '))
  return asked.length > 0 && !wordings.some((wording) => asked.some((name) => TAXES[name]!.test(wording)))
}

/** Words that hold the name of a tax and name none: who one is, what one writes, another cut of the words. */
const NO_TAX =
  /增值税(?:一般纳税人|小规模|(?:专用|普通|电子)?发票|专票|普票)|[有相报通清海]关税[务收费单款]?|[\d一二两三四五六七八九十几各每多这那哪某整]个税|个税[率种目号单务收费款额]/gu

const namesIn = (kind: Readonly<Record<string, RegExp>>, text: string): string[] =>
  Object.keys(kind).filter((name) => kind[name]!.test(text))
