// A question as the readers of single facets see it: its names, what is said of each, and its clauses. It does not
// know which facet reads what.

import type { FilterKey } from '../schema.ts'
import { type Clause, clauseAt, clausesOf, denials, JOINS, type Role, roleOf } from './clauses.ts'
import type { Manner } from './intent.ts'
import { distributed, type Mention, mentionsIn } from './mentions.ts'
import type { NamedDocument, Value, Vocabulary } from './vocabulary.ts'

/** What the readers of single facets are told. */
export interface Scene extends Manner {
  /** Canonical. */
  text: string
  clauses: readonly Clause[]
  /** Names with what is said of them and whether they are shut out. */
  names: readonly Said[]
  /** The values that the chosen documents have. */
  values(key: FilterKey): readonly Value[]
  /** Those of the library. */
  places: ReadonlySet<string>
  /** Whether the question names documents: then it speaks of their records. */
  inDocuments: boolean
  /** The words that became conditions; each reader adds its own. */
  used: string[]
}

/** A name with what is said of it. */
export interface Said extends Mention {
  role: Role | undefined
  /** It is shut out: 除了厦门. */
  denied: boolean
  /** The clause that it stands in. */
  clause: Clause
}

/** @param asked the question, normalized */
export function sceneOf(
  asked: string,
  vocabulary: Vocabulary,
  chosen: readonly NamedDocument[],
  manner: Manner & { inDocuments: boolean },
): Scene {
  const all = chosen.length === vocabulary.documents.length
  const holds = (key: FilterKey, value: string) =>
    all || chosen.some(({ id }) => vocabulary.ofDocument(id, key).has(value))
  const text = distributed(vocabulary.canonical(asked), vocabulary.names)
  const mentions = mentionsIn(text, vocabulary.names, holds)
  const clauses = clausesOf(text, mentions)
  const denied = denials(text, clauses, mentions)
  return {
    ...manner,
    text,
    clauses,
    names: said(text, mentions, clauses, denied),
    values: (key) => vocabulary.values[key].filter(({ value }) => holds(key, value)),
    places: vocabulary.places,
    used: [],
  }
}

/** What can be said of a place; that it is in charge can only be said of an office there. */
const OF_PLACES: readonly Role[] = ['promoted', 'done', 'provided']
const OF_NAMES: readonly Role[] = [...OF_PLACES, 'charge']

function said(
  text: string,
  mentions: readonly Mention[],
  clauses: readonly Clause[],
  denied: readonly boolean[],
): Said[] {
  const names: Said[] = []
  for (const [i, mention] of mentions.entries()) {
    const clause = clauseAt(clauses, mention.start)!
    const before = names[i - 1]
    // 推广到福州、平潭: what stands before a row of names is said of all of them.
    const inRow =
      before?.role !== undefined &&
      clause.roles.length === 0 &&
      before.clause.roles.some(({ at }) => at < before.start) &&
      JOINS.test(text.slice(before.end, mention.start))
    const role = inRow ? before.role : roleOf(clauses, mention, mention.place ? OF_PLACES : OF_NAMES)
    names.push({ ...mention, role, denied: denied[i]!, clause })
  }
  return names
}

/** The text with blanks where some names stand: what is left names nothing of theirs, at the same places. */
export function blanked(text: string, names: readonly Mention[]): string {
  return names.reduce(
    (rest, { start, end }) => rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end),
    text,
  )
}
