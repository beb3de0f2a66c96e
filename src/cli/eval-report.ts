// What an evaluation found, for people: rates beside those of a baseline file, outcomes with their intervals, what
// refusing more would cost, and the answers themselves.

import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import { type Judgement, type Rates, wilson } from '../evaluate.ts'
import { answerText } from './results.ts'

const COLUMNS = ['ndcg', 'hit1', 'recall', 'facts', 'verbatim'] as const
const HEADINGS = ['nDCG@10', 'hit@1', 'recall@10', 'facts', 'verbatim']

const rate = z.number().min(0).max(1)
const Baseline: z.ZodType<Report> = z.record(
  z.string(),
  z.object({
    questions: z.int(),
    ndcg: rate.exactOptional(),
    hit1: rate.exactOptional(),
    recall: rate.exactOptional(),
    facts: rate.exactOptional(),
    verbatim: rate.exactOptional(),
    answered: rate,
    partial: rate,
    right: rate,
  }),
)
export type Report = Record<string, Rates>

/** @throws AppError `invalid_request` when the file is no baseline; undefined when there is none. */
export async function readBaseline(file: string): Promise<Report | undefined> {
  let json: string
  try {
    json = await readFile(file, 'utf8')
  } catch {
    return undefined
  }
  try {
    return Baseline.parse(JSON.parse(json))
  } catch (cause) {
    throw new AppError('invalid_request', `${file} is no baseline of an evaluation.`, { cause })
  }
}

export async function writeBaseline(file: string, report: Report): Promise<void> {
  const rounded = JSON.stringify(
    report,
    (_, value) => (typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value),
    2,
  )
  await writeFile(file, `${rounded}\n`)
}

/** One line per kind of question; behind each rate how much it rose or fell against the baseline. */
export function ratesTable(report: Report, baseline?: Report): string {
  const head = ['kind'.padEnd(16), 'n'.padStart(4), ...HEADINGS.map((heading) => heading.padStart(16))].join(
    '',
  )
  const rows = Object.entries(report).map(([kind, rates]) =>
    [
      kind.padEnd(16),
      String(rates.questions).padStart(4),
      ...COLUMNS.map((column) => cell(rates[column], baseline?.[kind]?.[column]).padStart(16)),
    ].join(''),
  )
  return [head, ...rows].join('\n')
}

function cell(rate: number | undefined, before: number | undefined): string {
  if (rate === undefined) return '·'
  const change = before === undefined ? 0 : rate - before
  return Math.abs(change) < 0.0005
    ? rate.toFixed(3)
    : `${rate.toFixed(3)} (${change > 0 ? '+' : ''}${change.toFixed(3)})`
}

/** Shares of the outcomes, each with its 95 % interval. */
export function outcomesTable(report: Report): string {
  const head = [
    'kind'.padEnd(26),
    'n'.padStart(4),
    ...['facts', 'answered', 'partial', 'no evidence', 'as it should'].map((heading) => heading.padStart(22)),
  ]
  const rows = Object.entries(report).map(([kind, { questions, facts, answered, partial, right }]) =>
    [
      kind.padEnd(26),
      String(questions).padStart(4),
      ...[facts, answered, partial, Math.max(0, 1 - answered - partial), right].map((share) =>
        (share === undefined ? '·' : withInterval(share, questions)).padStart(22),
      ),
    ].join(''),
  )
  return [head.join(''), ...rows].join('\n')
}

function withInterval(share: number, of: number): string {
  const [from, to] = wilson(share * of, of)
  return `${share.toFixed(3)} (${from.toFixed(2)}–${to.toFixed(2)})`
}

/** Shares of the answerable questions that are kept. */
const KEPT = [1, 0.98, 0.95, 0.9, 0.85, 0.8]

/**
 * The risk curve: if only what has at least some support were answered, so that this share of the answerable questions is
 * kept, how many of the unanswerable ones would be answered with them, by kind.
 */
export function riskTable(answerable: readonly Judgement[], unanswerable: readonly Judgement[]): string {
  const kinds = [...new Set(unanswerable.map(({ kind }) => kind)), 'all']
  const falling = answerable.map(({ support }) => support).sort((a, b) => b - a)
  const head = ['kept', 'support', ...kinds].map((heading) => heading.padStart(14)).join('')
  const rows = KEPT.map((share) => {
    const least = falling[Math.ceil(share * falling.length) - 1] ?? 0
    const passed = kinds.map((kind) => {
      const own = unanswerable.filter((one) => kind === 'all' || one.kind === kind)
      return own.filter(({ support }) => support >= least).length / own.length
    })
    return [share.toFixed(2), least.toFixed(3), ...passed.map((rate) => rate.toFixed(3))]
      .map((text) => text.padStart(14))
      .join('')
  })
  return [head, ...rows].join('\n')
}

/** Every question with its answer, to be read. */
export function answersText(judgements: readonly Judgement[]): string {
  return judgements
    .map(({ id, kind, asked, answer, facts, support }) =>
      [
        `---- ${id} ${kind} · ${answer.outcome} · ${support.toFixed(2)}${facts === undefined ? '' : ` · facts ${facts.toFixed(2)}`}`,
        ...asked.map((question) => `？ ${question}`),
        answerText(answer),
      ].join('\n'),
    )
    .join('\n\n')
}
