// The faults of disks and of processes that die over them, in the order of the table.

import type { Case } from '../case.ts'
import { CALL_FAULTS } from './disk-calls.ts'
import { DAMAGES } from './disk-damage.ts'
import { KILLS } from './disk-kills.ts'
import { LIMITS } from './disk-limits.ts'
import { OWNERS } from './disk-owners.ts'
import { POWER_CUTS } from './power-cuts.ts'

const number = ({ id }: Case) => Number(id.slice(1))

export const DISK_FAULTS: readonly Case[] = [
  ...CALL_FAULTS,
  ...KILLS,
  ...LIMITS,
  ...DAMAGES,
  ...OWNERS,
  ...POWER_CUTS,
].sort((one, other) => number(one) - number(other))
