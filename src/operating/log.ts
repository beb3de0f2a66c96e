// The log of a running desk: one line of JSON for each event, on standard error. The only importer of pino. Callers say
// what happened; how it is written, and that one event is one line, is decided here.

import { setTimeout as delay } from 'node:timers/promises'
import { type DestinationStream, destination, pino, stdTimeFunctions } from 'pino'
import type { Settings } from '../config.ts'
import { ERRORS } from '../errors.ts'
import { faultsMet } from './faults.ts'
import type { RequestAccount } from './requests.ts'

export interface Log {
  /** `error` where it failed through no doing of the client, `debug` for what only watches the desk, else `info`. */
  request(account: RequestAccount): void
  /** Something is wrong but was overcome, in the desk's own words. */
  warning(line: string): void
  /** A turn in the life of the desk, in its own words. */
  event(line: string): void
  /** Something failed that must not. Told with its stack once for each kind of fault. */
  fault(thrown: unknown, requestId: string): void
  /** Writes what waits, as far as it can be written; without it the last lines may be missing. */
  close(): Promise<void>
}

const STANDARD_ERROR = 2
/** Lines that wait while whoever reads the log is stuck or its disk is full, in bytes; what comes then is dropped. */
const WAITING_MAX = 4 * 1024 * 1024
/** Lines are written together when they come quickly: each write costs as much as refusing a request. */
const TOGETHER_BYTES = 4_096
const TOGETHER_MS = 100
/** What still waits at the end is given up after this. */
const CLOSE_MS = 1_000

/** Asked every few seconds by whatever watches the desk. */
const WATCHING = new Set(['/api/health', '/metrics'])

/** JSON leaves these as they are, but a terminal obeys some of them and a reader of lines may break at others. */
const UNSEEN = /[\x7f-\x9f\u2028\u2029\p{Cf}]/gu
const escaped = (sign: string) =>
  Array.from(
    { length: sign.length },
    (_, i) => `\\u${sign.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('')

/** @param sink where lines go; by default standard error, without waiting for whoever reads it */
export function openLog(level: Settings['LOG_LEVEL'], sink?: DestinationStream): Log {
  const standard = sink ? undefined : standardError()
  const log = pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: (line) => line.replace(UNSEEN, escaped) },
    },
    sink ?? standard!,
  )
  const faultMet = faultsMet()
  return {
    request: (account) => log[levelOf(account)](account),
    warning: (line) => log.warn(line),
    event: (line) => log.info(line),
    fault(thrown, requestId) {
      const fault = faultMet(thrown)
      if (fault) log.error({ requestId, ...fault })
    },
    async close() {
      if (!standard) return
      const written = new Promise((resolve) => standard.once('close', resolve))
      standard.end()
      await Promise.race([written, delay(CLOSE_MS)])
      standard.destroy()
    },
  }
}

/** A log that cannot be written must not stop the desk: a full disk is tried again with every line. */
function standardError() {
  const stream = destination({
    dest: STANDARD_ERROR,
    sync: false,
    maxLength: WAITING_MAX,
    minLength: TOGETHER_BYTES,
    periodicFlush: TOGETHER_MS,
  })
  stream.on('error', () => {})
  // Called when the process ends in whatever way, it would try for ever what a full disk does not take.
  stream.flushSync = () => {}
  return stream
}

function levelOf({ route, status, code, left }: RequestAccount): 'debug' | 'info' | 'error' {
  if (code && ERRORS[code].fault === 'operator' && !left) return 'error'
  return WATCHING.has(route) && status < 400 ? 'debug' : 'info'
}
