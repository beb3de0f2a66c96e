// Words with which a text leaves a condition to be met: 符合条件的, 5000元以内, 经专家评估同意. From the language of such texts; what
// meets them is decided elsewhere.

const HEDGES: readonly RegExp[] = [
  /符合(?:相关|有关|规定|一定|上述)?(?:条件|要求)(?:的(?=[^，。])|后)/u,
  /有条件的?(?:地区|企业)/u,
  /通过[^，。；、]{2,16}审查/u,
  /经[^，。；、]{2,14}(?:评估同意|推荐|审查同意|认定)/u,
  /除[^。；，]{0,30}(?:超过|低于|复杂)[^。；]{0,24}以?外/u,
  /试点(?:范围|银行|地区|城市|区域|名单)/u,
  /备选名单|白名单|名单”/u,
  /(?:对|且)[^，。；]{0,12}不(?:涉及|影响)[^，。；]{2,30}/u,
  /(?:不超过|超过|满)?\s?(?:\d+|[一二三四五六七八九十百千]+)\s?(?:万?(?:元|美元|千伏|吨|年|岁|人|个月|平方米))[^，。；]{0,2}(?:以[内下上]|及以[下上])|(?:成立时间超过|满)\s?[一二三四五六七八九十\d]+\s?年/u,
  /(?:能力较强|诚信度高|记录良好|信用良好|低风险(?=食品|商品|产品|企业))/u,
  /选取[^，。；]{0,6}企业|择优/u,
  /(?:扩大|在)[^，。；]{0,24}(?:适用|商品)范围/u,
  /\d+\s?类(?:建设)?项目|特定的[^，。；]{1,8}/u,
  /集群注册企业和托管单位/u,
  /评定为[^，。；]{1,12}/u,
]

/** The hedges of a sentence, each kind once, with their places in it. */
export const hedgesIn = (sentence: string): { words: string; start: number; end: number }[] =>
  HEDGES.flatMap((hedge) => {
    const match = hedge.exec(sentence)
    return match ? [{ words: match[0], start: match.index, end: match.index + match[0].length }] : []
  })
