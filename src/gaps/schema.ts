// What crosses a border about gaps: a person's rating of an answer, and one line of the journal.

import { z } from '@hono/zod-openapi'
import { Outcome } from '../schema.ts'

/** Longest reason and comment, in Unicode code points after trimming. */
const REASON_MAX = 100
const COMMENT_MAX = 500

const LONE_SURROGATE = /\p{Cs}/u
const words = (max: number) =>
  z
    .string()
    .trim()
    .refine((text) => [...text].length <= max, `最多 ${max} 个字，请缩短后再试。`)
    .refine((text) => !LONE_SURROGATE.test(text), '里面有不完整的字符，请重新输入。')

export const FeedbackRequest = z
  .strictObject({
    answerId: z.string().min(1).max(100).openapi({ description: 'Of an answer given lately by this desk.' }),
    rating: z
      .literal([1, -1])
      .openapi({ type: 'integer', enum: [1, -1], description: '1: it helped; -1: it did not.' }),
    reason: words(REASON_MAX).optional().openapi({ example: '没有回答我的问题' }),
    comment: words(COMMENT_MAX).optional(),
  })
  .openapi('FeedbackRequest')
export type FeedbackRequest = z.infer<typeof FeedbackRequest>

/** Why an answer is in the journal. `uprated` is no gap: it takes back a `downrated` of the same answer. */
export const EntryKind = z.enum(['unanswered', 'partial', 'downrated', 'uprated'])
export type EntryKind = z.infer<typeof EntryKind>

/** One line of the journal. All words of a person have been redacted. */
export const Entry = z.object({
  time: z.iso.datetime(),
  kind: EntryKind,
  answerId: z.string(),
  /** As it stands alone, without the conversation before it. */
  question: z.string(),
  intent: z.string(),
  outcome: Outcome,
  /** The detail that a partial answer lacks. */
  missing: z.string().optional(),
  /** The record that came nearest. */
  nearest: z.object({ id: z.string(), title: z.string() }).optional(),
  reason: z.string().optional(),
  comment: z.string().optional(),
  build: z.string(),
})
export type Entry = z.infer<typeof Entry>
