// All rows of the battery, in the order of its table.

import type { Case } from './case.ts'
import { DISK_FAULTS } from './faults/disk.ts'
import { INPUTS } from './inputs/inputs.ts'
import { LOAD } from './load/load.ts'

export const CASES: readonly Case[] = [...DISK_FAULTS, ...LOAD, ...INPUTS]
