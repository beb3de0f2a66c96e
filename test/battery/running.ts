// A desk as operators run it: the built program, a process of its own, an index folder of its own.
// It does not know what is done to it.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ROOT } from '../../src/config.ts'
import { bareEnvironment, deskIndex } from '../support/desk.ts'

/** From spawn to the line that says where it listens. */
const START_TIMEOUT_MS = 60_000

export interface RunningDesk {
  readonly address: string
  readonly process: ChildProcess
  /** All that the process and whatever it was started by have said so far. */
  said(): string
  /** SIGTERM, then waits for the end. @returns the exit code, or the signal */
  stop(): Promise<number | string>
}

/** The first fault that a desk has told its operator, as its log has it. @param said all that it has said */
export function faultTold(said: string): string | undefined {
  return said.split('\n').find((line) => line.startsWith('{') && isFault(line))
}

function isFault(line: string): boolean {
  try {
    return JSON.parse(line).level === 'error'
  } catch {
    // Its end has not been read yet.
    return false
  }
}

/** A folder that goes away with `remove`, holding a copy of a whole index of the shipped documents. */
export async function ownFolder(): Promise<{ folder: string; index: string; remove(): void }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cewen-battery-'))
  const index = path.join(folder, 'builds')
  cpSync(await deskIndex(), index, { recursive: true })
  return { folder, index, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/**
 * Starts `cewen serve` on a free port and waits until it is ready.
 * @param env settings, INDEX_DIR among them
 * @param through what the program is started by, such as `['taskset', '-c', '0']`
 * @throws Error with what it said when it ends or does not become ready
 */
export async function startDesk(
  env: Record<string, string>,
  through: readonly string[] = [],
): Promise<RunningDesk> {
  const [program, ...rest] = [...through, process.execPath, path.join(ROOT, 'dist/bin.js'), 'serve']
  const child = spawn(program!, rest, {
    env: bareEnvironment({ PORT: '0', ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const address = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`not ready in time: ${said}`))
    }, START_TIMEOUT_MS)
    const hear = (text: string) => {
      said += text
      const ready = /策问已就绪：(?<address>http:\/\/\S+)/u.exec(said)?.groups?.address
      if (!ready) return
      clearTimeout(timer)
      resolve(ready)
    }
    child.stdout.setEncoding('utf8').on('data', hear)
    child.stderr.setEncoding('utf8').on('data', hear)
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      reject(new Error(`ended with ${signal ?? code}: ${said}`))
    })
  })
  return {
    address,
    process: child,
    said: () => said,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
      return child.signalCode ?? child.exitCode ?? 0
    },
  }
}
