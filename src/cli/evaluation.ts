// The command `eval`: sets of judged questions, each in a folder of its own, are asked and judged, and the rates printed
// beside the set's baseline. It does not know how an answer is judged (evaluate.ts) nor how a table looks (eval-report.ts).

import { access, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ROOT, type Settings } from '../config.ts'
import { type OpeningHooks, openEngine } from '../engine.ts'
import { AppError } from '../errors.ts'
import { auroc, evaluate, type Judgement, readQuestions, summarize } from '../evaluate.ts'
import { type Report, ratesTable, readBaseline, writeBaseline } from './eval-report.ts'

/**
 * Each folder in here is a set: `questions.jsonl`, and perhaps `unanswerable.jsonl` (questions without an answer in the
 * documents), `baseline.json`, and `seeds/` where the questions are about documents of their own.
 */
export const SETS = path.join(ROOT, 'test', 'eval')

export interface Evaluated {
  set: string
  report: Report
  /** Of `support`, answerable against unanswerable questions; absent without the latter. */
  auroc?: number
  judgements: Judgement[]
}

/** Names of all sets. */
export async function setNames(folder: string = SETS): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return (
    entries
      // Verdicts are judged by match-evaluation.ts.
      .filter((entry) => entry.isDirectory() && entry.name !== 'match')
      .map(({ name }) => name)
      .sort()
  )
}

/**
 * Asks all questions of a set. Documents of its own are indexed in a temporary folder, which takes a while.
 * @throws AppError `invalid_request` for a set that is not there, or naming what is wrong in it
 */
export async function evaluateSet(set: string, settings: Settings, hooks: OpeningHooks): Promise<Evaluated> {
  const folder = path.join(SETS, set)
  const known = await setNames()
  if (!known.includes(set))
    throw new AppError('invalid_request', `没有名为“${set}”的题集，可选：${known.join('、')}。`)
  const questions = [
    ...(await readQuestions(path.join(folder, 'questions.jsonl'))),
    ...((await exists(path.join(folder, 'unanswerable.jsonl')))
      ? await readQuestions(path.join(folder, 'unanswerable.jsonl'))
      : []),
  ]
  const own = path.join(folder, 'seeds')
  const temporary = (await exists(own)) ? await mkdtemp(path.join(tmpdir(), 'cewen-eval-')) : undefined
  try {
    const engine = await openEngine(
      temporary ? { ...settings, SEEDS_DIR: own, INDEX_DIR: temporary } : settings,
      hooks,
    )
    try {
      return judged(set, await evaluate(engine, questions, hooks.onProgress))
    } finally {
      await engine.close()
    }
  } finally {
    if (temporary) await rm(temporary, { recursive: true, force: true })
  }
}

function judged(set: string, judgements: Judgement[]): Evaluated {
  const answerable = judgements.filter(({ ndcg }) => ndcg !== undefined)
  const unanswerable = judgements.filter(({ ndcg }) => ndcg === undefined)
  const refused = Object.entries(unanswerable.length > 0 ? summarize(unanswerable) : {})
  return {
    set,
    report: {
      ...summarize(answerable),
      ...Object.fromEntries(refused.map(([kind, rates]) => [`no answer: ${kind}`, rates])),
    },
    ...(unanswerable.length > 0 && { auroc: auroc(supports(answerable), supports(unanswerable)) }),
    judgements,
  }
}

const supports = (judgements: readonly Judgement[]) => judgements.map(({ support }) => support)

/** The rates of a set beside its baseline, for people. */
export async function evaluationText({ set, report, auroc }: Evaluated): Promise<string> {
  const table = ratesTable(report, await readBaseline(baselineOf(set)))
  const area =
    auroc === undefined ? [] : [`AUROC of support, answerable against unanswerable: ${auroc.toFixed(3)}`]
  return [`== ${set}`, table, ...area].join('\n')
}

export const keepAsBaseline = ({ set, report }: Evaluated): Promise<void> =>
  writeBaseline(baselineOf(set), report)

const baselineOf = (set: string) => path.join(SETS, set, 'baseline.json')

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  )
