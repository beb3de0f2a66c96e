// Questions as people ask them, each once: those of the judged sets, which no answer was ever cached for.

import path from 'node:path'
import { SETS } from '../../../src/cli/question-sets.ts'
import { readQuestions } from '../../../src/evaluate.ts'

const SOURCES = ['dev', 'everyday', 'voices', 'wordings']

/** @throws Error when the sets do not hold so many that stand alone */
export async function realQuestions(count: number): Promise<string[]> {
  const sets = await Promise.all(
    SOURCES.map((name) => readQuestions(path.join(SETS, name, 'questions.jsonl'))),
  )
  const alone = sets.flatMap((set) => set.filter(({ history }) => history === undefined))
  const distinct = [...new Set(alone.map(({ question }) => question))]
  if (distinct.length < count) throw new Error(`only ${distinct.length} distinct questions`)
  return distinct.slice(0, count)
}
