// The open build as a library: what a filter allows, and in which order.

import { describe, expect, it } from 'vitest'
import { passagesOf } from '../src/corpus/passages.ts'
import { openLibrary } from '../src/library.ts'
import type { Filters } from '../src/schema.ts'
import { seeds } from './support/seeds.ts'

const passages = seeds.flatMap(({ records, text }) => records.flatMap((record) => passagesOf(record, text)))
const library = openLibrary(seeds, passages)
const ids = (filters: Filters) => Array.from(library.matching(filters), (i) => library.records[i]!.id)

describe('a filter', () => {
  it('allows everything when there is none', () => {
    expect(library.matching({})).toHaveLength(235)
  })

  it('allows any of the values inside a key, all of the keys', () => {
    const either = ids({ batch: ['5', '19'] })
    expect(either).toHaveLength(88)
    expect(ids({ batch: ['5', '19'], area: '平潭片区' })).toEqual(
      seeds[0]!.records
        .filter(({ implementedIn }) => implementedIn?.includes('平潭片区'))
        .map(({ id }) => id),
    )
  })

  it.each<[Filters, number]>([
    [{ document: 'fj-2017-b5' }, 41],
    [{ batch: '5' }, 40],
    [{ batch: '5', kind: 'body' }, 1],
    [{ kind: 'body' }, 5],
    [{ year: '2024' }, 13],
    [{ kind: 'case' }, 13],
    [{ innovation: '复制' }, 1],
    [{ document: 'cn-2020-b6', domain: '人力资源' }, 5],
    [{ unit: '海关' }, 0],
    [{ area: '全国' }, 37],
    [{ area: '福建', document: 'fj-2017-b5' }, 0],
    [{ document: 'nowhere' }, 0],
  ])('%j allows %i records, bodies only where they are asked for', (filters, count) => {
    expect(library.matching(filters)).toHaveLength(count)
  })

  it('takes values in full-width letters as the same', () => {
    expect(ids({ batch: '１９' })).toEqual(ids({ batch: '19' }))
  })

  it('takes the scope of promotion for no area', () => {
    const { promotionScope } = library.record('fj-2017-b5/40')!
    expect(promotionScope).toBe('厦门市')
    expect(ids({ area: '厦门市' })).toEqual([])
    expect(ids({ scope: '厦门市' })).toContain('fj-2017-b5/40')
  })

  it('keeps the order of the records', () => {
    const allowed = Array.from(library.matching({ kind: 'measure' }))
    expect(allowed).toEqual([...allowed].sort((a, b) => a - b))
  })
})

describe('a library', () => {
  it('finds documents and records by id, and neither by another', () => {
    expect(library.record('fj-2017-b5/13')!.title).toBe('汇总征税保函')
    expect(library.records[library.indexOf('fj-2017-b5/13')]).toBe(library.record('fj-2017-b5/13'))
    expect(library.document('fj-cbec')!.summary.records).toBe(56)
    expect(library.record('fj-2017-b5/41')).toBeUndefined()
    expect(library.indexOf('fj-2017-b5/41')).toBe(-1)
    expect(library.document('fj')).toBeUndefined()
  })

  it('knows the passages of a record and the record of a passage', () => {
    library.records.forEach((record, i) => {
      for (const { passage, index } of library.passagesOf(i)) {
        expect(passage.recordId).toBe(record.id)
        expect(library.recordOfPassage[index]).toBe(i)
        expect(library.passages[index]).toBe(passage)
      }
    })
    expect(library.passagesOf(0).length).toBeGreaterThan(0)
  })
})
