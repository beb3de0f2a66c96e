// Zod schemas of `POST /api/match`: what comes in and what goes out.

import { z } from '@hono/zod-openapi'
import { normalize } from '../text/normalize.ts'

/** Longest text and question, in Unicode code points. */
export const TEXT_MAX = 2000
const QUESTION_MAX = 500
const WORDS_MAX = 60
const LISTED_MAX = 20
/** Most records judged at once. */
const RECORDS_MAX = 100

const LONE_SURROGATE = /\p{Cs}/u
const words = (most: number, what: string) =>
  z
    .string()
    .trim()
    .refine((text) => [...text].length <= most, `${what}最多 ${most} 个字，请缩短后再试。`)
    .refine((text) => !LONE_SURROGATE.test(text), `${what}里有不完整的字符，请重新输入。`)
const list = (what: string) =>
  z
    .array(words(WORDS_MAX, `“${what}”的每一项`))
    .max(LISTED_MAX, `“${what}”最多 ${LISTED_MAX} 项。`)
    .optional()

export const Profile = z
  .strictObject({
    areas: list('areas').openapi({ description: 'Where: 福州市马尾区, 厦门片区', example: ['福州市马尾区'] }),
    industries: list('industries'),
    activities: list('activities'),
    text: words(TEXT_MAX, '“text”').optional().openapi({ description: 'In the person’s own words' }),
  })
  .openapi('Profile')
export type Profile = z.infer<typeof Profile>

export const MatchRequest = z
  .strictObject({
    profile: Profile,
    question: words(QUESTION_MAX, '问题').optional(),
    records: z
      .array(z.string().min(1).max(300))
      .min(1, '“records”不能为空：请写明条目编号，或去掉它。')
      .max(RECORDS_MAX, `“records”最多 ${RECORDS_MAX} 条。`)
      .optional()
      .openapi({ description: 'Exactly these are judged, in this order.' }),
    limit: z.int().min(1).max(50).optional(),
  })
  .refine(
    ({ profile: { areas = [], industries = [], activities = [], text = '' }, question = '' }) =>
      [...areas, ...industries, ...activities, text, question].some((one) => normalize(one).trim() !== ''),
    '请写明情况：在 profile 里填写地区、行业、业务或一段说明，或者写出 question。',
  )
  .openapi('MatchRequest')
export type MatchRequest = z.infer<typeof MatchRequest>

const offset = z.int().min(0)
const Reason = z
  .object({ says: z.string(), quote: z.string(), start: offset, end: offset, documentId: z.string() })
  .openapi('Reason', { description: 'text.slice(start, end) === quote, in the text of the document' })

export const Verdict = z.enum(['fits', 'fits_if', 'does_not_fit', 'unknown'])

export const MatchItem = z
  .object({
    id: z.string(),
    title: z.string(),
    verdict: Verdict,
    reasons: z.array(Reason),
    missing: z.array(z.string()).openapi({ description: 'Questions whose answers would settle it.' }),
    nextStep: z.object({ leadUnits: z.array(z.string()), url: z.string() }),
  })
  .openapi('MatchItem')
export type MatchItem = z.infer<typeof MatchItem>

export const MatchResponse = z
  .object({ items: z.array(MatchItem), build: z.string(), tookMs: z.number() })
  .openapi('MatchResponse')
export type MatchResponse = z.infer<typeof MatchResponse>
