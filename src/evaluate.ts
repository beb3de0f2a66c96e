// Measures quality, apart from the tests: rates per kind of question over a file of judged questions, against a
// baseline. Metrics follow Järvelin & Kekäläinen 2002 (nDCG with gain 2^grade − 1).

import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ask } from './ask.ts'
import type { Engine } from './engine.ts'
import { AppError } from './errors.ts'
import { topicVectors } from './gate/topics.ts'
import { type Answer, AskRequest } from './schema.ts'
import { search } from './search.ts'

const JudgedQuestion = z.object({
  id: z.string(),
  question: z.string(),
  history: z.array(z.object({ role: z.enum(['user', 'assistant']), content: z.string() })).optional(),
  type: z.string(),
  kind: z.string().optional(),
  relevant: z.array(z.object({ id: z.string(), grade: z.int().min(1).max(2) })).default([]),
  facts: z.array(z.string()).default([]),
})
export type JudgedQuestion = z.infer<typeof JudgedQuestion>

const DEPTH = 10

/** What one question came to. Ranking figures are absent for a question without relevant records. */
export interface Judgement {
  id: string
  kind: string
  ndcg?: number
  hit1?: number
  recall?: number
  /** Share of the required facts found in the answer's text and quotes; absent when none is required. */
  facts?: number
  /** Quotes, and those of them that stand verbatim at their offsets. */
  quotes: number
  verbatim: number
  outcome: Answer['outcome']
  support: number
  /** The questions of the conversation, and the answer to the last. */
  asked: string[]
  answer: Answer
}

/** Judged questions of a JSON Lines file. @throws AppError `invalid_request` for a missing file or naming the bad line. */
export async function readQuestions(file: string): Promise<JudgedQuestion[]> {
  const content = await readFile(file, 'utf8').catch((cause) => {
    throw new AppError('invalid_request', `${file} cannot be read.`, { cause })
  })
  const lines = content.split('\n')
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return []
    try {
      return [JudgedQuestion.parse(JSON.parse(line))]
    } catch (cause) {
      throw new AppError('invalid_request', `${file}: line ${i + 1} is no judged question.`, { cause })
    }
  })
}

/** Asks every question once and judges ranking, facts and quotes. */
export async function evaluate(
  engine: Engine,
  questions: readonly JudgedQuestion[],
  onProgress: (done: number, total: number) => void = () => {},
): Promise<Judgement[]> {
  const judgements: Judgement[] = []
  // No question is to be judged without the topics because it came first.
  if (engine.dense) await topicVectors(engine.dense.embedder)
  for (const question of questions) {
    judgements.push(await judge(engine, question))
    onProgress(judgements.length, questions.length)
  }
  return judgements
}

async function judge(engine: Engine, asked: JudgedQuestion): Promise<Judgement> {
  const { hits } = await search(engine, {
    query: asked.question,
    history: asked.history,
    readFilters: true,
    limit: DEPTH,
  })
  const answer = await ask(
    engine,
    AskRequest.parse({ question: asked.question, history: asked.history, answerer: 'extractive' }),
  )
  const ids = hits.map(({ id }) => id)
  const said = squash([answer.text, ...answer.citations.map(({ quote }) => quote)].join(''))
  const verbatim = answer.citations.filter(
    ({ documentId, start, end, quote }) =>
      engine.library.document(documentId)?.text.slice(start, end) === quote,
  )
  return {
    id: asked.id,
    kind: asked.kind ?? asked.type,
    ...(asked.relevant.length > 0 &&
      ranking(ids, new Map(asked.relevant.map(({ id, grade }) => [id, grade])))),
    ...(asked.facts.length > 0 && {
      facts: asked.facts.filter((fact) => said.includes(squash(fact))).length / asked.facts.length,
    }),
    quotes: answer.citations.length,
    verbatim: verbatim.length,
    outcome: answer.outcome,
    support: answer.support,
    asked: [
      ...(asked.history ?? []).flatMap(({ role, content }) => (role === 'user' ? [content] : [])),
      asked.question,
    ],
    answer,
  }
}

const squash = (text: string) => text.replace(/\s/gu, '')

/** nDCG@10, whether the first hit is of grade 2, and the share of the grade-2 records (at most 10) among ten hits. */
export function ranking(ids: readonly string[], grades: ReadonlyMap<string, number>) {
  const gain = (grade: number) => 2 ** grade - 1
  const discounted = (gains: readonly number[]) =>
    gains.slice(0, DEPTH).reduce((sum, value, i) => sum + value / Math.log2(i + 2), 0)
  const ideal = discounted([...grades.values()].map(gain).sort((a, b) => b - a))
  const best = [...grades].filter(([, grade]) => grade === 2).map(([id]) => id)
  const found = best.filter((id) => ids.slice(0, DEPTH).includes(id)).length
  return {
    ndcg: ideal === 0 ? 0 : discounted(ids.map((id) => gain(grades.get(id) ?? 0))) / ideal,
    hit1: Number(grades.get(ids[0] ?? '') === 2),
    ...(best.length > 0 && { recall: found / Math.min(DEPTH, best.length) }),
  }
}

/** Rates of a group of questions, 0…1; a rate that no question of the group bears on is absent. */
export interface Rates {
  questions: number
  ndcg?: number
  hit1?: number
  recall?: number
  /** Share of questions whose answer has every required fact. */
  facts?: number
  verbatim?: number
  answered: number
  partial: number
  /** Share of the outcomes that are as they should be for the kind. */
  right: number
}

/**
 * What becomes of a question by its kind: of what the documents do not have, nothing is answered; a detail that they do
 * not give is said to be missing; a neighbouring topic may be either. What they answer is not refused.
 */
const RIGHT: Readonly<Record<string, readonly Answer['outcome'][]>> = {
  elsewhere: ['no_evidence'],
  'out-of-scope': ['no_evidence'],
  detail: ['partial'],
  effects: ['partial'],
  neighbour: ['no_evidence', 'partial'],
  unanswerable: ['no_evidence', 'partial'],
}
const NOT_REFUSED: readonly Answer['outcome'][] = ['answered', 'partial']

const outcomesRightFor = ({ kind, ndcg }: Judgement) =>
  (ndcg === undefined ? RIGHT[kind] : undefined) ?? NOT_REFUSED

/** Rates by kind of question, and over all of them under `all`. */
export function summarize(judgements: readonly Judgement[]): Record<string, Rates> {
  const kinds = [...new Set(judgements.map(({ kind }) => kind))]
  const groups = kinds.map(
    (kind) => [kind, judgements.filter((judgement) => judgement.kind === kind)] as const,
  )
  return Object.fromEntries(
    [...groups, ['all', judgements] as const].map(([kind, group]) => [kind, ratesOf(group)]),
  )
}

function ratesOf(group: readonly Judgement[]): Rates {
  const mean = (values: readonly (number | undefined)[]) => {
    const known = values.filter((value) => value !== undefined)
    return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length
  }
  const quotes = group.reduce((sum, { quotes }) => sum + quotes, 0)
  const rates = {
    ndcg: mean(group.map(({ ndcg }) => ndcg)),
    hit1: mean(group.map(({ hit1 }) => hit1)),
    recall: mean(group.map(({ recall }) => recall)),
    facts: mean(group.map(({ facts }) => (facts === undefined ? undefined : Number(facts === 1)))),
    verbatim: quotes === 0 ? undefined : group.reduce((sum, { verbatim }) => sum + verbatim, 0) / quotes,
  }
  const known = Object.entries(rates).filter(([, rate]) => rate !== undefined)
  return {
    questions: group.length,
    ...(Object.fromEntries(known) as Partial<Rates>),
    answered: mean(group.map(({ outcome }) => Number(outcome === 'answered')))!,
    partial: mean(group.map(({ outcome }) => Number(outcome === 'partial')))!,
    right: mean(group.map((one) => Number(outcomesRightFor(one).includes(one.outcome))))!,
  }
}

/** Area under the ROC curve of `support`, answerable against unanswerable: 0.5 is chance, 1 perfect. */
export function auroc(answerable: readonly number[], unanswerable: readonly number[]): number {
  let wins = 0
  for (const yes of answerable) for (const no of unanswerable) wins += yes > no ? 1 : yes === no ? 0.5 : 0
  return wins / (answerable.length * unanswerable.length)
}

const Z_95 = 1.96

/** Wilson's 95 % score interval of so many right ones among trials (Wilson 1927); the whole range without trials. */
export function wilson(right: number, trials: number): [number, number] {
  if (trials === 0) return [0, 1]
  const rate = right / trials
  const scale = 1 + Z_95 ** 2 / trials
  const middle = rate + Z_95 ** 2 / (2 * trials)
  const half = Z_95 * Math.sqrt((rate * (1 - rate)) / trials + Z_95 ** 2 / (4 * trials ** 2))
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)]
}
