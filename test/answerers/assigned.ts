// Assignments over the shipped documents, for tests of answerers.

import type { Answerer, Assignment, Draft, Evidence } from '../../src/answerers/answerer.ts'
import { seed, seedRecord } from '../support/seeds.ts'

export const one = (id: string, ...twins: string[]): Evidence => {
  const record = seedRecord(id)
  return { record, document: seed(record.documentId), twins: twins.map((twin) => one(twin)) }
}

export const assigned = (evidence: readonly Evidence[], more: Partial<Assignment> = {}): Assignment => ({
  question: '企业怎么办理？',
  intent: 'lookup',
  evidence,
  sources: [...new Set(evidence.map(({ document }) => document))],
  page: { total: evidence.length, offset: 0 },
  complete: false,
  relevance: { words: new Map([['企业', 1]]), similarity: () => undefined, figure: false },
  fields: ['leadUnits'],
  ...more,
})

/** The pieces as they came, and the whole. */
export async function writtenBy(
  answerer: Answerer,
  assignment: Assignment,
  signal = new AbortController().signal,
): Promise<Draft & { pieces: string[] }> {
  const pieces: string[] = []
  const writing = answerer.answer(assignment, signal)
  for (;;) {
    const step = await writing.next()
    if (step.done) return { ...step.value, pieces }
    pieces.push(step.value)
  }
}
