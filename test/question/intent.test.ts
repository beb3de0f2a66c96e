// What kind of answer a question asks for.

import { describe, expect, it } from 'vitest'
import { intentOf } from '../../src/question/intent.ts'
import { normalize } from '../../src/text/normalize.ts'

describe('the intent of a question', () => {
  it.each([
    ['help', ['你好', '您好！', 'Hello', '你能做什么？', '你好，你会什么', '怎么用', '帮助', '谢谢']],
    [
      'list',
      [
        '第五批有哪些举措',
        '第六批里有几项',
        '列出所有案例',
        '福州海关牵头的有哪几项',
        '第19批一共多少项',
        '案例一共几个',
        '第五批总共有多少个举措',
      ],
    ],
    [
      'department',
      [
        '船舶证书联合办理找谁',
        '退货中心仓那项归谁管',
        '这件事由哪些部门负责',
        '啥部门管这个',
        '牵头单位是什么',
      ],
    ],
    [
      'figure',
      [
        '台胞诚信闪贷最高能贷多少',
        '办证要几个工作日',
        '查验时间压缩了多少',
        '担保费率是百分之几',
        '这项什么时候开始推广',
        '注销要多久',
      ],
    ],
    [
      'comparison',
      [
        '国务院和广东的分工表有什么不同',
        '两份文件里的闪贷一样吗',
        '第5批跟第19批比差在哪',
        '这两项有什么区别',
        '国务院表里有、广东没写的是哪条',
      ],
    ],
    [
      'precedent',
      [
        '有没有地方搞过短信预警',
        '真有人做成过吗',
        '有没有别处的例子',
        '一警通办是怎么做的',
        '数据资产评估有什么经验',
      ],
    ],
    [
      'applicability',
      ['个体户能不能开外汇账户', '我们厂符合条件吗', '台湾人可以在平潭贷款吗', '小微企业能否申请'],
    ],
    ['lookup', ['汇总征税保函是什么', '介绍一下八闽办税码', '退货中心仓']],
  ] as const)('%s', (intent, questions) => {
    for (const question of questions) expect(intentOf(normalize(question)), question).toBe(intent)
  })

  it('a greeting before a question does not make it help', () => {
    expect(intentOf(normalize('你好，请问船舶证书联合办理找谁'))).toBe('department')
    expect(intentOf(normalize('谢谢，那第五批有哪些举措'))).toBe('list')
  })
})

describe('words that only sound like a list or a comparison', () => {
  it.each([
    '剩下的税款什么时候交',
    '运费和关税加起来要交多少',
    '有没有办法把仓库里的货找出来',
    '办理需要几项材料',
    '企业和个人的补贴比例是多少',
    '跨境收结汇比较麻烦怎么办',
    '申报数据比对自动化',
  ])('are neither: %s', (question) => {
    expect(['list', 'comparison']).not.toContain(intentOf(question))
  })

  it('a long run of 和 is read at once', () => {
    const time = (length: number) => {
      const started = performance.now()
      intentOf('和'.repeat(length))
      return performance.now() - started
    }
    time(1000)
    // Four times as long takes sixteen times as long where every start is tried against every end.
    const grown = Math.min(...[0, 1, 2].map(() => time(80_000) / time(20_000)))
    expect(grown).toBeLessThan(10)
  })
})
