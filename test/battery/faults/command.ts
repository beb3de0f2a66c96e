// The built program on the command line, run to its end. It knows no command.

import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { ROOT } from '../../../src/config.ts'
import { bareEnvironment } from '../../support/desk.ts'

export interface Ended {
  /** Exit code; −1 when a signal ended it. */
  readonly code: number
  readonly out: string
  /** All that it said, on standard output and on standard error. */
  readonly said: string
}

export function cewen(args: readonly string[], env: Record<string, string>): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(ROOT, 'dist/bin.js'), ...args], {
    env: bareEnvironment(env),
    encoding: 'utf8',
  })
  return { code: status ?? -1, out: stdout, said: stdout + stderr }
}
