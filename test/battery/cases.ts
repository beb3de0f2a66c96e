// All rows of the battery, in the order of its table.

import type { Case } from './case.ts'
import { DISK_FAULTS } from './faults/disk.ts'
import { NATIVE_FAULTS } from './faults/natives.ts'

export const CASES: readonly Case[] = [...DISK_FAULTS, ...NATIVE_FAULTS]
