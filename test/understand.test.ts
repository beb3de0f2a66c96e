// What a question asks, on the shipped documents: what it takes over from the conversation and which records may answer.

import { beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../src/engine.ts'
import type { Message } from '../src/schema.ts'
import { type Understood, understand } from '../src/understand.ts'
import { openDesk } from './support/desk.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openDesk()
})

const says = (role: Message['role'], content: string): Message => ({ role, content })
const asked = (question: string, ...history: Message[]) =>
  understand(engine, { question, history, readFilters: true })
const numbers = ({ allowed }: Understood) =>
  Array.from(allowed, (record) => engine.library.records[record]!.id).map((id) => id.split('/')[1])
const first = ({ exact }: Understood) => [...exact.keys()].map((record) => engine.library.records[record]!.id)

const QUESTION = says('user', '第五批里只在福州关区推广的有哪些')
const LIST = says(
  'assistant',
  '共 2 项：\n1. 海关监管设备物联网管理平台（福州片区）\n2. 加工贸易联网监管企业电子账册“三自一核”（福州片区）',
)

describe('a question after a list', () => {
  it.each([
    ['第二条谁负责', ['fj-2017-b5/22']],
    ['最后一条是怎么做的', ['fj-2017-b5/22']],
    ['第一和第二条有什么不同', ['fj-2017-b5/21', 'fj-2017-b5/22']],
  ])('about items of it is about those records: %s', async (question, ids) => {
    const understood = await asked(question, QUESTION, LIST)
    expect(first(understood)).toEqual(ids)
    expect(understood.filters).toEqual({})
    expect(understood.standalone).toContain('加工贸易联网监管企业电子账册')
  })

  it('with another value in the place of one keeps the rest', async () => {
    const understood = await asked('厦门关区呢', QUESTION, LIST)
    expect(understood.filters).toEqual({ batch: '5', scope: '厦门关区' })
    expect(understood.listed).toBe(true)
    expect(numbers(understood)).toEqual(['23', '24'])
  })

  it('that changes the subject takes nothing over', async () => {
    const understood = await asked('换个问题，二手车出口一车一证能不能改成一批一证', QUESTION, LIST)
    expect(understood.filters).toEqual({})
    expect(understood.standalone).not.toContain('关区')
  })
})

describe('a short question after others', () => {
  const talk = [
    '第五批里只有厦门片区做过的有哪些',
    '进口货物能不能先提货后缴税',
    '由谁牵头',
    '台湾人能在平潭贷款吗',
  ]
  const after = (count: number) =>
    talk.slice(0, count).flatMap((question) => [says('user', question), says('assistant', '如下。')])

  it.each([
    ['进口货物能不能先提货后缴税', 1, '进口货物能不能先提货后缴税'],
    ['由谁牵头', 2, '进口货物能不能先提货后缴税 由谁牵头'],
    ['台湾人能在平潭贷款吗', 3, '台湾人能在平潭贷款吗'],
    ['最高多少', 4, '台湾人能在平潭贷款吗 最高多少'],
    ['船员在哪里考试', 4, '船员在哪里考试'],
  ])('takes over what it needs, and no more: %s', async (question, count, standalone) => {
    const understood = await asked(question, ...after(count))
    expect(understood.standalone).toBe(standalone)
    expect(understood.filters).toEqual({})
  })
})

describe('the rest of a list', () => {
  const all = says('user', '第五批里由厦门海关单独牵头的')
  const one = says('assistant', '共 3 项，先列 1 项：\n1. 进出境快件通关服务平台')
  const two = says('assistant', '1. 跨境电商B2B“一站式”全天候通关')

  it('is what the list has not named', async () => {
    expect(numbers(await asked('还有呢', all, one))).toEqual(['24', '40'])
  })
  it('leaves out what every list before has named', async () => {
    expect(numbers(await asked('还有吗', all, one, says('user', '还有呢'), two))).toEqual(['40'])
  })
  it('is all of it where nothing is left', async () => {
    const three = says(
      'assistant',
      `${one.content}\n2. 跨境电商B2B“一站式”全天候通关\n3. 取消经营高级认证企业`,
    )
    expect((await asked('还有别的吗', all, three)).allowed.length).toBeGreaterThan(0)
  })
})

describe('filters that a question only seems to name', () => {
  it('give way where they leave nothing', async () => {
    const understood = await asked('第19批里由厦门海关单独牵头的有哪些')
    expect(understood.allowed.length).toBeGreaterThan(0)
  })
  it('do not where they were given', async () => {
    const given = { question: '有哪些', filters: { batch: '99' }, readFilters: true }
    expect((await understand(engine, given)).allowed).toHaveLength(0)
  })
  it.each([true, false])(
    'do not make a list of all that they allow, where it is asked about something (read: %s)',
    async (readFilters) => {
      const given = { question: '跟通关有关的措施有哪些', filters: { batch: '5' }, readFilters }
      const understood = await understand(engine, given)
      expect(understood).toMatchObject({ listed: false, about: ['通关'] })
      const all = { ...given, question: '有哪些措施' }
      expect(await understand(engine, all)).toMatchObject({ listed: true, about: [] })
    },
  )
  it('are not read when that is not wanted', async () => {
    const plain = { question: '第五批里由厦门海关单独牵头的', readFilters: false }
    expect(await understand(engine, plain)).toMatchObject({ filters: {}, listed: false })
  })
})

describe('conditions', () => {
  it.each([
    ['第五批里三个片区都做过但没在全省推广的', ['25', '33']],
    ['国务院第六批里四家以上部门负责的有几项', ['5', '22', '37']],
    ['第五批里除了厦门片区别处都没做过、由两家单位牵头的有哪些', ['6', '34', '35', '37']],
    ['第五批推广时间写着“分批”的有哪些', ['20']],
  ])('narrow the records: %s', async (question, ids) => {
    const understood = await asked(question)
    expect(numbers(understood)).toEqual(ids)
  })
})
