// All rows of the battery, in the order of its table.

import type { Case } from './case.ts'

export const CASES: readonly Case[] = []
