import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FILTER_KEYS, type Filters, RecordsQuery } from '../../../src/schema.ts'
import {
  type BrowseState,
  EVERYTHING,
  readChoice,
  readState,
  recordsPath,
  toggled,
  writeChoice,
  writeState,
} from '../../../src/web/client/browse-state.ts'

const value = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
const filters: fc.Arbitrary<Filters> = fc
  .dictionary(fc.constantFrom(...FILTER_KEYS), fc.uniqueArray(value, { minLength: 1, maxLength: 5 }))
  .map((found) => ({ ...found }))
const state: fc.Arbitrary<BrowseState> = fc.record({
  q: fc.string({ maxLength: 20, unit: 'grapheme' }).filter((q) => q === '' || q.trim() !== ''),
  filters,
  sort: fc.constantFrom('document', 'number', 'title'),
  order: fc.constantFrom('asc', 'desc'),
  page: fc.integer({ min: 1, max: 9999 }),
})

describe('the state of the list', () => {
  it('is read back from its address as it was', () => {
    fc.assert(
      fc.property(state, (wanted) => {
        expect(readState(writeState(wanted))).toEqual(wanted)
      }),
    )
  })

  it('has a plain address when nothing is narrowed', () => {
    expect(writeState(EVERYTHING)).toBe('')
    expect(readState('')).toEqual(EVERYTHING)
  })

  it('stands in the address in words', () => {
    const area = { ...EVERYTHING, q: '通关', filters: { area: ['福州片区', '厦门片区'] }, page: 2 }
    expect(decodeURIComponent(writeState(area))).toBe('?q=通关&area=福州片区&area=厦门片区&page=2')
  })

  it.each([
    ['?sort=evil&order=up&page=-1', EVERYTHING],
    ['?sort=toString&page=1.5', EVERYTHING],
    ['?page=0&area=&colour=red', EVERYTHING],
    ['?page=10000', EVERYTHING],
    ['?area=福州&area=福州', { ...EVERYTHING, filters: { area: ['福州'] } }],
    [`?unit=${'长'.repeat(201)}`, EVERYTHING],
  ])('passes over what makes no sense in %s', (search, expected) => {
    expect(readState(search)).toEqual(expected)
  })

  it('asks the server for one page, in words that the server takes', () => {
    expect(recordsPath({ ...EVERYTHING, page: 3 })).toBe(
      '/api/records?sort=document&order=asc&limit=50&offset=100',
    )
    expect(recordsPath({ ...EVERYTHING, page: 3 }, 500)).toBe(
      '/api/records?sort=document&order=asc&limit=500&offset=0',
    )
    fc.assert(
      fc.property(state, (any) => {
        const query = Object.fromEntries(new URLSearchParams(recordsPath(any).split('?')[1]))
        expect(RecordsQuery.safeParse(query).error).toBeUndefined()
      }),
    )
  })
})

describe('a ticked box', () => {
  it('adds its value, and takes it away the next time, with the key when it was the last', () => {
    const once = toggled({ kind: 'case' }, 'area', '福州')
    expect(once).toEqual({ kind: 'case', area: ['福州'] })
    expect(toggled(once, 'area', '厦门')).toEqual({ kind: 'case', area: ['福州', '厦门'] })
    expect(toggled(once, 'area', '福州')).toEqual({ kind: 'case' })
    expect(toggled(once, 'kind', 'case')).toEqual({ area: ['福州'] })
  })

  it('is not added beyond the fifty that the server takes', () => {
    const full = Array.from({ length: 50 }, (_, i) => `单位${i}`)
    expect(toggled({ unit: full }, 'unit', '又一个')).toEqual({ unit: full })
  })
})

describe('the chosen records', () => {
  it('are read back from the fragment in their order', () => {
    const part = fc
      .string({ minLength: 1, maxLength: 8, unit: 'grapheme' })
      .filter((id) => !/[\s/,]/u.test(id))
    const id = fc.tuple(part, part).map(([document, number]) => `${document}/${number}`)
    fc.assert(
      fc.property(fc.uniqueArray(id, { maxLength: 5 }), fc.boolean(), (ids, comparing) => {
        const choice = { ids, comparing: comparing && ids.length > 0 }
        expect(readChoice(writeChoice(choice))).toEqual(choice)
      }),
    )
  })

  it('stand there plainly', () => {
    const ids = ['fj-2017-b5/13', 'cn-2020-b6/body']
    expect(writeChoice({ ids, comparing: true })).toBe('#chosen=fj-2017-b5/13,cn-2020-b6/body&view=compare')
    expect(writeChoice({ ids: [], comparing: true })).toBe('')
  })

  it('are left out of the address when they would make it too long', () => {
    const ids = Array.from({ length: 200 }, (_, i) => `fj-2017-b5/${i}`)
    expect(writeChoice({ ids, comparing: false })).toBe('')
  })

  it('are only what can be ids, each once', () => {
    expect(readChoice('#chosen=a/1,,b,/2,a/1,c d/3,<x>/4&view=else')).toEqual({
      ids: ['a/1', '<x>/4'],
      comparing: false,
    })
    expect(readChoice('#13')).toEqual({ ids: [], comparing: false })
    expect(readChoice('#chosen=%E0%A4%A')).toEqual({ ids: [], comparing: false })
  })
})
