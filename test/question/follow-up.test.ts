// When the wording of a question leans on the conversation, and on which part of it.

import { describe, expect, it } from 'vitest'
import {
  askedBefore,
  asksForOther,
  asksForRest,
  itemsAsked,
  joined,
  listedBefore,
  pointsBack,
  standsAlone,
} from '../../src/question/follow-up.ts'
import type { Message } from '../../src/schema.ts'
import { library, vocabulary } from './words.ts'

const says = (role: Message['role'], content: string): Message => ({ role, content })
const FIRST = '保税仓库的货物出库能不能先走再补手续，要什么条件'
const names = (question: string) => question.includes('19批')

describe('a question that points back', () => {
  it.each([
    '那由谁负责',
    '它推广到哪里',
    '这个什么时候开始',
    '还有别的吗',
    '具体怎么办',
    '厦门呢',
    '换成广东呢',
    '后面的呢',
    '广东的表里也有吗，推广范围写的什么',
  ])('is told by its wording: %s', (question) => {
    expect(pointsBack(question)).toBe(true)
    expect(standsAlone(question, () => true)).toBe(false)
  })
})

describe('a question that stands alone', () => {
  it.each([
    '台湾同胞在平潭创业申请免抵押贷款需要满足什么条件',
    '换个问题，二手车怎么出口',
    '跨境电商零售进口的退货能不能在综合保税区里面处理',
    '19批有哪些首创',
  ])('is long, changes the subject or names what it is about: %s', (question) => {
    expect(standsAlone(question, names)).toBe(true)
  })

  it.each(['要多久', '谁牵头'])('is none that is short and names nothing: %s', (question) => {
    expect(standsAlone(question, names)).toBe(false)
  })
})

describe('what was asked before', () => {
  it('are the questions of the person, without greetings, blank messages and answers', () => {
    const history = [
      says('user', '你好'),
      says('assistant', '您好。'),
      says('user', ` ${FIRST} `),
      says('assistant', '退货中心仓由海关总署负责。'),
      says('user', ' \n'),
    ]
    expect(askedBefore(history)).toEqual([FIRST])
  })

  it('is looked for in the last ten messages', () => {
    const history = [says('user', FIRST), ...Array<Message>(10).fill(says('user', '谁牵头'))]
    expect(askedBefore(history)).not.toContain(FIRST)
    expect(askedBefore()).toEqual([])
  })

  it('is joined in one line that has an end', () => {
    expect(joined([FIRST, '谁牵头'])).toBe(`${FIRST} 谁牵头`)
    const long = joined([...Array<string>(9).fill('长'.repeat(400)), '谁牵头'])
    expect(long.length).toBeLessThanOrEqual(1000)
    expect(long.endsWith('谁牵头')).toBe(true)
  })
})

describe('the lists of a conversation', () => {
  const list = says(
    'assistant',
    '共 3 项：\n1. 保税仓库货物出库便捷通关（福州片区、厦门片区）\n2. 支持企业、第三方平台与院校合作（营造跨境电子商务生态圈）\n3. 汇总征税保函',
  )
  const found = (...history: Message[]) =>
    listedBefore(history, vocabulary, () => true).map((list) =>
      list.map((record) => library.records[record]?.id),
    )

  it('name records by title, or by how their wording begins', () => {
    expect(found(list)).toEqual([['fj-2017-b5/5', 'fj-cbec/53', 'fj-2017-b5/13']])
  })
  it('are those of the answers, the last one last', () => {
    const second = says('assistant', '1. 配电云托管\n2. 汇总征税保函')
    expect(found(list, second, says('assistant', '是的。')).map(({ length }) => length)).toEqual([3, 2])
    expect(found(says('assistant', '没有列表。'), says('user', '1. 汇总征税保函'))).toEqual([])
  })
  it('are none where they are longer than any of ours', () => {
    const long = Array.from({ length: 101 }, (_, i) => `${i + 1}. 汇总征税保函`).join('\n')
    expect(found(says('assistant', long))).toEqual([])
  })
  it('leave the place of an item that is no record', () => {
    expect(found(says('assistant', '1. 没有这样的一条举措\n2. 汇总征税保函'))).toEqual([
      [undefined, 'fj-2017-b5/13'],
    ])
  })
  it('mean the twin that the list was made of', () => {
    const twin = library.indexOf('fj-2024-c1/7')
    const message = says('assistant', '1. 台胞诚信闪贷')
    expect(listedBefore([message], vocabulary, (record) => record === twin)).toEqual([[twin]])
  })
})

describe('items of a list', () => {
  it.each([
    ['第二条谁负责', [1]],
    ['展开讲讲第4个', [3]],
    ['最后一条推到哪儿', [4]],
    ['最后那个呢', [4]],
    ['中间那条归谁管', [2]],
    ['第一和第三条分别由谁管', [0, 2]],
    ['前两条是一回事吗', [0, 1]],
    ['第九条呢', []],
    ['谁牵头', []],
  ])('are asked about by their place: %s', (question, places) => {
    expect(itemsAsked(question, 5)).toEqual(places)
  })
})

describe('the rest of a list', () => {
  it.each([
    '还有呢',
    '还有别的吗',
    '还有吗？',
    '其他的也报一下',
    '后面的呢',
    '继续',
    '除了这几个还有没有',
    '没列完吧，接着往下列',
  ])('is asked for: %s', (question) => {
    expect(asksForRest(question)).toBe(true)
  })
  it.each(['还有哪些单位参与了这项工作的推广', '其他片区能不能用这个做法办理退税', '谁牵头'])(
    'is not: %s',
    (question) => {
      expect(asksForRest(question)).toBe(false)
    },
  )
})

describe('the same for something else', () => {
  it.each(['厦门呢', '那复制拓展的呢', '换成广东'])('is asked for: %s', (question) => {
    expect(asksForOther(question)).toBe(true)
  })
  it('is not where something of its own is asked', () => {
    expect(asksForOther('谁牵头')).toBe(false)
  })
})
