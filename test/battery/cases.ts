// All rows of the battery, in the order of its table.

import { AGAIN_ROWS } from './again/again.ts'
import type { Case } from './case.ts'
import { DOCUMENT_ROWS } from './documents/rows.ts'
import { EDGE } from './edge/edge.ts'
import { DISK_FAULTS } from './faults/disk.ts'
import { NATIVE_FAULTS } from './faults/natives.ts'
import { INPUTS } from './inputs/inputs.ts'
import { LOAD } from './load/load.ts'
import { OPERATIONS } from './operations/operations.ts'
import { PROPERTY_ROWS } from './properties/properties.ts'
import { SECURITY } from './security/security.ts'

export const CASES: readonly Case[] = [
  ...LOAD,
  ...AGAIN_ROWS,
  ...EDGE,
  ...DISK_FAULTS,
  ...NATIVE_FAULTS,
  ...OPERATIONS,
  ...INPUTS,
  ...PROPERTY_ROWS,
  ...DOCUMENT_ROWS,
  ...SECURITY,
]
