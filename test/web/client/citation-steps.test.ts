import { describe, expect, it } from 'vitest'
import type { Citation } from '../../../src/schema.ts'
import { citedTarget, placeOf, positionLabel, stepped } from '../../../src/web/client/citation-steps.ts'
import { recordHref } from '../../../src/web/client/links.ts'

const TEXT = '标题\n1\t汇总征税。先放行后缴税。\t全省\n2\t一次审核。先放行后缴税。\t全省\n'
const policy = {
  text: TEXT,
  sections: [],
  records: [
    { id: 'fj/1', start: 5, end: 21 },
    { id: 'fj/2', start: 24, end: 40 },
  ],
}

function cite(quote: string, start: number, recordId = 'fj/1'): Citation {
  const place = {
    recordId,
    documentId: 'fj',
    documentTitle: '通知',
    title: '汇总征税',
    url: '/documents/fj#1',
  }
  return { marker: 1, kind: 'measure', ...place, quote, start, end: start + quote.length }
}

describe('stepping through the citations of an answer', () => {
  it('goes one on and one back', () => {
    expect(stepped(1, 1, 5)).toBe(2)
    expect(stepped(1, -1, 5)).toBe(0)
  })

  it('ends at both ends instead of running in a circle', () => {
    expect(stepped(4, 1, 5)).toBeUndefined()
    expect(stepped(0, -1, 5)).toBeUndefined()
    expect(stepped(0, 1, 1)).toBeUndefined()
  })

  it('counts from one in words', () => {
    expect(positionLabel(1, 5)).toBe('引用 2/5')
  })
})

describe('the place that an address names', () => {
  it('is found in what the links of the reader are made of', () => {
    const href = recordHref('粤 2020/6', '一（1）', { start: 3, end: 9 })
    expect(placeOf(href)).toEqual({
      documentId: '粤 2020/6',
      search: '?start=3&end=9',
      hash: `#${encodeURIComponent('一（1）')}`,
    })
  })

  it('is found behind a server that lives under a path', () => {
    const place = placeOf('https://gov.example/desk/documents/fj#13')
    expect(place).toEqual({ documentId: 'fj', search: '', hash: '#13' })
  })

  it('is nowhere in other addresses', () => {
    expect(placeOf('/records?document=fj')).toBeUndefined()
  })
})

describe('where a citation leads in the document as it is now', () => {
  it('is the quote at its own place, also when the words stand elsewhere too', () => {
    const start = TEXT.lastIndexOf('先放行后缴税')
    const target = citedTarget(cite('先放行后缴税', start, 'fj/2'), policy)
    expect(target).toEqual({ quote: { start, end: start + 6 }, record: 1 })
  })

  it('follows a quote that has moved, and says so', () => {
    const target = citedTarget(cite('汇总征税', 2), policy)
    expect(target).toEqual({ quote: { start: 5, end: 9 }, record: 0, moved: true })
    expect(TEXT.slice(5, 9)).toBe('汇总征税')
  })

  it('does not guess which of two places is meant', () => {
    expect(citedTarget(cite('先放行后缴税', 0), policy)).toEqual({ record: 0, moved: true })
  })

  it('never marks other words in place of a quote that is gone', () => {
    expect(citedTarget(cite('电子围网', 7, 'fj/9'), policy)).toEqual({ moved: true })
    expect(citedTarget(cite('', 7), policy).quote).toEqual({ start: 7, end: 7 })
  })
})
