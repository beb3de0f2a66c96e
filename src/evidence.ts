// What an answer stands on: which of the findings, grouped so that one measure is one thing, with what its quotes are
// chosen by. It does not decide whether there is an answer (gate.ts) nor how it reads (answerers).

import { type Assignment, type Evidence, FIELDS, type Field, type Tally } from './answerers/answerer.ts'
import { figureAsked } from './answerers/forms/numbers.ts'
import type { Engine } from './engine.ts'
import type { FilterKey, Intent } from './schema.ts'
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
    figure: (intent === 'figure' && figureAsked(found.standalone)) || false,
  }
}

/** What asks for a field of each record. */
const ASKED: Readonly<Record<Field, RegExp>> = {
  implementedIn: /片区|哪里|先行|试点|实施|试过|做过/u,
  promotionScope: /推广|范围|哪里|哪些地方|全省|全国|适用/u,
  promotionTime: /什么时候|何时|时间|哪年|起/u,
  leadUnits: /谁|部门|单位|机构|牵头|负责|主管|哪家|[局厅委部]/u,
  providedBy: /谁|部门|单位|报送|提供/u,
  innovationType: /首创|复制|类型|档次|创新性/u,
}
/** The field that a filter key is about. */
const FIELD_OF: Partial<Record<FilterKey, Field>> = {
  area: 'implementedIn',
  scope: 'promotionScope',
  time: 'promotionTime',
  unit: 'leadUnits',
  provider: 'providedBy',
  innovation: 'innovationType',
}

/**
 * Facts beside the wording that are told of every record. In a list those that are asked for, and those that were chosen
 * by and differ; elsewhere lead units wherever there are any.
 */
export function fieldsFor(found: Findings, standing: readonly Evidence[]): Field[] {
  const asked = FIELDS.filter((field) => ASKED[field].test(found.standalone))
  if (!found.listed) return FIELDS.filter((field) => asked.includes(field) || field === 'leadUnits')
  const keys = [...Object.keys(found.filters), ...found.read.facets.map(({ key }) => key)] as FilterKey[]
  const chosenBy = new Set(keys.flatMap((key) => FIELD_OF[key] ?? []))
  const differs = (field: Field) =>
    new Set(standing.flatMap(({ record }) => (record[field] === undefined ? [] : String(record[field]))))
      .size > 1
  return FIELDS.filter((field) => (asked.includes(field) || chosenBy.has(field)) && differs(field))
}

/** How what is listed divides by type and domain, where it divides at all. */
export function talliesOf(standing: readonly Evidence[]): Tally[] {
  return (['innovationType', 'domain'] as const).flatMap((field) => {
    const counts = new Map<string, number>()
    for (const { record } of standing) {
      const value = record[field]
      if (value) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    return counts.size > 1 ? [{ field, counts: [...counts].sort((a, b) => b[1] - a[1]) }] : []
  })
}
