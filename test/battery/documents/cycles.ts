// A document that comes and goes, thousands of times: nothing of it stays behind, it is found while it is there, and the
// folder of builds does not grow.

import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Build, currentBuild } from '../../../src/builds/builds.ts'
import { metaOf, openStore, readPassages } from '../../../src/builds/files.ts'
import { readSettings } from '../../../src/config.ts'
import type { Embedder } from '../../../src/embedders/embedder.ts'
import { openLocalEmbedder } from '../../../src/embedders/local.ts'
import { embedderOptions } from '../../../src/engine.ts'
import { ingest } from '../../../src/ingest.ts'
import { readSeeds } from '../../../src/seeds.ts'
import { openTokenizer } from '../../../src/text/tokenize.ts'
import { HARBOUR, NOTICE } from '../../support/short-documents.ts'
import { type Case, Count, type Tier } from '../case.ts'

const CYCLES: Partial<Record<Tier, number>> = { t1: 20, b: 2_000 }
/** Every so many times nothing is left to take vectors from: all are made anew. */
const AFRESH = 200
const RECALL = 0.98
/** What is kept on disk, as a multiple of what is in use. */
const DISK = 3

/** What no other document says. */
const sentence = (cycle: number) => `第${cycle}号仓库的退货${(cycle % 30) + 1}日内办结，逾期按次收费。`

export const cycles: Case = {
  id: 'K2',
  what: 'a document added, searched and taken away again and again: counts exact, found, no growth on disk',
  tiers: ['t1', 'b'],
  beside: true,
  async run(tier) {
    const folder = mkdtempSync(path.join(tmpdir(), 'cewen-cycles-'))
    const [seeds, dir] = [path.join(folder, 'seeds'), path.join(folder, 'builds')]
    const coming = path.join(seeds, '新增.txt')
    mkdirSync(seeds)
    writeFileSync(path.join(seeds, '港口办法.txt'), HARBOUR)
    writeFileSync(path.join(seeds, '通知.txt'), NOTICE)
    const tokenizer = openTokenizer()
    const embedder = await openLocalEmbedder(embedderOptions(readSettings({})))
    const made = async () => {
      await ingest(await readSeeds(seeds), { dir, tokenizer, embedder })
      return currentBuild(dir)
    }
    const count = new Count()
    const times = CYCLES[tier] ?? CYCLES.t1!
    let found = 0
    let most = 0
    try {
      const { counts } = metaOf(await made())
      for (let cycle = 1; cycle <= times; cycle++) {
        if (cycle % AFRESH === 0) rmSync(dir, { recursive: true })
        writeFileSync(coming, `第一条 ${sentence(cycle)}\n`)
        const added = await made()
        const more = { documents: counts.documents + 1, records: counts.records + 1 }
        count.add(unlike(added, more) && `cycle ${cycle}, added: ${unlike(added, more)}`)
        if (isOfComing(await nearest(added, embedder, sentence(cycle)))) found++
        rmSync(coming)
        const without = await made()
        count.add(unlike(without, counts) && `cycle ${cycle}, taken away: ${unlike(without, counts)}`)
        const left = await nearest(without, embedder, sentence(cycle))
        count.add(isOfComing(left) ? `cycle ${cycle}: still found` : undefined)
        most = Math.max(most, bytesIn(dir) / bytesIn(without.folder))
      }
      count.add(found >= RECALL * times ? undefined : `found ${found} times of ${times}`)
      count.add(most <= DISK ? undefined : `${most.toFixed(1)} times what is in use lay on disk`)
    } finally {
      await embedder.close()
      rmSync(folder, { recursive: true, force: true })
    }
    return count.tally(`${times} cycles, found ${found}, at most ${most.toFixed(1)} × on disk`)
  },
}

const isOfComing = (recordId: string) => recordId.startsWith('新增/')

/** How a build's counts differ from those that it should have; undefined where they do not. */
function unlike(build: Build, wanted: Readonly<Record<string, number>>): string | undefined {
  const counts: Readonly<Record<string, number>> = metaOf(build).counts
  const other = Object.keys(wanted).filter((key) => counts[key] !== wanted[key])
  return other.length === 0 ? undefined : `${JSON.stringify(counts)} instead of ${JSON.stringify(wanted)}`
}

/** The record whose passage is nearest to a text. */
async function nearest({ folder }: Build, embedder: Embedder, text: string): Promise<string> {
  const passages = await readPassages(folder)
  const store = await openStore(folder, embedder.profile.dimensions)
  try {
    const [first] = await store.search(await embedder.embedQuestion(text), 1)
    return passages[first!.label]!.recordId
  } finally {
    await store.close()
  }
}

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0)
