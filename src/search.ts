// Story 2: a question becomes ranked hits. Read the question, rank the allowed records, let exact names and phrases
// surface, and say of each hit why it is there.

import type { Engine } from './engine.ts'
import { filterValues } from './library.ts'
import { DOCUMENT_KEYS, type ReadFilters } from './question/filters.ts'
import { type Ranked, type Ranking, rank } from './ranking.ts'
import {
  type Condition,
  FILTER_KEYS,
  type Filters,
  type Hit,
  type SearchRequest,
  type SearchResponse,
} from './schema.ts'
import { type Inquiry, understand } from './understand.ts'

/** Everything a search found out; an answer is made from it. */
export interface Findings {
  question: string
  standalone: string
  /** What was given and what was read from the question. */
  filters: Filters
  read: ReadFilters
  /** How many records satisfy the filters; all records when there are none. */
  total: number
  /** The allowed records, best first: all of a list, else as many as anybody looks at. */
  ranked: Ranked[]
  /** Records that an exact name, phrase or 文号 put first. */
  exact: ReadonlyMap<number, string>
  /** The filters name what is asked for completely: nothing is left to rank by. */
  listed: boolean
  /** Of what was searched for; absent when only keywords were. */
  vector?: Float32Array
  /** Highest cosine of any allowed passage. */
  nearest?: number
  similarityOf: Ranking['similarityOf']
  signalsOf: Ranking['signalsOf']
  /** The words that were looked for. */
  words: Ranking['words']
  keywordsOnly: boolean
}

/** Finds and ranks. */
export async function find(engine: Engine, inquiry: Inquiry): Promise<Findings> {
  const { library, vocabulary } = engine
  const understood = await understand(engine, inquiry)
  const { standalone, filters, read, allowed, candidates, topic, about, listed, exact } = understood
  const { ranked, ...ranking } = await rank(engine, topic, {
    allowed: candidates,
    always: exact.keys(),
    whole: listed,
  })
  const isAbout = (record: number) => Number(about.some((word) => vocabulary.wording(record).includes(word)))
  const isBody = (record: number) => Number(library.records[record]!.kind === 'body')
  // Where facets were filtered by, the notice's body only accompanies the records.
  const bodiesLast =
    listed || read.facets.length > 0 || Object.keys(filters).some((key) => !DOCUMENT_KEYS.has(key))
  if (bodiesLast || exact.size > 0 || about.length > 0)
    ranked.sort(
      (a, b) =>
        (bodiesLast ? isBody(a.record) - isBody(b.record) : 0) ||
        Number(exact.has(b.record)) - Number(exact.has(a.record)) ||
        (listed ? a.record - b.record : 0) ||
        isAbout(b.record) - isAbout(a.record) ||
        b.score - a.score ||
        a.record - b.record,
    )
  return {
    question: inquiry.question,
    standalone,
    filters,
    read,
    total: allowed.length,
    ranked,
    exact,
    listed,
    ...ranking,
  }
}

/** Story 2 as the API tells it. */
export async function search(engine: Engine, request: SearchRequest): Promise<SearchResponse> {
  const started = performance.now()
  const found = await find(engine, { question: request.query, ...request })
  return {
    query: request.query,
    standaloneQuery: found.standalone,
    filters: found.filters,
    ...conditionsOf(found),
    total: found.total,
    hits: hitsOf(engine, found, request.limit),
    ...(found.keywordsOnly && { notice: engine.phrases.say('notice.degraded') }),
    build: engine.build,
    tookMs: Math.round((performance.now() - started) * 10) / 10,
  }
}

/** The first `limit` hits, with their best passage and the trace of why they are there. */
export function hitsOf(engine: Engine, found: Findings, limit: number): Hit[] {
  const { library } = engine
  const { wording } = engine.vocabulary
  return found.ranked.slice(0, limit).map((ranked) => {
    const record = library.records[ranked.record]!
    const text = library.document(record.documentId)!.text
    const span = library.passages[ranked.passage ?? -1] ?? firstContent(record.spans) ?? record
    const rule = found.exact.get(ranked.record)
    return {
      id: record.id,
      documentId: record.documentId,
      number: record.number,
      kind: record.kind,
      title: record.title,
      score: round(ranked.score),
      passage: { text: text.slice(span.start, span.end), start: span.start, end: span.end },
      facets: library.facets[ranked.record] as Record<string, string[]>,
      also: (record.lineage ?? []).filter(({ relation }) => relation === 'same').map(({ id }) => id),
      trace: {
        ...Object.fromEntries(
          Object.entries(found.signalsOf(ranked.record)).map(([signal, score]) => [signal, round(score)]),
        ),
        matched: found.words.filter((word) => wording(ranked.record).includes(word)),
        ...(rule && { rule }),
        ...(Object.keys(found.filters).length > 0 && { filters: described(found) }),
      },
    }
  })
}

const firstContent = (spans: readonly { field: string; start: number; end: number }[]) =>
  spans.find(({ field }) => field === 'content')

/** What was read of the question that filters do not say. */
export function conditionsOf({ read, filters }: Findings): Pick<SearchResponse, 'conditions'> {
  const conditions = read.facets.filter(
    ({ key, values, mode }) => mode !== 'any' || filterValues(filters, key).join() !== values.join(),
  )
  return conditions.length > 0 ? { conditions } : {}
}

function described(found: Findings): string[] {
  const filters = FILTER_KEYS.flatMap((key) =>
    found.filters[key] === undefined ? [] : [`${key}=${filterValues(found.filters, key).join('|')}`],
  )
  const { conditions = [] } = conditionsOf(found)
  return [...filters, ...conditions.map(inWords)]
}

/** `unit count 2-3`, `area except 厦门片区`. */
function inWords({ key, values, mode, least, most }: Condition): string {
  const range = mode === 'count' ? [`${least ?? ''}-${most ?? ''}`] : []
  return [key, mode, ...range, ...(values.length > 0 ? [values.join('|')] : [])].join(' ')
}

const round = (value: number) => Math.round(value * 1000) / 1000
