// Tests of what happens at once, each again and again: K5. What goes wrong once in fifty times is wrong.

import { fileURLToPath } from 'node:url'
import type { Case } from '../case.ts'
import { countTests } from '../tests.ts'

const TIMES = 100
const AT_ONCE = [
  'test/admission/turns.test.ts',
  'test/admission/place.test.ts',
  'test/admission/connections.test.ts',
  'test/builds/lock.test.ts',
  'test/builds/owner.test.ts',
  'test/builds/sweep.test.ts',
  'test/renewal.test.ts',
  'test/children/',
  'test/uses.test.ts',
] as const

export const AGAIN_ROWS: readonly Case[] = [
  {
    id: 'K5',
    what: 'locks, turns, places, sweeps, swaps, children and uses: each test of them 100 times',
    // Some twenty minutes on two cores: by its id alone.
    tiers: [],
    async run() {
      const config = fileURLToPath(new URL('./vitest.config.ts', import.meta.url))
      return (await countTests(AT_ONCE, { config, env: { TIMES: String(TIMES) } })).tally(
        `${TIMES} times each`,
      )
    },
  },
]
