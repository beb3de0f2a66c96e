// Zod schemas of what crosses a border: records and documents, API requests and responses. Types are inferred from them.
// What lies in a build's files is described by `builds/files.ts`, which owns them, and manifest.json by `corpus/manifest.ts`.

import { z } from '@hono/zod-openapi'
import { Lineage } from './corpus/links.ts'
import { normalize } from './text/normalize.ts'

/** UTF-16 offsets `[start, end)` into the `text` of a document. */
const offset = z.int().min(0)
const span = { start: offset, end: offset }

export const RecordKind = z.enum(['measure', 'case', 'article', 'section', 'body'])
export type RecordKind = z.infer<typeof RecordKind>

const FieldSpan = z.object({ field: z.string(), ...span })
export type FieldSpan = z.infer<typeof FieldSpan>

const CaseItem = z.object({ number: z.string(), title: z.string().optional(), ...span })
const CaseSection = z.object({
  kind: z.enum(['background', 'practices', 'effects']),
  title: z.string(),
  ...span,
  items: z.array(CaseItem),
})
export type CaseSection = z.infer<typeof CaseSection>

/** One citable thing in a document. A field that the source does not give is absent, never empty. */
export const PolicyRecord = z
  .object({
    id: z.string().openapi({ description: '<document>/<number>', example: 'fj-2017-b5/13' }),
    documentId: z.string(),
    number: z.string().openapi({ description: 'The printed number in Arabic digits, or "body".' }),
    kind: RecordKind,
    title: z.string(),
    titleDerived: z.literal(true).optional().openapi({ description: 'The source prints no title.' }),
    content: z.string(),
    ...span,
    spans: z.array(FieldSpan).openapi({
      description: 'Where each field stands in the text; those of `content`, sliced and joined, give it.',
    }),
    implementedIn: z.array(z.string()).optional(),
    promotionScope: z.string().optional(),
    promotionTime: z.string().optional(),
    leadUnits: z.array(z.string()).optional(),
    providedBy: z.array(z.string()).optional().openapi({ description: 'Units that submitted a case.' }),
    innovationType: z.string().optional(),
    innovationPoint: z.string().optional(),
    domain: z.string().optional(),
    group: z.string().optional(),
    task: z.string().optional(),
    sections: z.array(CaseSection).optional(),
    lineage: Lineage.optional(),
    url: z.string(),
  })
  .openapi('Record')
export type PolicyRecord = z.infer<typeof PolicyRecord>

export const DocumentKind = z.enum(['notice', 'letter', 'table', 'law', 'other'])

export const DocumentSummary = z
  .object({
    id: z.string(),
    title: z.string(),
    issuer: z.string().optional(),
    documentNumber: z.string().optional().openapi({ description: '文号, as printed' }),
    date: z.string().optional().openapi({ description: 'Date of signature, YYYY-MM-DD' }),
    kind: DocumentKind,
    records: z.int().openapi({ description: 'How many records it has, its body included.' }),
    sourceFile: z.string(),
  })
  .openapi('DocumentSummary')
export type DocumentSummary = z.infer<typeof DocumentSummary>

export const DocumentDetail = DocumentSummary.extend({
  text: z.string(),
  sections: z.array(z.object({ title: z.string(), ...span })),
  records: z.array(z.object({ id: z.string(), ...span })),
}).openapi('Document')
export type DocumentDetail = z.infer<typeof DocumentDetail>

// ---- Filters -------------------------------------------------------------------------------------------------

/** The keys one can filter by, in the order they are shown. */
export const FILTER_KEYS = [
  'document', 'area', 'scope', 'time', 'unit', 'provider', 'year', 'batch', 'kind', 'innovation', 'domain', 'task',
] as const // biome-ignore format: one list, read as one
export type FilterKey = (typeof FILTER_KEYS)[number]

const filterValue = z.union([z.string().min(1).max(200), z.array(z.string().min(1).max(200)).min(1).max(50)])
export const Filters = z
  .strictObject(
    Object.fromEntries(FILTER_KEYS.map((key) => [key, filterValue.optional()])) as Record<
      FilterKey,
      z.ZodOptional<typeof filterValue>
    >,
  )
  .openapi('Filters', { description: 'Any of the values inside a key, all of the keys.' })
export type Filters = z.infer<typeof Filters>

/** `any` of the values, `every` one of them, `only` those, all `except` them, or a `count` of values of the key. */
const Condition = z.object({
  key: z.enum(FILTER_KEYS),
  values: z.array(z.string()),
  mode: z.enum(['any', 'every', 'only', 'except', 'count']),
  least: z.int().exactOptional(),
  most: z.int().exactOptional(),
})
export type Condition = z.infer<typeof Condition>
const Conditions = z.array(Condition).openapi({ description: 'Read from the question, besides the filters.' })

// ---- Search and ask ------------------------------------------------------------------------------------------

/** Longest question, in Unicode code points after trimming. */
export const QUESTION_MAX = 500
/** Of a conversation, only this many last messages are used. */
export const HISTORY_USED = 10

const LONE_SURROGATE = /\p{Cs}/u
const question = z
  .string()
  .trim()
  .refine((text) => normalize(text).trim() !== '', '请输入问题。')
  .refine((text) => [...text].length <= QUESTION_MAX, `问题最多 ${QUESTION_MAX} 个字，请缩短后再试。`)
  .refine((text) => !LONE_SURROGATE.test(text), '问题里有不完整的字符，请重新输入。')
  .openapi({ description: '1–500 code points after trimming', example: '进口货物能不能先提货后缴税？' })

const Message = z.object({
  role: z.enum(['user', 'assistant']),
  content: z.string().refine((text) => !LONE_SURROGATE.test(text), '历史消息里有不完整的字符。'),
})
export type Message = z.infer<typeof Message>
const conversation = {
  history: z.array(Message).optional().openapi({ description: 'Oldest first; the last 10 are used.' }),
  filters: Filters.optional(),
  readFilters: z.boolean().default(true).openapi({ description: 'false: only the given filters apply.' }),
  limit: z.int().min(1).max(50).default(10),
}

export const SearchRequest = z.strictObject({ query: question, ...conversation }).openapi('SearchRequest')
export type SearchRequest = z.infer<typeof SearchRequest>

export const AskRequest = z
  .strictObject({
    question,
    ...conversation,
    offset: z.int().min(0).default(0),
    answerer: z.enum(['extractive', 'llm']).optional().openapi({
      description: 'Default: `llm` where the operator has set one up, else `extractive`.',
    }),
  })
  .openapi('AskRequest')
export type AskRequest = z.infer<typeof AskRequest>

/** What each signal said of a hit. Scores are z-values over the allowed records: for ordering, not percentages. */
const Trace = z
  .object({
    words: z.number().optional(),
    characters: z.number().optional(),
    passage: z.number().optional(),
    sentence: z.number().optional(),
    title: z.number().optional(),
    matched: z.array(z.string()).openapi({ description: 'Words of the question found in the record.' }),
    rule: z.string().optional().openapi({ description: 'An exact title, phrase or number put it first.' }),
    filters: z.array(z.string()).optional(),
  })
  .openapi('Trace')

export const Hit = z
  .object({
    id: z.string(),
    documentId: z.string(),
    number: z.string(),
    kind: RecordKind,
    title: z.string(),
    score: z.number(),
    passage: z.object({ text: z.string(), ...span }),
    facets: z.record(z.string(), z.array(z.string())),
    also: z.array(z.string()).openapi({ description: 'The same innovation in other documents.' }),
    trace: Trace,
  })
  .openapi('Hit')
export type Hit = z.infer<typeof Hit>

export const SearchResponse = z
  .object({
    query: z.string(),
    standaloneQuery: z.string(),
    filters: Filters,
    conditions: Conditions.optional(),
    total: z.int().openapi({ description: 'Records that satisfy the filters; all records when none.' }),
    hits: z.array(Hit),
    notice: z.string().optional(),
    build: z.string(),
    tookMs: z.number(),
  })
  .openapi('SearchResponse')
export type SearchResponse = z.infer<typeof SearchResponse>

export const Citation = z
  .object({
    marker: z.int().min(1),
    recordId: z.string(),
    documentId: z.string(),
    documentTitle: z.string(),
    documentNumber: z.string().optional(),
    issuer: z.string().optional(),
    date: z.string().optional(),
    title: z.string(),
    kind: RecordKind,
    quote: z.string(),
    ...span,
    url: z.string().openapi({ description: 'Opens the reader at the quote.' }),
  })
  .openapi('Citation', { description: 'text.slice(start, end) === quote, in the text of the document' })
export type Citation = z.infer<typeof Citation>

export const Intent = z.enum([
  'lookup', 'figure', 'department', 'list', 'comparison', 'precedent', 'applicability', 'help',
]) // biome-ignore format: one list, read as one
export type Intent = z.infer<typeof Intent>

export const Outcome = z.enum(['answered', 'partial', 'no_evidence'])
export type Outcome = z.infer<typeof Outcome>

export const Answer = z
  .object({
    answerId: z.string(),
    question: z.string(),
    standaloneQuestion: z.string(),
    filters: Filters,
    conditions: Conditions.optional(),
    intent: Intent,
    outcome: Outcome,
    support: z.number().min(0).max(1).openapi({ description: 'For ordering only, never a percentage.' }),
    text: z.string().openapi({ description: 'Plain text with [1] [2] … markers' }),
    citations: z.array(Citation),
    records: z.array(z.string()),
    total: z.int().optional(),
    hits: z.array(Hit),
    notice: z.string().optional(),
    missing: z.string().optional().openapi({ description: 'Of a partial answer: what is not said.' }),
    followUps: z.array(z.string()).max(3),
    answeredBy: z.string().openapi({ description: '`extractive`, `llm` or `llm+extractive`' }),
    languageModel: z.string().optional().openapi({ description: 'That wrote the answer or its beginning.' }),
    build: z.string(),
    model: z.string().optional().openapi({ description: 'Of the vectors; absent: keywords alone.' }),
    tookMs: z.number(),
  })
  .openapi('Answer')
export type Answer = z.infer<typeof Answer>

// ---- Reading ----------------------------------------------------------------------------------------------

const count = (from: number, to: number, fallback: number) =>
  z.coerce.number().int().min(from).max(to).default(fallback)

/** Most records that can be fetched by their ids at once. */
export const CHOSEN_MAX = 50

const severalOf = z.union([z.string(), z.array(z.string())]).optional()
export const RecordsQuery = z.strictObject({
  ...Object.fromEntries(FILTER_KEYS.map((key) => [key, severalOf])),
  q: z.string().max(QUESTION_MAX).optional().openapi({ description: 'Words that a record must all hold.' }),
  id: severalOf.openapi({ description: `Only this record; repeated, any of up to ${CHOSEN_MAX}.` }),
  ids: z.string().optional().openapi({ description: 'The same, separated by commas.' }),
  sort: z.enum(['document', 'number', 'title']).optional().openapi({
    description: 'Default: the order of the documents; of `id` and `ids`, where they are given.',
  }),
  order: z.enum(['asc', 'desc']).default('asc'),
  limit: count(1, 500, 50),
  offset: count(0, 1_000_000, 0),
})
export type RecordsQuery = Filters & {
  q?: string | undefined
  id?: string | string[] | undefined
  ids?: string | undefined
  sort?: 'document' | 'number' | 'title' | undefined
  order: 'asc' | 'desc'
  limit: number
  offset: number
}

export const RecordsPage = z
  .object({
    total: z.int(),
    items: z.array(PolicyRecord),
    facets: z.record(z.string(), z.record(z.string(), z.int())).openapi({
      description: 'By filter key and value: how many records there would be with this value instead.',
    }),
  })
  .openapi('RecordsPage')
export type RecordsPage = z.infer<typeof RecordsPage>
export const DocumentsPage = z.object({ items: z.array(DocumentSummary) }).openapi('DocumentsPage')

export const ErrorBody = z
  .object({ error: z.object({ code: z.string(), message: z.string(), requestId: z.string() }) })
  .openapi('Error')
export type ErrorBody = z.infer<typeof ErrorBody>
