// Which core has whom: who asks and who answers do not take time from each other.

import { type Askable, startAskable } from '../asking.ts'
import { need } from '../case.ts'

/** The server has the first core of the machine, with its model; whoever asks has the second. */
export const SERVING_CORE = 0
export const ASKING_CORE = 1

export const onServingCore = ['taskset', '-c', String(SERVING_CORE)] as const

/** Starts a file of this folder in a process on one core. */
export function onCore<Asked, Told>(core: number, file: string): Askable<Asked, Told> {
  need('taskset', 'util-linux')
  return startAskable(new URL(file, import.meta.url), ['taskset', '-c', String(core)])
}
