// Our own engine behind the same port: entries are written as one of our builds, which the engine opens as it opens
// any other. The only file here that knows what a build of ours is made of.

import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { writeBuild } from '../../../src/builds/builds.ts'
import { BUILD_FORMAT, FILES } from '../../../src/builds/files.ts'
import { readSettings } from '../../../src/config.ts'
import type { Embedder } from '../../../src/embedders/embedder.ts'
import { type Engine, openEngine } from '../../../src/engine.ts'
import { inputsOf } from '../../../src/ingest.ts'
import { search } from '../../../src/search.ts'
import { readSeeds } from '../../../src/seeds.ts'
import { writeHnsw } from '../../../src/stores/hnsw.ts'
import { buildBm25 } from '../../../src/text/bm25.ts'
import type { Searcher, Setting, Source } from './peer.ts'

/** As in `src/ingest.ts`. */
const CHARACTERS_B = 0.9

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

/** A build of these passages that claims to be of the seeds in force, so that `openEngine` takes it. */
async function index({ corpus, entries, tokenizer, model }: Source, folder: string): Promise<void> {
  const { documents, passages, vectors, dimensions } = corpus
  const seeds = await readSeeds(readSettings(process.env).SEEDS_DIR)
  const texts = entries.filter(({ kind }) => kind === 'passage').map(({ text }) => text)
  const words = buildBm25(texts.map((text) => tokenizer.words(text)))
  const characters = buildBm25(
    texts.map((text) => tokenizer.characters(text)),
    { b: CHARACTERS_B },
  )
  const records = documents.reduce((sum, document) => sum + document.records.length, 0)
  const counts = { documents: documents.length, records, passages: passages.length }
  await writeBuild(folder, {
    inputs: inputsOf(seeds, { fingerprint: model }),
    meta: { format: BUILD_FORMAT, seeds: seeds.digest, counts, model, dimensions },
    write: async (build) => {
      const put = (name: string, content: string | Uint8Array) => writeFile(path.join(build, name), content)
      await put(FILES.documents, JSON.stringify(documents))
      await put(FILES.passages, JSON.stringify(passages))
      await put(FILES.words, words.toBytes())
      await put(FILES.characters, characters.toBytes())
      await put(FILES.vectors, new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength))
      await writeHnsw(vectors, dimensions, path.join(build, FILES.hnsw))
    },
    check: async () => {},
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

/** Asks the model once for each text: what is asked again, as in the timed rounds, costs no model call. */
function remembering(embedder: Embedder): Embedder {
  const known = new Map<string, Float32Array>()
  return {
    ...embedder,
    async embedQuestion(text) {
      const vector = known.get(text) ?? (await embedder.embedQuestion(text))
      known.set(text, vector)
      return vector
    },
  }
}
