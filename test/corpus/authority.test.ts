// Whose word weighs more, by the names of issuers as documents print them.

import { describe, expect, it } from 'vitest'
import { authorityOf, mostAuthoritative } from '../../src/corpus/authority.ts'

describe('the authority of an issuer', () => {
  it.each([
    ['国务院', 3],
    ['国务院办公厅', 3],
    ['全国人民代表大会常务委员会', 3],
    ['商务部', 2],
    ['海关总署', 2],
    ['国家税务总局', 2],
    ['国家发展和改革委员会、商务部', 2],
    ['商务部 海关总署', 2],
    ['国务院自由贸易试验区工作部际联席会议办公室', 2],
    ['福建省人民政府', 1],
    ['上海市人民代表大会常务委员会', 1],
    ['广西壮族自治区人民政府', 1],
    ['中国（福建）自由贸易试验区工作领导小组办公室', 1],
    ['厦门市人民政府', 0],
    ['平潭综合实验区管委会', 0],
    [undefined, 0],
  ])('%s is %i', (issuer, level) => {
    expect(authorityOf(issuer)).toBe(level)
  })
})

describe('of several documents', () => {
  const document = (issuer: string, date: string) => ({ summary: { issuer, date } })
  const state = document('国务院', '2020-06-28')
  const province = document('广东省人民政府', '2020-08-16')
  const later = document('福建省人民政府', '2021-01-01')

  it('that of the highest issuer weighs most, however old', () => {
    expect(mostAuthoritative([later, province, state])).toBe(state)
  })

  it('the latest of one level does', () => {
    expect(mostAuthoritative([province, later])).toBe(later)
  })

  it('none does where level and date are one', () => {
    expect(mostAuthoritative([province, document('湖北省人民政府', '2020-08-16')])).toBeUndefined()
  })
})
