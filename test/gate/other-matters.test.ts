// Words of other matters count where they are asked about and no record has them.

import { expect, it } from 'vitest'
import { otherMattersIn } from '../../src/gate/other-matters.ts'

it.each([
  ['驾照怎么换', ['驾照']],
  ['中考分数线多少', ['中考', '分数线']],
  ['奶茶店怎么办执照', []],
  ['二手车出口怎么申请', []],
])('%s: %j', (question, words) => {
  expect(otherMattersIn(question, ['二手车出口'])).toEqual(words)
})

it('a word that a record has is no other matter', () => {
  expect(otherMattersIn('驾照怎么换', ['台湾地区游艇驾照换发'])).toEqual([])
})
