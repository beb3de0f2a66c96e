// Whether other weights of the signals would rank better: `npm run tune`. Asks the judged questions once, keeps what each
// signal said of the best records, and tries many weights on them by five-fold cross-validation over the questions. What
// it found is written to weights.json beside it; the weights in use stand in `src/ranking.ts`.

import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { withSet } from '../../src/cli/question-sets.ts'
import { ROOT, readSettings } from '../../src/config.ts'
import { ranking } from '../../src/evaluate.ts'
import { WEIGHTS } from '../../src/ranking.ts'
import { find } from '../../src/search.ts'
import { seeded } from '../support/random.ts'

const SETS = ['dev', 'check', 'wordings', 'regulations']
const SIGNALS = Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]
const TRIED = 500
const FOLDS = 5
const SEED = 20_261_121

interface Asked {
  set: string
  fold: number
  grades: Map<string, number>
  records: { id: string; sure: boolean; signals: number[] }[]
}

const random = seeded(SEED)
const asked: Asked[] = []
for (const set of SETS) asked.push(...(await askedOf(set)))
const candidates = [SIGNALS.map((signal) => WEIGHTS[signal]), ...Array.from({ length: TRIED }, someWeights)]
const rates = candidates.map((weights) => asked.map((one) => rate(one, weights)))

/** Mean over the sets of their mean: a large set must not decide alone. */
function quality(candidate: number, within: (one: Asked) => boolean): number {
  const means = SETS.map((set) => {
    const own = asked.flatMap((one, i) => (one.set === set && within(one) ? [rates[candidate]![i]!] : []))
    return own.reduce((sum, value) => sum + value, 0) / own.length
  })
  return means.reduce((sum, value) => sum + value, 0) / means.length
}

const folds = Array.from({ length: FOLDS }, (_, fold) => {
  const others = candidates.map((_, i) => quality(i, (one) => one.fold !== fold))
  const chosen = others.indexOf(Math.max(...others))
  const held = (candidate: number) => quality(candidate, (one) => one.fold === fold)
  return { weights: named(candidates[chosen]!), heldOut: round(held(chosen)), inUse: round(held(0)) }
})
const mean = (values: readonly number[]) =>
  round(values.reduce((sum, value) => sum + value, 0) / values.length)
const evidence = {
  date: new Date().toISOString().slice(0, 10),
  measure: 'nDCG@10, mean of the sets',
  questions: Object.fromEntries(SETS.map((set) => [set, asked.filter((one) => one.set === set).length])),
  inUse: { weights: WEIGHTS, heldOut: mean(folds.map(({ inUse }) => inUse)) },
  tried: TRIED,
  crossValidated: mean(folds.map(({ heldOut }) => heldOut)),
  folds,
}
console.log(JSON.stringify(evidence, null, 2))
await writeFile(path.join(ROOT, 'test', 'eval', 'weights.json'), `${JSON.stringify(evidence, null, 2)}\n`)

/** Questions that are ranked at all: lists that filters name completely are not. */
async function askedOf(set: string): Promise<Asked[]> {
  const found: Asked[] = []
  await withSet(
    set,
    readSettings(process.env),
    { onWarning: console.error },
    async (engine, { answerable }) => {
      for (const { question, history, relevant } of answerable) {
        const { ranked, signalsOf, exact, listed } = await find(engine, {
          question,
          history,
          readFilters: true,
        })
        if (listed || relevant.length === 0) continue
        found.push({
          set,
          fold: Math.floor(random() * FOLDS),
          grades: new Map(relevant.map(({ id, grade }) => [id, grade])),
          records: ranked.map(({ record }) => {
            const signals = signalsOf(record)
            return {
              id: engine.library.records[record]!.id,
              sure: exact.has(record),
              signals: SIGNALS.map((signal) => signals[signal] ?? 0),
            }
          }),
        })
      }
    },
  )
  return found
}

function rate({ records, grades }: Asked, weights: readonly number[]): number {
  const scored = records.map(({ id, sure, signals }) => ({
    id,
    sure,
    score: signals.reduce((sum, signal, i) => sum + signal * weights[i]!, 0),
  }))
  scored.sort((a, b) => Number(b.sure) - Number(a.sure) || b.score - a.score)
  return ranking(
    scored.map(({ id }) => id),
    grades,
  ).ndcg
}

/** Shares that add up to 1, evenly over all that there are. */
function someWeights(): number[] {
  const drawn = SIGNALS.map(() => -Math.log(1 - random()))
  const sum = drawn.reduce((total, value) => total + value, 0)
  return drawn.map((value) => value / sum)
}

function named(weights: readonly number[]): Record<string, number> {
  return Object.fromEntries(SIGNALS.map((signal, i) => [signal, round(weights[i]!)]))
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
