// How tests are run against changed code: those alone that run.ts names.

import { defineConfig } from 'vitest/config'

// biome-ignore lint/style/noDefaultExport: the runner reads it
export default defineConfig({
  test: {
    include: JSON.parse(process.env.MUTATION_TESTS ?? '[]'),
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
