// Story 3: hits become a cited answer. Decide whether there is one, let the answerer write it, and make the citations
// from the library: never from what an answerer claims.

import { randomBytes } from 'node:crypto'
import type { Answerer, Assignment, Evidence, Marked } from './answerers/answerer.ts'
import { countsIn } from './counts.ts'
import type { Engine } from './engine.ts'
import { AppError } from './errors.ts'
import { evidenceFor, relevanceOf } from './evidence.ts'
import { judge, type Verdict } from './gate/gate.ts'
import { stancesOn } from './match.ts'
import { alsoIn, fieldsFor, talliesOf } from './particulars.ts'
import { intentOf } from './question/intent.ts'
import { helpReply, noEvidenceReply } from './replies.ts'
import type { Answer, AskRequest, Citation, Hit, Intent } from './schema.ts'
import { conditionsOf, type Findings, find, hitsOf } from './search.ts'
import { normalize } from './text/normalize.ts'

/** What happens while a question is answered, in this order; `final` is the truth. */
export type AskEvent =
  | { type: 'hits'; hits: Hit[] }
  | { type: 'text'; delta: string }
  | { type: 'final'; answer: Answer }

const NEVER = new AbortController().signal
/** So many of the best records are held against what somebody told of themselves; evidence reaches no farther. */
const JUDGED_MAX = 20

/** The answer, waited for. */
export async function ask(engine: Engine, request: AskRequest, signal?: AbortSignal): Promise<Answer> {
  for await (const event of askEvents(engine, request, signal))
    if (event.type === 'final') return event.answer
  throw new AppError('internal', '回答没有完成，请重试。')
}

/** The answer as it comes about. The joined `text` deltas are the text of the final answer. */
export async function* askEvents(
  engine: Engine,
  request: AskRequest,
  signal: AbortSignal = NEVER,
): AsyncGenerator<AskEvent> {
  const started = performance.now()
  const chosen = answererOf(engine, request)
  const asked = intentOf(normalize(request.question))
  if (asked === 'help') {
    yield { type: 'hits', hits: [] }
    const text = helpReply(engine)
    yield { type: 'text', delta: text }
    yield { type: 'final', answer: { ...helped(engine, request, text), tookMs: since(started) } }
    return
  }
  const found = await find(engine, request)
  // What the filters name completely is a list, also where nothing asks for all of it: 第19批的全国首创举措.
  const intent = found.listed && asked === 'lookup' ? 'list' : asked
  const hits = hitsOf(engine, found, request.limit)
  yield { type: 'hits', hits }
  const verdict = await judge(engine, found)
  const shared = {
    ...frame(engine, request, found, intent),
    ...conditionsOf(found),
    outcome: verdict.outcome,
    support: round(verdict.support),
    ...(verdict.reason?.because === 'detail' && { missing: verdict.reason.what.join('、') }),
    hits,
  }
  const notices = found.keywordsOnly ? [engine.phrases.say('notice.degraded')] : []
  if (verdict.outcome === 'no_evidence') {
    const text = noEvidenceReply(verdict, engine.phrases)
    yield { type: 'text', delta: text }
    const nothing = { text, citations: [], records: [], followUps: [], tookMs: since(started) }
    yield { type: 'final', answer: { ...shared, ...nothing, ...noticeOf(notices) } }
    return
  }
  const stances = intent === 'applicability' ? await stancesFor(engine, request, found) : undefined
  const points = (record: number) => stances?.get(engine.library.records[record]!.id)?.points ?? 0
  const { evidence: standing, ...stood } = await evidenceFor(engine, found, intent, points)
  const assignment = {
    ...assignmentFor(engine, request, found, verdict, intent, standing, stood),
    ...(stances && { stances }),
  }
  // A complete list is the desk's own to write, and so is the end of one: a model could only leave something out.
  const { extractive } = engine.answerers
  const answerer = found.listed || assignment.evidence.length === 0 ? extractive : chosen
  const { text, marked, notice, answeredBy = answerer.name } = yield* told(answerer, assignment, signal)
  yield {
    type: 'final',
    answer: {
      ...shared,
      ...noticeOf(notice ? [...notices, notice] : notices),
      answeredBy,
      ...(answerer.languageModel &&
        answeredBy !== extractive.name && { languageModel: answerer.languageModel }),
      text,
      citations: marked.map(citation),
      records: recordsOf(standing),
      ...((found.listed || intent === 'list') && { total: standing.length }),
      followUps: followUpsFor(assignment.evidence, intent, engine),
      tookMs: since(started),
    },
  }
}

/** What the answer stands on, twins behind the record they belong to; kin that it points to last. */
function recordsOf(standing: readonly Evidence[]): string[] {
  const own = standing.flatMap(({ record, twins }) => [record, ...twins.map((twin) => twin.record)])
  const kin = standing.flatMap((one) => (one.kin ?? []).map(({ record }) => record))
  return [...new Set([...own, ...kin].map(({ id }) => id))]
}

/**
 * Who is to write: whom the request names, else the language model where there is one.
 * @throws AppError `invalid_request` for a language model that nobody has set up
 */
export function answererOf({ answerers }: Engine, { answerer }: AskRequest): Answerer {
  if (answerer === 'llm' && !answerers.llm)
    throw new AppError('invalid_request', 'answerer：没有配置语言模型：请去掉 answerer，或改为 extractive。')
  return (answerer !== 'extractive' && answerers.llm) || answerers.extractive
}

/** Passes on what the answerer writes, as it writes it. */
async function* told(answerer: Answerer, assignment: Assignment, signal: AbortSignal) {
  const writing = answerer.answer(assignment, signal)
  for (;;) {
    const step = await writing.next()
    if (step.done) return step.value
    yield { type: 'text', delta: step.value } as const
  }
}

function assignmentFor(
  engine: Engine,
  { offset, limit }: AskRequest,
  found: Findings,
  { reason }: Verdict,
  intent: Intent,
  standing: readonly Evidence[],
  stood: Pick<Assignment, 'sides' | 'shared'>,
): Assignment {
  const counted = countsIn(engine, found)
  return {
    question: found.standalone,
    intent,
    evidence: standing.slice(offset, offset + limit),
    sources: [...new Set(standing.map(({ document }) => document))],
    relevance: relevanceOf(engine, found, intent),
    fields: fieldsFor(found, standing),
    page: { total: standing.length, offset },
    complete: found.listed,
    ...stood,
    ...(counted && { counted }),
    ...(found.listed && { tallies: talliesOf(standing), alsoIn: alsoIn(standing) }),
    ...(reason?.because === 'detail' && { missingDetail: reason.what.join('、') }),
    ...(reason?.because === 'near' && { onlyNear: true }),
  }
}

/** What the best records are to who asks, by id, where they said who they are. */
async function stancesFor(
  engine: Engine,
  { question, history }: AskRequest,
  { ranked }: Findings,
): Promise<Assignment['stances']> {
  const best = ranked.slice(0, JUDGED_MAX).map(({ record }) => record)
  const stances = await stancesOn(engine, question, history ?? [], best)
  return (
    stances && new Map([...stances].map(([record, stance]) => [engine.library.records[record]!.id, stance]))
  )
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
    ...(engine.model && { model: engine.model }),
  }
}

function helped(engine: Engine, request: AskRequest, text: string) {
  return {
    ...frame(engine, request, { standalone: request.question, filters: request.filters ?? {} }, 'help'),
    outcome: 'answered' as const,
    support: 1,
    text,
    citations: [],
    records: [],
    hits: [],
    followUps: engine.phrases.examples.slice(0, 3),
  }
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
    kind: record.kind,
    quote: quote.text,
    start: quote.start,
    end: quote.end,
    url: record.url.replace('#', `?start=${quote.start}&end=${quote.end}#`),
  }
}

/** What the answer has not said yet, and the library can answer. */
function followUpsFor(shown: readonly Evidence[], intent: Intent, { phrases }: Engine): string[] {
  const first = shown[0]
  if (!first || first.record.kind === 'body' || first.record.titleDerived) return []
  const { title, sections, domain, implementedIn } = first.record
  return [
    ...(first.twins.length > 0 && intent !== 'comparison'
      ? [phrases.say('followUp.versions', { title })]
      : []),
    ...(sections && intent !== 'precedent' ? [phrases.say('followUp.effects', { title })] : []),
    ...(domain && intent !== 'list' ? [phrases.say('followUp.domain', { domain })] : []),
    ...(implementedIn && intent !== 'list'
      ? [phrases.say('followUp.area', { area: implementedIn[0]! })]
      : []),
  ].slice(0, 3)
}

const noticeOf = (notices: readonly string[]) => (notices.length > 0 ? { notice: notices.join('') } : {})
const since = (started: number) => Math.round((performance.now() - started) * 10) / 10
const round = (value: number) => Math.round(value * 1000) / 1000
