// All rows of the battery, in the order of its table.

import type { Case } from './case.ts'
import { SECURITY } from './security/security.ts'

export const CASES: readonly Case[] = [...SECURITY]
