// Places of the country that a question can name: provinces, municipalities, larger cities and well-known zones.
// A place that neither a document's territory nor the records found have is outside the library.

const PLACES =
  '北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 内蒙古 广西 西藏 宁夏 新疆 杭州 宁波 温州 南京 苏州 无锡 合肥 济南 青岛 大连 沈阳 长春 哈尔滨 石家庄 太原 郑州 武汉 长沙 南昌 成都 西安 昆明 贵阳 南宁 海口 三亚 兰州 西宁 银川 乌鲁木齐 拉萨 呼和浩特 浦东 临港 洋山 雄安'.split(
    ' ',
  )

const PLACE_BEFORE = new RegExp(
  `(?:(${PLACES.join('|')})省?市?|(?!.?[我全本各该由归里的和与跟及是在])(\\p{Script=Han}{2})市)$`,
  'u',
)

/** The place that a text ends with, also one that only 市 shows: 杭州, 广州市. */
export function placeBefore(text: string): string | undefined {
  const [, known, city] = PLACE_BEFORE.exec(text) ?? []
  return known ?? city
}

/** Places among the words of a question that occur in none of the texts. As words: 海上海员 does not name 上海. */
export function placesMissing(words: readonly string[], texts: readonly string[]): string[] {
  const asked = new Set(words)
  return PLACES.filter((place) => asked.has(place) && !texts.some((text) => text.includes(place)))
}
