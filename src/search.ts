// Story 2: a question becomes ranked hits. Read the question, rank the allowed records, let exact names and phrases
// surface, and say of each hit why it is there.

import type { Engine } from './engine.ts'
import { filterValues } from './library.ts'
import { exactMatches } from './question/exact.ts'
import { type ReadFilters, readFilters } from './question/filters.ts'
import { standaloneQuestion } from './question/follow-up.ts'
import { type Ranked, rank } from './ranking.ts'
import {
  FILTER_KEYS,
  type Filters,
  type Hit,
  type Message,
  type SearchRequest,
  type SearchResponse,
} from './schema.ts'
import { normalize } from './text/normalize.ts'

/** Everything a search found out; an answer is made from it. */
export interface Findings {
  question: string
  standalone: string
  /** What was given and what was read from the question. */
  filters: Filters
  read: ReadFilters
  /** How many records satisfy the filters; all records when there are none. */
  total: number
  /** The allowed records, best first. */
  ranked: Ranked[]
  /** Records that an exact name, phrase or 文号 put first. */
  exact: ReadonlyMap<number, string>
  /** The filters name what is asked for completely: nothing is left to rank by. */
  listed: boolean
  /** Highest cosine of any allowed passage. */
  nearest?: number
  /** Cosine of the question and a passage, by index, as far as known. */
  similarity: ReadonlyMap<number, number>
  keywordsOnly: boolean
}

export interface Inquiry {
  question: string
  history?: readonly Message[] | undefined
  filters?: Filters | undefined
  readFilters: boolean
}

/** Filters that choose documents as a whole, their bodies included. */
const NAMES_DOCUMENTS: ReadonlySet<string> = new Set(['document', 'batch', 'year'])

const NOTHING_READ: Omit<ReadFilters, 'topic'> = { filters: {}, only: [], unknown: [] }

/** Finds and ranks. Filters that were only read from the question give way where they leave nothing. */
export async function find(engine: Engine, inquiry: Inquiry): Promise<Findings> {
  const { library } = engine
  const standalone = standaloneQuestion(inquiry.question, inquiry.history)
  const given = withoutUnset(inquiry.filters ?? {})
  let read: ReadFilters = inquiry.readFilters
    ? readFilters(standalone, engine.vocabulary)
    : { ...NOTHING_READ, topic: normalize(standalone) }
  let filters = { ...read.filters, ...given }
  let allowed = allowedBy(engine, filters, read.only)
  if (allowed.length === 0 && Object.keys(read.filters).length > 0) {
    read = { ...NOTHING_READ, unknown: read.unknown, topic: normalize(standalone) }
    filters = given
    allowed = allowedBy(engine, filters, [])
  }
  const topic = Object.keys(read.filters).length > 0 ? read.topic : standalone
  const listed =
    Object.keys(filters).length > 0 && engine.tokenizer.words(topic).filter(isContent).length === 0
  const { ranked, nearest, similarity, keywordsOnly } = await rank(
    engine,
    listed ? standalone : topic,
    withBodies(engine, allowed, filters),
  )
  const exact = exactMatches(standalone, engine.vocabulary)
  const isBody = (record: number) => Number(library.records[record]!.kind === 'body')
  // Where facets were filtered by, the notice's body only accompanies the records.
  const bodiesLast = listed || Object.keys(filters).some((key) => !NAMES_DOCUMENTS.has(key))
  ranked.sort(
    (a, b) =>
      (bodiesLast ? isBody(a.record) - isBody(b.record) : 0) ||
      Number(exact.has(b.record)) - Number(exact.has(a.record)) ||
      (listed ? a.record - b.record : 0) ||
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
    ...(nearest !== undefined && { nearest }),
    similarity: similarity ?? new Map(),
    // Where a filter leaves nothing, nothing was searched, with vectors or without.
    keywordsOnly: keywordsOnly && ranked.length > 0,
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
    total: found.total,
    hits: hitsOf(engine, found, request.limit),
    ...(found.keywordsOnly && { notice: engine.phrases.say('notice.degraded') }),
    build: engine.build,
    tookMs: Math.round((performance.now() - started) * 10) / 10,
  }
}

/** The first `limit` hits, with their best passage and the trace of why they are there. */
export function hitsOf(engine: Engine, found: Findings, limit: number): Hit[] {
  const { library, tokenizer } = engine
  const words = [...new Set(tokenizer.words(found.standalone))]
  const { wording } = engine.vocabulary
  return found.ranked.slice(0, limit).map((ranked) => {
    const record = library.records[ranked.record]!
    const text = library.document(record.documentId)!.text
    const span = library.passages[ranked.passage ?? -1] ?? firstContent(record.spans) ?? record
    const { words: wordScore, characters, ...dense } = ranked.signals
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
        words: round((wordScore ?? 0) + (characters ?? 0)),
        ...Object.fromEntries(Object.entries(dense).map(([signal, score]) => [signal, round(score)])),
        matched: words.filter((word) => wording(ranked.record).includes(word)),
        ...(rule && { rule }),
        ...(Object.keys(found.filters).length > 0 && { filters: described(found.filters) }),
      },
    }
  })
}

const isContent = (word: string) => !LIST_WORDS.has(word)
/** What is left of a question for a list when its filters are taken out says nothing of its own. */
const LIST_WORDS = new Set(
  '列出 列 全部 所有 条 项 个 条目 事项 举措 措施 案例 创新 清单 名单 内容 属于 里 批 表 实施 先做 做 做过 先行 推广 推 范围 区域 片区 别的 其他 领域 负责 牵头 参与 挂名 提供 报 报上来 单位 部门 只 仅 年 有几项 多少 几项 几条 一共 共 总共 改革 经验 试点 哪几项 哪几条 只有 过 试 不是 不算 还有 除了 单独 独自 列出来 出来 发布 成果 可复制 包括 包含 帮 看看 请'.split(
    ' ',
  ),
)

const firstContent = (spans: readonly { field: string; start: number; end: number }[]) =>
  spans.find(({ field }) => field === 'content')

function allowedBy({ library }: Engine, filters: Filters, only: ReadFilters['only']): Uint32Array {
  const allowed = library.matching(filters)
  if (only.length === 0) return allowed
  return allowed.filter((record) =>
    only.every((key) => {
      const wanted = new Set(filterValues(filters, key))
      return library.facets[record]![key]?.every((value) => wanted.has(value))
    }),
  )
}

/** A filtered search may still show the notices that the records come from, after them. */
function withBodies({ library }: Engine, allowed: Uint32Array, filters: Filters): Uint32Array {
  if (Object.keys(filters).length === 0 || filters.kind !== undefined) return allowed
  const documents = new Set(Array.from(allowed, (record) => library.records[record]!.documentId))
  const shown = new Set(allowed)
  library.records.forEach(({ kind, documentId }, i) => {
    if (kind === 'body' && documents.has(documentId)) shown.add(i)
  })
  return Uint32Array.from(shown).sort()
}

function withoutUnset(filters: Filters): Filters {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as Filters
}

function described(filters: Filters): string[] {
  return FILTER_KEYS.flatMap((key) =>
    filters[key] === undefined ? [] : [`${key}=${filterValues(filters, key).join('|')}`],
  )
}

const round = (value: number) => Math.round(value * 1000) / 1000
