// Places beyond the mainland: the countries of the world, their best-known towns, and how people sum them up. It does not
// know the divisions of China (divisions.ts).

/** Towns, and names of countries that the world's list has otherwise. */
const TOWNS: Readonly<Record<string, string>> = {
  台北: '台湾', 高雄: '台湾', 台中: '台湾', 台南: '台湾', 新北: '台湾', 基隆: '台湾', 新竹: '台湾', 桃园: '台湾',
  嘉义: '台湾', 屏东: '台湾', 花莲: '台湾', 彰化: '台湾', 金门: '台湾', 马祖: '台湾', 澎湖: '台湾', 九龙: '香港',
  大阪: '日本', 东京: '日本', 横滨: '日本', 神户: '日本', 京都: '日本', 名古屋: '日本', 福冈: '日本', 长崎: '日本',
  札幌: '日本', 冲绳: '日本', 釜山: '韩国', 首尔: '韩国', 仁川: '韩国', 济州岛: '韩国', 平壤: '朝鲜',
  胡志明: '越南', 河内: '越南', 海防: '越南', 岘港: '越南', 曼谷: '泰国', 普吉: '泰国', 清迈: '泰国', 金边: '柬埔寨',
  西港: '柬埔寨', 万象: '老挝', 仰光: '缅甸', 吉隆坡: '马来西亚', 槟城: '马来西亚', 巴生: '马来西亚', 雅加达: '印度尼西亚',
  泗水: '印度尼西亚', 巴厘岛: '印度尼西亚', 马尼拉: '菲律宾', 宿务: '菲律宾', 孟买: '印度', 新德里: '印度', 达卡: '孟加拉国',
  科伦坡: '斯里兰卡', 卡拉奇: '巴基斯坦', 迪拜: '阿拉伯联合酋长国', 多哈: '卡塔尔', 利雅得: '沙特阿拉伯', 伊斯坦布尔: '土耳其',
  德黑兰: '伊朗', 开罗: '埃及', 拉各斯: '尼日利亚', 内罗毕: '肯尼亚', 开普敦: '南非', 莫斯科: '俄罗斯', 圣彼得堡: '俄罗斯',
  海参崴: '俄罗斯', 符拉迪沃斯托克: '俄罗斯', 阿拉木图: '哈萨克斯坦', 塔什干: '乌兹别克斯坦', 明斯克: '白俄罗斯', 华沙: '波兰',
  柏林: '德国', 汉堡: '德国', 慕尼黑: '德国', 法兰克福: '德国', 杜伊斯堡: '德国', 鹿特丹: '荷兰', 阿姆斯特丹: '荷兰',
  安特卫普: '比利时', 布鲁塞尔: '比利时', 巴黎: '法国', 马赛: '法国', 伦敦: '英国', 曼彻斯特: '英国', 米兰: '意大利',
  罗马: '意大利', 马德里: '西班牙', 巴塞罗那: '西班牙', 里斯本: '葡萄牙', 苏黎世: '瑞士', 日内瓦: '瑞士', 维也纳: '奥地利',
  布达佩斯: '匈牙利', 雅典: '希腊', 纽约: '美国', 洛杉矶: '美国', 旧金山: '美国', 硅谷: '美国', 芝加哥: '美国',
  西雅图: '美国', 休斯敦: '美国', 华盛顿: '美国', 加州: '美国', 夏威夷: '美国', 温哥华: '加拿大', 多伦多: '加拿大',
  悉尼: '澳大利亚', 墨尔本: '澳大利亚', 奥克兰: '新西兰', 圣保罗: '巴西', 利马: '秘鲁',
  印尼: '印度尼西亚', 阿联酋: '阿拉伯联合酋长国', 马来: '马来西亚', 沙特: '沙特阿拉伯', 澳洲: '澳大利亚',
} // biome-ignore format: one list, read as one
const SUMMED_UP =
  '国外 境外 海外 外国 台湾 香港 澳门 欧洲 欧美 欧盟 东南亚 东盟 中东 非洲 拉美 南美 北美 中亚'.split(' ')

/** Every country but China, as the platform's own list of regions (CLDR) names it. */
function countries(): string[] {
  const regions = new Intl.DisplayNames('zh', { type: 'region' })
  const names: string[] = []
  for (let first = 65; first <= 90; first++)
    for (let second = 65; second <= 90; second++) {
      const code = String.fromCharCode(first, second)
      const name = regions.of(code)!
      if (name !== code && !/^(?:CN|HK|MO|TW)$/u.test(code)) names.push(name)
    }
  return names
}

/** What each place beyond the mainland lies in: 大阪 → 日本 → 境外. */
export const ABROAD: ReadonlyMap<string, string> = new Map([
  ...countries().map((name) => [name, '境外'] as const),
  ...Object.entries(TOWNS),
])

const CHINESE = /^(?:台湾|香港|澳门)$/u

/** Any of these places, however named, as the source of a pattern; longest names first. */
export const ABROAD_NAMED = [...new Set([...SUMMED_UP, ...ABROAD.keys()])]
  .filter((name) => /^\p{Script=Han}{2,}$/u.test(name))
  .sort((a, b) => b.length - a.length)
  .join('|')

/** Those of them where foreigners are from: 日本, 大阪, 国外; not 台北, 香港, nor 境外 and 海外, which sum up both. */
export const FOREIGN_NAMED = ABROAD_NAMED.split('|')
  .filter((name) => !/^[境海]外$/u.test(name) && !CHINESE.test(name) && !CHINESE.test(ABROAD.get(name) ?? ''))
  .join('|')
