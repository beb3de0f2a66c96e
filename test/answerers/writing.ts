// What tests of answers are written with: evidence from the shipped documents, and an assignment with nothing special.

import { beforeAll } from 'vitest'
import type { Assignment, Evidence } from '../../src/answerers/answerer.ts'
import { extractive } from '../../src/answerers/extractive.ts'
import { type Phrases, readPhrases } from '../../src/prompts.ts'
import { seed, seedRecord } from '../support/seeds.ts'

export let phrases: Phrases
beforeAll(async () => {
  phrases = await readPhrases()
})

export const one = (id: string, ...twins: string[]): Evidence => {
  const record = seedRecord(id)
  return { record, document: seed(record.documentId), twins: twins.map((twin) => one(twin)) }
}

export const write = (evidence: Evidence[], more: Partial<Assignment> = {}) =>
  extractive(
    {
      question: '企业',
      intent: 'lookup',
      evidence,
      sources: evidence.map(({ document }) => document),
      page: { total: evidence.length, offset: 0 },
      complete: false,
      relevance: { words: new Map([['企业', 1]]), similarity: () => undefined, figure: false },
      fields: ['leadUnits'],
      ...more,
    },
    phrases,
  )

export const lines = (text: string) => text.split('\n').filter(Boolean)
