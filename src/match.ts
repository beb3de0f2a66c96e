// Which measures fit a person: read what they told, pick the records to judge, compare, and put each finding into the
// desk's words with the clause it rests on. It does not know how a verdict is found (applicability/).

import type { Finding } from './applicability/finding.ts'
import { type Measure, readMeasure } from './applicability/measure.ts'
import { readProfile, type Told } from './applicability/profile.ts'
import type { MatchItem, MatchRequest, MatchResponse, Profile } from './applicability/schema.ts'
import { judge, type Verdict } from './applicability/verdict.ts'
import type { Engine } from './engine.ts'
import { AppError } from './errors.ts'
import type { Library } from './library.ts'
import type { Phrases } from './prompts.ts'
import { questionVector } from './ranking.ts'
import { HISTORY_USED, type Message, QUESTION_MAX } from './schema.ts'
import { find } from './search.ts'

/** Without named records, so many of the best found are judged … */
const CANDIDATES = 30
/** … and so many shown, unless the request says otherwise. */
const LIMIT = 10
/** At most so many reasons are given, and so many questions asked. */
const REASONS_MAX = 4
const QUESTIONS_MAX = 2
/** So many clauses of what was told are compared with the records; a long story says the rest in other words. */
const CLAUSES_MAX = 16

const ORDER: readonly Verdict[] = ['fits', 'fits_if', 'unknown', 'does_not_fit']

/**
 * Judges the records named, in their order, or the best candidates, what fits first.
 * @throws AppError `invalid_request` naming a record that is not there
 */
export async function match(engine: Engine, request: MatchRequest): Promise<MatchResponse> {
  const started = performance.now()
  const { profile, question, records: ids, limit } = request
  const told = readProfile(profile, question)
  const chosen = ids
    ? ids.map((id) => indexOf(engine.library, id))
    : await candidates(engine, profile, question)
  const items = await matchItems(engine, told, chosen)
  const ordered = ids
    ? items.slice(0, limit ?? items.length)
    : items
        .map((item, i) => ({ item, i }))
        .sort((a, b) => ORDER.indexOf(a.item.verdict) - ORDER.indexOf(b.item.verdict) || a.i - b.i)
        .slice(0, limit ?? LIMIT)
        .map(({ item }) => item)
  return { items: ordered, build: engine.build, tookMs: Math.round((performance.now() - started) * 10) / 10 }
}

/** The verdict on each of these records (indexes in the library), in their order. */
export async function matchItems(
  engine: Engine,
  told: Told,
  records: readonly number[],
): Promise<MatchItem[]> {
  const { library, phrases } = engine
  const likeness = await likenessOf(engine, told, records)
  return records.map((index) => {
    const record = library.records[index]!
    const measure = readMeasure(record, library.document(record.documentId)!)
    const { verdict, findings } = judge(measure, told, likeness(index))
    return itemOf(measure, verdict, findings, phrases)
  })
}

function indexOf(library: Library, id: string): number {
  const index = library.indexOf(id)
  if (index === -1) throw new AppError('invalid_request', `没有编号为“${id}”的条目，请检查“records”。`)
  return index
}

/** Notices' bodies are about many measures at once: they are no measure to judge. */
async function candidates(engine: Engine, profile: Profile, question = ''): Promise<number[]> {
  const { industries = [], activities = [], text = '' } = profile
  const query =
    [question, ...industries, ...activities, text].filter(Boolean).join('，') || profile.areas!.join('，')
  const found = await find(engine, {
    question: [...query].slice(0, QUESTION_MAX).join(''),
    readFilters: false,
  })
  return found.ranked
    .map(({ record }) => record)
    .filter((record) => engine.library.records[record]!.kind !== 'body')
    .slice(0, CANDIDATES)
}

/** By record and clause of what was told, the highest cosine to any of its passages; empty without a model. */
async function likenessOf(engine: Engine, { listed, clauses }: Told, records: readonly number[]) {
  const { dense, library } = engine
  const highest = new Map(records.map((record) => [record, new Map<string, number>()]))
  if (dense)
    for (const clause of [listed, ...clauses].filter(Boolean).slice(0, CLAUSES_MAX)) {
      const vector = await questionVector(engine, clause, records.length)
      if (!vector) continue
      const similarities = dense.store.similarities(vector)
      for (const record of records)
        highest
          .get(record)!
          .set(clause, Math.max(-1, ...library.passagesOf(record).map(({ index }) => similarities[index]!)))
    }
  return (record: number) => highest.get(record)!
}

function itemOf(
  { record, documentId }: Measure,
  verdict: Verdict,
  findings: readonly Finding[],
  phrases: Phrases,
): MatchItem {
  const shown = findings.toSorted((a, b) => weightOf(b) - weightOf(a))
  const asked = verdict === 'fits_if' || verdict === 'unknown' ? findings.filter(isOpen) : []
  return {
    id: record.id,
    title: record.title,
    verdict,
    reasons: shown.slice(0, REASONS_MAX).map((finding) => ({
      says: said(finding, phrases),
      quote: finding.clause.text,
      start: finding.clause.start,
      end: finding.clause.end,
      documentId,
    })),
    missing: [...new Set(asked.map((finding) => questionFor(finding, phrases)))].slice(0, QUESTIONS_MAX),
    nextStep: { leadUnits: record.leadUnits ?? [], url: record.url },
  }
}

/** What is open comes first, then what tells most; that a place is covered comes last. */
const WEIGHTS: Partial<Record<Finding['about'], number>> = { grade: 4, hedge: 3, subject: 2, direction: 1 }
const weightOf = ({ about, outcome }: Finding) => (WEIGHTS[about] ?? 0) + (outcome === 'open' ? 10 : 0)

const isOpen = ({ outcome }: Finding) => outcome === 'open'

/** A finding in the desk's words. */
function said({ outcome, about, wants, told }: Finding, { say }: Phrases): string {
  if (about === 'place' || about === 'zone')
    return told === '' && outcome !== 'out'
      ? say('match.place.unsaid', { wants })
      : say(`match.place.${outcome}`, { wants, told: told || '别处' })
  if (about === 'denied') return say('match.denied', { wants, told })
  if (about === 'direction' && outcome === 'out') return say('match.direction.out', { wants, told })
  if (about === 'grade')
    return outcome === 'open'
      ? say('match.grade.open', { wants })
      : say(`match.grade.${outcome}`, { wants, told })
  if (about === 'hedge') return say(outcome === 'out' ? 'match.hedge.out' : 'match.hedge', { wants })
  if (about === 'office') return say('match.office')
  if (about === 'likeness') return say('match.likeness')
  if (outcome === 'met') return say('match.subject.met', { wants, told })
  return say(`match.subject.${outcome}`, { wants })
}

function questionFor({ about, wants, asks }: Finding, { say }: Phrases): string {
  if (about === 'place' || about === 'zone') return say('match.ask.place', { wants })
  if (about === 'grade') return say('match.ask.grade', { wants })
  if (about === 'hedge') return say('match.ask.hedge', { wants })
  return asks ? say('match.ask.own', { asks }) : say('match.ask.subject', { wants })
}

/**
 * For chat: what the question and the conversation before it tell of the person, and the verdict on each record that the
 * answer stands on (indexes in the library).
 */
export async function applicabilityOf(
  engine: Engine,
  question: string,
  history: readonly Message[],
  records: readonly number[],
): Promise<{ told: Told; items: MatchItem[] }> {
  const said = history.filter(({ role }) => role === 'user').slice(-HISTORY_USED)
  const told = readProfile({ text: said.map(({ content }) => content).join('。') }, question)
  return { told, items: await matchItems(engine, told, records) }
}
