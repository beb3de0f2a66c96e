// The command `eval`: sets of judged questions are asked and judged, and the rates printed beside the set's baseline. It
// does not know how an answer is judged (evaluate.ts), where sets lie (question-sets.ts), nor how a table looks
// (eval-report.ts).

import path from 'node:path'
import type { Settings } from '../config.ts'
import type { OpeningHooks } from '../engine.ts'
import { auroc, evaluate, type Judgement, summarize } from '../evaluate.ts'
import {
  answersText,
  outcomesTable,
  type Report,
  ratesTable,
  readBaseline,
  riskTable,
  writeBaseline,
} from './eval-report.ts'
import { SETS, withSet } from './question-sets.ts'

export interface Evaluated {
  set: string
  report: Report
  /** Of `support`, answerable against unanswerable questions; absent without the latter. */
  auroc?: number
  answerable: Judgement[]
  unanswerable: Judgement[]
}

/** Asks all questions of a set. */
export function evaluateSet(set: string, settings: Settings, hooks: OpeningHooks): Promise<Evaluated> {
  return withSet(set, settings, hooks, async (engine, { answerable, unanswerable }) => {
    const judgements = await evaluate(engine, [...answerable, ...unanswerable], hooks.onProgress)
    return judged(set, judgements)
  })
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
    answerable,
    unanswerable,
  }
}

const supports = (judgements: readonly Judgement[]) => judgements.map(({ support }) => support)

/** The rates of a set beside its baseline, for people; with all answers where `show` is set. */
export async function evaluationText(evaluated: Evaluated, show: boolean): Promise<string> {
  const { set, report, auroc, answerable, unanswerable } = evaluated
  const curve =
    auroc === undefined
      ? []
      : [
          `AUROC of support, answerable against unanswerable: ${auroc.toFixed(3)}`,
          riskTable(answerable, unanswerable),
        ]
  return [
    `== ${set}`,
    ...(show ? [answersText([...answerable, ...unanswerable])] : []),
    ratesTable(report, await readBaseline(baselineOf(set))),
    outcomesTable(report),
    ...curve,
  ].join('\n\n')
}

export const keepAsBaseline = ({ set, report }: Evaluated): Promise<void> =>
  writeBaseline(baselineOf(set), report)

const baselineOf = (set: string) => path.join(SETS, set, 'baseline.json')
