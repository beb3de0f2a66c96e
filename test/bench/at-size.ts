// One library of a given size, searched in a process of its own, so that its memory is its own. Run as a program it
// measures and sends what it found to the process that started it.

import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { readDocumentsFile, readPassages, readVectors } from '../../src/builds/files.ts'
import { ROOT, readSettings } from '../../src/config.ts'
import { type Engine, openEngine } from '../../src/engine.ts'
import { readQuestions } from '../../src/evaluate.ts'
import { writeIndex } from '../../src/ingest.ts'
import { SearchRequest } from '../../src/schema.ts'
import { search } from '../../src/search.ts'
import { readSeeds } from '../../src/seeds.ts'
import { openTokenizer } from '../../src/text/tokenize.ts'
import { remembering } from '../support/remembering.ts'
import { grow } from './grow.ts'
import { quantile } from './tables.ts'

export interface AtSize {
  passages: number
  records: number
  /** Milliseconds of a search without its model call. */
  p50: number
  p95: number
  longest: number
  /** Resident memory of the process after the searches, the model's process not counted. */
  bytes: number
  /** What finds the vectors. */
  store: string
}

const ROUNDS = 5
const SELF = fileURLToPath(import.meta.url)

/** @param size passages; up to those of the seeds, the seeds as they are */
export function measureAtSize(size: number): Promise<AtSize> {
  return new Promise((resolve, reject) => {
    const child = fork(SELF, [String(size)], { execArgv: ['--import', 'tsx', '--expose-gc'] })
    child.once('message', (found) => resolve(found as AtSize))
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the process for ${size} passages ended with ${code}`)))
  })
}

async function measure(size: number): Promise<AtSize> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cewen-bench-'))
  try {
    const settings = readSettings(process.env)
    await writtenApart(settings.INDEX_DIR, folder, size)
    const engine = await openEngine({ ...settings, INDEX_DIR: folder })
    if (!engine.dense) throw new Error('the bench needs the model')
    const remembered: Engine = {
      ...engine,
      dense: { ...engine.dense, embedder: remembering(engine.dense.embedder) },
    }
    const times = await searchTimes(remembered)
    globalThis.gc?.()
    const found: AtSize = {
      passages: engine.library.passages.length,
      records: engine.library.records.length,
      p50: quantile(times, 0.5),
      p95: quantile(times, 0.95),
      longest: Math.max(...times),
      bytes: process.memoryUsage().rss,
      store: engine.dense.store.constructor.name,
    }
    await engine.close()
    return found
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** In a process before the one that measures: making the library takes memory that serving it does not. */
function writtenApart(seedsIndex: string, folder: string, size: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(SELF, [String(size), 'write', seedsIndex, folder], { execArgv: ['--import', 'tsx'] })
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`writing ended with ${code}`))))
  })
}

async function writeGrown(seedsIndex: string, folder: string, size: number): Promise<void> {
  const settings = { ...readSettings(process.env), INDEX_DIR: seedsIndex }
  const engine = await openEngine(settings)
  await engine.close()
  const build = path.join(seedsIndex, engine.build)
  const dimensions = engine.dense?.store.dimensions
  if (engine.model === undefined || dimensions === undefined) throw new Error('the bench needs the model')
  const seeds = {
    documents: await readDocumentsFile(build),
    passages: await readPassages(build),
    vectors: await readVectors(build),
    dimensions,
  }
  const grown = size <= seeds.passages.length ? seeds : grow(seeds, size)
  const files = await readSeeds(settings.SEEDS_DIR)
  await writeIndex(folder, files, openTokenizer({ dictionary: files.dictionary }), {
    ...grown,
    model: engine.model,
    vectors: async () => grown.vectors,
  })
}

async function searchTimes(engine: Engine): Promise<number[]> {
  const questions = (await readQuestions(path.join(ROOT, 'test', 'eval', 'dev', 'questions.jsonl')))
    .filter(({ history }) => history === undefined)
    .map(({ question }) => SearchRequest.parse({ query: question }))
  const times: number[] = []
  for (let round = 0; round <= ROUNDS; round++)
    for (const question of questions) {
      const started = performance.now()
      await search(engine, question)
      if (round > 0) times.push(performance.now() - started)
    }
  return times
}

if (process.argv[1] === SELF) {
  const [, , size, task, seedsIndex, folder] = process.argv
  if (task === 'write') await writeGrown(seedsIndex!, folder!, Number(size))
  else {
    const found = await measure(Number(size))
    process.send?.(found)
    process.disconnect()
  }
}
