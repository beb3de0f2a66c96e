// Story 4: HTTP around the other three. Routes say what comes in and what goes out; every error leaves through one door.

import { randomUUID } from 'node:crypto'
import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { streamSSE } from 'hono/streaming'
import { z } from 'zod'
import { type Admission, COUNTED, isStreamed, openAdmission, WORKING } from './admission/admission.ts'
import { MatchRequest, MatchResponse } from './applicability/schema.ts'
import { answererOf, ask } from './ask.ts'
import { browse } from './browse.ts'
import type { Settings } from './config.ts'
import type { Engine } from './engine.ts'
import { AppError } from './errors.ts'
import { type Gaps, NO_GAPS } from './gaps/gaps.ts'
import { FeedbackRequest } from './gaps/schema.ts'
import { Health, healthOf, STARTING } from './health.ts'
import { answerErrors, type FaultHook, invalid, raise } from './http-errors.ts'
import { match } from './match.ts'
import type { Metrics } from './operating/metrics.ts'
import { metricsRoute } from './operating/metrics-route.ts'
import { accounting, type RequestObserver, type RequestVariables, UNOBSERVED } from './operating/requests.ts'
import {
  Answer,
  AskRequest,
  DocumentDetail,
  DocumentsPage,
  ErrorBody,
  PolicyRecord,
  RecordsPage,
  RecordsQuery,
  SearchRequest,
  SearchResponse,
} from './schema.ts'
import { search } from './search.ts'
import { sendAnswer, shuttingDown, unlessCut } from './streams.ts'
import { docsRoutes } from './web/docs-routes.ts'
import { SHARED_PATHS, security, sharing } from './web/origins.ts'
import { pages } from './web/pages.ts'

const BODY_BYTES_MAX = 128 * 1024

/** What the server is made of: the engine, or undefined while it is still being opened. */
export interface AppParts {
  engine: () => Engine | undefined
  /** What is wrong though the engine is not to blame, for the health of the desk. */
  troubles?: () => readonly string[]
  /** Called with every fault that is ours, for the operator. */
  onFault?: FaultHook
  /** Aborted when no more requests are taken. */
  closing?: AbortSignal
  /** Aborted when the answers that are still being sent are about to be cut. */
  cutting?: AbortSignal
  /** Origins whose pages may embed the desk, exactly as browsers send them; none by default. */
  allowedOrigins?: readonly string[]
  /** Told of answers and ratings; by default they are not kept. */
  gaps?: Gaps
  /** Who is let in; by default no client has limits of its own. */
  admission?: Admission
  /** Hears of every request. */
  observer?: RequestObserver
  /** What GET /metrics gives, and to whom; without it there is no such address. */
  figures?: { metrics: Pick<Metrics, 'text'>; readers: Settings['METRICS'] }
}

type Env = { Variables: RequestVariables }

const json = <T extends z.ZodType>(schema: T, description: string) => ({
  content: { 'application/json': { schema } },
  description,
})
const failures = Object.fromEntries(
  Object.entries({
    400: 'The request is wrong; the message says what to do.',
    404: 'There is no such thing.',
    413: 'The body is larger than 128 KB.',
    415: 'The body is no JSON.',
    429: 'This client asks too often; Retry-After says when to ask again.',
    503: 'Not ready yet, too busy, or closing; Retry-After says when to ask again.',
    504: 'It took too long.',
  }).map(([status, description]) => [status, json(ErrorBody, description)]),
)

/**
 * Whether a body says how long it is, and is no longer than it may be: the server reads no more of it than that. Only the
 * others are counted, for which the request is made once more as the platform's; that was an eighth of a search's time here.
 */
function saysItFits({ req }: Context): boolean {
  const length = req.header('Content-Length')
  return length !== undefined && Number(length) <= BODY_BYTES_MAX && !req.header('Transfer-Encoding')
}

/** The whole HTTP interface. It listens nowhere: `app.request()` answers too. */
export function createApp({
  engine: current,
  troubles = () => [],
  onFault = () => {},
  closing,
  cutting,
  allowedOrigins = [],
  gaps = NO_GAPS,
  admission = openAdmission(),
  observer = UNOBSERVED,
  figures,
}: AppParts) {
  const app = new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (!result.success) throw invalid(result.error)
    },
  })
  const engine = (): Engine => {
    const open = current()
    if (!open) throw new AppError('index_missing', '正在准备索引，请稍后再试。')
    return open
  }

  app.use(accounting(observer))
  app.use(async (context, next) => {
    context.set('requestId', randomUUID())
    await next()
    // Not context.header(), which makes the reply anew, as a stream, once it is there.
    context.res.headers.set('X-Request-Id', context.get('requestId'))
    // Whoever is answered while the desk closes is to ask nobody here again.
    if (closing?.aborted) context.res.headers.set('Connection', 'close')
  })
  app.use(security(allowedOrigins))
  for (const path of SHARED_PATHS) app.use(path, sharing(allowedOrigins))
  // Whoever is refused from here on can read why, from another site too.
  app.use((_, next) => {
    if (closing?.aborted) throw shuttingDown()
    return next()
  })
  for (const [path, kind] of Object.entries(COUNTED)) app.use(path, admission.limited(kind))
  for (const path of WORKING) app.use(path, admission.unlessFull)
  const counted = bodyLimit({
    maxSize: BODY_BYTES_MAX,
    onError: () => raise('payload_too_large', '请求内容超过 128 KB，请缩短后再试。'),
  })
  app.use('/api/*', (context, next) => (saysItFits(context) ? next() : counted(context, next)))

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/search',
      summary: 'Ranked records for a question',
      request: { body: { ...json(SearchRequest, 'What to search'), required: true } },
      responses: { 200: json(SearchResponse, 'Hits, best first'), ...failures },
    }),
    async (context) => {
      const request = context.req.valid('json')
      return context.json(await admission.work(context, engine(), (open) => search(open, request)), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/ask',
      summary: 'An answer with verbatim citations',
      description:
        'With `Accept: text/event-stream` the events `hits`, `text` ({delta}), then `final` (the object below) or ' +
        '`error`; a stream that ends without either has failed. The joined deltas equal the final `text`.',
      request: { body: { ...json(AskRequest, 'What to answer'), required: true } },
      responses: { 200: json(Answer, 'The answer'), ...failures },
    }),
    async (context) => {
      const request = context.req.valid('json')
      const account = context.get('account')
      const onAnswer = (answer: Answer) => {
        gaps.answered(answer)
        account.answered(answer)
      }
      const open = engine()
      // Refused here, a stream need not begin.
      const writes = answererOf(open, request).languageModel !== undefined
      if (!isStreamed(context)) {
        const answering = admission.work(context, open, (own, signal) => ask(own, request, signal), writes)
        const answer = await unlessCut(answering, cutting)
        onAnswer(answer)
        return context.json(answer, 200)
      }
      const requestId = context.get('requestId')
      const place = await admission.stream(context, open)
      const response = streamSSE(context, (stream) =>
        account.streams(sendAnswer(stream, place, request, { requestId, onFault, cutting, onAnswer })),
      )
      // The server decides how it is sent, by what the client speaks and asked for.
      for (const header of ['Connection', 'Transfer-Encoding']) response.headers.delete(header)
      return response as never
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/feedback',
      summary: 'Whether an answer helped',
      description: 'Of one of the last answers that this server gave. Rated again, the last rating counts.',
      request: { body: { ...json(FeedbackRequest, 'Which answer, and how it was'), required: true } },
      responses: { 204: { description: 'Taken' }, ...failures },
    }),
    async (context) => {
      await gaps.rate(context.req.valid('json'))
      return context.body(null, 204)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/match',
      summary: 'Which measures fit a firm or a person, each verdict with its clauses',
      request: { body: { ...json(MatchRequest, 'Who asks'), required: true } },
      responses: { 200: json(MatchResponse, 'Verdicts'), ...failures },
    }),
    async (context) => {
      const request = context.req.valid('json')
      return context.json(await admission.work(context, engine(), (open) => match(open, request)), 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/records',
      summary: 'Records, filtered by facets and text, with the counts of other choices',
      description:
        '`facets` counts, per filter key and value, the records there would be if this value were chosen instead: ' +
        '`q`, the ids and all other filters apply.',
      request: { query: RecordsQuery },
      responses: { 200: json(RecordsPage, 'A page of records'), ...failures },
    }),
    async (context) => {
      const query = context.req.valid('query') as RecordsQuery
      return context.json(await admission.work(context, engine(), (open) => browse(open, query)), 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/records/{document}/{number}',
      summary: 'One record',
      request: { params: z.object({ document: z.string(), number: z.string() }) },
      responses: { 200: json(PolicyRecord, 'The record'), ...failures },
    }),
    (context) => {
      const { document, number } = context.req.valid('param')
      const record = engine().library.record(`${document}/${number}`)
      return context.json(record ?? raise('not_found', '没有这个条目，请检查文件编号和条目编号。'), 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/documents',
      summary: 'All documents',
      responses: { 200: json(DocumentsPage, 'The documents'), ...failures },
    }),
    (context) => context.json({ items: engine().library.documents.map(({ summary }) => summary) }, 200),
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/documents/{id}',
      summary: 'One document with its text, sections and the places of its records',
      request: { params: z.object({ id: z.string() }) },
      responses: { 200: json(DocumentDetail, 'The document'), ...failures },
    }),
    (context) => {
      const document =
        engine().library.document(context.req.valid('param').id) ??
        raise('not_found', '没有这份文件，请检查文件编号。')
      const { summary, text, sections, records } = document
      return context.json(
        { ...summary, text, sections, records: records.map(({ id, start, end }) => ({ id, start, end })) },
        200,
      )
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/health',
      summary: 'Whether the desk can answer, and with what',
      responses: { 200: json(Health, 'It can answer'), 503: json(Health, 'Not yet') },
    }),
    (context) => {
      const open = current()
      return open ? context.json(healthOf(open, troubles()), 200) : context.json(STARTING, 503)
    },
  )

  docsRoutes(app)
  if (figures) metricsRoute(app, figures.metrics, figures.readers)
  // While the engine is being opened nobody knows which documents there are: the reader says what is the matter.
  pages(app, (id) => current() === undefined || current()?.library.document(id) !== undefined)

  answerErrors(app, onFault)
  return app
}
