// The desk in figures, for Prometheus. The only importer of prom-client. Labels take few values, all of them the desk's
// own: no address, no question, no visitor. How the figures are fetched it does not know (metrics-route.ts).

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Engine, OpeningHooks } from '../engine.ts'
import { healthOf } from '../health.ts'
import type { RequestObserver } from './requests.ts'

export interface Metrics extends RequestObserver {
  /** What an engine tells these figures while it is opened and used. */
  readonly hooks: Required<Pick<OpeningHooks, 'onModelCall' | 'onModelRestart' | 'onLanguageModel'>>
  /** Everything, in the text format of Prometheus. */
  text(): Promise<{ text: string; type: string }>
}

/** What figures are read from at the moment they are asked for. */
export interface Measured {
  engine: () => Engine | undefined
  /** What is wrong though the engine is not to blame. */
  troubles: () => readonly string[]
  /** Requests that wait for their turn and those that have it, where there is a queue. */
  queue?: () => { waiting: number; working: number }
}

/** A search takes some milliseconds, an answer some ten; the rest is for a language model, which has a minute. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
/** The model takes about 5 ms for a question. */
const MODEL_SECONDS = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1]

/** A registry of its own, with what Node tells of the process (memory, delays of the event loop, open files) in it. */
export function openMetrics(measured: Measured): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const count = <T extends string>(name: string, help: string, ...labelNames: T[]) =>
    new Counter({ name: `cewen_${name}`, help, labelNames, registers })
  const read = (name: string, help: string, value: () => number | undefined) =>
    new Gauge({
      name: `cewen_${name}`,
      help,
      registers,
      collect() {
        const found = value()
        if (found === undefined) this.remove()
        else this.set(found)
      },
    })

  const requests = new Histogram({
    name: 'cewen_http_request_duration_seconds',
    help: 'Until a reply stood ready; of a stream, until it ended.',
    labelNames: ['route', 'status'],
    buckets: SECONDS,
    registers,
  })
  const model = new Histogram({
    name: 'cewen_model_call_duration_seconds',
    help: 'How long the embedding model took for a text.',
    buckets: MODEL_SECONDS,
    registers,
  })
  const answers = count('answers_total', 'Answers given.', 'outcome', 'answered_by')
  const searches = count('searches_total', 'Searches of /api/search.')
  const errors = count('errors_total', 'Requests that ended with an error, refusals included.', 'code')
  const left = count('clients_left_total', 'Requests whose client left before the end.')
  const restarts = count('model_restarts_total', "How often the embedding model's process was started again.")
  const written = count('llm_calls_total', 'Calls of the language model.', 'ended')
  const streams = new Gauge({ name: 'cewen_streams_open', help: 'Answers being streamed.', registers })
  liveFigures(read, measured)

  return {
    hooks: {
      onModelCall: (ms) => model.observe(ms / 1000),
      onModelRestart: () => restarts.inc(),
      onLanguageModel: (ended) => written.inc({ ended }),
    },
    streaming: (change) => streams.inc(change),
    requestEnded({ route, status, ms, outcome, answeredBy, code, left: hasLeft }) {
      requests.observe({ route, status: `${Math.floor(status / 100)}xx` }, ms / 1000)
      if (outcome && answeredBy) answers.inc({ outcome, answered_by: answeredBy })
      if (route === '/api/search' && status === 200) searches.inc()
      if (hasLeft) left.inc()
      else if (code) errors.inc({ code })
    },
    text: async () => ({ text: await registry.metrics(), type: registry.contentType }),
  }
}

/** Figures of this moment; those of the library are absent while it is being opened. */
function liveFigures(
  read: (name: string, help: string, value: () => number | undefined) => void,
  { engine, troubles, queue }: Measured,
): void {
  const library = () => engine()?.library
  read('documents', 'Documents in the library.', () => library()?.documents.length)
  read('records', 'Records in the library.', () => library()?.records.length)
  read('passages', 'Passages in the library.', () => library()?.passages.length)
  read('build_age_seconds', 'Since the index that is in use was built.', () => {
    const open = engine()
    // The clock may have been set back since.
    return open && Math.max(0, Date.now() - Date.parse(open.builtAt)) / 1000
  })
  read('ready', '1 when the desk can answer.', () => (engine() ? 1 : 0))
  read('degraded', '1 when it answers with less than it should; /api/health says why.', () => {
    const open = engine()
    return open && (healthOf(open, troubles()).status === 'ok' ? 0 : 1)
  })
  read('model_up', "1 when the embedding model's process runs.", () => {
    const { modelProcess } = engine() ?? {}
    return modelProcess && (modelProcess.pid === undefined ? 0 : 1)
  })
  if (queue) {
    read('queue_waiting', 'Requests that wait for their turn.', () => queue().waiting)
    read('queue_working', 'Requests that are being worked on.', () => queue().working)
  }
}
