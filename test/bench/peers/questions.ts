// What is given to all: our own build's passages and vectors, the judged questions, and a vector for each of them,
// computed once. The only place that calls the model.

import path from 'node:path'
import { readDocumentsFile, readPassages, readVectors } from '../../../src/builds/files.ts'
import { ROOT, readSettings } from '../../../src/config.ts'
import { openEngine } from '../../../src/engine.ts'
import { type JudgedQuestion, ranking, readQuestions } from '../../../src/evaluate.ts'
import { normalize } from '../../../src/text/normalize.ts'
import type { Corpus } from '../entries.ts'
import type { Asked } from './peer.ts'

export interface Judged {
  readonly file: 'dev' | 'check'
  readonly kind: string
  readonly asked: Asked
  rate(ids: readonly string[]): { ndcg: number; hit1: number }
}

export interface Given {
  readonly corpus: Corpus
  readonly judged: Judged[]
  /** Fingerprint of the model. */
  readonly model: string
}

/** Opens the engine, which makes a build where none fits, and takes from it what the comparison needs. */
export async function readGiven(): Promise<Given> {
  const settings = readSettings(process.env)
  const engine = await openEngine(settings, { onWarning: console.error })
  try {
    if (!engine.dense || engine.model === undefined) throw new Error('the comparison needs the model')
    const { embedder } = engine.dense
    const folder = path.join(settings.INDEX_DIR, engine.build)
    const corpus: Corpus = {
      documents: await readDocumentsFile(folder),
      passages: await readPassages(folder),
      vectors: await readVectors(folder),
      dimensions: embedder.profile.dimensions,
    }
    const judged: Judged[] = []
    for (const file of ['dev', 'check'] as const) {
      const questions = await readQuestions(path.join(ROOT, 'test', 'eval', file, 'questions.jsonl'))
      for (const one of questions.filter(({ relevant }) => relevant.length > 0)) {
        const joined = joinedTurns(one)
        const vector = await embedder.embedQuestion(normalize(joined))
        const grades = new Map(one.relevant.map(({ id, grade }) => [id, grade]))
        judged.push({
          file,
          kind: one.kind ?? one.type,
          asked: { joined, vector, question: one.question, history: one.history },
          rate: (ids) => ranking(ids, grades),
        })
      }
    }
    return { corpus, judged, model: engine.model }
  } finally {
    await engine.close()
  }
}

function joinedTurns({ question, history = [] }: JudgedQuestion): string {
  const turns = history.filter(({ role }) => role === 'user').map(({ content }) => content.trim())
  return [...turns, question].join(' ')
}
