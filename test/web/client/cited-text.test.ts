import { describe, expect, it } from 'vitest'
import type { Citation } from '../../../src/schema.ts'
import { citedText, referenceOf } from '../../../src/web/client/cited-text.ts'

const citation: Citation = {
  marker: 1,
  recordId: 'cn-2020-b6/13',
  documentId: 'cn-2020-b6',
  documentTitle: '关于做好第六批改革试点经验复制推广工作的通知',
  documentNumber: '国函〔2020〕96号',
  issuer: '国务院',
  date: '2020-07-07',
  title: '跨境电商零售进口退货中心仓模式',
  kind: 'measure',
  quote: '在海关特殊监管区域内设置退货中心仓。',
  start: 10,
  end: 28,
  url: '/documents/cn-2020-b6?start=10&end=28#13',
}

describe('a reference', () => {
  it('names title, issuer, 文号, date, item and the item’s own title', () => {
    expect(referenceOf(citation)).toBe(
      '《关于做好第六批改革试点经验复制推广工作的通知》（国务院，国函〔2020〕96号，2020年7月7日）第 13 项“跨境电商零售进口退货中心仓模式”',
    )
  })

  it('counts what the record is', () => {
    expect(referenceOf({ ...citation, kind: 'article' })).toContain('第 13 条')
    expect(referenceOf({ ...citation, kind: 'case' })).toContain('第 13 个案例')
  })

  it('leaves no gap for what the source does not give', () => {
    const { issuer: _issuer, documentNumber: _number, date: _date, ...bare } = citation
    expect(referenceOf(bare)).toMatch(/通知》第 13 项/u)
  })
})

describe('a copied answer', () => {
  it('carries its text, each reference with its quote, and addresses that open anywhere', () => {
    const text = '可以退回中心仓。[1]'
    expect(citedText({ text, citations: [citation] }, 'https://desk.example')).toBe(
      [
        text,
        '',
        '引用',
        `[1] ${referenceOf(citation)}`,
        '“在海关特殊监管区域内设置退货中心仓。”',
        'https://desk.example/documents/cn-2020-b6?start=10&end=28#13',
      ].join('\n'),
    )
  })

  it('is only its text when it cites nothing', () => {
    expect(citedText({ text: '没有。', citations: [] }, '')).toBe('没有。')
  })
})
