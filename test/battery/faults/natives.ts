// What native parts can do to a desk: die, stop, run out of memory, be given what they
// cannot use, and how soon they are ready.

import type { Case } from '../case.ts'
import { KILLED } from './killed.ts'
import { MEMORY } from './memory.ts'
import { starting } from './starting.ts'
import { UNUSABLE } from './unusable.ts'

export const NATIVE_FAULTS: readonly Case[] = [...KILLED, ...MEMORY, ...UNUSABLE, starting]
