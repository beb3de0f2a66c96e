// Units that lead and institutions that hand in cases.

import { describe, expect, it } from 'vitest'
import { conditioned } from './conditioned.ts'

describe('units', () => {
  it.each([
    ['第六批里海关总署或税务总局牵头的有哪些', ['any 海关总署 税务总局']],
    ['第五批里福州海关和厦门海关一起牵头的有哪些', ['every 福州海关 厦门海关']],
    ['第五批里福州、厦门两个海关牵头的有哪些', ['every 福州海关 厦门海关']],
    ['第五批里两个海关都牵头的有几项', ['every 福州海关 厦门海关']],
    ['第五批里不归福州海关牵头的有哪些', ['except 福州海关']],
    ['第五批里除了福州海关别家都没牵头的有哪些', ['only 福州海关']],
    ['第五批里跟福州海关有关、由省商务厅牵头的有哪些', ['any 省商务厅']],
    ['第五批里福州海关或厦门海关和省商务厅一起牵头的有哪些', ['any 福州海关 厦门海关', 'any 省商务厅']],
    ['第五批里银监部门牵头的有哪些', ['any 福建银监局 厦门银监局']],
    ['第五批里福州海关占几项', ['any 福州海关']],
    ['第五批里四家以上单位牵头的有几项', ['count 4-']],
    ['第五批里由一家单位负责的有几项', ['count 1-1']],
    ['第五批里福州海关会同其他单位牵头的有哪些', ['any 福州海关', 'count 2-']],
  ])('are those in charge: %s', (question, conditions) => {
    expect(conditioned(question, 'unit')).toEqual(conditions)
  })

  it('of a place are those that have it in their names', () => {
    const [found] = conditioned('广东分工表里深圳的单位参与的有哪些', 'unit')
    expect(found).toMatch(/^any /)
    expect(
      found
        ?.split(' ')
        .slice(1)
        .every((unit) => unit.includes('深圳')),
    ).toBe(true)
    expect(conditioned('广东分工表里梅州的单位参与的有哪些', 'unit')).toEqual([])
    expect(conditioned('广东分工表里深圳的单位有哪些困难', 'unit')).toEqual([])
  })

  it.each([
    '第五批里跟福州海关有关的有哪些',
    '第五批里福州海关监管的货物怎么放行',
    '第五批里海关查验的时间缩短了吗',
    '第五批里福州海关和谁一起牵头',
    '第五批里有三家企业做过的有哪些',
    '第五批里海关总署牵头的有哪些',
  ])('that are only mentioned, or that the documents lack, are none: %s', (question) => {
    expect(conditioned(question, 'unit')).toEqual([])
  })
})

describe('institutions that hand in', () => {
  it.each([
    ['2024年案例里平潭片区报上来的有哪些', ['any 平潭片区管委会']],
    ['福州海关报送的案例有哪些', ['any 福州海关']],
    ['2024年案例里福州海关和厦门海关合报的有哪些', ['every 福州海关 厦门海关']],
  ])('are told by that: %s', (question, conditions) => {
    expect(conditioned(question, 'provider')).toEqual(conditions)
  })

  it.each(['福州海关提供的便利措施有哪些', '福州海关的案例里讲了什么', '2024年案例里做到一半的有哪些'])(
    'are not those that offer something, or do something else: %s',
    (question) => {
      expect(conditioned(question, 'provider')).toEqual([])
    },
  )
})
