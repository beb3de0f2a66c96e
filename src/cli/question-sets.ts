// Sets of judged questions: where they lie, which documents they are about, and an engine over those. What is done with
// the questions is the caller's business.

import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { ROOT, type Settings } from '../config.ts'
import { type Engine, type OpeningHooks, openEngine } from '../engine.ts'
import { AppError } from '../errors.ts'
import { type JudgedQuestion, readQuestions } from '../evaluate.ts'

/**
 * Each folder in here with a `questions.jsonl` is a set. It may have `unanswerable.jsonl` (questions without an answer in
 * the documents), `baseline.json`, and, where the questions are not about the desk's own documents, `seeds/` or a
 * `set.json` that names the set whose documents they are about: `{"documentsOf": "regulations"}`.
 */
export const SETS = path.join(ROOT, 'test', 'eval')

const SetFile = z.strictObject({ documentsOf: z.string() })

/** Names of all sets. */
export async function setNames(folder: string = SETS): Promise<string[]> {
  const entries = await readdir(folder)
  const found: string[] = []
  for (const name of entries) if (await exists(path.join(folder, name, 'questions.jsonl'))) found.push(name)
  return found.sort()
}

/** The questions of a set: those that the documents answer, and those that they do not. */
export interface QuestionSet {
  answerable: JudgedQuestion[]
  unanswerable: JudgedQuestion[]
}

/**
 * Opens an engine over the documents of a set and hands it over with the questions. Documents that are not the desk's own
 * are indexed in a temporary folder, which takes a while.
 * @throws AppError `invalid_request` for a set that is not there, or naming what is wrong in it
 */
export async function withSet<T>(
  set: string,
  settings: Settings,
  hooks: OpeningHooks,
  use: (engine: Engine, questions: QuestionSet) => Promise<T>,
): Promise<T> {
  const known = await setNames()
  if (!known.includes(set))
    throw new AppError('invalid_request', `没有名为“${set}”的题集，可选：${known.join('、')}。`)
  const folder = path.join(SETS, set)
  const unanswerable = path.join(folder, 'unanswerable.jsonl')
  const questions = {
    answerable: await readQuestions(path.join(folder, 'questions.jsonl')),
    unanswerable: (await exists(unanswerable)) ? await readQuestions(unanswerable) : [],
  }
  const own = await documentsOf(folder)
  const temporary = own && (await mkdtemp(path.join(tmpdir(), 'cewen-eval-')))
  try {
    const engine = await openEngine(
      temporary ? { ...settings, SEEDS_DIR: own, INDEX_DIR: temporary } : settings,
      hooks,
    )
    try {
      return await use(engine, questions)
    } finally {
      await engine.close()
    }
  } finally {
    if (temporary) await rm(temporary, { recursive: true, force: true })
  }
}

/** The folder with the documents of a set; undefined for the desk's own. */
async function documentsOf(folder: string): Promise<string | undefined> {
  const own = path.join(folder, 'seeds')
  if (await exists(own)) return own
  const file = path.join(folder, 'set.json')
  if (!(await exists(file))) return undefined
  const { documentsOf: other } = SetFile.parse(JSON.parse(await readFile(file, 'utf8')))
  return path.join(SETS, other, 'seeds')
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  )
