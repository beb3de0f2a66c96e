// What a question asks for, and how texts print it.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { slotsOf } from '../../src/question/slots/slots.ts'
import { normalize } from '../../src/text/normalize.ts'

const kinds = (question: string) => slotsOf(normalize(question)).map(({ kind }) => kind)

describe('what is asked for', () => {
  it.each([
    ['手续费收多少', ['money']],
    ['最多能贷几万', ['money']],
    ['贷款利率是多少', ['share']],
    ['办下来要几天', ['period']],
    ['哪年哪月开始的', ['date']],
    ['一共有多少户用过', ['count']],
    ['咨询电话是多少', ['phone']],
    ['窗口设在哪条路', ['address']],
    ['网址发我一下', ['link']],
    ['星期六开门吗', ['hours']],
    ['要准备哪些材料', ['papers']],
    ['申请表从哪里下载', ['link']],
    ['哪几家银行能办', ['names']],
    ['到底合的是哪几本证', ['members']],
    ['现在还有效吗', ['validity']],
    ['注册资本有门槛吗', ['threshold']],
    ['比例到底是30%还是40%', ['choice']],
    ['去年一共办了多少件', ['statistics']],
    ['周六窗口开不开', ['hours']],
    ['单个项目封顶多少', ['money']],
    ['那个期限到底是一年还是两年', ['choice']],
    ['合同有样本没', ['form']],
    ['关键字清单能不能给一份', ['members']],
    ['总结报上来的情况如何', ['statistics']],
    ['要满足哪些条件才能办', ['criteria']],
    ['什么样的企业才算优质企业', ['criteria']],
    ['账户余额？', ['money']],
    ['一单能省多少', ['money']],
    ['薯片在不在目录里', ['members']],
    ['印刷厂算不算在那些类别里', ['members']],
    ['能上的是哪几条航线', ['members']],
    ['坏账率高不高', ['share']],
    ['按造价的千分之几收', ['share']],
    ['评上了给不给奖金', ['money']],
    ['到今天还全部有效吗', ['validity']],
    ['现有用户数？', ['count']],
    ['我不知道要交多少钱，能告诉我吗', ['money']],
    ['不清楚一警通办每次收费多少，能不能帮忙看看？', ['money']],
    ['不清楚要多久，能不能解答一下？', ['period']],
    ['我不确定利率是多少，有人知道吗', ['share']],
  ])('%s: %j', (question, expected) => {
    expect(kinds(question)).toEqual(expect.arrayContaining(expected))
  })

  it.each([
    '企业怎么注销',
    '进口货物能不能先提货后缴税',
    '好几家部门轮流上船查，能不能凑一起',
    '我跑了几趟都没办成，有没有网上的办法',
    '收到垃圾短信，电话都不敢接，有人管吗',
    '退货中心仓由哪些部门负责',
    '规划、土地、海洋几套图怎么拼',
    '有没有哪种保险是保险公司出面修的',
    '只在福州推的有哪两条',
  ])('nothing beyond its subject: %s', (question) => {
    expect(kinds(question)).toEqual([])
  })

  it('things that overlap are one', () => {
    const slots = slotsOf(normalize('保险费率按百分之几收，保费谁出'))
    for (const [i, one] of slots.entries())
      for (const other of slots.slice(i + 1)) expect(one.end).toBeLessThan(other.start)
  })

  it('lies inside the question, whatever that is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'几多少哪天元家个费率是的？，0一名单') }), (text) => {
        for (const { start, end } of slotsOf(text)) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeLessThanOrEqual(text.length)
          expect(start).toBeLessThan(end)
        }
      }),
    )
  })
})

describe('what gives it', () => {
  it.each([
    ['手续费收多少', '最高可贷30万元', '贷款期限为三年'],
    ['办下来要几天', '在5个工作日内办结', '自2017年9月1日起施行'],
    ['利率是多少', '年利率不超过2.5%', '共有25户企业参加'],
    ['多少户用过', '累计服务1200 户', '累计金额1200万元'],
    ['哪年开始的', '2019年5月起试点', '效果明显'],
    ['哪几家银行能办', '中国银行、建设银行参与试点', '由试点银行办理'],
    ['在哪家银行开户', '在兴业银行、厦门银行试点', '将税单交付银行，企业通过网上银行缴纳'],
    ['要满足哪些条件', '申请企业应当具备3年以上经营记录', '海关对符合条件的企业简化手续'],
    ['能挂几种外币', '支持5种外币', '编制7个方面146项具体内容'],
    ['能省多少', '成本降低20%', '退货流程转移至区内'],
    ['开了多少单位账户', '单位账户8.6万户', '票据3单'],
    ['五个一都是哪五样', '一个产业投资基金、一个协同创新院、一个公共服务平台', '提供专业服务'],
    ['那个实验区全称叫什么', '建设海峡两岸合作实验区', '由海关负责'],
    ['数量多少', '共3批', '跨境电商零售一体化'],
    ['已经有多少用户在用', '用户3万户', '2024年推出'],
    ['让多少中小企业受益', '中小企业300家', '2024年推出'],
    ['有多少名律师参加', '12名律师参加', '146名台胞获发证书'],
    ['推出了几条措施', '推出3条措施', '开通3条航线'],
    ['案件数是多少', '案件300件', '前溯24个月的数据'],
    ['在哪家银行办理', '宁波银行、江苏银行参与', '中国银行业监督管理机构'],
    ['目前有多少企业在用', '共41家企业试点', '可获取前溯24个月的数据'],
    ['已有多少人拿到证', '146名台胞获发证书', '压减至10天'],
    ['现有用户数？', '用户3万户', '前溯24个月的涉税数据'],
    ['评到几类的公司可以办', '被评定为一类企业', '被评定的企业'],
    ['政府给学校补多少', '按经费的50%补助', '共补助2家'],
    ['金额超过多少就不行', '金额超过10万美元的除外', '金额较大的除外'],
    ['单笔上限是多少', '最高30万元', '有效满足往来两岸的需求'],
    ['信用等级最少要几级', '信用等级b级以上企业', '信用良好的企业'],
  ])('%s: “%s”, not “%s”', (question, giving, other) => {
    const [slot] = slotsOf(normalize(question))
    expect(slot!.given.test(normalize(giving))).toBe(true)
    expect(slot!.given.test(normalize(other))).toBe(false)
  })
})

describe('a figure of another kind', () => {
  const near = (question: string, text: string) => {
    const [slot] = slotsOf(normalize(question))
    return slot!.given.test(text) && (slot!.near?.test(text) ?? true)
  }

  it.each([
    ['坏账率有多高', '坏账率1%', '利率5%'],
    ['收费标准是什么', '每件收费5元', '贷款300万元'],
    ['要收几百还是几千', '收取费用500元', '入账300万元'],
    ['手续费谁出', '手续费5元', '工资5元'],
    ['日本的占几成', '占比三成', '同比增长21.6%'],
  ])('%s: given by %s, not by %s', (question, giving, other) => {
    expect(near(question, giving)).toBe(true)
    expect(near(question, other)).toBe(false)
  })

  it('does not take three things for a list of many', () => {
    const [slot] = slotsOf('385个审批事项，把事项目录列出来')
    const list = (length: number) => Array(length).fill('某项审批事项').join('、')
    expect(slot!.given.test(list(3))).toBe(false)
    expect(slot!.given.test(list(12))).toBe(true)
  })
})
