// How records are cut into what is embedded and searched.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDocuments } from '../../src/corpus/documents.ts'
import { embeddedText, lexicalText, passagesOf } from '../../src/corpus/passages.ts'
import { seed, seedRecord, seeds } from '../support/seeds.ts'

const cut = (id: string) => {
  const record = seedRecord(id)
  const { summary, text } = seed(record.documentId)
  return passagesOf(record, text).map((passage) => ({
    ...passage,
    wording: text.slice(passage.start, passage.end),
    embedded: embeddedText(passage, record, { title: summary.title, text }),
  }))
}

describe('the passages of a record', () => {
  it('are its title, stretches of sentences, and its longer sentences', () => {
    const passages = cut('fj-2017-b5/7')
    expect(passages.map(({ kind }) => kind)).toEqual(['title', 'passage', 'sentence', 'sentence'])
    const [title, stretch, ...single] = passages.map(({ wording }) => wording)
    expect(title).toBe('进出境邮件“移动式”通关')
    expect(stretch).toBe(seedRecord('fj-2017-b5/7').content)
    expect(single.join('')).toBe(stretch)
  })

  it('are but its title and one stretch where it is one sentence: nothing is embedded twice', () => {
    const passages = cut('fj-2017-b5/13')
    expect(passages.map(({ kind }) => kind)).toEqual(['title', 'passage'])
    expect(passages[1]!.wording).toBe(seedRecord('fj-2017-b5/13').content)
  })

  it('leave out a name that only repeats the opening', () => {
    expect(cut('fj-cbec/14').map(({ kind }) => kind)).not.toContain('title')
  })

  it('are embedded behind the name of the record, the title alone', () => {
    const [title, passage] = cut('fj-2017-b5/13')
    expect(title!.embedded).toBe('汇总征税保函')
    expect(passage!.embedded).toBe(`汇总征税保函。${passage!.wording}`)
  })

  it('of a measure without a name are embedded behind its task', () => {
    const [first] = cut('fj-cbec/14')
    expect(first!.embedded).toBe(`${seedRecord('fj-cbec/14').task}。${first!.wording}`)
  })

  it('lie inside one span of their record, cover its content and are never blank', () => {
    for (const { text, records } of seeds)
      for (const record of records) {
        const passages = passagesOf(record, text)
        for (const { start, end } of passages) {
          expect(record.spans.some((span) => span.start <= start && end <= span.end)).toBe(true)
          expect(text.slice(start, end).trim()).not.toBe('')
        }
        const covered = passages
          .filter(({ kind }) => kind === 'passage')
          .map(({ start, end }) => text.slice(start, end))
          .join('')
        const wording = `${record.content}${record.innovationPoint ?? ''}`
        expect(covered.replace(/\s/gu, ''), record.id).toBe(wording.replace(/\s/gu, ''))
      }
  })

  it('stay near the length the model was trained on', () => {
    const long = cut('fj-2024-c1/3').filter(({ kind }) => kind === 'passage')
    expect(long.length).toBeGreaterThan(5)
    for (const { wording } of long) expect(wording.length).toBeLessThanOrEqual(300)
  })
})

describe('what a passage is found by in words', () => {
  const worded = (id: string) => {
    const record = seedRecord(id)
    const { text } = seed(record.documentId)
    return passagesOf(record, text).map((passage) => ({
      passage,
      words: lexicalText(passage, record, { title: '第五批通知', text }),
    }))
  }

  it('holds the facts around its wording', () => {
    for (const { words } of worded('fj-2017-b5/40'))
      for (const fact of ['第五批通知', '整车进口一体化快速通关', '福州片区', '厦门市', '厦门海关'])
        expect(words).toContain(fact)
  })

  it('of a long case holds its own wording only', () => {
    const [first, second] = worded('fj-2024-c1/3').filter(({ passage }) => passage.kind === 'passage')
    const { text } = seed('fj-2024-c1')
    const wording = text.slice(first!.passage.start, first!.passage.end)
    expect(first!.words).toContain(wording)
    expect(second!.words).not.toContain(wording)
  })

  it('never says undefined', () => {
    for (const id of ['fj-cbec/1', 'fj-2022-b19/1', 'fj-2024-c1/1', 'cn-2020-b6/body'])
      for (const { words } of worded(id)) expect(words).not.toContain('undefined')
  })
})

describe('the passages of any document', () => {
  const piece = fc.constantFrom(
    '第一条 ', '第二条 ', '（一）', '1. ', '一、', '企业可以先提货后缴税。', '各级海关应当公开时限；', '附件', '。', '！”', '\n', '\n\n',
    '　　', '\t', '序号\t名称\t内容\n', '<br>', '**', '# ', 'RCEP', '2.5%', '😀', '𠮷', '\u200b', '很长的一句话没有标点'.repeat(30),
  ) // biome-ignore format: one list
  const written = fc.array(piece, { minLength: 1, maxLength: 40 }).map((pieces) => pieces.join(''))

  it('are slices of their record, in whose content nothing is missing or twice', () => {
    fc.assert(
      fc.property(written, (source) => {
        const [document] = readDocuments([{ name: '试.md', bytes: new TextEncoder().encode(source) }])
        const { text, records } = document!
        expect(new Set(records.map(({ id }) => id)).size).toBe(records.length)
        for (const record of records) {
          const found = passagesOf(record, text)
          for (const { start, end, recordId } of found) {
            expect(recordId).toBe(record.id)
            expect(record.spans.some((span) => span.start <= start && end <= span.end)).toBe(true)
            expect(text.slice(start, end).trim()).not.toBe('')
          }
          const stretches = found.filter(({ kind }) => kind === 'passage')
          const covered = stretches.map(({ start, end }) => text.slice(start, end)).join('')
          expect(covered.replace(/\s/gu, '')).toBe(record.content.replace(/\s/gu, ''))
        }
      }),
    )
  })
})
