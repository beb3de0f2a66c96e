// Story: who asks gets verdicts on the desk's own records, each with its reasons, the open questions and the next step.

import { beforeAll, describe, expect, it } from 'vitest'
import { MatchRequest } from '../src/applicability/schema.ts'
import type { Engine } from '../src/engine.ts'
import { AppError } from '../src/errors.ts'
import { match, stancesOn } from '../src/match.ts'
import { openDesk } from './support/desk.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openDesk()
})

const BROKER = {
  areas: ['福州市马尾区'],
  industries: ['报关代理'],
  text: '代理台湾来的食品报检，信用等级B级。',
}
const asking = (request: object) => match(engine, MatchRequest.parse(request))

describe('named records', () => {
  it('are judged in the order they were named', async () => {
    const records = ['fj-2017-b5/30', 'fj-2017-b5/28']
    const { items } = await asking({ profile: BROKER, records })
    expect(items.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['fj-2017-b5/30', 'does_not_fit'],
      ['fj-2017-b5/28', 'fits'],
    ])
  })
  it('come with reasons quoted to the letter and the next step', async () => {
    const { items } = await asking({ profile: BROKER, records: ['fj-2017-b5/28'] })
    const { reasons, nextStep } = items[0]!
    expect(reasons.some(({ quote }) => quote.includes('信用等级B级以上'))).toBe(true)
    for (const { documentId, quote, start, end } of reasons)
      expect(engine.library.document(documentId)!.text.slice(start, end)).toBe(quote)
    expect(nextStep).toEqual({ leadUnits: ['福建检验检疫局'], url: '/documents/fj-2017-b5#28' })
  })
  it('that are open come with the question that would settle them', async () => {
    const { items } = await asking({ profile: BROKER, records: ['fj-2017-b5/27'] })
    expect(items[0]).toMatchObject({ verdict: 'unknown' })
    expect(items[0]!.missing.join()).toMatch(/水产品.*？/u)
  })
  it('that are not there are named', async () => {
    await expect(asking({ profile: BROKER, records: ['fj-2017-b5/28', 'fj-2017-b5/99'] })).rejects.toThrow(
      'fj-2017-b5/99',
    )
  })
})

describe('what excludes', () => {
  const verdictOn = async (record: string, profile: object) =>
    (await asking({ profile, records: [record] })).items[0]!

  it('is the province of a paper, also where its scope names no place', async () => {
    const record = 'gd-2020-b6/14'
    const text = '我们做二手车出口，许可证一车一张太慢。'
    expect(await verdictOn(record, { areas: ['郑州市'], text })).toMatchObject({ verdict: 'does_not_fit' })
    expect((await verdictOn(record, { areas: ['广州市'], text })).verdict).not.toBe('does_not_fit')
  })
  it('is what a loan or a bond must be spent on, until it is told', async () => {
    const record = 'cn-2020-b6/18'
    const of = async (text: string) => (await verdictOn(record, { areas: ['太原市'], text })).verdict
    expect(await of('我们公司想发债，钱用来建商场。')).not.toBe('fits')
    expect(await of('我们公司想发债，钱用来建污水处理厂。')).toBe('fits')
  })
  it('is not what somebody else would have to do with', async () => {
    const { verdict } = await verdictOn('cn-2020-b6/17', {
      areas: ['天津市'],
      text: '我们是商业保理公司，想直连央行企业征信系统。',
    })
    expect(verdict).not.toBe('fits')
  })
  it('names as told only what was told', async () => {
    const told = '我们做跨境电商零售进口'
    const { items } = await asking({ profile: { areas: ['厦门片区'], text: told }, limit: 20 })
    const quoted = items.flatMap(({ reasons }) =>
      reasons.flatMap(({ says }) => [...says.matchAll(/您提到“([^”]+)”/gu)].map(([, words]) => words!)),
    )
    expect(quoted.length).toBeGreaterThan(0)
    for (const words of quoted) expect(told).toContain(words)
  })
})

describe('without records', () => {
  it('the best candidates are judged, what fits first and what does not last', async () => {
    const { items } = await asking({ profile: BROKER, limit: 20 })
    const order = ['fits', 'fits_if', 'unknown', 'does_not_fit']
    const places = items.map(({ verdict }) => order.indexOf(verdict))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(items[0]).toMatchObject({ id: 'fj-2017-b5/28', verdict: 'fits' })
    expect(items.every(({ id }) => !id.endsWith('/body'))).toBe(true)
  })
})

it('a model that fails leaves the verdicts to the rules', async () => {
  const broken = {
    ...engine,
    dense: {
      ...engine.dense!,
      embedder: {
        ...engine.dense!.embedder,
        embedQuestion: async () => {
          throw new AppError('embedder_failed', '模型进程已退出。')
        },
      },
    },
  }
  const { items } = await match(broken, MatchRequest.parse({ profile: BROKER, records: ['fj-2017-b5/28'] }))
  expect(items[0]).toMatchObject({ verdict: 'fits' })
})

describe('in chat', () => {
  const verdicts = async (question: string, ids: string[], history: Parameters<typeof stancesOn>[2] = []) => {
    const records = ids.map((id) => engine.library.indexOf(id))
    const stances = await stancesOn(engine, question, history, records)
    return stances && records.map((record) => stances.get(record)!.verdict)
  }
  it('a question is a profile: place, trade and what is asked for', async () => {
    const question = '我们在泉州做跨境电商零售进口，退货能不能进保税仓？'
    expect(await verdicts(question, ['cn-2020-b6/20', 'gd-2020-b6/19'])).toEqual(['fits_if', 'does_not_fit'])
  })
  it('what was told earlier in the conversation counts', async () => {
    const history = [{ role: 'user' as const, content: '我们是湛江的水产进口商，去年被海关降为失信企业。' }]
    expect(await verdicts('冰鲜的能先提走吗？', ['gd-2020-b6/23'], history)).toEqual(['does_not_fit'])
  })
  it('reads no more of what was said before than of a question', async () => {
    const history = [{ role: 'user' as const, content: '3c'.repeat(60_000) }]
    const started = process.cpuUsage()
    await verdicts('冰鲜的能先提走吗？', ['gd-2020-b6/23'], history)
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(3_000)
  })
  it('what the question leaves unsaid refuses nobody', async () => {
    expect(await verdicts('我们在泉州，能不能先提货？', ['fj-2017-b5/27'])).toEqual(['unknown'])
  })
  it('who does not say who they are gets no verdict', async () => {
    expect(await verdicts('进口货物能不能先提货？', ['fj-2017-b5/13'])).toBeUndefined()
  })
})
