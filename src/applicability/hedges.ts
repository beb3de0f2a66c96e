// Words with which a text leaves a condition to be met: 符合条件的, 5000元以内, 经专家评估同意. Each with the everyday words that say it is
// met, where there are such. From the language of such texts; figures are compared elsewhere.

interface Kind {
  text: RegExp
  told?: RegExp
  /** The everyday words that say it is not met. */
  untold?: RegExp
  /** The kind of firm that it is a condition for: which bank takes part is none of its customers' doing. */
  of?: string
}

const HEDGES: readonly Kind[] = [
  { text: /符合(?:相关|有关|规定|一定|上述)?(?:条件|要求)(?:的(?=[^，,。])|后)/u },
  { text: /有条件的?(?:地区|企业)/u },
  {
    text: /通过[^，。；、]{2,16}审查/u,
    told: /审查(?:也)?(?:已经)?(?:通过|合格)|通过(?:了)?[^，。；]{0,10}审查/u,
  },
  {
    text: /经[^，。；、]{2,14}(?:评估同意|推荐|审查同意|认定)/u,
    told: /(?:已经?|获|得到)[^，。；]{0,6}(?:推荐|同意|认定)|推荐了|评估[^，。；]{0,6}(?:通过|同意)/u,
  },
  { text: /除[^。；，]{0,30}(?:超过|低于|复杂)[^。；]{0,24}以?外/u },
  {
    text: /试点(?:范围|地区|城市|区域|名单)/u,
    told: /(?:是|属于|列入|在)[^，。；]{0,8}试点/u,
    untold: /(?:不是|不属于|没列入|不在)[^，。；]{0,8}试点/u,
  },
  { text: /试点银行/u, told: /(?<!不)是[^，。；]{0,8}试点/u, of: '银行和金融机构' },
  {
    // 建立白名单制度: a list that is made is not one that somebody has to be on.
    text: /(?<!建立[^，。；]{0,4})(?:备选名单|白名单|名单”)(?!制度|管理)/u,
    told: /(?:列入|进了|在)[^，。；]{0,10}名单|金融信用证书/u,
    untold: /(?:没有?(?:列入|进)|不在)[^，。；]{0,10}名单/u,
  },
  { text: /(?:对|且)[^，。；]{0,12}不(?:涉及|影响)[^，。；]{2,30}/u },
  {
    text: /(?:不超过|超过|满)?\s?(?:\d{1,12}|[一二三四五六七八九十百千]{1,9})\s?(?:万?(?:元|美元|千伏|吨|年|岁|人|个月|平方米))[^，。；]{0,2}(?:以[内下上]|及以[下上])|(?:成立时间超过|满)\s?[一二三四五六七八九十\d]+\s?年/u,
  },
  {
    text: /能力较强|诚信度高|记录良好|信用良好|低风险(?=食品|商品|产品|企业)/u,
    told: /信用(?:一直)?(?:很|较|良)?好|记录(?:一直)?(?:很|良)?好/u,
  },
  { text: /选取[^，。；]{0,6}企业|择优/u },
  { text: /(?:扩大|在)[^，。；]{0,24}(?:适用|商品)范围/u },
  { text: /(?<!\d)\d+\s?类(?:建设)?项目|特定的[^，。；]{1,8}/u },
  { text: /评定为[^，。；]{1,12}|认定一批[^，。；]{1,12}/u },
  { text: /大型(?=机场|企业|港口)/u, told: /大型|枢纽|千万/u },
  { text: /由指定[^，。；]{1,4}(?=先行|统一|代为)/u, told: /指定/u },
  { text: /达不到[^，。；]{2,10}的/u, told: /达不到/u },
  { text: /未经加工/u, told: /未(?:经)?加工|没(?:有)?加工|原样/u },
  { text: /集团内/u, told: /集团|姊妹|兄弟厂|子公司|母公司|总部/u },
  { text: /自用(?!车)/u, told: /自用|自己用|自家用|自有/u },
  { text: /母公司[^，。；]{0,12}子公司/u, told: /母公司|子公司|总部/u },
  { text: /参保的/u, told: /投保|投了|参保|信保|保单/u },
  {
    text: /(?:中小|小微)企业(?!信保|贷)/u,
    told: /中小|小微|小企业|小公司|(?:几|十|\d{2})(?:几|来|多)?(?:个|号|名)?人(?!民)/u,
    untold: /大型企业|上市公司|[几上]千(?:个|号|名)?人/u,
  },
  { text: /违法行为轻微/u, told: /轻微|小(?:毛病|问题|差错)|当[天场](?:就)?改|马上改|立即改/u },
  {
    text: /没有造成危害后果/u,
    told: /没(?:有)?(?:造成|引起)|没(?:有)?(?:出事|后果|损失|影响|危害)|(?:没|无)人(?:受伤|投诉)/u,
  },
  { text: /具备[^，。；、]{0,12}(?:条件|资质|能力)/u, told: /具备|有(?:资质|条件|能力)|资质(?:齐|都)/u },
  { text: /未(?:再|曾|有)[^，。；、]{2,14}的(?=[，,])/u, told: /没再|再没|没有再|再也没|未再|一直没/u },
  { text: /在[^，。；]{2,24}(?:合格|同意|自愿)的?基础上/u, told: /合格|自检|化验室|检测室|同意|自愿/u },
  {
    text: /(?:确保|专项)投向[^，。；]{4,40}(?:领域|项目)/u,
    told: /绿色|环保(?![^，。；]{0,3}(?:不沾边|无关|没关系))|节能|减排|污水|新能源|光伏|风电|循环利用/u,
    untold: /(?:绿色|环保|节能)[^，。；]{0,3}(?:不沾边|无关|没关系)/u,
  },
  { text: /优质[^，。；]{0,6}企业/u, told: /优质|知名|名牌/u },
]

/** 中餐烹调、西餐烹调等职业, …等5类: what is on the list is meant. */
const LIST =
  /((?:[^，。；、（）]{2,24}、)+[^，。；、]{2,24}?)等(?:职业|\s?\d+\s?类|[一二三四五六七八九十]+类)/u
/** So many characters in a row tell that an item of a list was named. */
const ITEM_SHARED = 4

export interface Hedged {
  words: string
  start: number
  end: number
  /** What somebody who says this makes of it; undefined where no words are known that would tell. */
  metBy(told: string): 'met' | 'out' | 'open' | undefined
  /** The kind of firm that it is a condition for; anybody's where absent. */
  of?: string
}

/** The hedges of a sentence, each kind once, with their places in it. */
export function hedgesIn(sentence: string): Hedged[] {
  const found = HEDGES.flatMap(({ text, told, untold, of }): Hedged[] => {
    const match = text.exec(sentence)
    if (!match) return []
    const metBy = (said: string) => (untold?.test(said) ? 'out' : told && (told.test(said) ? 'met' : 'open'))
    const [words] = match
    return [{ words, start: match.index, end: match.index + words.length, metBy, ...(of && { of }) }]
  })
  const list = LIST.exec(sentence)
  if (!list) return found
  const items = list[1]!.split('、')
  const metBy = (said: string) => (items.some((item) => sharesRun(item, said)) ? 'met' : 'open')
  return [...found, { words: list[0], start: list.index, end: list.index + list[0].length, metBy }]
}

function sharesRun(item: string, said: string): boolean {
  const length = Math.min(ITEM_SHARED, item.length)
  for (let at = 0; at + length <= item.length; at++)
    if (said.includes(item.slice(at, at + length))) return true
  return false
}
