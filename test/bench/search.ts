// How much a search costs beyond the bare model call for its query, in one run, turn by turn: `npm run bench`.
// Also the parts of the rest: both lexical legs, and the exact scan of all vectors.

import { cpus } from 'node:os'
import path from 'node:path'
import { ask } from '../../src/ask.ts'
import { ROOT, readSettings } from '../../src/config.ts'
import { openEngine } from '../../src/engine.ts'
import { readQuestions } from '../../src/evaluate.ts'
import { AskRequest, SearchRequest } from '../../src/schema.ts'
import { search } from '../../src/search.ts'
import { normalize } from '../../src/text/normalize.ts'

const ROUNDS = 5

const engine = await openEngine(readSettings(process.env), { onWarning: console.error })
if (!engine.dense) throw new Error('the bench needs the model')
const { embedder, store } = engine.dense
const questions = (await readQuestions(path.join(ROOT, 'test', 'eval', 'questions-dev.jsonl'))).map(
  ({ question }) => question,
)

const times: Record<string, number[]> = {}
async function time(what: string, run: () => unknown): Promise<void> {
  const started = performance.now()
  await run()
  times[what] ??= []
  times[what].push(performance.now() - started)
}

for (let round = 0; round <= ROUNDS; round++) {
  for (const question of questions) {
    const vector = await embedder.embedQuestion(normalize(question))
    await time('bare model call', () => embedder.embedQuestion(normalize(question)))
    await time('search', () => search(engine, SearchRequest.parse({ query: question })))
    await time('ask', () => ask(engine, AskRequest.parse({ question })))
    await time('exact scan of all vectors', () => store.search(vector, 10))
    await time('both lexical legs', () => {
      engine.words.score(engine.tokenizer.words(question))
      engine.characters.score(engine.tokenizer.characters(question))
    })
  }
  // The first round warms up.
  if (round === 0) for (const what of Object.keys(times)) times[what] = []
}

const quantile = (values: number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * q)]!
const bare = quantile(times['bare model call']!, 0.5)
console.log(
  `${questions.length} questions × ${ROUNDS}, ${store.size} vectors, ${cpus().length} cores, Node ${process.version}`,
)
console.log(
  `${'ms'.padEnd(28)}${'p50'.padStart(8)}${'p95'.padStart(8)}${'ratio to the bare model call'.padStart(32)}`,
)
for (const [what, values] of Object.entries(times)) {
  const [p50, p95] = [quantile(values, 0.5), quantile(values, 0.95)]
  console.log(
    `${what.padEnd(28)}${p50.toFixed(2).padStart(8)}${p95.toFixed(2).padStart(8)}${(p50 / bare).toFixed(2).padStart(32)}`,
  )
}
await engine.close()
