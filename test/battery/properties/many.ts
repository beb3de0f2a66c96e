// Makes every property run as often as the battery wants, from one seed.

import fc from 'fast-check'

const { RUNS, SEED } = process.env
fc.configureGlobal({ numRuns: Number(RUNS), seed: Number(SEED) })
