// What leads to a person goes, what policy says stays.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redact } from '../../src/gaps/redact.ts'

describe('what leads to a person is taken out:', () => {
  it.each([
    // Telephones
    ['我的手机13800138000，请回电', '我的手机［电话］，请回电'],
    ['打138 0013 8000找我', '打［电话］找我'],
    ['打138-0013-8000找我', '打［电话］找我'],
    ['打１３８００１３８０００找我', '打［电话］找我'],
    ['打1\u200b3\u200b8\u200b00138000找我', '打［电话］找我'],
    ['打138，0013，8000找我', '打［电话］找我'],
    ['13800138000元旦前都行', '［电话］元旦前都行'],
    ['+86 138 0013 8000', '［电话］'],
    ['008613800138000', '［电话］'],
    ['13800138000/13900139000', '［电话］/［电话］'],
    ['١٣٨٠٠١٣٨٠٠٠', '［电话］'],
    ['座机0591-87654321转8001', '座机［电话］'],
    ['(0591)8765432能打通吗', '［电话］能打通吗'],
    ['（0591）12345', '［电话］'],
    ['0591 8765 4321', '［电话］'],
    ['０５９１－１２３４５', '［电话］'],
    ['010-12345678', '［电话］'],
    ['400-800-8888是什么热线', '［号码］是什么热线'],
    ['打87654321问问', '打［号码］问问'],
    ['打8765-4321问问', '打［号码］问问'],
    ['电话：123456', '电话：［电话］'],
    ['電話是 5678 1234', '電話是 ［电话］'],
    ['台湾0912-345-678', '台湾［电话］'],
    ['+886 912 345 678', '［号码］'],
    ['一三八零零一三八零零零', '［号码］'],
    ['138****8000', '［号码］'],
    // Papers
    ['身份证350102198503121234', '身份证［证件号］'],
    ['350102198503121234能办吗', '［证件号］能办吗'],
    ['35010219850312123X能办吗', '［证件号］能办吗'],
    ['35010219850312123x', '［证件号］'],
    ['350102 19850312 1234', '［证件号］'],
    ['350102-1985-03-12-1234', '［证件号］'],
    ['350102850312123是老身份证', '［证件号］是老身份证'],
    ['护照号是E12345678', '护照号是［证件号］'],
    ['EA1234567', '［证件号］'],
    ['港澳通行证 C12345678', '港澳通行证 ［证件号］'],
    ['台胞证号：12345678', '台胞证号：［证件号］'],
    ['臺胞證0123456701(B)', '臺胞證［证件号］'],
    ['1234567801(B)', '［号码］'],
    ['H0123456700回乡', '［证件号］回乡'],
    ['香港A123456(7)', '香港［证件号］'],
    ['A123456789', '［证件号］'],
    ['91350100MA2XY71A2B这家公司', '［信用代码］这家公司'],
    ['91350100123456789X', '［信用代码］'],
    // Accounts and addresses on the net
    ['卡号6222021234567890123', '卡号［卡号］'],
    ['6222 0212 3456 7890', '［卡号］'],
    ['6222-0212-3456-7890-123', '［卡号］'],
    ['发到 zhang.san+a@mail.example.com.cn 吧', '发到 ［邮箱］ 吧'],
    ['zhang＠example．com', '［邮箱］'],
    ['加我微信 zhangsan_01', '加我微信 ［账号］'],
    ['微信号：zs2020abc，谢谢', '微信号：［账号］，谢谢'],
    ['vx:abc12345', 'vx:［账号］'],
    ['QQ号12345', 'QQ号［账号］'],
    ['扣扣群：123456', '扣扣群：［账号］'],
    // Cars
    ['我的车闽A12345能入境吗', '我的车［车牌］能入境吗'],
    ['粤Z·1234港', '［车牌］'],
    ['闽AD12345', '［车牌］'],
    // Names
    ['我叫王小明，想办执照', '我叫［姓名］，想办执照'],
    ['我叫欧阳娜娜', '我叫［姓名］'],
    ['我叫陳美玲，從台灣來', '我叫［姓名］，從台灣來'],
    ['我是李建国，怎么办', '我是［姓名］，怎么办'],
    ['我是张三。', '我是［姓名］。'],
    ['联系人：高明', '联系人：［姓名］'],
    ['（联系人：卞照宇、林伟，电话：87654321）', '（联系人：［姓名］，电话：［电话］）'],
    ['联系人王小明 13800138000', '联系人［姓名］ ［电话］'],
    ['我是王小明13800138000', '我是［姓名］［电话］'],
    ['My name is John Smith', 'My name is ［姓名］'],
    ['我叫Lily Wang', '我叫［姓名］'],
    ['请回复林女士或者陈大文先生', '请回复［姓名］女士或者［姓名］先生'],
    ['我1985年3月12日出生', '我［出生日期］出生'],
    ['我是1985.3.12生，能办吗', '我是［出生日期］生，能办吗'],
    ['出生日期：1985-03-12', '出生日期：［出生日期］'],
    // Addresses
    ['福州市鼓楼区五四路123号5栋601室', '福州市鼓楼区［地址］'],
    ['平潭县海坛街道翠园南路8号可以办吗', '平潭县［地址］可以办吗'],
    ['厦门市思明区湖滨小区12栋302', '厦门市思明区［地址］'],
    ['住在5栋601室', '住在［地址］'],
  ])('%s', (text, expected) => {
    expect(redact(text)).toBe(expected)
  })
})

describe('what policy is about stays:', () => {
  it.each([
    '补贴5000元', '奖励1000000元', '注册资本10000000元', '不超过1,000,000元', '5 000 000元', '1000-5000万元', '从业人员300-1000人',
    '2024年', '2024年第19批', '2017年9月28日', '2020-09-28', '2020年9月1日生效', '2020.9.28起', '2020-2024年', '2021 2022 2023年', '2020至2025年', '2023 500强',
    '粤府函〔2020〕146号', '闽政[2017]46号', '国发（2014）51号', '粤府函(2020)146号', '打12345热线', '12366', '6+365天', '24小时', '9:00-17:30',
    '税则号列8703.23.41', 'HS编码8703234110', '商品编码：8703234110', 'GB/T 19001-2016', 'ISO9001', '3.5%', '15‰', '第1、2、3、4、5、6、7项',
    '第十二条', '一二三线城市', '面积12000000平方米', '我是台湾同胞', '我是高新技术企业，能享受吗', '我是温州人，能来吗', '我是程序员，能落户吗',
    '我是林农，怎么办', '我叫不到车', '对于女士有优惠吗', '各位先生', '联系人方式是什么', '联系人应当满足什么条件', '铁路1号线', '公路3号', '一带一路', '福建自贸试验区厦门片区', '出生医学证明怎么办',
    'A股上市', '闽A股', '微信支付', '微信小程序能办吗', '支付宝能缴税吗', '手机app', '居住证2020年', '身份证怎么办', 'RCEP', 'B2B出口9710', '海关监管代码1210和9610',
    '先放行后缴税', 'fj-2017-b5', '2020年100项',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text)
  }) // biome-ignore format: one list
})

/** Words between two stretches, so that they do not become one. */
const HAN = fc.constantFrom('，请问', '的政策', '能不能办', '；还有', '怎么申请')
const FIGURE = fc.oneof(
  fc.integer({ min: 1, max: 999_999_999_999 }).map((amount) => `${amount}元`),
  fc.integer({ min: 1, max: 999_999 }).map((amount) => `${amount}万元`),
  fc.integer({ min: 1, max: 999_999 }).map((count) => `${count}人`),
  fc.integer({ min: 1, max: 999_999_999 }).map((amount) => `${amount.toLocaleString('en')}元`),
  fc.integer({ min: 1949, max: 2099 }).map((year) => `${year}年`),
  fc.integer({ min: 1, max: 99 }).map((batch) => `第${batch}批`),
  fc
    .tuple(fc.integer({ min: 1979, max: 2099 }), fc.integer({ min: 1, max: 99_999 }))
    .map(([year, number]) => `粤府函〔${year}〕${number}号`),
  fc
    .date({ min: new Date('1980-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  fc
    .tuple(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 1, max: 99_999 }))
    .map(([from, to]) => `${from}-${to}万元`),
  fc.integer({ min: 0, max: 10_000 }).map((share) => `${share / 100}%`),
)
const PIECE = fc.oneof(
  HAN,
  FIGURE,
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'0123456789Xx -–.()（）+*@a王小明号路栋我是叫联系人微信电话：生') }),
  fc.integer({ min: 1_000_000_000, max: 19_999_999_999 }).map(String),
)

describe('any text', () => {
  it('is the same when it is redacted again', () => {
    fc.assert(
      fc.property(fc.array(PIECE), (pieces) => {
        const once = redact(pieces.join(''))
        expect(redact(once)).toBe(once)
      }),
      { numRuns: 2000 },
    )
  })
  it('keeps its figures of policy', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(FIGURE, HAN), { minLength: 1 }), (pieces) => {
        const text = pieces.flat().join('')
        expect(redact(text)).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })
  it('has no run of seven digits left, but as an amount', () => {
    fc.assert(
      fc.property(fc.array(PIECE), (pieces) => {
        const left = redact(pieces.join(''))
        expect(left.replace(/\d{1,12}(?:\.\d{1,6})?\s?[美欧日港澳台新]?元/gu, '')).not.toMatch(/\p{Nd}{7}/u)
      }),
      { numRuns: 2000 },
    )
  })
  it('is one line without codes for a terminal', () => {
    expect(redact(' 第一行\r\n第二行\u001b[31m\u0000红\u202e ')).toBe('第一行 第二行 [31m 红')
  })
  it.each([
    '1',
    '1 ',
    '1-',
    'a',
    'a1',
    '1a',
    'a.',
    '@',
    'a@a.',
    '零',
    '王',
    '路1号',
    '我是王',
    '2020-',
    '20',
    '(',
    'x',
    '微信',
    '电话 ',
    '栋1',
  ])('is read in a moment, also 100,000 times %j', (pump) => {
    // Time of the processor: what else the machine does is not counted.
    const before = process.cpuUsage()
    redact(pump.repeat(100_000))
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(500)
  })
})
