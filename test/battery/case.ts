// What a row of the battery is, and the refusals that all rows share. It knows no row.

import { execFileSync } from 'node:child_process'

/** Which runs a row belongs to: a few minutes of each change, all of each change, and the two halves before a release. */
export type Tier = 'sample' | 't1' | 'a' | 'b'

export interface Tally {
  /** How many things were tried: faults, inputs, requests. */
  tried: number
  /** Of these, how many ended as they should. */
  survived: number
  /** Acknowledged things that were gone or wrong afterwards; requests without an answer. */
  lost: number
  /** What was measured, in a few words, for the table. */
  figures?: string
  /** The first few that did not survive, for whoever mends them. */
  failures?: readonly string[]
}

export interface Case {
  /** As the list of promises names it: L1, F9, S13. */
  readonly id: string
  readonly what: string
  readonly tiers: readonly Tier[]
  /** It measures no time: another such row may be run beside it. The others have the machine for themselves. */
  readonly beside?: true
  /** @throws Error when a facility is missing: a row that cannot be tried has failed */
  run(tier: Tier): Promise<Tally>
}

/** @throws Error naming the Debian package: without it the row fails, it is not passed over */
export function need(program: string, debianPackage: string): void {
  try {
    execFileSync('which', [program], { stdio: 'ignore' })
  } catch {
    throw new Error(`${program} is missing: apt-get install ${debianPackage}`)
  }
}

/** @throws Error unless this is root, who alone may mount, make namespaces and control groups */
export function needRoot(): void {
  if (process.getuid?.() !== 0) throw new Error('only root can make mounts, namespaces and control groups')
}

/** Counts what is tried one by one, keeping the first failures. */
export class Count {
  tried = 0
  survived = 0
  lost = 0
  readonly failures: string[] = []

  /** @param fault why it did not survive; undefined when it did */
  add(fault: string | undefined): void {
    this.tried++
    if (fault === undefined) this.survived++
    else if (this.failures.length < 10) this.failures.push(fault)
  }

  /** Counts many at once. @param lost of them ended without an answer */
  many(fine: number, lost: number, fault: string): void {
    this.tried += fine + lost
    this.survived += fine
    this.lost += lost
    if (lost > 0 && this.failures.length < 10) this.failures.push(`${lost} × ${fault}`)
  }

  tally(figures?: string): Tally {
    const { tried, survived, lost, failures } = this
    return { tried, survived, lost, failures, ...(figures !== undefined && { figures }) }
  }
}
