// Processes as owners of files: who this one is, and whether another still runs. The system gives a process id out again,
// and in a container every first process is number 1: so an owner is known by more than its id.
// It knows nothing of what is owned.

import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { lstat } from 'node:fs/promises'

/** `<pid>-<start>-<place>`; the id alone where there is no /proc. Safe inside a file name. */
export const OWNER_FORM = /\d+(?:-\d+-[0-9a-f]{8})?/u

/** This start of this machine and, within it, the room in which ids of processes mean something (one per container). */
const PLACE = placeOf()

/** This process. */
export const OWNER = ownerOf(process.pid) ?? `${process.pid}`

/** @returns whether that process still runs; undefined where it cannot be told: another container, another machine, no /proc */
export function isRunning(owner: string): boolean | undefined {
  const [pid = '', start, place] = owner.split('-')
  // By its id alone it may be another process that has the id now; that nobody has it is certain.
  if (start === undefined) return answers(Number(pid)) ? undefined : false
  return place === PLACE ? ownerOf(Number(pid)) === owner : undefined
}

/** Of a process in another container or on another machine only this tells that it has ended: an hour of silence. */
const SILENT_MS = 3_600_000

/** Whether the process still runs that a file or folder belongs to, as far as can be told. */
export async function isAlive(owner: string, at: string): Promise<boolean> {
  const running = isRunning(owner)
  if (running !== undefined) return running
  const { mtimeMs } = await lstat(at).catch(() => ({ mtimeMs: 0 }))
  return Date.now() - mtimeMs < SILENT_MS
}

/** @returns undefined for a process that has ended, and where there is no /proc */
function ownerOf(pid: number): string | undefined {
  try {
    // The name of the program, in brackets, may hold anything: what follows it begins with field 3, the state.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /su, '')
      .split(' ')
    // Z and X have ended, only nobody has asked for their exit code. Field 22 is the start, in ticks since the machine's.
    return /[ZX]/u.test(fields[0]!) || PLACE === undefined ? undefined : `${pid}-${fields[19]}-${PLACE}`
  } catch {
    return undefined
  }
}

function placeOf(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')
    const room = readlinkSync('/proc/self/ns/pid')
    return createHash('sha256').update(`${boot}\0${room}`).digest('hex').slice(0, 8)
  } catch {
    return undefined
  }
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
