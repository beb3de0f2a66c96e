// Our own engine behind the same port: the corpus is written as one of our builds, which the engine opens as it opens
// any other.

import { readSettings } from '../../../src/config.ts'
import { type Engine, openEngine } from '../../../src/engine.ts'
import { writeIndex } from '../../../src/ingest.ts'
import { search } from '../../../src/search.ts'
import { readSeeds } from '../../../src/seeds.ts'
import { remembering } from '../../support/remembering.ts'
import type { Searcher, Setting, Source } from './peer.ts'

export const ours: Setting[] = [
  { engine: 'Cewen (ours)', setting: 'as it is', index, open: (folder) => open(folder, true) },
  {
    engine: 'Cewen (ours)',
    setting: 'no filters read',
    qualityOnly: true,
    index,
    open: (folder) => open(folder, false),
  },
]

/** An index of these passages that claims to be of the seeds in force, so that `openEngine` takes it. */
async function index({ corpus, tokenizer, model }: Source, folder: string): Promise<void> {
  const { documents, passages, vectors, dimensions } = corpus
  const seeds = await readSeeds(readSettings(process.env).SEEDS_DIR)
  await writeIndex(folder, seeds, tokenizer, {
    documents,
    passages,
    model,
    dimensions,
    vectors: async () => vectors,
  })
}

async function open(folder: string, readFilters: boolean): Promise<Searcher> {
  const opened = await openEngine(readSettings({ ...process.env, INDEX_DIR: folder }))
  if (!opened.dense) throw new Error('the comparison needs the model')
  const engine: Engine = {
    ...opened,
    dense: { ...opened.dense, embedder: remembering(opened.dense.embedder) },
  }
  return {
    query: async ({ question, history }, limit) => {
      const { hits } = await search(engine, { query: question, history, readFilters, limit })
      return hits.map(({ id }) => id)
    },
    close: () => opened.close(),
  }
}
