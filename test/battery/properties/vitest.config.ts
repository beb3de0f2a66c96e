// The properties of the tests, tried thousands of times: how often, and from which seed, comes with the environment.

import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// biome-ignore lint/style/noDefaultExport: vitest wants it so
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    setupFiles: ['test/battery/properties/many.ts'],
    pool: 'forks',
    // One after the other: other rows of the battery may be timing something.
    fileParallelism: false,
    testTimeout: 1_800_000,
    hookTimeout: 60_000,
  },
})
