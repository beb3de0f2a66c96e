// The child processes of a process, as Linux lists them. It knows neither what they do nor who keeps them.

import { readdirSync, readFileSync } from 'node:fs'

/** Process ids of the living children of a process whose command line names the module. */
export function childrenOf(pid: number, module: string): number[] {
  return readdirSync(`/proc/${pid}/task`)
    .flatMap((thread) => textOf(`/proc/${pid}/task/${thread}/children`).split(' '))
    .map(Number)
    .filter((child) => child > 0 && textOf(`/proc/${child}/cmdline`).includes(module))
}

/** Empty for a process that has ended meanwhile, or that nobody has collected. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return ''
  }
}
