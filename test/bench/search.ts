// What a search costs, in one run: `npm run bench`. Beside the bare call of the model, timed inside its own process;
// without the model at four sizes of library; and indexing beside the model calls for its passages.

import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { ask } from '../../src/ask.ts'
import { ROOT, readSettings, type Settings } from '../../src/config.ts'
import { openEngine, rebuild } from '../../src/engine.ts'
import { readQuestions } from '../../src/evaluate.ts'
import { AskRequest, SearchRequest } from '../../src/schema.ts'
import { search } from '../../src/search.ts'
import { normalize } from '../../src/text/normalize.ts'
import { type AtSize, measureAtSize } from './at-size.ts'
import { quantile, table } from './tables.ts'

const ROUNDS = 5
/** Passages: the seeds as they are, then generated. The second has some 600 records. */
const SIZES = [1061, 3000, 20_000, 100_000]

const settings = readSettings(process.env)
const questions = (await readQuestions(path.join(ROOT, 'test', 'eval', 'dev', 'questions.jsonl')))
  .filter(({ history }) => history === undefined)
  .map(({ question }) => question)

console.log(
  `${cpus().length} cores, Node ${process.version}, ${questions.length} questions one at a time, × ${ROUNDS}\n`,
)
await besideTheModel(settings)
await withoutTheModel()
await indexing(settings)

/** p50 and p95, and both as ratios to the bare call. */
async function besideTheModel(settings: Settings): Promise<void> {
  const inside: number[] = []
  const engine = await openEngine(settings, {
    onWarning: console.error,
    onModelCall: (ms) => inside.push(ms),
  })
  if (!engine.dense) throw new Error('the bench needs the model')
  const { embedder } = engine.dense
  const times: Record<string, number[]> = { 'model call, inside its process': [] }
  const time = async (what: string, run: () => Promise<unknown>) => {
    const started = performance.now()
    await run()
    times[what] ??= []
    times[what].push(performance.now() - started)
  }
  for (let round = 0; round <= ROUNDS; round++) {
    // The first round warms up.
    if (round === 1) for (const what of Object.keys(times)) times[what] = []
    for (const question of questions) {
      inside.length = 0
      await time('model call, with the way there and back', () => embedder.embedQuestion(normalize(question)))
      times['model call, inside its process']!.push(inside[0]!)
      await time('search', () => search(engine, SearchRequest.parse({ query: question })))
      await time('ask', () => ask(engine, AskRequest.parse({ question })))
    }
  }
  await engine.close()
  const bare = times['model call, inside its process']!
  const rows = Object.entries(times).map(([what, values]) => [
    what,
    ...[0.5, 0.95].map((share) => quantile(values, share).toFixed(2)),
    ...[0.5, 0.95].map((share) => (quantile(values, share) / quantile(bare, share)).toFixed(2)),
  ])
  const { records, passages } = engine.library
  console.log(`Over ${records.length} records, ${passages.length} passages, in milliseconds:`)
  console.log(table(['', 'p50', 'p95', 'p50 ×', 'p95 ×'], rows, 1))
}

async function withoutTheModel(): Promise<void> {
  const measured: AtSize[] = []
  for (const size of SIZES) measured.push(await measureAtSize(size))
  const first = measured[0]!
  const rows = measured.map((one) => [
    String(one.passages),
    String(one.records),
    one.p50.toFixed(2),
    one.p95.toFixed(2),
    one.longest.toFixed(1),
    (one.bytes / 1e6).toFixed(0),
    one === first ? '' : ((one.bytes - first.bytes) / (one.passages - first.passages) / 1000).toFixed(1),
    one.store,
  ])
  const head = ['passages', 'records', 'p50', 'p95', 'longest', 'memory MB', 'kB a passage', 'vectors']
  console.log(
    `\nA search without the model call, in milliseconds, none of it interrupted (so the longest is what it blocks the event
loop for), and the memory of the process. More than ${first.passages} passages are GENERATED: the seeds with their sentences
recombined, vectors between two of theirs.`,
  )
  console.log(table(head, rows, 0))
}

/** A whole build into an empty folder, beside the model calls for its passages as their process timed them. */
async function indexing(settings: Settings): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cewen-bench-'))
  try {
    let calls = 0
    let inside = 0
    let first = 0
    const onModelCall = (ms: number) => {
      calls += 1
      inside += ms
      first ||= performance.now()
    }
    const started = performance.now()
    const { embedded } = await rebuild({ ...settings, INDEX_DIR: folder }, { onModelCall })
    const whole = performance.now() - started
    const sinceReady = performance.now() - first
    console.log(
      `\nIndexing ${embedded} texts: ${(whole / 1000).toFixed(1)} s, ${(sinceReady / 1000).toFixed(1)} s of it once the model was loaded; the ${calls} model calls alone ${(inside / 1000).toFixed(1)} s: ${(sinceReady / inside).toFixed(2)} ×, ${(whole / inside).toFixed(2)} × with loading.`,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
