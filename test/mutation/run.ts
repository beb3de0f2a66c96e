// Changes the product in small ways, one after the other, and counts how many of the changes the tests notice: npm run
// mutate [groups…]. Fails where a group, or all of them together, falls below its least.

import { Stryker } from '@stryker-mutator/core'
import Table from 'cli-table3'
import { GROUPS, type Group, OTHERS } from './groups.ts'

const names = process.argv.slice(2)
const unknown = names.find((name) => !(name in GROUPS))
if (unknown) throw new Error(`no group ${unknown}: ${Object.keys(GROUPS).join(', ')}`)

const table = new Table({ head: ['group', 'changes', 'noticed', '%', 'least', 's'] })
const overall = { all: 0, noticed: 0 }
let bad = 0
for (const name of names.length > 0 ? names : Object.keys(GROUPS)) {
  const group = GROUPS[name]!
  const started = performance.now()
  const { all, noticed } = await mutate(group)
  const percent = (100 * noticed) / all
  if (!(percent >= group.least)) bad++
  const seconds = ((performance.now() - started) / 1000).toFixed(0)
  table.push([name, all, noticed, percent.toFixed(1), group.least, seconds])
  overall.all += all
  overall.noticed += noticed
}
const percent = (100 * overall.noticed) / overall.all
table.push(['overall', overall.all, overall.noticed, percent.toFixed(1), OTHERS, ''])
if (!(percent >= OTHERS)) bad++
console.log(table.toString())
process.exit(bad === 0 ? 0 : 1)

async function mutate({ mutate, tests }: Group): Promise<{ all: number; noticed: number }> {
  process.env.MUTATION_TESTS = JSON.stringify(tests)
  const results = await new Stryker({
    mutate: [...mutate],
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
    coverageAnalysis: 'perTest',
    concurrency: 1,
    timeoutMS: 20_000,
    reporters: ['clear-text'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: false },
    // The copy lies inside the project, whose packages it finds above itself.
    tempDirName: '.stryker-tmp',
    symlinkNodeModules: false,
    ignorePatterns: ['.git', '.github', 'biome.json', 'test/{battery,bench,eval}'],
    // It would read it with a compiler that this project's is too new to be.
    tsconfigFile: 'none',
  }).runMutationTest()
  const counted = results.filter(({ status }) => status !== 'Ignored' && status !== 'CompileError')
  return {
    all: counted.length,
    noticed: counted.filter(({ status }) => status === 'Killed' || status === 'Timeout').length,
  }
}
