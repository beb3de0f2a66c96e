// Conditions in the words that people read.

import { expect, it } from 'vitest'
import type { Condition } from '../../../src/schema.ts'
import { conditionText } from '../../../src/web/client/conditions.ts'

const both = ['福州海关', '厦门海关']

it.each<[Condition, string]>([
  [{ key: 'unit', values: both, mode: 'any' }, '牵头单位：福州海关、厦门海关'],
  [{ key: 'unit', values: both, mode: 'every' }, '牵头单位：同时有 福州海关、厦门海关'],
  [{ key: 'unit', values: both, mode: 'only' }, '牵头单位：只有 福州海关、厦门海关'],
  [{ key: 'area', values: ['厦门片区'], mode: 'except' }, '实施地区：不含 厦门片区'],
  [{ key: 'unit', values: [], mode: 'count', least: 3 }, '牵头单位：至少 3 个'],
  [{ key: 'unit', values: [], mode: 'count', most: 2 }, '牵头单位：至多 2 个'],
  [{ key: 'area', values: [], mode: 'count', least: 2, most: 2 }, '实施地区：2 个'],
  [{ key: 'area', values: [], mode: 'count', least: 2, most: 3 }, '实施地区：2 至 3 个'],
])('%o reads %s', (condition, text) => {
  expect(conditionText(condition)).toBe(text)
})
