// Verdicts on measures made for the purpose: what excludes, what leaves open, what settles.

import { describe, expect, it } from 'vitest'
import { normalize } from '../../src/text/normalize.ts'
import { verdictOn } from './made.ts'

const SEAFOOD = {
  title: '冰鲜水产品两段准入模式',
  content: '对海关一般信用及以上的冰鲜水产品进口企业实施附条件提离。',
  promotionScope: '全省',
  leadUnits: '省商务厅',
}
const IMPORTER = '进口冰鲜三文鱼，海关信用等级是一般信用'
const GUANGDONG = { territory: '广东' }

describe('a place', () => {
  it('excludes, whatever else fits', () => {
    const { verdict, findings } = verdictOn(SEAFOOD, IMPORTER, { ...GUANGDONG, area: '厦门市' })
    expect(verdict).toBe('does_not_fit')
    expect(findings.map(({ clause }) => clause.text)).toEqual(['全省', '省商务厅'])
  })
  it('that lies in the scope does not', () => {
    expect(verdictOn(SEAFOOD, IMPORTER, { ...GUANGDONG, area: '湛江市' }).verdict).toBe('fits')
  })
  it('that was not told leaves it open', () => {
    expect(verdictOn(SEAFOOD, IMPORTER, GUANGDONG).verdict).toBe('fits_if')
  })
  it('is no matter for a text of the whole country', () => {
    const measure = { ...SEAFOOD, promotionScope: '全国' }
    expect(verdictOn(measure, IMPORTER, { territory: '全国', area: '兰州市' }).verdict).toBe('fits')
  })
  it('counts by the customs district, too', () => {
    const measure = { ...SEAFOOD, promotionScope: '厦门关区' }
    const at = (area: string) => verdictOn(measure, IMPORTER, { territory: '福建', area }).verdict
    expect(at('漳州市')).toBe('fits')
    expect(at('福州市')).toBe('does_not_fit')
  })
  it('in a zone is asked for where only zones are meant', () => {
    const measure = { ...SEAFOOD, promotionScope: '自贸试验区' }
    const at = (area: string) => verdictOn(measure, IMPORTER, { territory: '全国', area }).verdict
    expect(at('厦门片区')).toBe('fits')
    expect(at('厦门市')).toBe('fits_if')
    expect(at('贵阳市')).toBe('does_not_fit')
  })
  it('where a case was done is the only one, unless all of the province does it', () => {
    const told = '公司的新船马上下水，要办证书'
    const done = { title: '新建船舶一件事一次办', content: '海事机构在福建自贸试验区福州片区推行一次受理。' }
    const at = (cells: Parameters<typeof verdictOn>[0], area: string) =>
      verdictOn(cells, told, { territory: '福建', kind: 'case', area }).verdict
    expect(at(done, '福州市')).toBe('fits')
    expect(at(done, '厦门市')).toBe('does_not_fit')
    expect(at({ ...done, content: `${done.content}现已在全省推行。` }, '厦门市')).toBe('fits')
  })
  it('of the province is meant by 我省企业, and others only where they are named', () => {
    const own = { content: '为我省跨境电商企业提供贷款。' }
    const named = { content: '支持跨境电商船运航线，汇集全省各地以及江西等地的快件。' }
    const at = (cells: { content: string }) =>
      verdictOn(cells, '跨境电商快件，想搭船，也想要贷款', { territory: '福建', area: '南昌市' }).verdict
    expect(at(own)).toBe('does_not_fit')
    expect(at(named)).toBe('fits')
  })
})

describe('a status', () => {
  it('below the one asked for excludes', () => {
    const said = '进口冰鲜三文鱼，去年被海关降为失信企业'
    expect(verdictOn(SEAFOOD, said, { ...GUANGDONG, area: '湛江市' }).verdict).toBe('does_not_fit')
  })
  it('not told is a question', () => {
    const { verdict, findings } = verdictOn(SEAFOOD, '进口冰鲜三文鱼', { ...GUANGDONG, area: '湛江市' })
    expect(verdict).toBe('fits_if')
    expect(findings.find(({ outcome }) => outcome === 'open')?.wants).toBe('一般信用')
  })
})

describe('goods, trade and direction', () => {
  const at = (cells: Parameters<typeof verdictOn>[0], said: string) => verdictOn(cells, said).verdict
  it('of another kind exclude', () => {
    expect(at(SEAFOOD, '进口红酒')).toBe('does_not_fit')
    expect(at({ title: '整车进口便捷通关', content: '对进口整车简化查验。' }, '进口半成品钢坯')).toBe(
      'does_not_fit',
    )
  })
  it('of a wider kind leave it open', () => {
    expect(at({ title: '进口水产品分批核放', content: '企业可分批申报。' }, '进口食品百货')).toBe('unknown')
  })
  it('the other way round exclude', () => {
    expect(at({ title: '出口食品即审即放', content: '企业出口食品即报即放。' }, '进口红酒')).toBe(
      'does_not_fit',
    )
  })
  it('retail import is not for wholesale', () => {
    const measure = { title: '跨境电商零售进口税款电子支付', content: '企业可在线支付税款。' }
    expect(at(measure, '跨境电商B2B批发进口红酒，不卖给个人消费者')).toBe('does_not_fit')
    expect(at(measure, '跨境电商零售进口，税单太多')).toBe('fits')
  })
})

describe('a matter that may concern anybody', () => {
  const measure = { title: '股权转让登记远程确认', content: '企业可通过视频确认后办理股权转让登记。' }
  it('fits who has it', () => {
    expect(verdictOn(measure, '两个股东要把股权转掉').verdict).toBe('fits')
  })
  it('is unknown for who did not say, and the question says what', () => {
    const { verdict, findings } = verdictOn(measure, '我们公司做软件')
    expect(verdict).toBe('unknown')
    expect(findings[0]?.asks).toBe('有没有股权转让登记要办')
  })
  it('does not fit who says they have it not', () => {
    expect(verdictOn(measure, '我们公司没有股权要转').verdict).toBe('does_not_fit')
  })
})

it('closing down is a state, not for who is going on', () => {
  const measure = { title: '企业“套餐式”注销', content: '企业可一窗办理注销。' }
  expect(verdictOn(measure, '我们公司做软件').verdict).toBe('does_not_fit')
  expect(verdictOn(measure, '公司不干了，想注销').verdict).toBe('fits')
})

it('what offices do among themselves fits nobody', () => {
  const measure = { title: '智能辅助审批系统', content: '自动校验材料，即时生成报告。' }
  expect(verdictOn(measure, '我们公司做软件，常要审批').verdict).toBe('does_not_fit')
})

it('a condition that is left open makes it fit only if', () => {
  const measure = { title: '保税仓库便捷出库', content: '海关对符合条件的保税仓库以备案代替审批。' }
  const { verdict, findings } = verdictOn(measure, '我们有自己的保税仓库')
  expect(verdict).toBe('fits_if')
  expect(findings.find(({ about }) => about === 'hedge')?.clause.text).toContain('符合条件的保税仓库')
})

it('who has what a text leaves out is left out', () => {
  const measure = {
    content: '对不涉及出口退税、单票价值在5000元以内的跨境电商B2C出口商品，企业可以简化申报。',
  }
  const said = '跨境电商B2C出口，单票300元'
  expect(verdictOn(measure, said).verdict).toBe('fits_if')
  expect(verdictOn(measure, `${said}，要办退税`).verdict).toBe('does_not_fit')
})

describe('a condition', () => {
  it('of banks is none of their customers', () => {
    const measure = { title: '本外币合一账户试点', content: '督促试点银行完成准备，为企业开立账户。' }
    expect(verdictOn(measure, '我们要开多币种账户').verdict).toBe('fits')
    expect(verdictOn(measure, '我们银行分行想给客户开多币种账户').verdict).toBe('fits_if')
  })
  it('is no list that is only made', () => {
    const of = (content: string) => verdictOn({ title: '个人贷款新办法', content }, '我想贷款十万元').verdict
    expect(of('建立白名单制度，为个人提供贷款。')).toBe('fits')
    expect(of('对列入白名单的个人提供贷款。')).toBe('fits_if')
  })
  it('that somebody says they do not meet excludes', () => {
    const measure = { title: '绿色债券', content: '规范募集资金使用，确保投向节能环保等专项领域。' }
    expect(verdictOn(measure, '想发债').verdict).toBe('fits_if')
    expect(verdictOn(measure, '想发债，钱拿去修污水厂').verdict).toBe('fits')
    expect(verdictOn(measure, '想发债，跟环保不沾边').verdict).toBe('does_not_fit')
  })
  it('of a zone holds for the sentence that names it alone', () => {
    const measure = {
      content: '支持在综合保税区内开展保税业务的企业。进口冰鲜水产品企业免到场查验。',
    }
    expect(verdictOn(measure, '从挪威进口冰鲜三文鱼').verdict).toBe('fits')
    expect(verdictOn(measure, '做保税业务').verdict).toBe('fits_if')
  })
})

it('what a measure is to bring about is not what it is about', () => {
  const content = '支持外贸企业办对接会，打造跨境电商展会品牌。'
  expect(verdictOn({ content }, '我们是外贸企业').verdict).toBe('fits')
})

it('of goods that are enumerated one is enough', () => {
  const both = { content: '支持化妆品、宠物食品企业申请。' }
  expect(verdictOn(both, '我们做化妆品').verdict).toBe('fits')
  expect(verdictOn({ content: '支持化妆品企业申请宠物食品备案。' }, '我们做化妆品').verdict).toBe(
    'does_not_fit',
  )
})

describe('words of one’s own', () => {
  const measure = { title: '企业数据资产评估', content: '为企业提供数据资产评估。' }
  const said = '手里积了八年的产地行情'
  const near = (cosine: number, nearest: boolean, clause = said) =>
    verdictOn(measure, clause, { likeness: new Map([[normalize(clause), { cosine, nearest }]]) }).verdict
  it('speak of the measure that they are nearest to', () => {
    expect(near(0.6, true)).toBe('fits')
    expect(near(0.6, false)).toBe('unknown')
    expect(near(0.5, true)).toBe('unknown')
  })
  it('must be nearer where they are known to tell of something else', () => {
    expect(near(0.62, true, '我们要向银行贷款')).toBe('unknown')
    expect(near(0.7, true, '我们要向银行贷款')).toBe('fits')
  })
  it('say too little when they are short', () => {
    expect(near(0.7, true, '只做研发')).toBe('unknown')
  })
})

it('every finding rests on a clause of the text', () => {
  for (const said of [IMPORTER, '进口红酒', '公司不干了', '']) {
    const { findings, text } = verdictOn(SEAFOOD, said, { ...GUANGDONG, area: '湛江市' })
    expect(findings.length).toBeGreaterThan(0)
    for (const { clause } of findings) expect(text.slice(clause.start, clause.end)).toBe(clause.text)
  }
})
