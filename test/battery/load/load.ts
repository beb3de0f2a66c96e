// All rows of load and endurance.

import type { Case } from '../case.ts'
import { CLOCK_ROWS } from './clocks.ts'
import { OVERLOAD_ROWS } from './overload.ts'
import { SOAK_ROWS } from './soak.ts'
import { STEADY_ROWS } from './steady.ts'
import { STREAM_ROWS } from './streams.ts'
import { SWAP_ROWS } from './swaps.ts'

export const LOAD: readonly Case[] = [
  ...STEADY_ROWS,
  ...STREAM_ROWS,
  ...SOAK_ROWS,
  ...OVERLOAD_ROWS,
  ...SWAP_ROWS,
  ...CLOCK_ROWS,
]
