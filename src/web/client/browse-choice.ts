// Which records are chosen, in the order of choosing, whatever the list shows meanwhile. Fetches those that are only
// known by their ids. Draws nothing.

import type { PolicyRecord } from '../../schema.ts'
import { getJson } from './api.ts'

/** Most ids that one request may name: the server's limit. */
const FETCHED_AT_ONCE = 50

export class Chosen {
  readonly #records = new Map<string, PolicyRecord>()

  get ids(): string[] {
    return [...this.#records.keys()]
  }

  get records(): PolicyRecord[] {
    return [...this.#records.values()]
  }

  has(id: string): boolean {
    return this.#records.has(id)
  }

  add(record: PolicyRecord): void {
    if (!this.#records.has(record.id)) this.#records.set(record.id, record)
  }

  remove(id: string): void {
    this.#records.delete(id)
  }

  clear(): void {
    this.#records.clear()
  }

  /**
   * Makes exactly these the chosen ones. @returns how many of them the library does not hold
   * @throws Failure when they cannot be fetched; then the choice is as it was
   */
  async become(ids: readonly string[]): Promise<number> {
    const known = new Map(this.#records)
    const unknown = ids.filter((id) => !known.has(id))
    for (let from = 0; from < unknown.length; from += FETCHED_AT_ONCE) {
      const query = new URLSearchParams(
        unknown.slice(from, from + FETCHED_AT_ONCE).map((id) => ['id', id] as [string, string]),
      )
      query.set('limit', String(FETCHED_AT_ONCE))
      const { items } = await getJson<{ items: PolicyRecord[] }>(`/api/records?${query}`)
      for (const record of items) known.set(record.id, record)
    }
    this.#records.clear()
    for (const id of ids) {
      const record = known.get(id)
      if (record !== undefined) this.#records.set(id, record)
    }
    return ids.length - this.#records.size
  }
}
