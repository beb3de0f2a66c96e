// What a language model is given: never more than it is to be paid for, whatever the documents hold.

import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../../src/answerers/answerer.ts'
import { itemsOf } from '../../../src/answerers/llm/evidence.ts'
import { readPrompt } from '../../../src/answerers/llm/prompt.ts'
import { readPhrases } from '../../../src/prompts.ts'
import { assigned, one } from '../assigned.ts'

/** A record whose wording is so many sentences of so many characters. */
function made(count: number, length: number): Evidence {
  const { record, document } = one('fj-2017-b5/13')
  const text = `${'企业可以先放行后缴纳税款，'.repeat(length).slice(0, length - 1)}。`.repeat(count)
  const span = { field: 'content', start: 0, end: text.length }
  return {
    record: { ...record, ...span, content: text, spans: [span] },
    document: { ...document, text },
    twins: [],
  }
}

async function promptFor(evidence: readonly Evidence[], question = '企业怎么办理？') {
  const items = itemsOf(assigned(evidence))
  const messages = (await readPrompt()).messages(assigned(evidence, { question }), items, await readPhrases())
  return { items, length: messages.reduce((sum, { content }) => sum + content.length, 0) }
}

describe('a prompt', () => {
  it.each([
    [1, 1, 50_000],
    [1, 400, 60],
    [20, 40, 120],
    [50, 3, 25],
    [20, 2, 390],
  ])(
    'of %i records with %i sentences of %i characters has at most 6,000 characters',
    async (records, count, length) => {
      const evidence = Array.from({ length: records }, () => made(count, length))
      const prompt = await promptFor(evidence, '能不能先提货后缴税？'.repeat(600))
      expect(prompt.length).toBeLessThanOrEqual(6_000)
      expect(prompt.items.map(({ number }) => number)).toEqual(prompt.items.map((_, i) => i + 1))
    },
  )
  it('passes over a sentence that is too long for it, and has the others', async () => {
    const { items } = await promptFor([made(1, 50_000), made(1, 60)])
    expect(items.map(({ text }) => text.length)).toEqual([60])
  })
  it('has all there is of a short record', async () => {
    const { items } = await promptFor([one('fj-2017-b5/13')])
    expect(items.map(({ field }) => field ?? 'wording')).toEqual(
      expect.arrayContaining(['wording', 'leadUnits']),
    )
  })
})
