// The evaluation's rates as a table, beside those of a baseline file.

import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { Rates } from '../evaluate.ts'

const COLUMNS = ['ndcg', 'hit1', 'recall', 'facts', 'verbatim', 'answered'] as const
const HEADINGS = ['nDCG@10', 'hit@1', 'recall@10', 'facts', 'verbatim', 'answered']

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
