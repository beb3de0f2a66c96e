// The first half of story 2: what a question asks. What it takes over from the conversation, which filters and names it
// holds, which records may answer it, and what is left to search for. Nothing is ranked for an answer here.

import type { Engine } from './engine.ts'
import { exactMatches } from './question/exact.ts'
import { isNarrowed, type ReadFilters, readConversation, readFilters } from './question/filters.ts'
import {
  askedBefore,
  asksForOther,
  asksForRest,
  itemsAsked,
  joined,
  listedBefore,
  pointsBack,
  standsAlone,
} from './question/follow-up.ts'
import { intentOf, wantsList } from './question/intent.ts'
import { topicWords } from './question/topic.ts'
import { rank } from './ranking.ts'
import type { Condition, Filters, Message } from './schema.ts'
import { normalize } from './text/normalize.ts'

export interface Inquiry {
  question: string
  history?: readonly Message[] | undefined
  filters?: Filters | undefined
  readFilters: boolean
}

/** A question as it is searched for. */
export interface Understood {
  /** With what it needs of the conversation. */
  standalone: string
  /** What was given and what was read from the question. */
  filters: Filters
  read: ReadFilters
  /** The records that satisfy all of it. */
  allowed: Uint32Array
  /** Those, and the bodies of the notices that they come from, which may accompany them. */
  candidates: Uint32Array
  /** What is left to search for when the filters have been taken out. */
  topic: string
  /** Words of the topic that narrow a list. */
  about: readonly string[]
  /** The filters name what is asked for completely: nothing is left to rank by. */
  listed: boolean
  /** Records that an exact name, phrase or 文号 puts first, with the rule that says so. */
  exact: ReadonlyMap<number, string>
}

const NOTHING_READ: Omit<ReadFilters, 'topic'> = { filters: {}, facets: [], unknown: [], documents: [] }

/** Filters that were only read from the question give way where they leave nothing. */
export async function understand(engine: Engine, inquiry: Inquiry): Promise<Understood> {
  const before = await earlierQuestions(engine, inquiry)
  const items = itemsOfList(engine, inquiry, before)
  if (items) return items
  const { vocabulary } = engine
  const { question } = inquiry
  const standalone = joined([...before, question])
  const given = vocabulary.resolve(withoutUnset(inquiry.filters ?? {}))
  let read: ReadFilters = inquiry.readFilters
    ? without(readConversation([...before, question], vocabulary), given)
    : { ...NOTHING_READ, topic: normalize(standalone) }
  let filters = { ...read.filters, ...given }
  let allowed = allowedBy(engine, filters, read.facets)
  if (allowed.length === 0 && isNarrowed(read)) {
    read = { ...NOTHING_READ, unknown: read.unknown, topic: normalize(standalone) }
    filters = given
    allowed = allowedBy(engine, filters, [])
  }
  const rest = restOfList(engine, inquiry, before, allowed)
  const hasFilters = Object.keys(filters).length > 0 || read.facets.length > 0
  const sameAgain = before.length > 0 && (rest !== undefined || asksForOther(question))
  const asked = normalize(sameAgain && !wantsList(normalize(question)) ? before.at(-1)! : question)
  // Also where filters are only given: a list of what they allow may still be one of what is asked about.
  const topic = normalize(
    rest || !inquiry.readFilters
      ? readConversation(rest ? before : [...before, question], vocabulary).topic
      : read.topic,
  ).trim()
  const left = isNarrowed(read) ? topic : ''
  const candidates = withBodies(engine, rest ?? allowed, filters)
  const listing = hasFilters && wantsList(asked)
  const about = listing ? narrowing(engine, topic, candidates) : []
  const listed =
    listing &&
    // A number or date that no filter took stands for a condition that the records' fields do not have.
    !/\d/u.test(topic) &&
    intentOf(asked) !== 'comparison' &&
    about.length === 0
  const named = exactMatches(standalone, vocabulary, { inDocuments: hasFilters, listing })
  return {
    standalone,
    filters,
    read,
    allowed: rest ?? allowed,
    candidates,
    topic: listed || left === '' ? standalone : left,
    about,
    listed,
    exact: new Map([...named].filter(([record]) => candidates.includes(record))),
  }
}

/**
 * The earlier questions that this one needs, oldest first: back to one that stands alone. Answers are not taken over:
 * they would outweigh the question.
 */
async function earlierQuestions(engine: Engine, { question, history }: Inquiry): Promise<string[]> {
  const asked = askedBefore(history)
  const needed: string[] = []
  for (let current = question; asked.length > 0; ) {
    if (!(await leans(engine, current, asked.at(-1)!))) break
    current = asked.pop()!
    needed.unshift(current)
  }
  return needed
}

/** A question of this many characters that names facets asks for its own list. */
const FACETS_ALONE_LENGTH = 12
/**
 * Logistic weights: whether a question without its conversation has found what it is about, by the highest cosine and by
 * its length in characters. Over 135 short questions, alone and in conversations, five-fold cross-validation: 0.93 right;
 * by the cosine alone 0.81. All that are wrong lie within the doubt.
 */
const OWN_SUBJECT = { bias: -13.8, nearest: 13.8, length: 0.49, doubt: 1.8 } as const

/** In doubt, a question needs the one before if its best record then stands out by so much more. */
const MORE_TOGETHER = 1.1

/** Whether a question cannot stand alone: by its wording, or because it finds more with the one before than alone. */
async function leans(engine: Engine, question: string, before: string): Promise<boolean> {
  const { vocabulary, library } = engine
  const namesSubject = (text: string) => {
    const { documents, ...read } = readFilters(text, vocabulary)
    // 首创的有几个: a facet alone may be one of what was spoken of before.
    const fromFacets = isNarrowed(read) && [...text].length >= FACETS_ALONE_LENGTH
    return documents.length > 0 || fromFacets || exactMatches(text, vocabulary).size > 0
  }
  if (standsAlone(question, namesSubject)) return false
  if (pointsBack(question) || asksForRest(question)) return true
  const everything = { allowed: library.matching({}) }
  const alone = await rank(engine, question, everything)
  const { bias, nearest, length, doubt } = OWN_SUBJECT
  const sure = bias + nearest * (alone.nearest ?? 0) + length * [...question].length
  if (Math.abs(sure) > doubt) return sure < 0
  const together = await rank(engine, joined([before, question]), everything)
  return (together.ranked[0]?.score ?? 0) > MORE_TOGETHER * (alone.ranked[0]?.score ?? 0)
}

/** 第二条谁负责: the question is about items of the last list, and about nothing else. */
function itemsOfList(
  engine: Engine,
  { question, history = [] }: Inquiry,
  before: readonly string[],
): Understood | undefined {
  const { library, vocabulary } = engine
  if (before.length === 0) return undefined
  const items = listedBefore(history, vocabulary, amongListed(engine, before), 1)[0] ?? []
  const records = itemsAsked(question, items.length).flatMap((place) =>
    items[place]! < 0 ? [] : [items[place]!],
  )
  if (records.length === 0) return undefined
  const standalone = [...records.map((record) => library.records[record]!.title), question].join(' ')
  const everything = library.matching({})
  return {
    standalone,
    filters: {},
    read: { ...NOTHING_READ, topic: normalize(standalone) },
    allowed: everything,
    candidates: everything,
    topic: standalone,
    about: [],
    listed: false,
    exact: new Map(records.map((record) => [record, '对话中列出的条目'])),
  }
}

/** What no list has named yet when the rest is asked for; undefined when it is not, or when nothing is left. */
function restOfList(
  engine: Engine,
  { question, history = [] }: Inquiry,
  before: readonly string[],
  allowed: Uint32Array,
): Uint32Array | undefined {
  if (before.length === 0 || !asksForRest(question)) return undefined
  const among = new Set(allowed)
  const seen = new Set(listedBefore(history, engine.vocabulary, (record) => among.has(record)).flat())
  const left = allowed.filter((record) => !seen.has(record))
  return left.length > 0 && left.length < allowed.length ? left : undefined
}

/** Whether a record satisfies what the earlier questions asked for. */
function amongListed(engine: Engine, before: readonly string[]): (record: number) => boolean {
  const { filters, facets } = readConversation(before, engine.vocabulary)
  const allowed = new Set(allowedBy(engine, filters, facets))
  return (record) => allowed.has(record)
}

/** The words of a topic that narrow a list, those that mean the same or less included. */
function narrowing({ tokenizer, synonyms, vocabulary }: Engine, topic: string, candidates: Uint32Array) {
  const words = tokenizer.words(topic)
  return topicWords(topic, [...words, ...synonyms.expand(topic, words)], candidates, vocabulary)
}

/** Filters that were given replace what was read of the same key. */
const without = (read: ReadFilters, given: Filters): ReadFilters => ({
  ...read,
  facets: read.facets.filter(({ key }) => given[key] === undefined),
})

function allowedBy({ library }: Engine, filters: Filters, conditions: readonly Condition[]): Uint32Array {
  const matching = library.matching(filters)
  if (conditions.length === 0) return matching
  return matching.filter((record) => {
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
  const bodies = [...documents].flatMap((id) => {
    const body = library.bodies.get(id)
    return body === undefined || allowed.includes(body) ? [] : [body]
  })
  const shown = new Uint32Array(allowed.length + bodies.length)
  shown.set(allowed)
  shown.set(bodies, allowed.length)
  return shown.sort()
}

function withoutUnset(filters: Filters): Filters {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as Filters
}
