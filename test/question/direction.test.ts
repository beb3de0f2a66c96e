// Which way goods go.

import { expect, it } from 'vitest'
import { directionOf } from '../../src/question/direction.ts'

it.each([
  ['想从日本买二手车进来卖', 'in'],
  ['进口冻鱼怎么报关', 'in'],
  ['二手车出口业务新模式', 'out'],
  ['小包裹卖到国外怎么报', 'out'],
  ['进口和出口都做', undefined],
  ['进出口商品智慧申报导航服务', undefined],
  ['货在口岸怎么查验', undefined],
  ['企业怎么注销', undefined],
])('%s: %s', (text, direction) => {
  expect(directionOf(text)).toBe(direction)
})
