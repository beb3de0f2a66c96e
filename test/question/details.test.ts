// Details that are asked for and not given.

import { expect, it } from 'vitest'
import { asksForMissingDetail } from '../../src/question/details.ts'

const TEXT = '企业在窗口提交申请表，海关当场办结。'

it.each([
  ['窗口的电话是多少', '联系电话'],
  ['在几楼办', '办理地址'],
  ['办这个收费吗', '费用或费率'],
  ['贷款利率多少', '费用或费率'],
  ['表格在哪里下载，下载链接有吗', '网站或下载地址'],
])('%s: %s is missing', (question, detail) => {
  expect(asksForMissingDetail(question, [TEXT])).toBe(detail)
})

it.each([
  ['窗口的电话是多少', '咨询热线0591-8765432。'],
  ['办这个收费吗', '每件收取30元。'],
  ['贷款利率多少', '给予2.5个百分点贴息。'],
  ['要带什么材料', TEXT],
])('%s: one of the texts gives it', (question, text) => {
  expect(asksForMissingDetail(question, ['别的。', text])).toBeUndefined()
})

it('a question for none of them misses nothing', () => {
  expect(asksForMissingDetail('海关多快办结', [TEXT])).toBeUndefined()
})
