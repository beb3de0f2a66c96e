// An index of any size: the shipped documents and as many generated passages as it takes. It knows no row.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { newestBuild } from '../../src/builds/builds.ts'
import { metaOf, readDocumentsFile, readPassages, readVectors } from '../../src/builds/files.ts'
import { ROOT } from '../../src/config.ts'
import { writeIndex } from '../../src/ingest.ts'
import { readSeeds } from '../../src/seeds.ts'
import { openTokenizer } from '../../src/text/tokenize.ts'
import { grow } from '../bench/grow.ts'
import { deskIndex } from '../support/desk.ts'

/** Uses an index of `count` passages in a folder of its own, which is gone afterwards. */
export async function withGrown<T>(count: number, use: (index: string) => Promise<T>): Promise<T> {
  const build = await newestBuild(await deskIndex(), (one) => metaOf(one).model !== undefined)
  const { model, dimensions } = build ? metaOf(build) : {}
  if (!build || model === undefined || dimensions === undefined) throw new Error('no vectors to grow from')
  const documents = await readDocumentsFile(build.folder)
  const passages = await readPassages(build.folder)
  const vectors = await readVectors(build.folder)
  const grown = grow({ documents, passages, vectors, dimensions }, count)
  const seeds = await readSeeds(path.join(ROOT, 'seeds'))
  const index = mkdtempSync(path.join(tmpdir(), 'cewen-battery-'))
  try {
    const tokenizer = openTokenizer({ dictionary: seeds.dictionary })
    await writeIndex(index, seeds, tokenizer, { ...grown, model, vectors: async () => grown.vectors })
    return await use(index)
  } finally {
    rmSync(index, { recursive: true, force: true })
  }
}
