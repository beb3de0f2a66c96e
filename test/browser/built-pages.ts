// Builds the pages before the first test, so that what is tested is what stands in `src/`.

import { execFileSync } from 'node:child_process'
import { ROOT } from '../../src/config.ts'

/** Called by the test runner once. Throws where the pages do not build. */
export function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build:web', '--', '--log-level=warning'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
