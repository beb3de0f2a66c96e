// The places that a question is bound to, and those that only lie on the way.

import { expect, it } from 'vitest'
import { placeBefore, placesBinding } from '../../src/question/places.ts'
import { openTokenizer } from '../../src/text/tokenize.ts'

const { words } = openTokenizer()

it.each([
  ['上海的企业怎么注销', ['上海']],
  ['我在昆山开厂，能不能先放行后缴税', ['昆山']],
  ['成都和西安有这个政策吗', ['成都', '西安']],
  ['前海法院怎么查明香港法', ['香港', '前海']],
  ['拿的是菲律宾海员证，国内认不认', ['菲律宾']],
  ['梅山港区做国际中转集拼', ['梅山']],
  ['沪上那家数据交易所', ['沪上']],
  ['想开香港券商的户头', ['香港']],
  ['我妈在台北有套房,那边地政事务所能不能一次办完', ['台北']],
])('%s: %j', (question, places) => {
  expect(placesBinding(question, words(question)).map(({ place }) => place)).toEqual(places)
})

it.each([
  '从韩国进冻鱼，哪个税率低',
  '挪威三文鱼能不能先提走',
  '货发往杭州要办什么',
  '德国客户要一张产地证',
  '海上海员的证书怎么换',
  '我们跟大学合作搞研发',
  '企业怎么注销',
])('%s: none', (question) => {
  expect(placesBinding(question, words(question))).toEqual([])
})

it.each([
  '青岛海关有没有边角料网拍',
  '重庆的补贴怎么领',
  '洋山的账册怎么做，我们那儿照旧',
  '陕西那边补多少运费',
  '去深圳数据交易所挂牌要审核吗',
  '公司雇了菲律宾水手，拿的是菲律宾海员证',
  '大阪考的美容师资格，广州认不认',
  '海南省第六批改革试点经验分工里，谁牵头',
  '浙江的跨境电商实施方案怎么写',
])('%s: what the first place has of its own is meant', (question) => {
  expect(placesBinding(question, words(question))[0]).toMatchObject({ own: true })
})

it.each([
  '上海的企业怎么注销',
  '申城的企业怎么注销',
  '我们厂在青岛海关旁边，怎么先放行后缴税',
  '公司设在南沙片区，怎么转让股份',
  '老家湖南的，想在这里买房',
  '江西企业按外商投资法实施条例能不能入股',
  '湖南投资者根据外商投资法实施条例，组织形式怎么调整',
  '四川厂家依据优化营商环境条例能不能拒绝摊派',
  '成都一个个体户能用中小企业促进法实施办法吗',
])('%s: somebody who is there is meant', (question) => {
  expect(placesBinding(question, words(question))[0]).toMatchObject({ own: false })
})

it('what a place has issued is told from what it has', () => {
  const [issued] = placesBinding('厦门单独发的那份文件', words('厦门单独发的那份文件'))
  expect(issued).toEqual({ place: '厦门', own: true, issued: true })
})

it('天津市 does not name 津市', () => {
  expect(placesBinding('天津市有没有清单', words('天津市有没有清单')).map(({ place }) => place)).toEqual([
    '天津',
  ])
})

it.each([
  ['送到杭州', '杭州'],
  ['送到浙江省', '浙江'],
  ['送到清远市', '清远'],
  ['归我市', undefined],
  ['由市', undefined],
  ['送到仓库', undefined],
])('a text may end with a place: %s', (text, place) => {
  expect(placeBefore(text)).toBe(place)
})
