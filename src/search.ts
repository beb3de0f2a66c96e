// Story 2: a question becomes ranked hits. Read the question, rank the allowed records, let exact names and phrases
// surface, and say of each hit why it is there.

import type { Engine } from './engine.ts'
import { filterValues } from './library.ts'
import { exactMatches } from './question/exact.ts'
import { type ReadFilters, readConversation, readFilters } from './question/filters.ts'
import { pointsBack, standaloneQuestion } from './question/follow-up.ts'
import { intentOf, wantsList } from './question/intent.ts'
import { topicWords } from './question/topic.ts'
import { type Ranked, type Ranking, rank } from './ranking.ts'
import {
  type Condition,
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
  /** The allowed records, best first: all of a list, else as many as anybody looks at. */
  ranked: Ranked[]
  /** Records that an exact name, phrase or 文号 put first. */
  exact: ReadonlyMap<number, string>
  /** The filters name what is asked for completely: nothing is left to rank by. */
  listed: boolean
  /** Highest cosine of any allowed passage. */
  nearest?: number
  similarityOf: Ranking['similarityOf']
  signalsOf: Ranking['signalsOf']
  /** The words that were looked for. */
  words: Ranking['words']
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

const NOTHING_READ: Omit<ReadFilters, 'topic'> = { filters: {}, facets: [], unknown: [], documents: [] }

/** Finds and ranks. Filters that were only read from the question give way where they leave nothing. */
export async function find(engine: Engine, inquiry: Inquiry): Promise<Findings> {
  const { library } = engine
  const namesSubject = (question: string) =>
    exactMatches(question, engine.vocabulary).size > 0 ||
    Object.keys(readFilters(question, engine.vocabulary).filters).length > 0
  const joined = standaloneQuestion(inquiry.question, inquiry.history, namesSubject)
  const leans =
    joined !== inquiry.question &&
    (pointsBack(inquiry.question) || !(await findsItsOwn(engine, inquiry.question)))
  const standalone = leans ? joined : inquiry.question
  const given = engine.vocabulary.resolve(withoutUnset(inquiry.filters ?? {}))
  let read: ReadFilters = inquiry.readFilters
    ? readConversation(inquiry.question, standalone, engine.vocabulary)
    : { ...NOTHING_READ, topic: normalize(standalone) }
  let filters = { ...read.filters, ...given }
  let allowed = allowedBy(engine, filters, given, read.facets)
  if (allowed.length === 0 && (Object.keys(read.filters).length > 0 || read.facets.length > 0)) {
    read = { ...NOTHING_READ, unknown: read.unknown, topic: normalize(standalone) }
    filters = given
    allowed = allowedBy(engine, filters, given, [])
  }
  const hasFilters = Object.keys(filters).length > 0 || read.facets.length > 0
  // What is left of the question is searched for, if anything is.
  const left = Object.keys(read.filters).length > 0 ? normalize(read.topic).trim() : ''
  const topic = left === '' ? standalone : left
  const candidates = withBodies(engine, allowed, filters)
  const asked = normalize(inquiry.question)
  const listing = hasFilters && wantsList(asked)
  const about = listing ? narrowing(engine, left, candidates) : []
  const listed =
    listing &&
    // A number or date that no filter took stands for a condition that the records' fields do not have.
    !/\d/u.test(left) &&
    intentOf(asked) !== 'comparison' &&
    about.length === 0
  const named = exactMatches(standalone, engine.vocabulary, {
    inDocuments: hasFilters,
    listing,
  })
  const exact = new Map([...named].filter(([record]) => candidates.includes(record)))
  const { ranked, nearest, similarityOf, words, keywordsOnly, signalsOf } = await rank(
    engine,
    listed ? standalone : topic,
    { allowed: candidates, always: exact.keys(), whole: listed },
  )
  const aboutIt = new Set(about.flatMap((word) => engine.vocabulary.recordsWith(word)))
  const isBody = (record: number) => Number(library.records[record]!.kind === 'body')
  // Where facets were filtered by, the notice's body only accompanies the records.
  const bodiesLast =
    listed || read.facets.length > 0 || Object.keys(filters).some((key) => !NAMES_DOCUMENTS.has(key))
  ranked.sort(
    (a, b) =>
      (bodiesLast ? isBody(a.record) - isBody(b.record) : 0) ||
      Number(exact.has(b.record)) - Number(exact.has(a.record)) ||
      (listed ? a.record - b.record : 0) ||
      Number(aboutIt.has(b.record)) - Number(aboutIt.has(a.record)) ||
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
    similarityOf,
    signalsOf,
    words,
    keywordsOnly,
  }
}

/** The words of a topic that narrow a list, those that mean the same or less included. */
function narrowing({ tokenizer, synonyms, vocabulary }: Engine, topic: string, candidates: Uint32Array) {
  const words = tokenizer.words(topic)
  return topicWords(topic, [...words, ...synonyms.expand(topic, words)], candidates, vocabulary)
}

/** From this cosine on, a question without its conversation has found what it is about (follow-ups stay below it). */
const OWN_SUBJECT = 0.62

async function findsItsOwn(engine: Engine, question: string): Promise<boolean> {
  const { nearest = 0 } = await rank(engine, question, { allowed: engine.library.matching({}) })
  return nearest >= OWN_SUBJECT
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

/** Filters that were given replace what was read of the same key. */
function allowedBy(
  { library }: Engine,
  filters: Filters,
  given: Filters,
  facets: readonly Condition[],
): Uint32Array {
  const conditions = facets.filter(({ key }) => given[key] === undefined)
  return library.matching(filters).filter((record) => {
    const own = library.facets[record]!
    return conditions.every((condition) => satisfies(own[condition.key] ?? [], condition))
  })
}

/** A record that has no value of the key satisfies nothing that is said of it, not even an exception. */
function satisfies(own: readonly string[], { values, mode, least = 1, most = Infinity }: Condition): boolean {
  if (own.length === 0) return false
  if (mode === 'count') {
    const counted = values.length === 0 ? own : own.filter((value) => values.includes(value))
    return counted.length >= least && counted.length <= most
  }
  if (mode === 'except') return !own.some((value) => values.includes(value))
  if (mode === 'every') return values.every((value) => own.includes(value))
  if (mode === 'only') return own.every((value) => values.includes(value))
  return own.some((value) => values.includes(value))
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
  return [...filters, ...conditions.map(({ key, values, mode }) => `${key} ${mode} ${values.join('|')}`)]
}

const round = (value: number) => Math.round(value * 1000) / 1000
