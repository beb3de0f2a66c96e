// Several processes at one folder, some of them dead: who may go on, and that nothing is mixed up.

import { renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { OWNER } from '../../../src/builds/owner.ts'
import type { Ended } from '../../support/command.ts'
import { type Case, Count, need, needRoot } from '../case.ts'
import { startDesk } from '../running.ts'
import { isPlain, isSame, NEXT, OLD, type SmallDesk, smallDesk, type Version, version } from './small-desk.ts'

const refusedFor = (ended: Ended, what: RegExp) =>
  ended.code === 1 && isPlain(ended, what) ? undefined : `not refused: ${ended.code} ${ended.said}`

const F12: Case = {
  id: 'F12',
  what: 'two servers in one folder, two ingests, an ingest beside a server',
  tiers: ['sample', 't1', 'b'],
  async run() {
    const count = new Count()
    const desk = await smallDesk(OLD)
    const serving = await startDesk(desk.env)
    try {
      const second = await refusedInTime(desk.start(['serve']))
      count.add(
        refusedFor(second, new RegExp(`^另一个服务[^\n]*进程 ${serving.process.pid}，[^\n]*\n$`, 'u')),
      )
      desk.holds(NEXT)
      const both = await Promise.all([desk.ingest(), desk.ingest()])
      const [done, refused] = both.sort((a, b) => (a.code ?? 9) - (b.code ?? 9))
      count.add(done!.code === 0 ? await desk.fault(NEXT) : done!.said)
      count.add(refusedFor(refused!, /另一个进程正在建立索引（进程 \d+，/u))
      count.add(await takenUp(serving.address, Object.keys(NEXT)))
    } finally {
      count.add((await serving.stop()) === 0 ? undefined : serving.said())
      count.add(desk.strays().length === 0 ? undefined : `left ${desk.strays()}`)
      desk.remove()
    }
    return count.tally()
  },
}

/** Whether a running server comes to serve these files, and no others. */
async function takenUp(address: string, files: readonly string[]): Promise<string | undefined> {
  let found: string[] = []
  for (let waited = 0; waited < 30_000; waited += 200) {
    const { items } = (await (await fetch(`${address}/api/documents`)).json()) as {
      items: { sourceFile: string }[]
    }
    found = items.map(({ sourceFile }) => sourceFile)
    if (`${found.sort()}` === `${[...files].sort()}`) return undefined
    await pause(200)
  }
  return `still serves ${found}`
}

const F13: Case = {
  id: 'F13',
  what: 'locks of the dead: a killed process, an id given out again, the first process of a container',
  tiers: ['t1', 'b'],
  async run() {
    needRoot()
    need('unshare', 'util-linux')
    const count = new Count()
    const desk = await smallDesk(OLD)
    try {
      const first = await startDesk(desk.env)
      first.process.kill('SIGKILL')
      await first.stop()
      count.add(desk.strays().includes('serving.lock') ? undefined : 'the dead left no lock')
      const second = await startDesk(desk.env)
      count.add((await second.stop()) === 0 ? undefined : second.said())

      const [pid, start, place] = OWNER.split('-')
      const holder = { owner: `${pid}-${Number(start) - 1}-${place}`, since: new Date().toISOString() }
      writeFileSync(path.join(desk.index, 'writing.lock'), JSON.stringify(holder))
      count.add(await ingests(desk, NEXT))
      count.add(await inContainers(desk))
    } finally {
      desk.remove()
    }
    return count.tally()
  },
}

/** A second server that has not been refused by then will not be. */
const REFUSAL_MS = 60_000

/** How a second server ended; it is killed where it does not. */
async function refusedInTime({ child, ended }: ReturnType<SmallDesk['start']>): Promise<Ended> {
  const timer = setTimeout(() => child.kill('SIGKILL'), REFUSAL_MS)
  try {
    return await ended
  } finally {
    clearTimeout(timer)
  }
}

/** Each in a room of its own, where it is process number 1, as in a container. */
async function inContainers(desk: SmallDesk): Promise<string | undefined> {
  const room = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc']
  const first = desk.start(['serve'], {}, room)
  for (let waited = 0; !desk.strays().includes('serving.lock') && waited < 20_000; waited += 50)
    await pause(50)
  const second = await refusedInTime(desk.start(['serve'], {}, room))
  first.child.kill('SIGKILL')
  await first.ended
  const refused = refusedFor(second, /^另一个服务[^\n]*进程 1，[^\n]*\n$/u)
  if (refused) return refused
  const third = await startDesk(desk.env, room)
  third.process.kill('SIGKILL')
  await third.stop()
  return undefined
}

async function ingests(desk: SmallDesk, documents: Version): Promise<string | undefined> {
  const { code, said } = await desk.holds(documents).ingest()
  return code === 0 ? await desk.fault(documents) : said
}

const F26: Case = {
  id: 'F26',
  what: 'two ingests at once again and again, a document renamed or deleted meanwhile: the last acknowledged, no ghosts',
  tiers: ['t1', 'b'],
  beside: true,
  async run(tier) {
    const count = new Count()
    const desk = await smallDesk(OLD)
    let stored: Version = OLD
    try {
      for (let round = 1; round <= (tier === 'b' ? 6 : 1); round++) {
        const wanted = version(round)
        desk.holds(wanted)
        const both = await Promise.all([desk.ingest(), desk.ingest()])
        const [done, refused] = both.sort((a, b) => (a.code ?? 9) - (b.code ?? 9))
        const fault =
          done!.code === 0
            ? ((await desk.fault(wanted)) ?? refusedFor(refused!, /另一个进程正在建立索引/u))
            : `both failed: ${done!.said}`
        if (fault) count.lost++
        count.add(fault)
        stored = wanted

        // What an ingest has not read yet may be gone when it comes to it: then it says so, or does without it.
        const running = desk.ingest()
        await pause(round * 100)
        const gone = 'repealed.txt'
        const from = path.join(desk.seeds, gone)
        const to = path.join(desk.seeds, 'renamed.txt')
        if (round % 2 === 0) renameSync(from, to)
        else rmSync(from)
        const ended = await running
        const { [gone]: moved, ...rest } = wanted
        const after: Version = round % 2 === 0 ? { ...rest, 'renamed.txt': moved! } : rest
        const plain = ended.code === 0 || isPlain(ended, /读不到/u) ? undefined : ended.said
        count.add(plain ?? (await desk.fault(stored, after)))
        count.add(isSame(after, stored) ? 'nothing changed' : await ingests(desk, after))
      }
      count.add(desk.strays().length === 0 ? undefined : `left ${desk.strays()}`)
    } finally {
      desk.remove()
    }
    return count.tally()
  },
}

export const OWNERS: readonly Case[] = [F12, F13, F26]
