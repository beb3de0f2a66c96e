// Zones that people name like towns, each with the division it lies in. General knowledge, kept as a list; what a zone
// is for stands in zones.ts.

/** Areas of pilot free trade zones that are called by a name of their own. */
export const PILOT_AREAS: Readonly<Record<string, string>> = {
  横琴: '珠海市香洲区', 前海: '深圳市南山区', 蛇口: '深圳市南山区', 南沙: '广州市南沙区', 象屿: '厦门市湖里区',
  东疆: '天津市滨海新区', 临港: '上海市浦东新区', 外高桥: '上海市浦东新区', 洋山: '上海市浦东新区',
  张江: '上海市浦东新区', 陆家嘴: '上海市浦东新区',
} // biome-ignore format: one list, read as one

/** All of them. */
export const ZONE_NAMES: Readonly<Record<string, string>> = {
  ...PILOT_AREAS,
  浦东: '上海市浦东新区', 虹桥: '上海市', 滨海新区: '天津市滨海新区', 雄安: '河北省', 两江: '重庆市', 光谷: '武汉市',
  郑东: '郑州市', 中关村: '北京市', 苏州工业园区: '苏州市', 浐灞: '西安市', 前湾: '青岛市', 海沧: '厦门市海沧区',
  湖里: '厦门市湖里区', 马尾: '福州市马尾区', 平潭: '平潭县', 平潭综合实验区: '平潭县', 平潭实验区: '平潭县',
  黄埔: '广州市黄埔区', 粤港澳大湾区: '广东省', 松山湖: '东莞市', 洋浦: '海南省', 天竺: '北京市顺义区',
  西咸新区: '陕西省', 天府新区: '成都市', 江北新区: '南京市', 湘江新区: '长沙市', 青白江: '成都市青白江区',
} // biome-ignore format: one list, read as one
