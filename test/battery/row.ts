// One row in a process of its own: rows that are run beside each other would share one thread otherwise.

import { answering } from './asking.ts'
import type { Tally, Tier } from './case.ts'
import { CASES } from './cases.ts'

export interface RowOrder {
  readonly id: string
  readonly tier: Tier
}

answering<RowOrder, Tally>(({ id, tier }) => CASES.find((one) => one.id === id)!.run(tier))
