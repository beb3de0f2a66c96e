import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // In a real browser, with a configuration of its own: npm run test:web. And tests that packages bring with them:
    // test/bench/peers has a node_modules of its own.
    exclude: ['test/browser/**', '**/node_modules/**'],
    // Suites load a model, a dictionary and native libraries in their own process, as the product does.
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
