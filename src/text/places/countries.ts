// Places beyond the mainland: the countries of the world, their best-known towns, and how people sum them up. It does not
// know the divisions of China (divisions.ts).

/** Towns, and names of countries that the world's list has otherwise. */
const TOWNS: Readonly<Record<string, string>> = {
  台北: '台湾', 高雄: '台湾', 台中: '台湾', 台南: '台湾', 新北: '台湾', 基隆: '台湾', 金门: '台湾', 马祖: '台湾',
  澎湖: '台湾', 大阪: '日本', 东京: '日本', 横滨: '日本', 釜山: '韩国', 首尔: '韩国', 仁川: '韩国', 胡志明: '越南',
  河内: '越南', 曼谷: '泰国', 普吉: '泰国', 吉隆坡: '马来西亚', 雅加达: '印度尼西亚', 迪拜: '阿拉伯联合酋长国',
  纽约: '美国', 洛杉矶: '美国', 硅谷: '美国', 伦敦: '英国', 巴黎: '法国', 汉堡: '德国', 鹿特丹: '荷兰',
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

/** Any of these places, however named, as the source of a pattern; longest names first. */
export const ABROAD_NAMED = [...new Set([...SUMMED_UP, ...ABROAD.keys()])]
  .filter((name) => /^\p{Script=Han}{2,}$/u.test(name))
  .sort((a, b) => b.length - a.length)
  .join('|')
