// All rows of the battery, in the order of its table.

import type { Case } from './case.ts'
import { DISK_FAULTS } from './faults/disk.ts'
import { OPERATIONS } from './operations/operations.ts'

export const CASES: readonly Case[] = [...DISK_FAULTS, ...OPERATIONS]
