// Watches a desk from outside while it is under load: memory of its processes, what /metrics says, and how much of its core
// it was left.
// It judges nothing.

import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { RunningDesk } from '../running.ts'
import { SERVING_CORE } from './pinned.ts'

export interface Glance {
  /** `performance.now()`. */
  at: number
  /** Memory of the desk and all processes it started, MB. */
  memoryMb: number
  /** Time that the host of a virtual machine has kept from the desk's core since the machine began, milliseconds. */
  withheldMs: number
  /** Delay of the event loop since /metrics was asked last, milliseconds; absent where it was not asked. */
  delayP99?: number
  delayMost?: number
  /** Requests that wait for their turn; absent where nothing says so. */
  queued?: number
}

export interface Watch {
  /** Looks once more and stops. @returns all that was seen */
  end(): Promise<readonly Glance[]>
}

/**
 * @param everyMs between two looks at the memory; without it there is one at the beginning and one at the end
 * @param queue the queue is looked at each time too. Asking /metrics begins the delays anew: they are then those of each
 * stretch, and the worst counts; else those of all of the time, in which nobody else may ask
 */
export async function watch(
  desk: RunningDesk,
  { everyMs, queue = false }: { everyMs?: number; queue?: boolean } = {},
): Promise<Watch> {
  const pid = desk.process.pid!
  const first = glance(pid)
  // What was before does not count: that it is asked sets the delays back.
  await metricsOf(desk.address)
  const glances = [first]
  const look = async (asking: boolean) =>
    void glances.push({ ...glance(pid), ...(asking && gauges(await metricsOf(desk.address))) })
  const timer =
    everyMs === undefined ? undefined : setInterval(() => void look(queue).catch(() => {}), everyMs)
  return {
    end: async () => {
      clearInterval(timer)
      await look(true)
      return glances
    },
  }
}

const glance = (pid: number): Glance => ({
  at: performance.now(),
  memoryMb: memoryMb(pid),
  withheldMs: withheldMs(SERVING_CORE),
})

function gauges(metrics: Metrics | undefined): Pick<Glance, 'delayP99' | 'delayMost' | 'queued'> {
  const delayP99 = metrics?.get('nodejs_eventloop_lag_p99_seconds')
  const delayMost = metrics?.get('nodejs_eventloop_lag_max_seconds')
  const queued = metrics?.get('cewen_queue_waiting')
  return {
    ...(delayP99 !== undefined && { delayP99: delayP99 * 1000 }),
    ...(delayMost !== undefined && { delayMost: delayMost * 1000 }),
    ...(queued !== undefined && { queued }),
  }
}

/** The eighth figure of a core's line in `/proc/stat`, in hundredths of a second (proc_stat(5)). */
function withheldMs(core: number): number {
  const line = new RegExp(`^cpu${core} .*$`, 'mu').exec(readFileSync('/proc/stat', 'utf8'))?.[0]
  return Number(line?.split(' ')[8]) * 10
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
