// How far, and from when, something is promoted.

import { describe, expect, it } from 'vitest'
import { conditioned } from './conditioned.ts'

describe('the scope', () => {
  it.each([
    ['第五批里推到全省的有几项', ['any 全省']],
    ['第五批里没推到全省的有几项', ['except 全省']],
    ['第五批里限部分区域的有几项', ['except 全省']],
    ['第五批里推到福州、厦门两地的有哪些', ['any 福州市厦门市']],
    ['第五批里只推到福州和平潭的有哪些', ['any 福州市平潭综合实验区']],
    ['第五批里推广范围写了泉州的有哪些', ['any 福州市厦门市泉州市平潭综合实验区']],
    ['第六批里推到成都铁路局的有哪些', ['any 成都铁路局局管范围内']],
  ])('is as printed, or as places stand in it: %s', (question, conditions) => {
    expect(conditioned(question, 'scope')).toEqual(conditions)
  })

  it('of a place without more is any that names it', () => {
    const [found = ''] = conditioned('第五批里推到泉州的有哪些', 'scope')
    expect(
      found
        .split(' ')
        .slice(1)
        .every((scope) => scope.includes('泉州')),
    ).toBe(true)
    const [without = ''] = conditioned('第五批里推到福州、不推到厦门的有哪些', 'scope')
    expect(without).toContain('福州')
    expect(without).not.toContain('厦门')
  })

  it.each([
    '第五批里福州做过的有哪些',
    '第五批里全省的企业能用哪些',
    '第五批里推荐给厦门企业的有哪些',
    '在厦门推广产品有哪些政策',
    '第五批里适用税率有哪些变化',
    '全省推广是什么时候',
  ])('is none where nothing is promoted: %s', (question) => {
    expect(conditioned(question, 'scope')).toEqual([])
  })
})

describe('the time', () => {
  it.each([
    ['第五批推广时间写“2017年9月1日起”的有哪些', ['any 2017年9月1日起']],
    ['第五批推广时间没写9月1日的有哪些', ['except 2017年9月1日起 2017年9月1日起分批逐步推进']],
    ['第五批里结合机构改革推广的有哪些', ['any 结合政府机构改革统筹推进']],
  ])('is as printed: %s', (question, conditions) => {
    expect(conditioned(question, 'time')).toEqual(conditions)
  })

  it.each(['第五批里9日办结的有哪些', '第五批推广时间写“尽快”的有哪些', '9月1日以后怎么报关'])(
    'is none where no printed one is meant: %s',
    (question) => {
      expect(conditioned(question, 'time')).toEqual([])
    },
  )
})
