// When a question leans on the conversation, and what it takes over.

import { describe, expect, it } from 'vitest'
import { standaloneQuestion } from '../../src/question/follow-up.ts'
import type { Message } from '../../src/schema.ts'

const asked = (...contents: string[]): Message[] =>
  contents.flatMap((content) => [
    { role: 'user' as const, content },
    { role: 'assistant' as const, content: '退货中心仓由海关总署负责。' },
  ])
const FIRST = '保税仓库的货物出库能不能先走再补手续，要什么条件'

describe('a question that leans on the conversation', () => {
  it.each(['那由谁负责', '它推广到哪里', '要多久', '谁牵头', '这个什么时候开始', '还有别的吗', '具体怎么办'])(
    'takes over what was asked before: %s',
    (question) => {
      expect(standaloneQuestion(question, asked(FIRST))).toBe(`${FIRST} ${question}`)
    },
  )

  it('takes over everything from the last question that stood alone', () => {
    const history = asked('国际航行船舶的联合登轮检查具体是哪几家单位一起上船', FIRST, '那由谁负责')
    expect(standaloneQuestion('推广到哪里', history)).toBe(`${FIRST} 那由谁负责 推广到哪里`)
  })

  it('needs nothing where it names a document or record itself', () => {
    const names = (question: string) => question.includes('19批')
    expect(standaloneQuestion('19批有哪些首创', asked(FIRST), names)).toBe('19批有哪些首创')
    expect(standaloneQuestion('那19批呢', asked(FIRST), names)).toBe(`${FIRST} 那19批呢`)
  })

  it('takes over nothing of the answers', () => {
    expect(standaloneQuestion('谁牵头', asked(FIRST))).not.toContain('退货中心仓')
  })

  it('looks at the last ten messages only', () => {
    const history = [
      ...asked('国际航行船舶的联合登轮检查具体是哪几家单位一起上船'),
      ...asked(...Array(5).fill('谁牵头')),
    ]
    expect(standaloneQuestion('要多久', history)).not.toContain('联合登轮')
  })

  it('passes over blank messages', () => {
    expect(standaloneQuestion('谁牵头', [...asked(FIRST), { role: 'user', content: ' \n' }])).toBe(
      `${FIRST} 谁牵头`,
    )
  })
})

describe('a question that stands alone', () => {
  it.each([
    '台湾同胞在平潭创业申请免抵押贷款需要满足什么条件',
    '换个问题，二手车怎么出口',
    '跨境电商零售进口的退货能不能在综合保税区里面处理',
  ])('stays as it is: %s', (question) => {
    expect(standaloneQuestion(question, asked(FIRST))).toBe(question)
  })

  it('needs no history', () => {
    expect(standaloneQuestion('那由谁负责')).toBe('那由谁负责')
    expect(standaloneQuestion('那由谁负责', [])).toBe('那由谁负责')
    expect(standaloneQuestion('那由谁负责', [{ role: 'assistant', content: '您好。' }])).toBe('那由谁负责')
  })
})
