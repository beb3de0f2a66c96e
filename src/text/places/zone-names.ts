// Zones that people name like towns, and what they call their cities, each with the division it lies in. General
// knowledge, kept as lists; what a zone is for stands in zones.ts.

/** Areas of pilot free trade zones that are called by a name of their own. */
export const PILOT_AREAS: Readonly<Record<string, string>> = {
  横琴: '珠海市香洲区', 前海: '深圳市南山区', 蛇口: '深圳市南山区', 南沙: '广州市南沙区', 象屿: '厦门市湖里区',
  东疆: '天津市滨海新区', 临港: '上海市浦东新区', 外高桥: '上海市浦东新区', 洋山: '上海市浦东新区',
  张江: '上海市浦东新区', 陆家嘴: '上海市浦东新区',
} // biome-ignore format: one list, read as one

/** Ports, border crossings and yards that goods go through, and are called by names of their own. */
const PORTS: Readonly<Record<string, string>> = {
  友谊关: '凭祥市', 姐告: '瑞丽市', 磨憨: '勐腊县', 巴克图: '塔城市', 红其拉甫: '塔什库尔干塔吉克自治县',
  吐尔尕特: '乌恰县', 伊尔克什坦: '乌恰县', 樟木口岸: '聂拉木县', 甘其毛都: '乌拉特中旗', 策克: '额济纳旗',
  珠恩嘎达布其: '东乌珠穆沁旗', 圈河: '珲春市', 大窑湾: '大连市', 京唐港: '唐山市', 董家口: '青岛市', 洋口港: '南通市',
  梅山: '宁波市北仑区', 穿山港: '宁波市北仑区', 大榭: '宁波市北仑区', 乍浦: '嘉兴市', 大铲湾: '深圳市', 赤湾: '深圳市',
  皇岗: '深圳市', 文锦渡: '深圳市', 拱北: '珠海市', 高栏港: '珠海市', 果园港: '重庆市', 阳逻: '武汉市',
  花湖机场: '鄂州市', 霞凝: '长沙市', 城陵矶: '岳阳市', 金义: '金华市',
} // biome-ignore format: one list, read as one

/** What people call their cities: no zones, but places likewise. */
const NICKNAMES: Readonly<Record<string, string>> = {
  沪上: '上海市', 申城: '上海市', 京城: '北京市', 津门: '天津市', 鹏城: '深圳市', 羊城: '广州市', 榕城: '福州市',
  鹭岛: '厦门市', 刺桐城: '泉州市', 泉城: '济南市', 蓉城: '成都市', 杭城: '杭州市', 甬城: '宁波市', 琼岛: '海南省',
} // biome-ignore format: one list, read as one

/** All zones. */
export const ZONE_NAMES: Readonly<Record<string, string>> = {
  ...PILOT_AREAS,
  ...PORTS,
  浦东: '上海市浦东新区', 虹桥: '上海市', 滨海新区: '天津市滨海新区', 雄安: '河北省', 两江: '重庆市', 光谷: '武汉市',
  郑东: '郑州市', 中关村: '北京市', 苏州工业园区: '苏州市', 浐灞: '西安市', 前湾: '青岛市', 海沧: '厦门市海沧区',
  湖里: '厦门市湖里区', 马尾: '福州市马尾区', 平潭: '平潭县', 平潭综合实验区: '平潭县', 平潭实验区: '平潭县',
  黄埔: '广州市黄埔区', 粤港澳大湾区: '广东省', 松山湖: '东莞市', 洋浦: '海南省', 天竺: '北京市顺义区',
  西咸新区: '陕西省', 天府新区: '成都市', 江北新区: '南京市', 湘江新区: '长沙市', 青白江: '成都市青白江区',
} // biome-ignore format: one list, read as one

/** Zones and nicknames, each with the division it is or lies in: what no list of divisions has. */
export const PLACE_NAMES: Readonly<Record<string, string>> = { ...ZONE_NAMES, ...NICKNAMES }
