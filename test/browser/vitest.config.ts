// How the tests in a real browser are run; `npm test` leaves them out.

import { defineConfig } from 'vitest/config'

// biome-ignore lint/style/noDefaultExport: the runner reads it
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/browser/built-pages.ts'],
    pool: 'forks',
    // One browser at a time: waiting times are part of what is tested.
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})
