// How often a client may ask. It counts by whatever name a client is given, and knows neither addresses nor HTTP.

import { LRUCache } from 'lru-cache'

/** What is counted apart from each other. */
export type Counted = 'chat' | 'search' | 'feedback'

/** Requests of one client in any minute; 0 sets no limit. */
export type PerMinute = Readonly<Record<Counted, number>>

export interface RateLimits {
  /**
   * Counts a request, unless it is one too many.
   * @returns the seconds until the client may ask again, at least 1; 0 when the request was counted
   */
  count(kind: Counted, client: string): number
  /** How many clients are remembered. */
  readonly clients: number
}

const WINDOW_MS = 60_000
/** So many clients are remembered, those that asked last; the others begin anew. At 20 + 60 + 20 times each about 12 MB. */
const CLIENTS_MAX = 10_000

/**
 * A sliding log (Kong, "How to design a scalable rate limiting algorithm", 2017): the times of what was let through in the
 * last minute. Of the usual ways it is the one that holds for any minute, and that knows when the next request may come;
 * a few dozen times a client cost less than the explanation why more got through.
 * @param now milliseconds of a clock that only goes forward: the wall clock may be set
 */
export function rateLimits(perMinute: PerMinute, now: () => number = () => performance.now()): RateLimits {
  const clients = new LRUCache<string, Record<Counted, number[]>>({ max: CLIENTS_MAX })
  return {
    count(kind, client) {
      const limit = perMinute[kind]
      if (limit === 0) return 0
      const log = clients.get(client) ?? { chat: [], search: [], feedback: [] }
      clients.set(client, log)
      const time = now()
      const times = log[kind].filter((one) => one > time - WINDOW_MS)
      log[kind] = times
      if (times.length >= limit) return Math.ceil((times[0]! + WINDOW_MS - time) / 1000)
      times.push(time)
      return 0
    },
    get clients() {
      return clients.size
    },
  }
}

/** How many things each client has open at once, so many at most; 0 sets no limit. */
export function openings(max: number) {
  const open = new Map<string, number>()
  return {
    /** @returns whether one more may be opened, and then it is */
    begin(client: string): boolean {
      const count = open.get(client) ?? 0
      if (max > 0 && count >= max) return false
      open.set(client, count + 1)
      return true
    },
    end(client: string): void {
      const count = open.get(client)! - 1
      if (count > 0) open.set(client, count)
      else open.delete(client)
    },
  }
}
