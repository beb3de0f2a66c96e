// Browsing over HTTP: the counts beside the list, its orders, and chosen records.

import { beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine.ts'
import { CHOSEN_MAX, FILTER_KEYS, RecordsPage } from '../../src/schema.ts'
import { openDesk } from '../support/desk.ts'
import { seeds } from '../support/seeds.ts'
import { type Client, clientOf, expectRefusal } from './client.ts'

let engine: Engine
let client: Client
beforeAll(async () => {
  engine = await openDesk()
  client = clientOf(engine)
})

type Query = Record<string, string | string[]>

function addressOf(query: Query): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    [value].flat().map((one): [string, string] => [key, one]),
  )
  return `/api/records?${new URLSearchParams(pairs)}`
}
async function page(query: Query = {}) {
  const response = await client.get(addressOf(query))
  expect(response.status).toBe(200)
  return RecordsPage.strict().parse(await response.json())
}
const ids = ({ items }: RecordsPage) => items.map(({ id }) => id)
const titles = ({ items }: RecordsPage) => items.map(({ title }) => title)
/** How many records of the shipped documents, read apart from the desk, satisfy a condition. */
const truly = (condition: (record: RecordsPage['items'][number]) => boolean) =>
  seeds.flatMap(({ records }) => records).filter(condition).length

describe('the facets', () => {
  it('count every key over the whole library', async () => {
    const { facets } = await page()
    expect(Object.keys(facets)).toEqual([...FILTER_KEYS])
    expect(facets.innovation).toEqual({ 全国首创: 28, 复制拓展: 19, 复制: 1 })
    expect(facets.kind!.body).toBe(5)
    for (const { summary } of seeds) expect(facets.document![summary.id]).toBe(summary.records)
    for (const [kind, count] of Object.entries(facets.kind!))
      expect(count).toBe(truly((record) => record.kind === kind))
    for (const [unit, count] of Object.entries(facets.unit!))
      expect(count, unit).toBe(truly(({ leadUnits }) => leadUnits?.includes(unit) ?? false))
    for (const [scope, count] of Object.entries(facets.scope!))
      expect(count).toBe(truly(({ promotionScope }) => promotionScope === scope))
    const territories = new Map(seeds.map(({ summary, territory }) => [summary.id, territory]))
    for (const [area, count] of Object.entries(facets.area!))
      expect(count, area).toBe(
        truly(
          ({ kind, documentId, implementedIn }) =>
            kind !== 'body' && (implementedIn ?? [territories.get(documentId)]).includes(area),
        ),
      )
    expect(facets.area).toMatchObject({ 厦门片区: 23 })
    const measuresOf = (documents: string[]) =>
      truly(({ documentId, kind }) => documents.includes(documentId) && kind !== 'body')
    expect(facets.batch!['5']).toBe(measuresOf(['fj-2017-b5']))
    expect(facets.batch!['6']).toBe(measuresOf(['gd-2020-b6', 'cn-2020-b6']))
    expect(facets.year!['2022']).toBe(measuresOf(['fj-2022-b19']))
  })
  const SITUATIONS: [string, Query][] = [
    ['nothing chosen', {}],
    ['an area', { area: '厦门片区' }],
    ['a document', { document: 'fj-2017-b5' }],
    ['bodies', { kind: 'body' }],
    ['words and two areas', { q: '通关', area: ['厦门片区', '平潭片区'] }],
    ['a batch, a kind and a unit', { batch: '5', kind: 'measure', unit: '厦门海关' }],
    ['a value that no record has', { area: '月球', year: '2017' }],
    ['chosen records', { ids: 'fj-2017-b5/13,fj-2017-b5/14,cn-2020-b6/1,cn-2020-b6/body' }],
  ]
  it.each(SITUATIONS)('tell with %s what each other choice would give', async (_, query) => {
    const { facets } = await page(query)
    let compared = 0
    for (const key of FILTER_KEYS)
      for (const { value } of engine.vocabulary.values[key]) {
        const { total } = await page({ ...query, [key]: value, limit: '1' })
        expect(facets[key]![value] ?? 0, `${key}=${value}`).toBe(total)
        if (total > 0) compared++
      }
    expect(compared).toBeGreaterThan(0)
  })
})

describe('the order', () => {
  it('is that of the documents, and can be turned round', async () => {
    const all = engine.library.records.map(({ id }) => id)
    expect(ids(await page({ limit: '500', order: 'asc' }))).toEqual(all)
    expect(ids(await page({ limit: '500', sort: 'document' }))).toEqual(all)
    expect(ids(await page({ limit: '500', order: 'desc' }))).toEqual(all.toReversed())
    const last = await page({ sort: 'document', order: 'desc', limit: '1' })
    expect(last.items[0]!.documentId).toBe('cn-2020-b6')
  })
  it('by number takes 10 after 9', async () => {
    const query = { document: 'fj-2017-b5', kind: 'measure', limit: '500' }
    const numbers = (await page({ ...query, sort: 'number' })).items.map(({ number }) => Number(number))
    expect(numbers.length).toBeGreaterThan(10)
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    const down = (await page({ ...query, sort: 'number', order: 'desc' })).items
    expect(down.map(({ number }) => Number(number))).toEqual(numbers.toReversed())
  })
  it('by title is that of a Chinese dictionary, over all pages', async () => {
    const whole = titles(await page({ sort: 'title', limit: '500' }))
    expect(whole.toSorted(new Intl.Collator('zh-CN').compare).map((title) => title[0])).toEqual(
      whole.map((title) => title[0]),
    )
    expect(titles(await page({ sort: 'title', limit: '20', offset: '30' }))).toEqual(whole.slice(30, 50))
    expect(whole).not.toEqual(titles(await page({ limit: '500' })))
  })
  it.each(['sort=date', 'order=up', 'sort=title&sort=number', 'sort='])('refuses %s', async (query) => {
    await expectRefusal(await client.get(`/api/records?${query}`), 'invalid_request')
  })
})

describe('chosen records', () => {
  const chosen = ['fj-2022-b19/2', 'fj-2017-b5/13', 'cn-2020-b6/1']
  it('come as asked for, each once, without those that are not there', async () => {
    expect(ids(await page({ ids: chosen.join(',') }))).toEqual(chosen)
    expect(ids(await page({ id: chosen }))).toEqual(chosen)
    expect(ids(await page({ id: chosen[0]!, ids: `${chosen[0]}, ${chosen[1]},,nope/1` }))).toEqual(
      chosen.slice(0, 2),
    )
    expect((await page({ id: chosen })).total).toBe(3)
    expect(await page({ ids: 'nope/1,__proto__' })).toMatchObject({ total: 0, items: [] })
    expect(await page({ ids: '' })).toMatchObject({ total: 0, items: [] })
  })
  it('are filtered and sorted like all others', async () => {
    expect(ids(await page({ id: chosen, document: 'fj-2017-b5' }))).toEqual(['fj-2017-b5/13'])
    expect(ids(await page({ id: chosen, sort: 'document' }))).toEqual([chosen[1], chosen[0], chosen[2]])
    expect(ids(await page({ id: chosen, order: 'desc' }))).toEqual(chosen.toReversed())
  })
  it('are at most fifty at a time', async () => {
    const many = engine.library.records.slice(0, CHOSEN_MAX + 1).map(({ id }) => id)
    expect(ids(await page({ id: many.slice(1) }))).toEqual(many.slice(1))
    for (const query of [{ id: many }, { ids: many.join(',') }, { id: many.slice(1), ids: many[0]! }])
      expect(await expectRefusal(await client.get(addressOf(query)), 'invalid_request')).toContain('50')
  })
})
