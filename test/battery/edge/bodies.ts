// Bodies that are too large, however their size is told: S18.

import { mkdirSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { type Case, Count } from '../case.ts'
import { ownFolder, startDesk } from '../running.ts'
import { exchange, faultsSaid, healthy, inPieces, posted } from './sockets.ts'

const LIMIT = 128 * 1024
const REFUSED_MS = 1_000
const CUT_MS = 15_000
const PATHS = ['/api/search', '/api/ask', '/api/match', '/api/feedback'] as const
const CHUNKED = 'Transfer-Encoding: chunked'
const filled = (bytes: number) => 'a'.repeat(bytes)

export const bodies: Case = {
  id: 'S18',
  what: 'bodies over 128 KB: by their length, in pieces, with a false length',
  tiers: ['t1', 'b'],
  async run() {
    const { folder, index, remove } = await ownFolder()
    const temporary = path.join(folder, 'temporary')
    mkdirSync(temporary)
    const desk = await startDesk({ INDEX_DIR: index, TMPDIR: temporary })
    const before = filesIn(index)
    const count = new Count()
    const slowest = { refused: 0, cut: 0 }
    const tryOne = async (
      what: string,
      bytes: string,
      { status = 413, within = REFUSED_MS }: { status?: number; within?: number } = {},
    ) => {
      const { statuses, ms } = await exchange(desk.address, bytes, { enough: /"requestId":"[^"]+"\}\}/u })
      const kind = within === CUT_MS ? 'cut' : 'refused'
      slowest[kind] = Math.max(slowest[kind], ms)
      if (statuses[0] !== status) count.add(`${what}: ${statuses}, not ${status}`)
      else if (ms > within) count.add(`${what}: ${status} after ${ms.toFixed(0)} ms`)
      else count.add((await healthy(desk.address)) ? undefined : `${what}: the desk is gone`)
    }
    try {
      for (const at of PATHS) {
        await tryOne(`${at}, all of it`, posted(at, filled(LIMIT + 1)))
        await tryOne(`${at}, only told`, posted(at, '', [`Content-Length: ${100 * 1024 * 1024}`]))
        await tryOne(`${at}, in pieces`, posted(at, inPieces(filled(LIMIT + 1)), [CHUNKED]))
        await tryOne(`${at}, in pieces of a byte`, posted(at, inPieces(filled(LIMIT + 1), 1), [CHUNKED]))
        await tryOne(
          `${at}, in one piece that does not end`,
          posted(at, `ffffff\r\n${filled(LIMIT + 1)}`, [CHUNKED]),
        )
        await tryOne(`${at}, told as small`, posted(at, filled(LIMIT * 4), ['Content-Length: 100']), {
          status: 400,
        })
        await tryOne(`${at}, just small enough`, posted(at, filled(LIMIT)), { status: 400 })
      }
      // Whoever says more than they send is waited for, but not for long.
      await Promise.all(
        [[`Content-Length: ${LIMIT}`], [CHUNKED]].map((headers) =>
          tryOne(`less than told (${headers})`, posted('/api/search', '5\r\nhello\r\n', headers), {
            status: 408,
            within: CUT_MS,
          }),
        ),
      )
      count.add(faultsSaid(desk.said()))
      const left = readdirSync(temporary)
      count.add(left.length === 0 ? undefined : `left behind: ${left}`)
      count.add(filesIn(index) === before ? undefined : 'the index has changed')
    } finally {
      await desk.stop()
      remove()
    }
    return count.tally(
      `refused after ${slowest.refused.toFixed(0)} ms at most, what never came was waited for ${(slowest.cut / 1000).toFixed(1)} s`,
    )
  },
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => `${name} ${statSync(path.join(folder, name)).size}`)
    .join('\n')
