// What every answerer must prove. Run it from the answerer's own test file with a way to open one.

import { describe, expect, it } from 'vitest'
import { type Answerer, Unfinished } from '../../src/answerers/answerer.ts'
import { assigned, one, writtenBy } from './assigned.ts'

const CASES = [
  ['fj-2017-b5/13'],
  ['fj-2024-c1/2', 'fj-2017-b5/40'],
  ['cn-2020-b6/20', 'fj-cbec/1', 'gd-2020-b6/14'],
]

export function answererContract(name: string, open: () => Promise<Answerer>): void {
  describe(`${name} keeps the contract of an answerer:`, () => {
    it.each(CASES)('its pieces join to its text (%s …)', async (...ids) => {
      const { pieces, text } = await writtenBy(await open(), assigned(ids.map((id) => one(id))))
      expect(pieces.length).toBeGreaterThan(0)
      expect(pieces.every((piece) => piece !== '')).toBe(true)
      expect(pieces.join('')).toBe(text)
    })

    it.each(CASES)(
      'it cites only what it was given, verbatim, with the markers 1 … n (%s …)',
      async (...ids) => {
        const evidence = ids.map((id) => one(id))
        const { text, marked } = await writtenBy(await open(), assigned(evidence))
        expect(marked.map(({ marker }) => marker)).toEqual(marked.map((_, i) => i + 1))
        expect(marked.length).toBeGreaterThan(0)
        for (const { marker, evidence: from, quote } of marked) {
          expect(evidence).toContain(from)
          expect(from.document.text.slice(quote.start, quote.end)).toBe(quote.text)
          expect(from.record.spans.some(({ start, end }) => start <= quote.start && quote.end <= end)).toBe(
            true,
          )
          expect(text).toContain(`[${marker}]`)
        }
        const printed = [...text.matchAll(/\[(\d+)\]/gu)].map(([, number]) => Number(number))
        expect(Math.max(...printed)).toBe(marked.length)
      },
    )

    it('its markers first appear in their order', async () => {
      const { text, marked } = await writtenBy(await open(), assigned(CASES[2]!.map((id) => one(id))))
      const places = marked.map(({ marker }) => text.indexOf(`[${marker}]`))
      expect(places).toEqual([...places].sort((a, b) => a - b))
    })

    it('the same assignment gives the same answer', async () => {
      const answerer = await open()
      const assignment = assigned([one('fj-2017-b5/13')])
      expect(await writtenBy(answerer, assignment)).toEqual(await writtenBy(answerer, assignment))
    })

    it('says nothing of a record when it has no evidence', async () => {
      const page = { total: 3, offset: 3 }
      const nothing = await writtenBy(await open(), assigned([], { page, complete: true })).catch(
        (error: unknown) => {
          expect(error).toBeInstanceOf(Unfinished)
          return (error as Unfinished).written
        },
      )
      expect(nothing.marked).toEqual([])
      expect(nothing.text).not.toMatch(/\[\d+\]|“/u)
    })

    it('writes no more once it is told to stop', async () => {
      const stop = new AbortController()
      const answerer = await open()
      const writing = answerer.answer(assigned(CASES[1]!.map((id) => one(id))), stop.signal)
      expect((await writing.next()).done).toBe(false)
      stop.abort(new Error('left'))
      await expect(writing.next()).rejects.toThrow('left')
      expect((await writing.next()).done).toBe(true)
    })
  })
}
