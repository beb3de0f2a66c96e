// All rows about attackers, in the order of the list of promises.

import type { Case } from '../case.ts'
import { ANSWERS } from './answers.ts'
import { FOLDERS } from './folders.ts'
import { OFFLINE } from './offline.ts'
import { PATHS } from './paths.ts'
import { PATTERNS } from './patterns.ts'
import { SOURCES } from './sources.ts'
import { SUITES } from './suites.ts'

export const SECURITY: readonly Case[] = [
  ...SUITES,
  ...PATHS,
  ...SOURCES,
  ...FOLDERS,
  ...ANSWERS,
  ...PATTERNS,
  ...OFFLINE,
].sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)))
