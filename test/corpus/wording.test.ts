// The proof that parsing loses, invents and changes nothing of the official wording.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDocuments } from '../../src/corpus/documents.ts'
import { readManifest } from '../../src/corpus/manifest.ts'
import { seeds } from '../support/seeds.ts'
import { accountOf } from '../support/wording.ts'

const squash = (text: string) => text.replace(/\s/gu, '')

describe('the text of the documents', () => {
  const files = new Map(
    seeds.map(({ summary: { sourceFile } }) => [
      sourceFile,
      seeds.filter(({ summary }) => summary.sourceFile === sourceFile),
    ]),
  )

  it.each([...files])(
    'of %s has every character of the file that is not a listed removal, once',
    (_, documents) => {
      const { source, standing, removed, added, changed } = accountOf(documents)
      for (const sign of added) expect('\t\n').toContain(sign)
      expect(changed.map((at) => source.slice(at - 10, at + 10))).toEqual([])
      const accounted = standing.map((times, at) => times + removed[at]!)
      const wrong = [...accounted.entries()].filter(([at, times]) => /\S/u.test(source[at]!) && times !== 1)
      expect(wrong.map(([at, times]) => ({ around: source.slice(at - 10, at + 10), times }))).toEqual([])
    },
  )

  it.each([...files])(
    'of %s lists only marks, page numbers and repeated headers as removed',
    (_, documents) => {
      const header = documents.map(({ proof }) => proof)[0]!
      for (const { kind, start, end } of header.removals) {
        const removed = header.source.slice(start, end)
        if (kind === 'tag') expect(removed).toMatch(/^<\/?[a-z]+>$/)
        else if (kind === 'markdown') expect(removed).toMatch(/^(\*\*|#{1,6})$/)
        else if (kind === 'editor-mark') expect(removed).toBe('[bookmark: _GoBack]')
        else expect(removed.trim()).toBe('编号 创新举措名称及内容 已实施片区 推广区域 推广时间 推广牵头单位')
      }
    },
  )

  it('stands in the order of the file, but for the halves of cells that a page break cut', () => {
    const moved = seeds.flatMap(({ records, proof }) => {
      const known = proof.origin.flatMap((at, i) => (at < 0 ? [] : [{ at, i }]))
      const backwards = known.filter(({ at }, n) => n > 0 && at < known[n - 1]!.at)
      return backwards.map(({ i }) => records.find(({ start, end }) => start <= i && i < end)?.id)
    })
    expect([...new Set(moved)]).toEqual(['cn-2020-b6/5', 'cn-2020-b6/11', 'cn-2020-b6/26', 'cn-2020-b6/32'])
  })
})

describe('the records', () => {
  const records = seeds.flatMap(({ text, records }) => records.map((record) => ({ record, text })))

  it('give their content as the slices of their content spans', () => {
    for (const { record, text } of records) {
      const slices = record.spans
        .filter(({ field }) => field === 'content')
        .map((s) => text.slice(s.start, s.end))
      expect(slices.join(''), record.id).toBe(record.content)
      expect(record.content.trim(), record.id).not.toBe('')
    }
  })

  it('have every other field printed at its span', () => {
    for (const { record, text } of records)
      for (const { field, start, end } of record.spans) {
        if (field === 'content') continue
        const value = record[field as keyof typeof record]
        const quote = text.slice(start, end)
        if (Array.isArray(value))
          expect(quote.replace(/[、，,]/gu, ''), `${record.id} ${field}`).toBe(
            value.join('').replace(/[、，,]/gu, ''),
          )
        else expect(quote, `${record.id} ${field}`).toBe(value)
      }
  })

  it('never leave a field empty', () => {
    for (const { record } of records)
      for (const [field, value] of Object.entries(record)) {
        expect(value, `${record.id} ${field}`).not.toBe('')
        expect(value, `${record.id} ${field}`).not.toEqual([])
        expect(value, `${record.id} ${field}`).toBeDefined()
      }
  })

  it('have ids that no other record has', () => {
    expect(new Set(records.map(({ record }) => record.id)).size).toBe(records.length)
  })
})

describe('a document whose texts were changed', () => {
  it('would be noticed: the proof counts each character of the source', () => {
    const manifest = readManifest('{"documents":[]}')
    const [document] = readDocuments(
      [{ name: 'a.txt', bytes: new TextEncoder().encode('<b>第一段。</b>\n\n第二段，\n接着。\n') }],
      manifest,
    )
    expect(squash(document!.text)).toBe('第一段。第二段，接着。')
    expect(document!.proof.removals.map(({ kind }) => kind)).toEqual(['tag', 'tag'])
  })
})

describe('any document without a manifest', () => {
  const words = fc.constantFrom(
    '船舶',
    '可以提前申报',
    '，',
    '“引航”',
    '（内港）',
    '依照第二条',
    'APEC 商务',
    '2023年',
    '<b>',
    '**',
    '|',
  )
  const sentence = fc.array(words, { minLength: 1, maxLength: 8 }).map((parts) => `${parts.join('')}。`)
  const cell = fc
    .array(fc.constantFrom('船舶', '申报。', '<br>', '港务局', '、', ' ', '3'), { maxLength: 4 })
    .map((parts) => parts.join(''))
  const header = fc.constantFrom(
    ['序号', '事项', '内容'],
    ['事项', '主要内容', '责任单位'],
    ['船型', '吨位', '费用'],
  )
  const table = fc.tuple(header, fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 4 }))
  const opening = fc.constantFrom(
    ...[
      '',
      '第一条 ',
      '第二条　',
      '第十二条之一 ',
      '第三条【目的】',
      '一、',
      '（一）',
      '1.',
      '（1）',
      '- ',
      '> ',
      '　　',
      '## ',
    ],
  )
  const block = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(opening, sentence).map((parts) => parts.join('')) },
    fc.constantFrom(
      '# 测试条例',
      '目　录',
      '第一章　总则',
      '附则',
      '附件1',
      '（2021年3月1日测试市人民代表大会通过）',
      '测试市港务局\n2023年5月6日',
    ),
    table.map(([names, rows]) =>
      [names, names.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    ),
    table.map(([names, rows]) => [names, ...rows].map((cells) => cells.join('\t')).join('\n')),
    table.map(
      ([names, rows]) =>
        `<table>${[names, ...rows].map((cells) => `<tr><td>${cells.join('</td>\n<td rowspan="2">')}</td></tr>`).join('')}</table>`,
    ),
  )
  const documents = fc
    .tuple(fc.array(block, { maxLength: 14 }), fc.constantFrom('\n', '\n\n'))
    .map(([blocks, between]) => blocks.join(between))
  const parse = (source: string) =>
    readDocuments([{ name: '文件.md', bytes: new TextEncoder().encode(source) }])[0]!

  it('has every character once, in the text or in a listed removal', () => {
    fc.assert(
      fc.property(documents, (source) => {
        const { proof, text } = parse(source)
        const accounted = new Uint8Array(proof.source.length)
        proof.origin.forEach((at, i) => {
          // Where a wrap parted two Latin words or numbers, a space stands for it.
          if (at < 0) expect('\t\n ').toContain(text[i])
          else {
            accounted[at]! += 1
            if (/\S/u.test(proof.source[at]!)) expect(text[i]).toBe(proof.source[at])
          }
        })
        for (const { start, end } of proof.removals) for (let at = start; at < end; at++) accounted[at]! += 1
        const wrong = [...accounted.keys()].filter(
          (at) => /\S/u.test(proof.source[at]!) && accounted[at] !== 1,
        )
        expect(wrong.map((at) => proof.source.slice(at - 5, at + 5))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('has records whose spans give their fields, and no wording in two records', () => {
    fc.assert(
      fc.property(documents, (source) => {
        const { records, text } = parse(source)
        const quoted = new Uint8Array(text.length)
        for (const { spans, content, title, id, start, end } of records) {
          const wording = spans.filter(({ field }) => field === 'content')
          expect(wording.map((span) => text.slice(span.start, span.end)).join(''), id).toBe(content)
          expect(content.trim(), id).not.toBe('')
          expect(title.trim(), id).not.toBe('')
          expect(start, id).toBeLessThan(end)
          const named = spans.find(({ field }) => field === 'title')
          if (named) expect(text.slice(named.start, named.end), id).toBe(title)
          for (const span of wording) for (let at = span.start; at < span.end; at++) quoted[at]! += 1
        }
        expect(Math.max(0, ...quoted)).toBeLessThanOrEqual(1)
        expect(new Set(records.map(({ id }) => id)).size).toBe(records.length)
      }),
      { numRuns: 300 },
    )
  })

  it('has every sentence outside tables in a record', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(opening, sentence).map((parts) => parts.join('')),
          { maxLength: 12 },
        ),
        (lines) => {
          const { records, text } = parse(lines.join('\n\n'))
          const quoted = new Uint8Array(text.length)
          for (const { spans } of records)
            for (const { field, start, end } of spans) if (field === 'content') quoted.fill(1, start, end)
          const lost =
            [...text].length > 0
              ? [...quoted.keys()].filter((at) => !quoted[at] && /\S/u.test(text[at]!))
              : []
          expect(lost.map((at) => text.slice(at - 5, at + 5))).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })
})
