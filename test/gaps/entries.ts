// Lines of a journal for tests, consistent by default.

import type { Entry } from '../../src/gaps/schema.ts'

let last = 0

/** An unanswered question; each call is another asking, a minute later. */
export function entry(question: string, more: Partial<Entry> = {}): Entry {
  last += 1
  return {
    time: new Date(Date.UTC(2026, 0, 1, 0, last)).toISOString(),
    kind: 'unanswered',
    answerId: `answer-${last}`,
    question,
    intent: 'lookup',
    outcome: 'no_evidence',
    build: 'build-1',
    ...more,
  }
}
