// Measures settings over one corpus: each indexes in a process of its own, then all are opened and take turns, a round
// of all questions at a time, so that what else the machine does strikes all of them.

import { mkdir, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Answers } from './child.ts'
import type { Asked } from './peer.ts'
import { Remote } from './remote.ts'

const MINUTE = 60_000
const INDEX_LIMIT = 15 * MINUTE
const OPEN_LIMIT = 5 * MINUTE
const ROUNDS = 3
/** Of one setting; a slower one is asked fewer questions in the timed rounds. */
const ROUND_BUDGET = MINUTE
/** The first round warms up; it is asked everything, since it also tells the quality. */
const WARM_UP_BUDGET = 5 * MINUTE
const DEPTH = 10

export type Row = Answers['list'][number] & {
  /** A key of `PEERS`. */
  peer: string
  /** Why it cannot run here. */
  failure?: string
}

export interface Measured {
  row: Row
  /** Why there are no figures. */
  failure?: string
  /** Milliseconds. */
  index: number
  open: number
  times: number[]
  /** Bytes. */
  memory: number
  disk: number
  /** Records found per question. */
  found: string[][]
}

/** @param where `folder` holds the corpus in `corpus/` and takes the indexes */
export async function measure(
  rows: readonly Row[],
  where: { folder: string; model: string; asked: Asked[] },
): Promise<Measured[]> {
  const { folder, asked } = where
  const all = rows.map((row): Measured => {
    const none = { index: 0, open: 0, times: [], memory: 0, disk: 0, found: [] }
    return { row, ...none, ...(row.failure !== undefined && { failure: row.failure }) }
  })
  const place = (one: Measured) => path.join(folder, `index-${all.indexOf(one)}`)
  await inTurn(all, 'index', async (one) => {
    await mkdir(place(one))
    const remote = new Remote(one.row.peer)
    try {
      const order = { setting: one.row.setting, corpus: path.join(folder, 'corpus'), model: where.model }
      one.index = await remote.ask({ do: 'index', folder: place(one), ...order }, INDEX_LIMIT)
    } finally {
      await remote.close()
    }
    one.disk = await bytesOf(place(one))
  })

  const open = new Map<Measured, Remote>()
  try {
    await inTurn(all, 'open', async (one) => {
      const remote = new Remote(one.row.peer)
      open.set(one, remote)
      one.open = await remote.ask({ do: 'open', setting: one.row.setting, folder: place(one) }, OPEN_LIMIT)
      const order = { do: 'round', asked, limit: DEPTH, budget: WARM_UP_BUDGET } as const
      one.found = (await remote.ask(order, 2 * WARM_UP_BUDGET)).found
      // Quality settings have done their part: they need not stay.
      if (one.row.qualityOnly) await remote.close()
    })
    for (let round = 1; round <= ROUNDS; round++) {
      const order = { do: 'round', asked, limit: DEPTH, budget: ROUND_BUDGET } as const
      await inTurn(
        all.filter(({ row }) => !row.qualityOnly),
        `round ${round}`,
        async (one) => {
          const { times } = await open.get(one)!.ask(order, 2 * ROUND_BUDGET)
          one.times.push(...times)
          if (round === ROUNDS) one.memory = await open.get(one)!.ask({ do: 'memory' }, MINUTE)
        },
      )
    }
  } finally {
    for (const remote of open.values()) await remote.close()
  }
  return all
}

/** One after another; what fails once is left out from then on, and says why. */
async function inTurn(all: readonly Measured[], what: string, run: (one: Measured) => Promise<void>) {
  for (const one of all) {
    if (one.failure !== undefined) continue
    process.stderr.write(`${what}: ${one.row.engine}, ${one.row.setting}\n`)
    try {
      await run(one)
    } catch (error) {
      one.failure = `${what}: ${(error as Error).message}`
    }
  }
}

async function bytesOf(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true })
  const sizes = await Promise.all(names.map((name) => stat(path.join(folder, name))))
  // Blocks that are really taken: some files are created larger than they are.
  return sizes.reduce((sum, one) => sum + (one.isFile() ? one.blocks * 512 : 0), 0)
}
