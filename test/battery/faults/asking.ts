// Asks a running desk while something is done to it, and keeps what the answers were like. It knows no fault.

import { setTimeout as pause } from 'node:timers/promises'
import type { Count } from '../case.ts'
import type { RunningDesk } from '../running.ts'

/** With long words of its own and no filter: every part of a search has something to do. */
const QUESTION = '进口货物能不能先提货、以后再集中缴税？'

export interface Found {
  readonly status: number
  readonly ids: readonly string[]
  /** Whether only keywords were searched. */
  readonly keywordsOnly: boolean
  readonly ms: number
}

export async function search({ address }: RunningDesk, query = QUESTION): Promise<Found> {
  const started = performance.now()
  const response = await fetch(`${address}/api/search`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const body = (await response.json()) as { hits?: { id: string }[]; notice?: string }
  return {
    status: response.status,
    ids: body.hits?.map(({ id }) => id) ?? [],
    keywordsOnly: body.notice !== undefined,
    ms: performance.now() - started,
  }
}

export async function health({ address }: RunningDesk): Promise<{ status: string; degraded: string[] }> {
  const response = await fetch(`${address}/api/health`)
  const { status, degraded = [] } = (await response.json()) as { status: string; degraded?: string[] }
  return { status, degraded }
}

/** Waits until a desk asks its model nothing by itself any more: what it does at its start would hide what it does later. */
export async function settled({ address }: RunningDesk): Promise<void> {
  const calls = async () =>
    /^cewen_model_call_duration_seconds_count (\d+)$/mu.exec(
      await (await fetch(`${address}/metrics`)).text(),
    )?.[1]
  let last: string | undefined
  for (let still = 0, tries = 0; still < 3; tries++) {
    if (tries > 200) throw new Error('the desk never comes to rest')
    const now = await calls()
    still = now !== undefined && now === last ? still + 1 : 0
    last = now
    await pause(300)
  }
}

/** What a desk answered while something went on. */
export interface Spell {
  readonly found: readonly Found[]
  /** Reasons that health gave, each once. */
  readonly degraded: readonly string[]
  /** From the beginning until the desk was whole again, in milliseconds; undefined when it was not in time. */
  readonly wholeAfter: number | undefined
}

/** Asks, one question after the other, until the desk is whole and has answered so, or the time is up. */
export async function askUntilWhole(desk: RunningDesk, withinMs: number, since: number): Promise<Spell> {
  const found: Found[] = []
  const degraded = new Set<string>()
  while (performance.now() - since < withinMs) {
    const one = await search(desk)
    found.push(one)
    const state = await health(desk)
    for (const reason of state.degraded) degraded.add(reason)
    if (!one.keywordsOnly && state.status === 'ok')
      return { found, degraded: [...degraded], wholeAfter: performance.now() - since }
    await pause(20)
  }
  return { found, degraded: [...degraded], wholeAfter: undefined }
}

/** Adds each answer to the count: one that is no answer is lost. */
export function countAnswers(count: Count, found: readonly Found[], slowestMs: number): void {
  for (const { status, ids, ms } of found) {
    if (status !== 200) count.lost++
    const fault =
      status !== 200
        ? `status ${status}`
        : ids.length === 0
          ? 'no hits'
          : ms > slowestMs
            ? `${ms.toFixed(0)} ms`
            : undefined
    count.add(fault)
  }
}
