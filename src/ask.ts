// Story 3: hits become a cited answer. Decide whether there is one, let the answerer write it, and make the citations
// from the library: never from what an answerer claims.

import { randomBytes } from 'node:crypto'
import { type Assignment, type Evidence, extractive, type Marked } from './answerers/extractive.ts'
import type { Engine } from './engine.ts'
import { AppError } from './errors.ts'
import { judge, type Verdict } from './gate.ts'
import { intentOf } from './question/intent.ts'
import type { Answer, AskRequest, Citation, Hit, Intent } from './schema.ts'
import { conditionsOf, type Findings, find, hitsOf } from './search.ts'
import { normalize } from './text/normalize.ts'

/** What happens while a question is answered, in this order; `final` is the truth. */
export type AskEvent =
  | { type: 'hits'; hits: Hit[] }
  | { type: 'text'; delta: string }
  | { type: 'final'; answer: Answer }

/** An answer that asks for no list stands on so many different things at most … */
const EVIDENCE_MAX = 3
/** … and on none whose score is farther below the best; a list reaches farther. */
const SCORE_GAP = 0.9
const SCORE_GAP_OF_LIST = 1.3
/** Answers stream sentence by sentence: a quote that is cut anywhere else is hard to read. */
const PIECES = /[^。；\n]*[。；\n]+|[^。；\n]+$/gu

/** The answer, waited for. */
export async function ask(engine: Engine, request: AskRequest): Promise<Answer> {
  for await (const event of askEvents(engine, request)) if (event.type === 'final') return event.answer
  throw new AppError('internal', '回答没有完成，请重试。')
}

/** The answer as it comes about. The joined `text` deltas are the text of the final answer. */
export async function* askEvents(engine: Engine, request: AskRequest): AsyncGenerator<AskEvent> {
  const started = performance.now()
  if (intentOf(normalize(request.question)) === 'help') {
    yield { type: 'hits', hits: [] }
    yield* told(help(engine, request, started))
    return
  }
  const found = await find(engine, request)
  const hits = hitsOf(engine, found, request.limit)
  yield { type: 'hits', hits }
  const verdict = judge(engine, found)
  yield* told(compose(engine, request, found, verdict, hits, started))
}

function* told(answer: Answer): Generator<AskEvent> {
  for (const [delta] of answer.text.matchAll(PIECES)) yield { type: 'text', delta }
  yield { type: 'final', answer }
}

function compose(
  engine: Engine,
  request: AskRequest,
  found: Findings,
  verdict: Verdict,
  hits: Hit[],
  started: number,
): Answer {
  const { phrases } = engine
  const intent = intentOf(normalize(request.question))
  const shared = {
    ...frame(engine, request, found, intent),
    ...conditionsOf(found),
    support: round(verdict.support),
    hits,
  }
  const notice = found.keywordsOnly && { notice: phrases.say('notice.degraded') }
  if (verdict.outcome === 'no_evidence') {
    const text = nothing(found, verdict, phrases)
    return {
      ...shared,
      outcome: 'no_evidence',
      text,
      citations: [],
      records: [],
      ...notice,
      followUps: [],
      tookMs: since(started),
    }
  }
  const isList = found.listed
  const near = nearBest(found, intent === 'list' ? SCORE_GAP_OF_LIST : SCORE_GAP)
  // What is compared may be the same measure in two documents: then its twins stand side by side.
  const all = grouped(engine, isList ? matchingOnly(engine, found) : near, intent !== 'comparison')
  const standing = isList || intent === 'list' ? all : all.slice(0, EVIDENCE_MAX)
  const shown = standing.slice(request.offset, request.offset + request.limit)
  const assignment: Assignment = {
    intent,
    evidence: shown,
    sources: [...new Set(standing.map(({ document }) => document))],
    relevance: relevanceOf(engine, found, intent),
    fields: fieldsFor(found.standalone, intent),
    page: { total: standing.length, offset: request.offset },
    complete: isList,
    ...(verdict.detail && { missingDetail: verdict.detail }),
  }
  const { text, marked } = extractive(assignment, phrases)
  return {
    ...shared,
    outcome: verdict.outcome,
    text,
    citations: marked.map(citation),
    records: standing.flatMap(({ record, twins }) => [record.id, ...twins.map((twin) => twin.record.id)]),
    ...((isList || intent === 'list') && { total: standing.length }),
    ...notice,
    followUps: followUpsFor(shown, intent, engine),
    tookMs: since(started),
  }
}

/** What every answer says of itself. */
function frame(
  engine: Engine,
  request: AskRequest,
  found: Pick<Findings, 'standalone' | 'filters'>,
  intent: Intent,
) {
  return {
    answerId: randomBytes(16).toString('hex'),
    question: request.question,
    standaloneQuestion: found.standalone,
    filters: found.filters,
    intent,
    answeredBy: 'extractive',
    build: engine.build,
  }
}

function help(engine: Engine, request: AskRequest, started: number): Answer {
  const documents = engine.library.documents.map(({ summary }) => `《${summary.title}》`).join('、')
  return {
    ...frame(engine, request, { standalone: request.question, filters: request.filters ?? {} }, 'help'),
    outcome: 'answered',
    support: 1,
    text: [
      engine.phrases.say('help.text', { documents }),
      ...engine.phrases.examples.map((example) => `· ${example}`),
    ].join('\n'),
    citations: [],
    records: [],
    hits: [],
    followUps: engine.phrases.examples.slice(0, 3),
    tookMs: since(started),
  }
}

function nothing(found: Findings, { unknown, places = [] }: Verdict, phrases: Engine['phrases']): string {
  if (found.total === 0) return phrases.say('none.filters')
  const opening =
    unknown.length > 0
      ? phrases.say('none.unknown', { what: unknown.join('、') })
      : places.length > 0
        ? phrases.say('none.place', { what: places.join('、') })
        : phrases.say('none.opening')
  return `${opening}\n${phrases.say('none.nearest')}`
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

function relevanceOf(
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
function fieldsFor(question: string, intent: Intent): Assignment['fields'] {
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

function citation({ marker, evidence: { record, document }, quote }: Marked): Citation {
  const { title, documentNumber, issuer, date } = document.summary
  return {
    marker,
    recordId: record.id,
    documentId: record.documentId,
    documentTitle: title,
    ...(documentNumber && { documentNumber }),
    ...(issuer && { issuer }),
    ...(date && { date }),
    title: record.title,
    quote: quote.text,
    start: quote.start,
    end: quote.end,
    url: record.url.replace('#', `?start=${quote.start}&end=${quote.end}#`),
  }
}

function followUpsFor(shown: readonly Evidence[], intent: Intent, { phrases }: Engine): string[] {
  const first = shown[0]?.record
  if (!first || first.kind === 'body') return []
  const title = first.title
  return [
    ...(first.leadUnits && intent !== 'department' ? [phrases.say('followUp.units', { title })] : []),
    ...(first.promotionScope ? [phrases.say('followUp.scope', { title })] : []),
  ].slice(0, 3)
}

const since = (started: number) => Math.round((performance.now() - started) * 10) / 10
const round = (value: number) => Math.round(value * 1000) / 1000
