// The ten properties, where the tests have them, tried from a seed of the day's: P.

import { fileURLToPath } from 'node:url'
import { type Case, Count, type Tier } from '../case.ts'
import { testReport } from '../tests.ts'

/** By what each is about: the file, and the names of its properties. */
const PROPERTIES: Readonly<Record<string, readonly [file: string, ...names: string[]]>> = {
  normalise: ['text/normalize', 'is idempotent', 'leaves neither white space runs'],
  tokenise: ['text/tokenize', 'gives terms that are normalised'],
  'passage offsets': ['corpus/passages', 'are slices of their record'],
  BM25: ['text/bm25', 'scores as the formula says'],
  'fusion of rankings': ['text/fuse', 'orders alike when a leg is stretched', 'never gives NaN'],
  'manifest round trip': ['builds/round-trip', 'is read with the manifest', 'whose manifest has one bit turned'],
  'check of links': ['web/client/links', 'that passes opens a page', 'leads back to its id'],
  renderer: ['web/client/markers', 'is the answer when it is joined', 'has no markers but', 'read aloud'],
  'encoder and decoder of events': ['event-stream', 'come out as the desk sent them', 'are the same with line ends', 'never throw for any bytes'],
  'rate limiter': ['admission/rate-limits', 'holds for any minute'],
} // biome-ignore format: a table

const RUNS: Readonly<Record<Tier, number>> = { sample: 100, t1: 1_000, a: 1_000, b: 20_000 }
/** Thousands of builds are written: what a disk makes of them is tried elsewhere. */
const IN_MEMORY = { TMPDIR: '/dev/shm' }

export const PROPERTY_ROWS: readonly Case[] = [
  {
    id: 'P',
    what: 'ten properties, each tried thousands of times',
    tiers: ['t1', 'b'],
    beside: true,
    async run(tier) {
      const seed = Date.now() % 2 ** 31
      const config = fileURLToPath(new URL('./vitest.config.ts', import.meta.url))
      const files = Object.values(PROPERTIES).map(([file]) => `test/${file}.test.ts`)
      const env = { ...IN_MEMORY, RUNS: String(RUNS[tier]), SEED: String(seed) }
      const { report } = await testReport(files, { config, env })
      const count = new Count()
      for (const [what, [file, ...names]] of Object.entries(PROPERTIES)) {
        const tests = report.testResults.find(({ name }) => name.endsWith(`/test/${file}.test.ts`))
        for (const name of names) {
          const test = tests?.assertionResults.find(({ title }) => title.startsWith(name))
          count.add(test?.status === 'passed' ? undefined : `${what}: ${name}: ${whyNot(test)}`)
        }
      }
      return count.tally(
        `${Object.keys(PROPERTIES).length} properties, ${RUNS[tier]} runs each, seed ${seed}`,
      )
    },
  },
]

const whyNot = (test: { failureMessages: string[] } | undefined) =>
  test ? (test.failureMessages[0] ?? 'not run').slice(0, 600) : 'no such test'
