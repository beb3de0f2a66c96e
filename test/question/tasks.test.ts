// Tasks and domains.

import { describe, expect, it } from 'vitest'
import { conditioned } from './conditioned.ts'

describe('tasks', () => {
  it.each([
    ['任务分解表里营造跨境电子商务生态圈有哪些举措', ['any 营造跨境电子商务生态圈']],
    ['任务分解表里海外仓这块任务有哪些', ['any 培育海外仓发展体系']],
    ['任务分解表里品牌那项任务有几条', ['any 加强“互联网+外贸”品牌建设']],
    ['任务分解表里物流和海外仓两项任务有哪些', ['any 培育海外仓发展体系 打造闽台物流黄金通道']],
  ])('are named whole or by words of their own: %s', (question, conditions) => {
    expect(conditioned(question, 'task')).toEqual(conditions)
  })

  it.each([
    '任务分解表里仓库有哪些举措',
    '任务分解表里海外仓怎么备案',
    '任务分解表里跨境电子商务任务有哪些',
    '第五批里物流这块任务有哪些',
    '任务分解表里厦门市场监管局的任务有哪些',
  ])('are not named by words that others have, or where none is spoken of: %s', (question) => {
    expect(conditioned(question, 'task')).toEqual([])
  })
})

describe('domains', () => {
  it.each([
    ['第六批里投资管理和人力资源两个领域有几项', ['any 投资管理 人力资源']],
    ['第六批里不在投资管理领域的有哪些', ['except 投资管理']],
    ['第六批里金融类有哪些', ['any 金融开放创新']],
  ])('are named by their opening or first word: %s', (question, conditions) => {
    expect(conditioned(question, 'domain')).toEqual(conditions)
  })

  it.each(['第六批里投资的钱怎么汇出', '投资类公司注册要交哪些费'])('are none: %s', (question) => {
    expect(conditioned(question, 'domain')).toEqual([])
  })
})
