// Tests that are run many times over: how often comes with the environment.

import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// biome-ignore lint/style/noDefaultExport: vitest wants it so
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    runner: 'test/battery/again/runner.ts',
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
