// The proof that parsing loses, invents and changes nothing of the official wording.

import { describe, expect, it } from 'vitest'
import { readDocuments } from '../../src/corpus/documents.ts'
import { readManifest } from '../../src/corpus/manifest.ts'
import { seeds } from '../support/seeds.ts'

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
      const { source } = documents[0]!.proof
      const accounted = new Uint8Array(source.length)
      for (const { proof, text } of documents) {
        for (const [i, at] of proof.origin.entries()) {
          if (at < 0) expect('\t\n').toContain(text[i])
          else if (/\S/u.test(source[at]!)) expect(text[i]).toBe(source[at])
          if (at >= 0) accounted[at]! += 1
        }
      }
      const removed = new Map(
        documents.flatMap(({ proof }) => proof.removals.map((removal) => [removal.start, removal] as const)),
      )
      for (const { start, end } of removed.values()) for (let at = start; at < end; at++) accounted[at]! += 1

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
