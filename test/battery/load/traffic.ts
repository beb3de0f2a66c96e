// What the generator is asked for and what it tells: shapes of traffic, and one sample for each thing that was sent.
// It sends nothing itself.

import { quantile } from '../../bench/tables.ts'

export type Kind = 'search' | 'chat' | 'view' | 'health'

/** One thing that was sent. */
export interface Sample {
  kind: Kind
  /** When it should have been sent, milliseconds since the beginning. Waiting for its turn counts as waiting. */
  due: number
  /** From then to the end of the reply, milliseconds. */
  ms: number
  /** Of these, how long it was sent late: the asker's own doing. */
  lateMs: number
  /** 0 when there was no reply. */
  status: number
  /** What the connection or the reply died of. */
  fault?: string
  /** Whether the reply said when to come back. */
  retryAfter?: true
  /** Of a chat: until the first event, milliseconds. */
  firstMs?: number
  /** Of a chat: until its first words, milliseconds, and the pauses between words. */
  wordsMs?: number
  gapsMs?: number[]
  /** Of a chat: whether it ended with `final`; absent where the asker left on purpose. */
  final?: boolean
  /** What was found, all of it but the time it took. */
  found?: string
}

/** Shares of the kinds, which add up to 1. */
export type Mix = Partial<Record<Kind, number>>

export type Shape =
  /** At even intervals, whether or not earlier ones have been answered. */
  | {
      shape: 'arrivals'
      rate: number
      seconds: number
      mix: Mix
      /** The share of chats that is left half-way. */
      leaving?: number
      /** A connection of its own for each. */
      fresh?: true
    }
  /** So many connections, each asking again as soon as it was answered. */
  | { shape: 'closed'; connections: number; seconds: number; empty?: true }
  /** All at once. */
  | { shape: 'together'; kind: Kind; count: number }
  /** A few questions again and again, so many at a time. */
  | { shape: 'repeated'; times: number; atOnce: number; questions: number | readonly string[] }
  /** Readers that do not read and senders that send a byte a second. */
  | { shape: 'slow'; readers: number; senders: number; seconds: number }

export interface Order {
  address: string
  shape: Shape
}

/** What a closed loop says: its tool keeps no samples. */
export interface Loop {
  perSecond: number
  p50: number
  p99: number
  answered: number
  errors: number
  non2xx: number
}

/** One connection of a slow client. */
export interface Borne {
  /** Until it was cut or the row was over, milliseconds. */
  ms: number
  cut: boolean
}

/** Connections of slow clients, one after the other: who is cut comes again. */
export interface Slow {
  readers: Borne[]
  senders: Borne[]
}

export interface Report {
  samples?: Sample[]
  loop?: Loop
  slow?: Slow
}

/** The usual quantiles, milliseconds. */
export function times(values: readonly number[]) {
  const at = (share: number) => (values.length === 0 ? Number.NaN : quantile(values, share))
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

export const inWords = ({ p50, p95, p99 }: ReturnType<typeof times>) =>
  `p50 ${p50.toFixed(0)} p95 ${p95.toFixed(0)} p99 ${p99.toFixed(0)} ms`

/** Why a sample is no proper reply. @param shed whether being told to come back later is one */
export function faultOf(sample: Sample, shed = false): string | undefined {
  const { kind, status, fault, retryAfter, final } = sample
  if (fault !== undefined) return `${kind}: ${fault}`
  if (shed && (status === 429 || status === 503) && retryAfter) return undefined
  if (status !== 200) return `${kind}: ${status}${retryAfter ? '' : ' without Retry-After'}`
  return final === false ? `${kind}: ended without final` : undefined
}

/** How often each status came, as `200 × 950, 503 × 50`. */
export function statuses(samples: readonly Sample[]): string {
  const counts = new Map<string, number>()
  for (const { status, fault } of samples) {
    const what = fault === undefined ? String(status) : 'no reply'
    counts.set(what, (counts.get(what) ?? 0) + 1)
  }
  return [...counts].map(([what, count]) => `${what} × ${count}`).join(', ')
}
