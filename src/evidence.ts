// What an answer stands on: which of the findings, grouped so that one measure is one thing, with what its quotes are
// chosen by. It does not decide whether there is an answer (gate.ts) nor how it reads (answerers).

import type { Assignment, Evidence } from './answerers/answerer.ts'
import type { Engine } from './engine.ts'
import type { Intent } from './schema.ts'
import type { Findings } from './search.ts'

/** An answer that asks for no list stands on so many different things at most … */
const EVIDENCE_MAX = 3
/** … and on none whose score is farther below the best; a list reaches farther. */
const SCORE_GAP = 0.9
const SCORE_GAP_OF_LIST = 1.3

/** All that an answer stands on, best first, not cut into pages. */
export function evidenceFor(engine: Engine, found: Findings, intent: Intent): Evidence[] {
  const near = nearBest(found, intent === 'list' ? SCORE_GAP_OF_LIST : SCORE_GAP)
  // What is compared may be the same measure in two documents: then its twins stand side by side.
  const all = grouped(engine, found.listed ? matchingOnly(engine, found) : near, intent !== 'comparison')
  return found.listed || intent === 'list' ? all : all.slice(0, EVIDENCE_MAX)
}

/** The records that satisfy the filters, without the notices' bodies that only accompany them. */
function matchingOnly({ library }: Engine, found: Findings): number[] {
  return found.ranked
    .map(({ record }) => record)
    .filter((record) => found.filters.kind !== undefined || library.records[record]!.kind !== 'body')
}

/** The records that score close to the best one. */
function nearBest({ ranked, exact }: Findings, gap: number): number[] {
  const best = ranked[0]?.score ?? 0
  return ranked
    .filter(({ record, score }) => exact.has(record) || score >= best - gap)
    .map(({ record }) => record)
}

/** Twins of one measure stand together, under the one that ranks first. */
function grouped({ library }: Engine, records: readonly number[], together: boolean): Evidence[] {
  const placed = new Set<string>()
  return records.flatMap((index) => {
    const record = library.records[index]!
    if (placed.has(record.id)) return []
    const same = (record.lineage ?? [])
      .filter(({ relation }) => relation === 'same')
      .map(({ id }) => library.record(id)!)
    const twins = together ? same.filter((twin) => records.includes(library.indexOf(twin.id))) : []
    for (const { id } of [record, ...twins]) placed.add(id)
    const from = (one: typeof record) => ({ record: one, document: library.document(one.documentId)! })
    return [{ ...from(record), twins: twins.map(from) }]
  })
}

/** What the sentences of the evidence are judged by. */
export function relevanceOf(
  { tokenizer, words: index, library }: Engine,
  found: Findings,
  intent: Intent,
): Assignment['relevance'] {
  const asked = new Set(tokenizer.words(found.standalone))
  return {
    words: new Map([...asked].map((word) => [word, index.idf(word)])),
    similarity: ({ id }, start, end) => {
      const sentence = library
        .passagesOf(library.indexOf(id))
        .find(({ passage }) => passage.kind === 'sentence' && passage.start === start && passage.end === end)
      return sentence && found.similarityOf(sentence.index)
    },
    figure: intent === 'figure',
  }
}

/** Facts beside the wording that the question is about; lead units are named wherever there are any. */
export function fieldsFor(question: string, intent: Intent): Assignment['fields'] {
  const asksScope = intent === 'comparison' || /推广|范围|哪里|哪些地方|全省|全国|适用/u.test(question)
  const asksTime = /什么时候|何时|时间|哪年|起/u.test(question)
  const asksArea = /片区|哪里|先行|试点|实施/u.test(question)
  return [
    ...(asksArea ? (['implementedIn'] as const) : []),
    ...(asksScope ? (['promotionScope'] as const) : []),
    ...(asksTime ? (['promotionTime'] as const) : []),
    'leadUnits',
    ...(intent === 'department' || intent === 'precedent' ? (['providedBy'] as const) : []),
  ]
}
