// The command line, run as a process of its own to its end. It knows no command.

import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { ROOT } from '../../src/config.ts'
import { bareEnvironment } from './desk.ts'

/** The program as operators start it; `npm run build` makes it. */
export const BUILT: readonly string[] = [path.join(ROOT, 'dist/bin.js')]
/** The program as it stands in `src`: needs no build. */
export const SOURCE: readonly string[] = ['--import', 'tsx', path.join(ROOT, 'src/bin.ts')]

/** How a process ended, and all that it printed. */
export interface Ended {
  /** Null when a signal ended it. */
  code: number | null
  signal: NodeJS.Signals | null
  out: string
  err: string
  /** `out` and `err` as they came. */
  said: string
}

/** Waits for the end of a process whose output is piped. @throws Error when it does not start */
export function endOf(child: ChildProcess): Promise<Ended> {
  const heard = { out: '', err: '', said: '' }
  for (const [name, stream] of [
    ['out', child.stdout],
    ['err', child.stderr],
  ] as const)
    stream!.setEncoding('utf8').on('data', (text: string) => {
      heard[name] += text
      heard.said += text
    })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, ...heard }))
  })
}

/** Starts a command. @param through what it is started by, such as `['taskset', '-c', '0']` */
export function startCommand(
  program: readonly string[],
  args: readonly string[],
  env: Record<string, string>,
  through: readonly string[] = [],
): ChildProcess {
  const [first, ...rest] = [...through, process.execPath, ...program, ...args]
  return spawn(first!, rest, { env: bareEnvironment(env), cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Runs a command of the built program. @param withinMs it is killed after so long */
export async function cewen(
  args: readonly string[],
  env: Record<string, string>,
  withinMs?: number,
): Promise<Ended> {
  const child = startCommand(BUILT, args, env)
  const timer = withinMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), withinMs)
  try {
    return await endOf(child)
  } finally {
    clearTimeout(timer)
  }
}
