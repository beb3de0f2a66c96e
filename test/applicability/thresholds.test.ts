// Limits of a text against figures that were told.

import { expect, it } from 'vitest'
import { gradesIn, leastGrade } from '../../src/applicability/grades.ts'
import { compareFigures } from '../../src/applicability/thresholds.ts'

it.each([
  ['10 千伏及以下', '架一条35千伏的线', 'out'],
  ['10千伏及以下', '一段10千伏的线', 'met'],
  ['10千伏及以下', '电压还没定', 'open'],
  ['5000元以内', '每票3000元', 'met'],
  ['5000元以内', '每票3000元，贵的8000元', 'open'],
  ['满3年', '4年前被列入名单', 'met'],
  ['满3年', '去年刚被列入名单', 'out'],
  ['满3年', '一年半前被列入名单', 'out'],
  ['成立时间超过一年', '公司成立3年', 'met'],
  ['成立时间超过一年', '开了两年', 'met'],
  ['成立时间超过一年', '公司去年才成立', 'open'],
  ['除金额超过10万美元的设备以外', '值8万美元', 'met'],
  ['除金额超过10万美元的设备以外', '值12万美元', 'out'],
])('%s, told “%s”: %s', (limit, told, outcome) => {
  expect(compareFigures(limit, told)).toBe(outcome)
})

it('a grade and above takes in the grade itself, and not the one below', () => {
  const least = leastGrade(gradesIn('允许信用等级B级以上报检企业'), 'level')!
  const step = (text: string) => gradesIn(text).find(({ scale }) => scale === 'level')!.step
  expect(step('信用等级B级')).toBeLessThanOrEqual(least.step)
  expect(step('信用等级A级')).toBeLessThan(least.step)
  expect(step('信用等级C级')).toBeGreaterThan(least.step)
})
it('letters that are no grade of a firm are none: A级供水单位', () => {
  expect(gradesIn('直接在A级供水单位加水')).toEqual([])
})
