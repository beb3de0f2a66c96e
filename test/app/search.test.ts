// Search and filters over HTTP. What a filter must leave is worked out from the records' own fields.

import { beforeAll, describe, expect, it } from 'vitest'
import { Answer, type PolicyRecord, SearchResponse } from '../../src/schema.ts'
import { openDesk } from '../support/desk.ts'
import { type Client, clientOf, expectRefusal, textOf } from './client.ts'

const LIST = '第五批里只有厦门片区做过的有哪些？'

let client: Client
let records: readonly PolicyRecord[]
let build: string
beforeAll(async () => {
  const engine = await openDesk()
  client = clientOf(engine)
  ;({ build } = engine)
  ;({ records } = engine.library)
})

async function search(body: object): Promise<SearchResponse> {
  const response = await client.post('/api/search', { query: '通关便利', readFilters: false, ...body })
  expect(response.status).toBe(200)
  return SearchResponse.strict().parse(await response.json())
}

const counting = (test: (record: PolicyRecord) => boolean | undefined) =>
  records.filter((record) => record.kind !== 'body' && test(record)).length

describe('a search', () => {
  it('gives ten hits of all records, each with a passage of its document', async () => {
    const found = await search({})
    expect(found).toMatchObject({ query: '通关便利', standaloneQuery: '通关便利', filters: {}, build })
    expect(found.total).toBe(records.length)
    expect(found.hits).toHaveLength(10)
    expect(new Set(found.hits.map(({ id }) => id)).size).toBe(10)
    expect(found.notice).toBeUndefined()
    for (const { id, documentId, number, passage, facets } of found.hits) {
      const text = await textOf(client, documentId)
      expect(text.slice(passage.start, passage.end)).toBe(passage.text)
      expect(id).toBe(`${documentId}/${number}`)
      expect(facets.document).toEqual([documentId])
    }
  })
  it.each([1, 50])('gives as many hits as asked for: %i', async (limit) => {
    expect((await search({ limit })).hits).toHaveLength(limit)
  })
  it('puts a record first that is called by its title, and names its twins', async () => {
    const twin = records.find(({ lineage = [] }) => lineage.some(({ relation }) => relation === 'same'))!
    const { hits } = await search({ query: twin.title })
    const same = twin.lineage!.filter(({ relation }) => relation === 'same').map(({ id }) => id)
    const hit = hits.find(({ id }) => id === twin.id)
    expect(hit?.also).toEqual(same)
    expect([twin.id, ...same]).toContain(hits[0]?.id)
  })
  it('trims the question', async () => {
    expect((await search({ query: '  汇总征税\n' })).query).toBe('汇总征税')
  })
})

describe('a filter', () => {
  it('is a value or any of several', async () => {
    const either = ['厦门片区', '平潭片区']
    const one = await search({ filters: { area: '厦门片区' } })
    expect(one.total).toBe(counting(({ implementedIn }) => implementedIn?.includes('厦门片区')))
    expect((await search({ filters: { area: ['厦门片区'] } })).total).toBe(one.total)
    const any = await search({ filters: { area: either } })
    expect(any.total).toBe(counting(({ implementedIn }) => implementedIn?.some((a) => either.includes(a))))
    expect(any.total).toBeGreaterThan(one.total)
    expect(any.filters).toEqual({ area: either })
  })
  it('and another one both hold', async () => {
    const { total, hits } = await search({ filters: { area: '厦门片区', unit: '厦门海关' }, limit: 50 })
    const both = ({ implementedIn, leadUnits }: PolicyRecord) =>
      implementedIn?.includes('厦门片区') && leadUnits?.includes('厦门海关')
    expect(total).toBe(counting(both))
    expect(total).toBeGreaterThan(0)
    const kept = hits.filter(({ kind }) => kind !== 'body').map(({ id }) => id)
    expect(kept.sort()).toEqual(records.filter(both).map(({ id }) => id).sort()) // biome-ignore format: one list
  })
  it('is compared after NFKC', async () => {
    const year = await search({ filters: { year: '２０１７' } })
    expect(year.total).toBe(counting(({ documentId }) => documentId === 'fj-2017-b5'))
  })
  it('with a value that no record has leaves nothing, and says nothing of the model', async () => {
    const found = await search({ filters: { area: '月球' } })
    expect(found).toMatchObject({ total: 0, hits: [] })
    expect(found.notice).toBeUndefined()
    const answer = await client.post('/api/ask', { question: '汇总征税', filters: { area: '月球' } })
    expect(await answer.json()).toMatchObject({ outcome: 'no_evidence', citations: [], hits: [] })
  })
  it.each(['colour', '__proto__', 'constructor', 'Area'])(
    'with the unknown key %s is refused',
    async (key) => {
      const body = `{"query":"税","question":"税","filters":{"${key}":"x"}}`
      for (const path of ['search', 'ask']) {
        const other = path === 'ask' ? 'query' : 'question'
        const sent = body.replace(`"${other}":"税",`, '')
        expect(await expectRefusal(await client.send(`/api/${path}`, sent), 'invalid_request')).toContain(key)
      }
      await expectRefusal(await client.get(`/api/records?${key}=x`), 'invalid_request')
    },
  )
  it.each([[[]], [''], [2017], [null], [{}], [['2017', 5]], [[['2017']]]])(
    'with %j for a value is refused',
    async (year) => {
      const response = await client.post('/api/search', { query: '税', filters: { year } })
      await expectRefusal(response, 'invalid_request')
    },
  )
  it('leaves the notices’ own text out unless only documents or bodies are asked for', async () => {
    const total = async (filters: object) => (await search({ filters })).total
    const inDocument = records.filter(({ documentId }) => documentId === 'fj-2017-b5').length
    expect(await total({ document: 'fj-2017-b5' })).toBe(inDocument)
    expect(await total({ batch: '5' })).toBe(inDocument - 1)
    expect(await total({ batch: '5', kind: 'body' })).toBe(1)
    expect(await total({ kind: ['body', 'case'] })).toBe(
      records.filter(({ kind }) => kind === 'body' || kind === 'case').length,
    )
  })
  it('is read from the question unless told not to', async () => {
    const read = await search({ query: LIST, readFilters: true })
    expect(read.filters).toEqual({ batch: '5', area: '厦门片区' })
    const unread = await search({ query: LIST })
    expect(unread.filters).toEqual({})
    expect(unread.total).toBe(records.length)
    const body = { question: LIST, readFilters: false, filters: { year: '2022' } }
    const { filters } = Answer.parse(await (await client.post('/api/ask', body)).json())
    expect(filters).toEqual({ year: '2022' })
  })
  it('that was given outranks one that was read', async () => {
    const { filters } = await search({ query: LIST, readFilters: true, filters: { area: '福州片区' } })
    expect(filters).toEqual({ batch: '5', area: '福州片区' })
  })
})
