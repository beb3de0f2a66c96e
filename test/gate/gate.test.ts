// What is answered, what is answered in part, and what is refused.

import { beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine.ts'
import { chance, judge } from '../../src/gate/gate.ts'
import { readingOf } from '../../src/gate/reading.ts'
import { SIGNS, signsOf } from '../../src/gate/signs.ts'
import weights from '../../src/gate/weights.json' with { type: 'json' }
import { find } from '../../src/search.ts'
import { openDesk } from '../support/desk.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openDesk()
})

const findings = (question: string) => find(engine, { question, readFilters: true })
const verdict = async (question: string) => judge(engine, await findings(question))

describe('the gate', () => {
  it.each([
    '船舶证书联合办理',
    '二手车出口有什么便利',
    '公司不开了，执照怎么一块注销',
    '第19批里全国首创的有哪些',
    '国函〔2020〕96号',
    '广东的第六批清单比国务院少一项，少的是哪项',
    '刚造好的船要下水跑活，开工前得办齐哪些本本',
    '“三自一核”怎么核销',
    '汇总征税保函怎么办，哪个税务局受理',
    '福建统一执法平台2024年头几个月办了多少件案子',
  ])('lets through what the library has: %s', async (question) => {
    expect(await verdict(question)).toMatchObject({ outcome: 'answered' })
  })

  it.each([
    ['第20批有哪些举措', '第20批'],
    ['2031年那批有哪些举措', '2031年'],
    ['国函〔2019〕50号讲了什么', '国函〔2019〕50号'],
  ])('refuses what names something outside the library: %s', async (question, unknown) => {
    expect(await verdict(question)).toMatchObject({
      outcome: 'no_evidence',
      reason: { because: 'unheld', what: [unknown] },
    })
  })

  it('refuses what is about a place that the documents are not for', async () => {
    expect(await verdict('重庆的陆海新通道补贴怎么领')).toMatchObject({
      outcome: 'no_evidence',
      reason: { because: 'places', what: ['重庆'] },
    })
  })

  it.each([
    '我们从上海进口货物到厦门，能不能先放行后缴税',
    '上海的企业能在网上注销吗',
    '我们有两批设备要进口，能不能先放行后缴税',
    '进口汽车零件一共3批，能不能汇总征税',
  ])('does not take the words of everyday business for a place or batch outside: %s', async (question) => {
    expect((await verdict(question)).outcome).not.toBe('no_evidence')
  })

  it.each([
    ['想从日本买二手车进来卖，手续怎么走', 'partial'],
    ['二手车出口许可证怎么办', 'answered'],
  ])('calls what goes the other way only near: %s', async (question, outcome) => {
    expect((await verdict(question)).outcome).toBe(outcome)
  })

  it('knows places of China beyond the mainland by what papers call them', async () => {
    const told = await verdict('台湾那边的货船后天靠岸，可不可以先报检、缺的单证后头再补')
    expect(told.outcome).not.toBe('no_evidence')
  })

  it.each([
    ['山东省转发的那份分工表里二手车出口归哪个厅管', 'places'],
    ['广州市优化营商环境条例对二手车出口怎么规定', 'unheld'],
    ['《行政处罚法》关于轻微违法不罚的原文怎么写', 'unheld'],
    ['替我写一首歌颂船员的诗', 'errand'],
    ['洋山特殊综合保税区还设不设账册，我们厦门的天天对', 'places'],
    ['成都的空铁联运，市里给货代多少奖补', 'places'],
    ['拿菲律宾海员证的水手，我们福建的船能不能用', 'places'],
    ['江西赣州陆港转关到厦门，赣州海关的锁通用吗', 'places'],
    ['厦门中考要多少分才进得了好学校', 'far'],
  ])('says why it refuses: %s, %s', async (question, because) => {
    expect(await verdict(question)).toMatchObject({ outcome: 'no_evidence', reason: { because } })
  })

  it.each([
    '我们厂在江西，想把小包发到台湾再转出去，福建这边有没有船一起走',
    '我老家在湖南，在平潭的派出所能不能一个窗口办户籍和车管',
    '福建沿海的国际航行船舶在罗源、江阴、厦门加水要不要逐次申请',
  ])('does not refuse for a place that is told in passing: %s', async (question) => {
    expect((await verdict(question)).outcome).not.toBe('no_evidence')
  })

  it('does not take a figure of another year for the one asked for', async () => {
    const given = await verdict('福州海关2023年签发了多少份RCEP原产地证书')
    expect(given.reason).not.toMatchObject({ because: 'detail' })
    expect(await verdict('福州海关2019年签发了多少份RCEP原产地证书')).toMatchObject({
      outcome: 'partial',
      reason: { because: 'detail', what: ['数量'] },
    })
  })

  it('does not take a figure of the whole province for that of a city', async () => {
    const given = await verdict('全省的本外币合一账户开了几万户')
    expect(given.reason).not.toMatchObject({ because: 'detail' })
    expect(await verdict('本外币合一账户在厦门开了几万户')).toMatchObject({
      outcome: 'partial',
      reason: { because: 'detail', what: ['数量'] },
    })
  })

  it('does not take the date of a document for that of something in it', async () => {
    const given = await verdict('小规模纳税人智能辅助申报是哪年印发的')
    expect(given.reason).not.toMatchObject({ because: 'detail' })
    expect(await verdict('小规模纳税人智能辅助申报的数据每月几号推送')).toMatchObject({
      outcome: 'partial',
      reason: { because: 'detail', what: ['具体日期'] },
    })
  })

  it('takes a fee for given only where a fee is spoken of', async () => {
    expect(await verdict('“台胞诚信闪贷”的手续费是多少')).toMatchObject({
      reason: { because: 'detail', what: ['手续费'] },
    })
  })

  it.each(['第19批里有没有讲火星移民的', '2024年的案例里怎么养大熊猫', '哈哈哈', '😀'])(
    'refuses what a document is asked for and does not treat: %s',
    async (question) => {
      expect((await verdict(question)).outcome).toBe('no_evidence')
    },
  )

  it.each(['红烧肉要炖几个小时才软烂', '今晚的足球赛谁赢了'])(
    'refuses what is far off: %s',
    async (question) => {
      expect(await verdict(question)).toMatchObject({ outcome: 'no_evidence' })
    },
  )

  it('refuses where nothing was found', async () => {
    const nothing = await find(engine, { question: '船舶', filters: { batch: '99' }, readFilters: true })
    expect(await judge(engine, nothing)).toEqual({
      outcome: 'no_evidence',
      support: 0,
      reason: { because: 'filters' },
    })
  })

  it('names a detail that is asked for and not given', async () => {
    expect(await verdict('汇总征税保函的咨询电话是多少')).toMatchObject({
      outcome: 'partial',
      reason: { because: 'detail', what: ['联系方式'] },
    })
    expect(await verdict('汇总征税保函')).not.toHaveProperty('reason')
  })

  it('does not take a detail for given because a record far below has it', async () => {
    const { ranked, ...rest } = await findings('企业“套餐式”注销服务模式要交多少钱')
    const best = ranked[0]!
    const priced = engine.library.indexOf('fj-2024-c1/7')
    const at = async (score: number) => {
      const withOther = [best, { ...best, record: priced, score }, ...ranked.slice(1)]
      const { slots } = await readingOf(engine, { ...rest, ranked: withOther })
      return slots.map(({ given }) => given)
    }
    expect(await at(best.score - 3)).toEqual([false])
    // At the height of the best one it does give such a detail.
    expect(await at(best.score)).toEqual([true])
  })
})

describe('support', () => {
  const { support } = weights.vectors
  const signs = async (question: string) => {
    const found = await findings(question)
    return signsOf(engine, found, await readingOf(engine, found))
  }

  it('rises with the highest cosine and lies between 0 and 1', async () => {
    const read = await signs('船舶怎么办证')
    const at = (nearest: number) => chance({ ...read, nearest }, support)
    expect(at(0.2)).toBeLessThan(at(0.5))
    expect(at(0.5)).toBeLessThan(at(0.9))
    expect(at(-1)).toBeGreaterThan(0)
    expect(at(1)).toBeLessThan(1)
  })

  it('falls where what is asked for is not given', async () => {
    const [subject, fee] = [await signs('汇总征税保函'), await signs('汇总征税保函的手续费收多少')]
    expect(subject.missing).toBe(0)
    expect(fee.missing).toBe(1)
    expect(chance(fee, support)).toBeLessThan(chance(subject, support))
  })

  it('of a question in the words of a record is higher than of one in others', async () => {
    const [near, far] = [await signs('船舶证书联合办理'), await signs('量子纠缠态制备')]
    expect(near.coverage).toBeGreaterThan(far.coverage)
    expect(chance(near, support)).toBeGreaterThan(chance(far, support))
  })

  it('knows the words of the title, those that the best records lack, and those that nobody has', async () => {
    const whole = await signs('涉案房产“e拍即得”协同执行机制')
    expect(whole).toMatchObject({ named: 1, absent: 0, strange: 0 })
    const other = await signs('涉案房产拍卖以后怎么量子纠缠')
    expect(other.named).toBeLessThan(1)
    expect(other.titled).toBeLessThan(whole.titled)
    expect(other.absent).toBeGreaterThan(0)
    expect(other.strange).toBeGreaterThan(0)
  })

  it('takes a measure and its twin in another document for one thing when it looks who leads', async () => {
    const twins = await signs('空铁联运一单制')
    const [first, second] = (await findings('跨境电商零售进口退货中心仓')).ranked
    expect(Math.abs(first!.score - second!.score)).toBeLessThan(0.2)
    expect((await signs('跨境电商零售进口退货中心仓')).lead).toBeGreaterThan(1)
    expect(twins.lead).toBeGreaterThan(1)
  })

  it('works by words alone', async () => {
    const { dense: _, ...keywordsOnly } = engine
    const of = async (question: string) =>
      judge(keywordsOnly, await find(keywordsOnly, { question, readFilters: true }))
    expect((await of('船舶证书联合办理')).support).toBeGreaterThan((await of('量子纠缠态制备')).support)
    expect(await of('船舶证书联合办理')).toMatchObject({ outcome: 'answered' })
  })

  it('of every sign is a number', async () => {
    const read = await signs('汇总征税保函的手续费收多少')
    expect(Object.keys(read).sort()).toEqual([...SIGNS].sort())
    for (const value of Object.values(read)) expect(Number.isFinite(value)).toBe(true)
  })
})
