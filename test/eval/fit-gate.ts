// Fits what the signs of the gate are worth together: `npm run fit`. Asks the judged questions of the sets that are there
// to be fitted to, and writes coefficients, thresholds and the evidence for them to `src/gate/weights.json`. A logistic
// regression with ridge, classes weighted alike, by Newton's method; quality by ten-fold cross-validation.

import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type QuestionSet, withSet } from '../../src/cli/question-sets.ts'
import { ROOT, readSettings } from '../../src/config.ts'
import type { Engine } from '../../src/engine.ts'
import { auroc } from '../../src/evaluate.ts'
import { readingOf } from '../../src/gate/reading.ts'
import { SIGNS, type Signs, signsOf } from '../../src/gate/signs.ts'
import { find } from '../../src/search.ts'
import { seeded } from '../support/random.ts'

/** All sets with unanswerable questions but `held-out`, `held-out-2`, `held-out-3` and `voices-2`, which check. */
const SETS = [
  'dev',
  'check',
  'everyday',
  'voices',
  'unseen',
  'unseen-places',
  'blind',
  'fresh',
  'blind-2',
  'sealed',
  'final',
  'everyday-laws',
  'regulations',
  'unseen-laws',
  'blind-laws',
]
const FOLDS = 10
const SEED = 20_261_121
const RIDGE = 2
const STEPS = 30
/** Of what has its subject in the library, this share may be refused by its signs alone … */
const REFUSED = 0.02
/** … and of what is answered in it, this share may get a partial answer only. */
const PARTIAL = 0.12
/** Unanswerable questions of these kinds have their subject in the library. */
const ABOUT_SUBJECT: readonly (string | undefined)[] = ['detail', 'effects']
/** What tells whether the subject is in the library; all signs tell whether the question is answered. */
const OF_SUBJECT: readonly Sign[] = [
  'nearest',
  'passage',
  'topic',
  'coverage',
  'score',
  'held',
  'listed',
  'filtered',
]

const COSINES: readonly Sign[] = ['nearest', 'passage', 'topic']

type Sign = (typeof SIGNS)[number]
interface Asked {
  fold: number
  answered: boolean
  subject: boolean
  signs: Signs
}

const random = seeded(SEED)
const asked = { vectors: [] as Asked[], keywords: [] as Asked[] }
for (const set of SETS) await withSet(set, readSettings(process.env), { onWarning: console.error }, ask)

async function ask(open: Engine, questions: QuestionSet): Promise<void> {
  const { dense: _, ...keywordsOnly } = open
  for (const [kind, list] of Object.entries(questions))
    for (const { question, history, relevant, kind: lacking } of list) {
      const fold = Math.floor(random() * FOLDS)
      const answered = kind === 'answerable' && relevant.length > 0
      for (const [engine, into] of [
        [open, asked.vectors],
        [keywordsOnly, asked.keywords],
      ] as const) {
        const found = await find(engine, { question, history, readFilters: true })
        if (found.ranked.length === 0) continue
        const signs = signsOf(engine, found, await readingOf(engine, found))
        into.push({ fold, answered, subject: answered || ABOUT_SUBJECT.includes(lacking), signs })
      }
    }
}

/** Of keywords alone there are no cosines. */
const fits = {
  vectors: {
    subject: fitted(asked.vectors, OF_SUBJECT, ({ subject }) => subject, REFUSED),
    support: fitted(asked.vectors, SIGNS, ({ answered }) => answered, PARTIAL),
  },
  keywords: {
    subject: fitted(
      asked.keywords,
      OF_SUBJECT.filter((sign) => !COSINES.includes(sign)),
      ({ subject }) => subject,
      REFUSED,
    ),
    support: fitted(asked.keywords, without(...COSINES), ({ answered }) => answered, PARTIAL),
  },
}
const evidence = {
  date: new Date().toISOString().slice(0, 10),
  sets: SETS,
  method: `logistic regression, ridge ${RIDGE} on standardised signs, classes weighted alike, ${FOLDS} folds`,
}
await writeFile(
  path.join(ROOT, 'src', 'gate', 'weights.json'),
  `${JSON.stringify({ ...evidence, ...fits }, null, 2)}\n`,
)
console.log(JSON.stringify(fits, null, 2))

function without(...left: readonly Sign[]): Sign[] {
  return SIGNS.filter((sign) => !left.includes(sign))
}

function fitted(from: readonly Asked[], used: readonly Sign[], isYes: (one: Asked) => boolean, lost: number) {
  const rows = from.map((one) => ({
    yes: isYes(one),
    values: used.map((sign) => one.signs[sign]),
    fold: one.fold,
  }))
  const held = Array.from({ length: FOLDS }, (_, fold) => {
    const { chance } = regression(rows.filter((row) => row.fold !== fold))
    return rows.filter((row) => row.fold === fold).map(({ yes, values }) => ({ yes, chance: chance(values) }))
  }).flat()
  const [yes, no] = [true, false].map((answer) =>
    held.filter((one) => one.yes === answer).map(({ chance }) => chance),
  ) as [number[], number[]]
  yes.sort((a, b) => a - b)
  const { bias, coefficients } = regression(rows)
  return {
    questions: { yes: yes.length, no: no.length },
    auroc: round(auroc(yes, no)),
    least: round(yes[Math.floor(yes.length * lost)]!),
    bias: round(bias),
    signs: Object.fromEntries(used.map((sign, i) => [sign, round(coefficients[i]!)])),
  }
}

interface Row {
  yes: boolean
  values: number[]
}

/** Coefficients in the units of the signs. */
function regression(asked: readonly Row[]) {
  const columns = asked[0]!.values.map((_, i) => asked.map(({ values }) => values[i]!))
  const means = columns.map(mean)
  const deviations = columns.map(
    (column, i) => Math.sqrt(mean(column.map((value) => (value - means[i]!) ** 2))) || 1,
  )
  const rows = asked.map(({ values }) => [
    1,
    ...values.map((value, i) => (value - means[i]!) / deviations[i]!),
  ])
  const share = mean(asked.map(({ yes }) => Number(yes)))
  const weights = asked.map(({ yes }) => 0.5 / (yes ? share : 1 - share))
  let beta = rows[0]!.map(() => 0)
  for (let step = 0; step < STEPS; step++) {
    const slopes = beta.map((value, i) => (i === 0 ? 0 : -RIDGE * value))
    const curves = beta.map((_, i) => beta.map((_, j) => (i === j && i > 0 ? RIDGE : 0)))
    rows.forEach((row, n) => {
      const chance = logistic(dot(row, beta))
      const miss = weights[n]! * (Number(asked[n]!.yes) - chance)
      const curve = weights[n]! * chance * (1 - chance)
      row.forEach((value, i) => {
        slopes[i]! += miss * value
        row.forEach((other, j) => {
          curves[i]![j]! += curve * value * other
        })
      })
    })
    const change = solved(curves, slopes)
    beta = beta.map((value, i) => value + change[i]!)
  }
  const coefficients = deviations.map((deviation, i) => beta[i + 1]! / deviation)
  const bias = beta[0]! - dot(coefficients, means)
  return {
    bias,
    coefficients,
    chance: (values: readonly number[]) => logistic(bias + dot(coefficients, values)),
  }
}

/** The solution of a linear system, by elimination with pivots. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!])
  const size = rows.length
  for (let at = 0; at < size; at++) {
    const pivot = rows.findIndex(
      (row, i) => i >= at && rows.every((other, j) => j < at || Math.abs(other[at]!) <= Math.abs(row[at]!)),
    )
    ;[rows[at], rows[pivot]] = [rows[pivot]!, rows[at]!]
    for (let below = 0; below < size; below++) {
      if (below === at) continue
      const factor = rows[below]![at]! / rows[at]![at]!
      for (let j = at; j <= size; j++) rows[below]![j]! -= factor * rows[at]![j]!
    }
  }
  return rows.map((row, i) => row[size]! / row[i]!)
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0)
}
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value))
}
function round(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
