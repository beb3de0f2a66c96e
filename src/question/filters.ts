// Reads filters from a question: the documents it speaks of and the facet values it names. A value becomes a filter
// only where the wording shows that it is meant as one; otherwise it stays a search word.

import type { Condition, FilterKey, Filters } from '../schema.ts'
import { normalize } from '../text/normalize.ts'
import { comparesYears, readDocuments } from './documents.ts'
import { readFacets } from './facets.ts'
import { intentOf, withoutAsides } from './intent.ts'
import { listsRecords } from './lists.ts'
import type { NamedDocument, Vocabulary } from './vocabulary.ts'

/** What was read from a question, or from a conversation. */
export interface ReadFilters {
  /** What the API shows and takes: any of the values, all of the keys. */
  filters: Filters
  /** What the filters cannot say: nothing besides, all together, none of them. */
  facets: Condition[]
  /** The documents that it speaks of; none when it names none. */
  documents: readonly NamedDocument[]
  /** Batches and years that the question names and the library does not have. */
  unknown: string[]
  /** The question, normalized, without the words that became filters. */
  topic: string
}

/** 物流那块呢: what leans on a list narrows it, and what asks the same of something else names it; 由海关负责吗 does not. */
const ASKS_SAME = /呢[?]?$/u

/**
 * All filters that a question names.
 * @param question as asked
 * @param before what was read of the conversation, where the question leans on it
 */
export function readFilters(question: string, vocabulary: Vocabulary, before?: ReadFilters): ReadFilters {
  const text = withoutAsides(normalize(question))
  const manner = {
    comparing: intentOf(text) === 'comparison' || comparesYears(text),
    listing: listsRecords(text) || (before !== undefined && (isNarrowed(before) || ASKS_SAME.test(text))),
    expects: new Set([
      ...Object.keys(before?.filters ?? {}),
      ...(before?.facets ?? []).map(({ key }) => key),
    ]),
  }
  const documents = readDocuments(text, vocabulary, manner)
  const ownDocuments = Object.keys(documents.filters).length > 0
  const earlier = before && !ownDocuments && before.documents.length > 0 ? before.documents : undefined
  const chosen = earlier ?? documents.chosen
  const inDocuments = ownDocuments || earlier !== undefined
  const { facets, used } = readFacets(text, vocabulary, chosen, { ...manner, inDocuments })
  const filters: Filters = { ...documents.filters }
  for (const { key, values, mode } of facets) {
    const shown = mode === 'except' ? rest(values, key, vocabulary, chosen) : values
    // What is said of a key first is the positive part: 福州和平潭做过, 厦门没有.
    if (filters[key] === undefined && shown.length > 0) filters[key] = shown.length === 1 ? shown[0]! : shown
  }
  return {
    filters,
    facets,
    unknown: documents.unknown,
    documents: ownDocuments ? documents.chosen : [],
    topic: withoutWords(text, [...documents.used, ...used]),
  }
}

/**
 * The filters of a question that leans on earlier ones: theirs, but for what it names itself (那复制拓展的呢).
 * @param questions the oldest first, at least one
 */
export function readConversation(questions: readonly string[], vocabulary: Vocabulary): ReadFilters {
  let read: ReadFilters | undefined
  for (const asked of questions) {
    const own = readFilters(asked, vocabulary, read)
    read = read ? replaced(read, own) : own
  }
  return read!
}

function replaced(before: ReadFilters, own: ReadFilters): ReadFilters {
  const namesDocuments = own.documents.length > 0
  const named = new Set<string>([...Object.keys(own.filters), ...own.facets.map(({ key }) => key)])
  const kept = Object.entries(before.filters).filter(
    ([key]) => !named.has(key) && !(namesDocuments && DOCUMENT_KEYS.has(key)),
  )
  return {
    filters: { ...Object.fromEntries(kept), ...own.filters },
    facets: [
      ...before.facets.filter(({ key }) => !named.has(key)),
      // 只有福州片区做过的, 厦门呢: the other value takes the place of the first.
      ...own.facets.map((facet) =>
        facet.mode === 'any' && before.facets.some(({ key, mode }) => key === facet.key && mode === 'only')
          ? { ...facet, mode: 'only' as const }
          : facet,
      ),
    ],
    unknown: own.unknown.length > 0 || namesDocuments ? own.unknown : before.unknown,
    documents: namesDocuments ? own.documents : before.documents,
    topic: `${before.topic} ${own.topic}`,
  }
}

/** Whether anything was read that narrows the records. */
export const isNarrowed = ({ filters, facets }: Pick<ReadFilters, 'filters' | 'facets'>) =>
  Object.keys(filters).length > 0 || facets.length > 0

/** Filters that choose documents as a whole, their bodies included. */
export const DOCUMENT_KEYS: ReadonlySet<string> = new Set(['document', 'batch', 'year'])

/** So many values that are left over can be shown as a filter; more would say less than what is shut out. */
const REST_SHOWN = 6

/** The other values of a facet that the documents have; none where they are many. */
function rest(
  values: readonly string[],
  key: FilterKey,
  vocabulary: Vocabulary,
  documents: readonly { id: string }[],
): string[] {
  const held = new Set(documents.flatMap(({ id }) => [...vocabulary.ofDocument(id, key)]))
  const left = [...held].filter((value) => !values.includes(value))
  return left.length <= REST_SHOWN ? left : []
}

function withoutWords(text: string, words: readonly string[]): string {
  return words
    .filter(Boolean)
    .sort((a, b) => b.length - a.length)
    .reduce((rest, word) => rest.replaceAll(word, ' '), text)
}
