// Matching over HTTP: the contract of the answer, and what is refused.

import { beforeAll, describe, expect, it } from 'vitest'
import { MatchResponse } from '../../src/applicability/schema.ts'
import { openDesk } from '../support/desk.ts'
import { type Client, clientOf, expectRefusal, textOf } from './client.ts'

let client: Client
beforeAll(async () => {
  client = clientOf(await openDesk())
})

const profile = { areas: ['湛江市'], text: '进口冰鲜石斑，海关信用等级是一般信用。' }
const post = (body: object) => client.post('/api/match', body)

describe('a match', () => {
  it('answers with verdicts, quotes and the next step', async () => {
    const response = await post({ profile, records: ['gd-2020-b6/23', 'fj-2017-b5/27'] })
    expect(response.status).toBe(200)
    const { items, build } = MatchResponse.strict().parse(await response.json())
    expect(build).not.toBe('')
    expect(items.map(({ verdict }) => verdict)).toEqual(['fits', 'does_not_fit'])
    for (const { reasons } of items)
      for (const { documentId, quote, start, end } of reasons)
        expect((await textOf(client, documentId)).slice(start, end)).toBe(quote)
  })
  it('shows as many as asked for', async () => {
    const { items } = MatchResponse.parse(await (await post({ profile, limit: 3 })).json())
    expect(items).toHaveLength(3)
  })
  it('takes a question instead of a profile', async () => {
    expect((await post({ profile: {}, question: '泉州的企业能不能先放行后缴税？' })).status).toBe(200)
  })
  it('is described in the OpenAPI document', async () => {
    const { paths } = (await (await client.get('/openapi.json')).json()) as { paths: Record<string, object> }
    expect(paths['/api/match']).toHaveProperty('post')
  })
})

describe('what is refused', () => {
  it('an empty profile, saying what to do', async () => {
    expect(await expectRefusal(await post({ profile: {} }), 'invalid_request')).toContain('profile')
  })
  it('an unknown record, naming it', async () => {
    const response = await post({ profile, records: ['gd-2020-b6/23', 'nowhere/7'] })
    expect(await expectRefusal(response, 'invalid_request')).toContain('nowhere/7')
  })
  it.each([
    ['a field that is not in the contract', { profile: { ...profile, revenue: 3 } }],
    ['a limit of nought', { profile, limit: 0 }],
    ['no records at all', { profile, records: [] }],
    ['a text without end', { profile: { text: '进'.repeat(2001) } }],
    ['half a character', { profile: { text: '\ud800' } }],
    ['no profile', {}],
  ])('%s', async (_, body) => {
    await expectRefusal(await post(body), 'invalid_request')
  })
})
