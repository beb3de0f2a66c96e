// The answer that is put together from quotes, whatever its form: markers, sources, other places, what is missing.

import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../src/answerers/answerer.ts'
import { extractiveAnswerer } from '../../src/answerers/extractive.ts'
import { sourceOf } from '../../src/answerers/forms/places.ts'
import { readPhrases } from '../../src/prompts.ts'
import { seed, seedRecord } from '../support/seeds.ts'
import { answererContract } from './answerer.contract.ts'
import { lines, one, phrases, write } from './writing.ts'

answererContract('the extractive answerer', async () => extractiveAnswerer(await readPhrases()))

describe('an extractive answer', () => {
  it('numbers its quotes from 1 in the order of the text', () => {
    const { text, marked } = write([one('fj-2017-b5/13'), one('fj-2017-b5/1')])
    expect(marked.map(({ marker }) => marker)).toEqual(marked.map((_, i) => i + 1))
    const places = marked.map(({ marker }) => text.indexOf(`[${marker}]`))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(0)
  })

  it('quotes a short measure whole, then says where it stands, where and when it holds, and who is responsible', () => {
    const { text, marked } = write([one('fj-2017-b5/40')])
    const record = seedRecord('fj-2017-b5/40')
    expect(lines(text)).toEqual([
      `关于【${record.title}】，原文写明：`,
      `“${record.content}”[1]`,
      `出处：${sourceOf(seed('fj-2017-b5'))}第40项`,
      '已实施片区：福州片区[2]；推广范围：厦门市[3]；推广时间：2017年9月1日起[4]',
      '牵头或责任单位：厦门海关[5]',
    ])
    expect(marked.map(({ quote }) => quote.text).slice(1)).toEqual([
      '福州片区',
      '厦门市',
      '2017年9月1日起',
      '厦门海关',
    ])
  })

  it('tells of further records the fields that are asked for', () => {
    const evidence = [one('fj-2017-b5/13'), one('fj-2017-b5/40')]
    const second = (fields: ('promotionScope' | 'promotionTime')[]) =>
      write(evidence, { fields }).text.split('2. ')[1]!
    expect(second(['promotionScope'])).toContain('推广范围：厦门市[')
    expect(second(['promotionScope'])).not.toContain('推广时间')
    expect(second(['promotionTime'])).toContain('推广时间：2017年9月1日起[')
    expect(second(['promotionTime'])).not.toContain('牵头或责任单位')
  })

  it('says the source once where there is one, with each record where there are more', () => {
    const title = seed('fj-2017-b5').summary.title
    const same = write([one('fj-2017-b5/13'), one('fj-2017-b5/1')]).text
    expect(same.split(title)).toHaveLength(2)
    const mixed = write([one('fj-2017-b5/13'), one('fj-2022-b19/3')]).text
    expect(mixed).toContain(title)
    expect(mixed).toContain(seed('fj-2022-b19').summary.title)
    expect(lines(mixed)[0]).not.toContain(title)
  })

  it('does not say a name that was made up from the wording', () => {
    const { text } = write([one('fj-cbec/20')])
    expect(lines(text)[0]).toBe(`${sourceOf(seed('fj-cbec'))}第20项写明：`)
    expect(lines(text)[1]).toMatch(/^“实行/u)
  })

  it('answers first where a thing is done, where that is asked', () => {
    const { text } = write([one('fj-2017-b5/35')], { question: '一张图选址，哪里先做、往哪推' })
    expect(lines(text)[0]).toMatch(/已实施片区：厦门片区\[1\]；推广范围：/u)
  })

  it('does not quote the signature of a letter', () => {
    const { text } = write([one('gd-2020-b6/body')], { intent: 'department' })
    expect(text).not.toContain('2020年8月16日”')
  })

  it('says once which document weighs most, and found nothing where it has only what is near', () => {
    const twins = [one('gd-2020-b6/19', 'cn-2020-b6/20'), one('gd-2020-b6/35', 'cn-2020-b6/36')]
    const highest = phrases.say('record.highest', { issuer: '国务院' })
    expect(write(twins).text.split(highest)).toHaveLength(2)
    expect(write(twins, { onlyNear: true }).text).not.toContain('找到 2 项')
  })

  it('says what is missing before all else', () => {
    const { text, marked } = write([one('fj-2017-b5/13')], { missingDetail: '联系电话' })
    expect(lines(text)[0]).toContain('没有写明联系电话')
    expect(marked.length).toBeGreaterThan(0)
  })
})

describe('the other places of a measure', () => {
  it('are told with what they say otherwise, quoted from there, and which of them weighs most', () => {
    const { text, marked } = write([one('gd-2020-b6/19', 'cn-2020-b6/20')])
    expect(text).toContain(`同一举措另见：${sourceOf(seed('cn-2020-b6'))}第20项，推广范围：全国[`)
    expect(text).toContain(phrases.say('record.highest', { issuer: '国务院' }))
    const there = marked.filter(({ evidence }) => evidence.record.id === 'cn-2020-b6/20')
    expect(there.map(({ quote }) => quote.text)).toEqual(['全国', '海关总署、商务部'])
  })

  it('name the forerunner, with where it stands', () => {
    const kin: Evidence = {
      ...one('fj-2024-c1/7'),
      kin: [{ ...one('fj-2022-b19/22'), relation: 'predecessor' }],
    }
    const { text } = write([kin])
    expect(text).toMatch(
      /前身：【台胞诚信闪贷】\[\d+\]，见《省自贸办.*》（.*）第22项，创新类型：全国首创\[\d+\]/u,
    )
  })

  it('are not spoken of where there are none', () => {
    expect(write([one('fj-2017-b5/13')]).text).not.toMatch(/另见|前身|后续|层级/u)
  })
})
