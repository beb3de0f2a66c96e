// The territory an official text applies to, from its title and issuer: 福建省…条例 → 福建, a law of the state → 全国.
// Knows the provinces; other places only where the issuer bears the same name.

const PROVINCES =
  '北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|台湾'
const OF_PROVINCE = new RegExp(`^(?:中华人民共和国|中国[（(])?(${PROVINCES})`, 'u')
const CITY = /^(\p{Script=Han}{2,6}?)(?:市|地区|经济特区|(?=\p{Script=Han}{0,10}自治[州县]))/u
const AUTONOMOUS = /^(\p{Script=Han}{2,20}?自治[州县])/u
const STATE = /^(?:中华人民共和国|全国|国务院|国家|最高人民|中共中央|中央)|^\p{Script=Han}{2,12}部$/u

/** 福建, 郑州, 彭水苗族土家族自治县 or 全国; undefined where neither title nor issuer tells. */
export function territoryOf(title: string, issuer: string | undefined): string | undefined {
  const province = OF_PROVINCE.exec(title)?.[1]
  if (province) return province
  const by = issuer ?? ''
  const own = AUTONOMOUS.exec(by)?.[1] ?? CITY.exec(by)?.[1]
  if (own && title.startsWith(own)) return own
  if (STATE.test(title) || STATE.test(by)) return '全国'
  return OF_PROVINCE.exec(by)?.[1] ?? own
}
