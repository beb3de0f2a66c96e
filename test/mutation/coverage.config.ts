// How much of the guarded parts their tests pass through: npm run coverage. Fails where a group falls below the floor.

import { tmpdir } from 'node:os'
import path from 'node:path'
import { defineConfig, mergeConfig } from 'vitest/config'
import { GROUPS, GUARDED } from './groups.ts'
import alone from './vitest.config.ts'

const FLOOR = { lines: 90, branches: 85 }

const guarded = Object.values(GROUPS).filter(({ least }) => least === GUARDED)

// biome-ignore lint/style/noDefaultExport: the runner reads it
export default mergeConfig(
  alone,
  defineConfig({
    test: {
      include: guarded.flatMap(({ tests }) => tests),
      coverage: {
        enabled: true,
        include: guarded.flatMap(({ mutate }) => mutate),
        thresholds: Object.fromEntries(guarded.map(({ mutate }) => [`@(${mutate.join('|')})`, FLOOR])),
        reporter: ['text'],
        // Only for what it counts with meanwhile: it takes the folder away again.
        reportsDirectory: path.join(tmpdir(), `cewen-coverage-${process.pid}`),
      },
    },
  }),
)
