// Runs a tier of the battery and prints one table: npm run battery, npm run battery:full -- a (or b).
// Usage: run.ts <sample|t1|a|b> [ids…]; ids choose rows, whatever their tier.

import Table from 'cli-table3'
import { startAskable } from './asking.ts'
import type { Case, Tally, Tier } from './case.ts'
import { CASES } from './cases.ts'
import type { RowOrder } from './row.ts'

const TIERS: readonly Tier[] = ['sample', 't1', 'a', 'b']
const [tier = 't1', ...ids] = process.argv.slice(2) as [Tier, ...string[]]
if (!TIERS.includes(tier)) throw new Error(`no tier ${tier}: ${TIERS.join(', ')}`)
const unknown = ids.filter((wanted) => !CASES.some(({ id }) => id === wanted))
if (unknown.length > 0) throw new Error(`no such case: ${unknown.join(', ')}`)
const chosen = CASES.filter(({ id, tiers }) => (ids.length > 0 ? ids.includes(id) : tiers.includes(tier)))

/** Rows that measure no time, of which most wait for a disk or a process now and then: what two cores bear. */
const AT_ONCE = 3

let bad = 0
const began = performance.now()
const rows = new Map<Case, (string | number)[]>()
const crowd = chosen.filter(({ beside }) => beside)
await Promise.all(Array.from({ length: AT_ONCE }, () => reportAll(crowd, inItsOwnProcess)))
await reportAll(
  chosen.filter(({ beside }) => !beside),
  (one) => one.run(tier),
)
const table = new Table({ head: ['case', 'what', 'tried', 'survived', 'lost', 'measured', 's'] })
table.push(...chosen.map((one) => rows.get(one)!))
console.log(table.toString())
const minutes = ((performance.now() - began) / 60_000).toFixed(0)
console.log(
  `${bad === 0 ? `all ${chosen.length} cases held` : `${bad} of ${chosen.length} cases failed`}, ${minutes} min`,
)
process.exit(bad === 0 ? 0 : 1)

/** Takes one after the other until none is left. */
async function reportAll(cases: Case[], run: (one: Case) => Promise<Tally>): Promise<void> {
  for (let one = cases.shift(); one; one = cases.shift()) {
    const started = performance.now()
    const { tried, survived, lost, figures = '', failures = [] } = await tallyOf(one, run)
    const held = tried > 0 && survived === tried && lost === 0
    if (!held) bad++
    const seconds = ((performance.now() - started) / 1000).toFixed(0)
    rows.set(one, [one.id, one.what, tried, survived, lost, figures, seconds])
    console.log(
      `${held ? 'held  ' : 'FAILED'} ${one.id} ${survived}/${tried}, lost ${lost}, ${seconds} s  ${figures}`,
    )
    for (const failure of failures) console.log(`       ${failure}`)
  }
}

/** What keeps a row from being tried, a missing facility too, counts as a failure of it. */
async function tallyOf(one: Case, run: (one: Case) => Promise<Tally>): Promise<Tally> {
  try {
    return await run(one)
  } catch (error) {
    return {
      tried: 1,
      survived: 0,
      lost: 0,
      failures: [String(error instanceof Error ? error.stack : error)],
    }
  }
}

async function inItsOwnProcess({ id }: Case): Promise<Tally> {
  const row = startAskable<RowOrder, Tally>(new URL('./row.ts', import.meta.url))
  try {
    return await row.ask({ id, tier })
  } finally {
    row.stop()
  }
}
