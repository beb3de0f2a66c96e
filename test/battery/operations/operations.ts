// Running the desk: its log, its backups, and what it gives away. In the order of the table.

import type { Case } from '../case.ts'
import { BACKUPS } from './backups.ts'
import { ERRORS } from './errors.ts'
import { FOOTPRINT } from './footprint.ts'
import { LOGS } from './logs.ts'
import { SECRETS } from './secrets.ts'

export const OPERATIONS: readonly Case[] = [...BACKUPS, ...ERRORS, ...LOGS, ...SECRETS, ...FOOTPRINT]
