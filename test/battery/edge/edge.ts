// All rows of the desk's edge: what comes in over HTTP and who may send it, and how the desk begins and ends.

import type { Case } from '../case.ts'
import { bodies } from './bodies.ts'
import { frames } from './frames.ts'
import { framing } from './framing.ts'
import { leaving } from './leaving.ts'
import { rates } from './rates.ts'
import { starts } from './starts.ts'
import { stopping } from './stopping.ts'

export const EDGE: readonly Case[] = [framing, bodies, rates, frames, leaving, stopping, starts]
