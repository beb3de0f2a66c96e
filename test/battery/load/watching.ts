// Watches a desk from outside while it is under load: memory of its processes, and what /metrics says.
// It judges nothing.

import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { RunningDesk } from '../running.ts'

export interface Glance {
  /** Milliseconds since watching began. */
  at: number
  /** Memory of the desk and all processes it started, MB. */
  memoryMb: number
  /** Delay of the event loop since the last glance, milliseconds; absent without /metrics. */
  delayP99?: number
  delayMost?: number
  /** Requests that wait for their turn; absent where nothing says so. */
  queued?: number
}

export interface Watch {
  readonly glances: readonly Glance[]
  /** Looks once more and stops. */
  end(): Promise<readonly Glance[]>
}

/** @param everyMs the delays are those of such a stretch; without it, of all of the time */
export async function watch(desk: RunningDesk, everyMs?: number): Promise<Watch> {
  const began = performance.now()
  const glances: Glance[] = []
  const look = async () => void glances.push(await glance(desk, began))
  await look()
  // What was before does not count: the first glance has only set the gauges back.
  for (const key of ['delayP99', 'delayMost'] as const) delete glances[0]![key]
  const timer = everyMs === undefined ? undefined : setInterval(() => void look().catch(() => {}), everyMs)
  return {
    glances,
    end: async () => {
      clearInterval(timer)
      await look()
      return glances
    },
  }
}

async function glance(desk: RunningDesk, began: number): Promise<Glance> {
  const pid = desk.process.pid!
  const metrics = await metricsOf(desk.address)
  const delayP99 = metrics?.get('nodejs_eventloop_lag_p99_seconds')
  const delayMost = metrics?.get('nodejs_eventloop_lag_max_seconds')
  const queued = metrics?.get('cewen_queue_waiting')
  return {
    at: performance.now() - began,
    memoryMb: memoryMb(pid),
    ...(delayP99 !== undefined && { delayP99: delayP99 * 1000 }),
    ...(delayMost !== undefined && { delayMost: delayMost * 1000 }),
    ...(queued !== undefined && { queued }),
  }
}

export async function healthOf(address: string): Promise<{ status: string; build?: string }> {
  return (await (await fetch(`${address}/api/health`)).json()) as { status: string; build?: string }
}

/** Looks again and again, for so long at most. @returns whether it was seen */
export async function until(ms: number, seen: () => Promise<boolean>): Promise<boolean> {
  for (const deadline = performance.now() + ms; performance.now() < deadline; await pause(100))
    if (await seen()) return true
  return false
}

export type Metrics = ReadonlyMap<string, number>

/** Values by name, those of different labels added up, and each with its labels; `undefined` where the desk has no metrics. */
export async function metricsOf(address: string): Promise<Metrics | undefined> {
  const response = await fetch(`${address}/metrics`)
  if (!response.ok) {
    await response.body?.cancel()
    return undefined
  }
  const values = new Map<string, number>()
  for (const line of (await response.text()).split('\n')) {
    const found = /^(?<name>[a-z_:][\w:]*)(?<labels>\{[^}]*\})? (?<value>\S+)$/u.exec(line)?.groups
    if (!found) continue
    values.set(found.name!, (values.get(found.name!) ?? 0) + Number(found.value))
    if (found.labels) values.set(found.name! + found.labels, Number(found.value))
  }
  return values
}

/** Open files and connections of a process. */
export const openFiles = (pid: number) => readdirSync(`/proc/${pid}/fd`).length

/** A process and all that it started. */
export function family(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .map((name) => [Number(name), parentOf(name)] as const)
  const children = parents.filter(([, parent]) => parent === pid).map(([child]) => child)
  return [pid, ...children.flatMap(family)]
}

/** Of a process that has just ended, nobody. */
function parentOf(pid: string): number {
  try {
    return Number(/^PPid:\s+(\d+)$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return 0
  }
}

function memoryMb(pid: number): number {
  const kilobytes = family(pid).map((one) => {
    try {
      return Number(/^VmRSS:\s+(\d+)/mu.exec(readFileSync(`/proc/${one}/status`, 'utf8'))?.[1] ?? 0)
    } catch {
      return 0
    }
  })
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024
}
