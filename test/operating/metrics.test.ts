// The figures: what is counted where, that labels stay few, and who may read them.

import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { Engine } from '../../src/engine.ts'
import { type Measured, type Metrics, openMetrics } from '../../src/operating/metrics.ts'
import type { RequestAccount } from '../../src/operating/requests.ts'
import { openDesk } from '../support/desk.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openDesk()
})

const metricsOf = (more: Partial<Measured> = {}) =>
  openMetrics({ engine: () => engine, troubles: () => [], ...more })

/** The lines with a figure of ours, by what stands before it. */
async function figures(metrics: Metrics): Promise<Record<string, number>> {
  const { text, type } = await metrics.text()
  expect(type).toBe('text/plain; version=0.0.4; charset=utf-8')
  return Object.fromEntries(
    text
      .split('\n')
      .filter((line) => /^\w/u.test(line))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  )
}

const account = (more: Partial<RequestAccount>): RequestAccount => ({
  requestId: 'id',
  method: 'POST',
  route: '/api/ask',
  status: 200,
  ms: 30,
  ...more,
})

describe('the figures', () => {
  it('count requests by route and class of status, with how long they took', async () => {
    const metrics = metricsOf()
    for (const ms of [4, 30, 600]) metrics.requestEnded(account({ ms }))
    metrics.requestEnded(account({ route: '(none)', status: 404 }))
    const found = await figures(metrics)
    const of = (end: string, labels = 'route="/api/ask",status="2xx"') =>
      found[`cewen_http_request_duration_seconds_${end}{${labels}}`]
    expect(of('count')).toBe(3)
    expect(of('sum')).toBeCloseTo(0.634)
    expect(of('bucket', 'le="0.05",route="/api/ask",status="2xx"')).toBe(2)
    expect(of('count', 'route="(none)",status="4xx"')).toBe(1)
  })
  it('count answers by outcome and who wrote them, searches, refusals, and those who left', async () => {
    const metrics = metricsOf()
    metrics.requestEnded(account({ outcome: 'answered', answeredBy: 'extractive' }))
    metrics.requestEnded(account({ outcome: 'answered', answeredBy: 'extractive' }))
    metrics.requestEnded(account({ outcome: 'no_evidence', answeredBy: 'extractive' }))
    metrics.requestEnded(account({ route: '/api/search' }))
    metrics.requestEnded(account({ route: '/api/search', status: 400, code: 'invalid_request' }))
    metrics.requestEnded(account({ status: 500, code: 'internal', left: true }))
    expect(await figures(metrics)).toMatchObject({
      'cewen_answers_total{outcome="answered",answered_by="extractive"}': 2,
      'cewen_answers_total{outcome="no_evidence",answered_by="extractive"}': 1,
      cewen_searches_total: 1,
      'cewen_errors_total{code="invalid_request"}': 1,
      cewen_clients_left_total: 1,
    })
    expect(Object.keys(await figures(metrics)).join()).not.toContain('code="internal"')
  })
  it('tell how many streams are open, and how the models were called', async () => {
    const metrics = metricsOf()
    for (const change of [1, 1, -1] as const) metrics.streaming(change)
    for (const ms of [3, 5]) metrics.hooks.onModelCall(ms)
    metrics.hooks.onModelRestart()
    for (const ended of ['written', 'unreachable', 'unreachable'] as const)
      metrics.hooks.onLanguageModel(ended)
    expect(await figures(metrics)).toMatchObject({
      cewen_streams_open: 1,
      cewen_model_call_duration_seconds_count: 2,
      cewen_model_restarts_total: 1,
      'cewen_llm_calls_total{ended="written"}': 1,
      'cewen_llm_calls_total{ended="unreachable"}': 2,
    })
  })
  it('tell what the library holds, how old the index is, and that all is well', async () => {
    const { documents, records, passages } = engine.library
    const found = await figures(metricsOf())
    expect(found).toMatchObject({
      cewen_documents: documents.length,
      cewen_records: records.length,
      cewen_passages: passages.length,
      cewen_ready: 1,
      cewen_degraded: 0,
      cewen_model_up: 1,
      cewen_model_restarts_total: 0,
    })
    const age = (Date.now() - Date.parse(engine.builtAt)) / 1000
    expect(Math.abs(found.cewen_build_age_seconds! - age)).toBeLessThan(5)
  })
  it('tell that the desk is degraded, be it the model or the disk', async () => {
    const keywordsOnly = { ...engine, degraded: ['只按关键词检索'] }
    expect(await figures(metricsOf({ engine: () => keywordsOnly }))).toMatchObject({ cewen_degraded: 1 })
    const troubles = () => ['没有记下']
    expect(await figures(metricsOf({ troubles }))).toMatchObject({ cewen_degraded: 1 })
    const dead = { ...engine, degraded: [], modelProcess: { ...engine.modelProcess!, pid: undefined } }
    expect(await figures(metricsOf({ engine: () => dead }))).toMatchObject({ cewen_model_up: 0 })
  })
  it('have nothing of the library while it is being opened', async () => {
    const found = await figures(metricsOf({ engine: () => undefined }))
    expect(found.cewen_ready).toBe(0)
    for (const name of ['documents', 'build_age_seconds', 'degraded', 'model_up'])
      expect(found).not.toHaveProperty(`cewen_${name}`)
  })
  it('tell of a queue where there is one', async () => {
    expect(await figures(metricsOf())).not.toHaveProperty('cewen_queue_waiting')
    const queue = () => ({ waiting: 7, working: 2 })
    expect(await figures(metricsOf({ queue }))).toMatchObject({
      cewen_queue_waiting: 7,
      cewen_queue_working: 2,
    })
  })
  it('tell of the process: memory, delays of the event loop, open files', async () => {
    const found = await figures(metricsOf())
    for (const name of ['process_resident_memory_bytes', 'process_open_fds', 'process_cpu_seconds_total'])
      expect(found[name]).toBeGreaterThan(0)
    expect(Object.keys(found)).toContain('nodejs_eventloop_lag_p99_seconds')
    expect(Object.keys(found)).toContain('nodejs_eventloop_lag_max_seconds')
  })
  it('of two desks in one process do not mix', async () => {
    const [one, other] = [metricsOf(), metricsOf()]
    one.streaming(1)
    expect((await figures(other)).cewen_streams_open).toBe(0)
  })
})

describe('GET /metrics', () => {
  const get = async (
    readers: 'local' | 'on' | 'off',
    remoteAddress: string | undefined,
    headers: Record<string, string> = {},
  ) => {
    const app = createApp({ engine: () => engine, figures: { metrics: metricsOf(), readers } })
    return app.request('/metrics', { headers }, { incoming: { socket: { remoteAddress } } })
  }
  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])('is given to %s', async (address) => {
    const response = await get('local', address)
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Type')).toMatch(/^text\/plain; version=0\.0\.4/u)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(await response.text()).toContain('cewen_ready 1')
  })
  it.each(['10.0.0.8', '192.168.1.5', '::ffff:10.0.0.8', '2001:db8::1', '128.0.0.1', 'x', undefined])(
    'is not given to %s, who is told that there is no such address',
    async (address) => {
      const response = await get('local', address)
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({
        error: { code: 'not_found', message: '没有这个地址，请查看 /docs。' },
      })
    },
  )
  it.each([undefined, {}, { incoming: {} }])('is not given where no socket is known: %j', async (env) => {
    const app = createApp({ engine: () => engine, figures: { metrics: metricsOf(), readers: 'local' } })
    expect((await app.request('/metrics', {}, env)).status).toBe(404)
  })
  it.each(['X-Forwarded-For', 'x-real-ip', 'Forwarded', 'Via'])(
    'is not given to whom a proxy on this machine brings (%s)',
    async (header) => expect((await get('local', '127.0.0.1', { [header]: '127.0.0.1' })).status).toBe(404),
  )
  it.each(['http://portal.example', 'http://127.0.0.1.portal.example', 'http://10.0.0.8'])(
    'is not given to a page whose own name leads to this machine (%s)',
    async (named) => {
      const app = createApp({ engine: () => engine, figures: { metrics: metricsOf(), readers: 'local' } })
      const own = { incoming: { socket: { remoteAddress: '127.0.0.1' } } }
      expect((await app.request(`${named}/metrics`, {}, own)).status).toBe(404)
      for (const name of ['localhost:8787', '127.0.0.1', '[::1]:8787'])
        expect((await app.request(`http://${name}/metrics`, {}, own)).status).toBe(200)
    },
  )
  it('is given to everybody, or to nobody, where the operator says so', async () => {
    expect((await get('on', '10.0.0.8', { Via: 'proxy' })).status).toBe(200)
    expect((await get('off', '127.0.0.1')).status).toBe(404)
  })
  it('does not exist where nothing is measured', async () => {
    const app = createApp({ engine: () => engine })
    expect((await app.request('/metrics')).status).toBe(404)
  })
})
