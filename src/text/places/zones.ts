// Zones that are no divisions: the pilot free trade zones with the places they lie in, customs districts, inspection
// districts and railway groups. General knowledge as of 2025, kept as lists; what is not known here stays open.

import { allMatches } from '../matches.ts'
import { cityOf, type Division, divisionOf, provinceOf } from './divisions.ts'
import { PILOT_AREAS } from './zone-names.ts'

/**
 * Where the pilot zones lie: province, then prefectures, behind a colon the counties where these are known. A place
 * outside is in no zone. 海南 is one as a whole.
 */
const PILOT_ZONES: Readonly<Record<string, string>> = {
  上海市: '浦东新区 奉贤区',
  天津市: '滨海新区',
  北京市: '海淀区 昌平区 朝阳区 通州区 顺义区 大兴区 经济技术开发区',
  重庆市: '渝北区 江北区 北碚区 沙坪坝区 南岸区 九龙坡区',
  广东省: '广州市:南沙区 深圳市:南山区 珠海市:香洲区',
  福建省: '福州市:马尾区,福清市 厦门市:湖里区,海沧区 平潭县',
  辽宁省: '大连市 沈阳市 营口市',
  浙江省: '舟山市 宁波市:北仑区 杭州市 金华市',
  河南省: '郑州市 开封市 洛阳市',
  湖北省: '武汉市 襄阳市 宜昌市',
  四川省: '成都市 泸州市',
  陕西省: '西安市 咸阳市',
  山东省: '济南市 青岛市 烟台市',
  江苏省: '南京市 苏州市 连云港市',
  广西壮族自治区: '南宁市 钦州市 崇左市',
  河北省: '石家庄市 唐山市 保定市 廊坊市',
  云南省: '昆明市 红河哈尼族彝族自治州 德宏傣族景颇族自治州',
  黑龙江省: '哈尔滨市 黑河市 牡丹江市',
  湖南省: '长沙市 岳阳市 郴州市',
  安徽省: '合肥市 芜湖市 蚌埠市',
  新疆维吾尔自治区: '乌鲁木齐市 喀什地区 伊犁哈萨克自治州',
  海南省: '*',
}

/** Customs districts smaller than a province: the prefectures. All others are their province. */
const CUSTOMS: Readonly<Record<string, string>> = {
  福州: '福州 宁德 南平 三明 莆田 平潭',
  厦门: '厦门 漳州 泉州 龙岩',
  广州: '广州 佛山 肇庆 韶关 清远 云浮 河源',
  深圳: '深圳 惠州',
  拱北: '珠海 中山',
  黄埔: '东莞 广州',
  江门: '江门 阳江',
  汕头: '汕头 潮州 揭阳 汕尾 梅州',
  湛江: '湛江 茂名',
  宁波: '宁波',
  青岛: '青岛 烟台 威海 日照 临沂 潍坊 枣庄 济宁 菏泽',
  大连: '大连 营口 盘锦',
}
/** Inspection districts until 2018, where a province had two. What is not certain is in neither. */
const INSPECTION: Readonly<Record<string, string>> = {
  福建: '福州 宁德 南平 三明 莆田 泉州 平潭',
  厦门: '厦门 漳州',
  广东: '广州 佛山 肇庆 韶关 清远 云浮 河源 东莞 惠州 江门 阳江 汕头 潮州 揭阳 汕尾 梅州 湛江 茂名 中山',
  深圳: '深圳',
  珠海: '珠海',
  宁波: '宁波',
}
const RAILWAYS: Readonly<Record<string, string>> = {
  成都: '四川 重庆 贵州',
  南昌: '江西 福建',
  广州: '广东 湖南 海南',
  上海: '上海 江苏 浙江 安徽',
  郑州: '河南',
  武汉: '湖北',
  西安: '陕西',
  北京: '北京 天津 河北',
  济南: '山东',
  沈阳: '辽宁 吉林',
  哈尔滨: '黑龙江',
  昆明: '云南',
  南宁: '广西',
  兰州: '甘肃 宁夏',
}

const divisionsOf = (names: string) =>
  names
    .split(' ')
    .map((name) => divisionOf(name))
    .filter((one) => one !== undefined)

const DISTRICT_OF = [
  [/(\p{Script=Han}{2})(?:海?关区|海关(?:关区|辖区)?)/gu, CUSTOMS],
  [/(\p{Script=Han}{2})(?:出入境)?检验检疫局/gu, INSPECTION],
  [/(\p{Script=Han}{2,3}?)铁路局/gu, RAILWAYS],
] as const

/** The divisions of the districts that a scope names (厦门关区, 福建检验检疫局辖区, 成都铁路局); empty when none. */
export function districtsIn(scope: string): Division[] {
  return DISTRICT_OF.flatMap(([pattern, table]) =>
    allMatches(scope, pattern).flatMap(([, name]) => divisionsOf(table[name!] ?? name!)),
  )
}

/**
 * Whether a place lies in a pilot zone: `no` where its county, prefecture or province has none, `yes` only where all of
 * it is one, otherwise `perhaps`.
 */
export function pilotZoneAt(place: Division): 'yes' | 'no' | 'perhaps' {
  const zones = PILOT_ZONES[provinceOf(place).name]
  if (!zones) return 'no'
  if (zones === '*') return 'yes'
  if (place.level === 'province') return 'perhaps'
  const [city, county] = [cityOf(place), place.level === 'county' ? place : undefined]
  for (const zone of zones.split(' ')) {
    const [name, counties] = zone.split(':')
    if (name !== city?.name && name !== county?.name) continue
    return !county || !counties || counties.split(',').includes(county.name) ? 'perhaps' : 'no'
  }
  return 'no'
}

/** The named areas of pilot zones in a text: 横琴, 前海. */
export const pilotAreasIn = (text: string): string[] =>
  Object.keys(PILOT_AREAS).filter((name) => text.includes(name))
