// What a person told: what they have, what follows, and what they say they have not.

import { describe, expect, it } from 'vitest'
import { readProfile } from '../../src/applicability/profile.ts'

const told = (text: string) => readProfile({ text })
const has = (text: string) => [...told(text).has.keys()]

describe('what a person has', () => {
  it('is read from everyday words', () => {
    expect(has('罐头卖给国外批发商')).toEqual(expect.arrayContaining(['出口', '日常食品']))
    expect(has('营业许可证弄丢了')).toContain('证照遗失')
  })
  it('brings with it what everybody has who has that', () => {
    expect(told('从德国进口设备').implied.has('报关申报')).toBe(true)
  })
  it('does not follow for who acts for others', () => {
    expect(told('我们是货代，做出口转运').implied.has('报关申报')).toBe(false)
  })
  it('is part of something wider', () => {
    expect(told('进口冻虾').wider.has('食品')).toBe(true)
  })
})

describe('what a person has not', () => {
  it.each([
    ['不做进口，只做国内贸易', '进口'],
    ['从没办过出口退税', '出口退税'],
    ['国内一个在建工程也没有', '建设项目'],
    ['旧车我们不做', '二手车'],
    ['也没有加工贸易', '加工贸易'],
    ['也不发债', '债券'],
    ['跟飞机、航油没关系', '航空煤油'],
    ['公司三年前就设好了', '设立登记'],
    ['全是无抵押信用贷', '不动产抵押登记'],
  ])('%s: %s', (text, subject) => {
    expect(told(text).denied.has(subject)).toBe(true)
    expect(told(text).has.has(subject)).toBe(false)
  })
  it.each([
    ['退货能不能进保税仓', '保税仓库'],
    ['自己拿注册证但没有厂房', '医疗器械注册人'],
    ['有没有出口退税', '出口退税'],
    ['还没备案，刚做外贸', '对外贸易经营者备案'],
    ['不会报关', '报关申报'],
  ])('is not what is asked, or not yet done: %s', (text, subject) => {
    expect(told(text).denied.has(subject)).toBe(false)
  })
  it('takes with it what cannot be without it', () => {
    expect(told('不做进口').denied.has('海关担保')).toBe(true)
  })
  it('is no inability: 结汇额度不够 has to do with it', () => {
    expect(told('结汇额度老不够用').has.has('出口收汇')).toBe(true)
  })
  it('is only what is named: who does no 供应链融资 may take loans', () => {
    expect(told('不做供应链融资').denied.has('贷款融资')).toBe(false)
  })
})

it('a sole student is a private person, a firm is none', () => {
  expect(readProfile({ industries: ['学生'], text: '我想考船员证' }).privatePerson).toBe(true)
  expect(told('我们公司做外贸').privatePerson).toBe(false)
})
