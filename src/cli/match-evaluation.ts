// The evaluation of verdicts: `eval match`. Judges the cases in `test/eval/match/*.jsonl` over the desk's documents and
// prints how many verdicts are right, what was taken for what, and whether anything fits that the text excludes.

import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { MatchRequest, Profile, Verdict } from '../applicability/schema.ts'
import { ROOT, type Settings } from '../config.ts'
import { type OpeningHooks, openEngine } from '../engine.ts'
import { AppError } from '../errors.ts'
import { wilson } from '../evaluate.ts'
import { match } from '../match.ts'

export const MATCH_SET = 'match'
const CASES = path.join(ROOT, 'test', 'eval', MATCH_SET)

const Case = z.object({
  id: z.string(),
  profile: Profile,
  question: z.string().optional(),
  verdicts: z.array(z.object({ record: z.string(), verdict: Verdict })).min(1),
})
export type Case = z.infer<typeof Case>

type Verdicts = (typeof VERDICTS)[number]
const VERDICTS = Verdict.options

/** One verdict: what it should be and what it was, and the file of its case. */
export interface Compared {
  file: string
  expected: Verdicts
  found: Verdicts
}

/** @throws AppError `invalid_request` naming file and line of what is no case */
export function readCases(file: string, jsonl: string): Case[] {
  return jsonl
    .split('\n')
    .map((line, i) => ({ line, number: i + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => {
      try {
        return Case.parse(JSON.parse(line))
      } catch (cause) {
        throw new AppError('invalid_request', `${file}, line ${number}, is no case.`, { cause })
      }
    })
}

/** Judges all cases; `files` are other ones than those that come with the desk. */
export async function evaluateMatches(
  settings: Settings,
  hooks: OpeningHooks,
  files?: readonly string[],
): Promise<Compared[]> {
  const own =
    files ??
    (await readdir(CASES)).filter((name) => name.endsWith('.jsonl')).map((name) => path.join(CASES, name))
  const cases: (Case & { file: string })[] = []
  for (const file of own) {
    const name = path.basename(file, '.jsonl')
    const read = readCases(path.basename(file), await readFile(file, 'utf8'))
    cases.push(...read.map((one) => ({ ...one, file: name })))
  }
  const engine = await openEngine(settings, hooks)
  try {
    const compared: Compared[] = []
    for (const { file, profile, question, verdicts } of cases) {
      const records = verdicts.map(({ record }) => record)
      const { items } = await match(engine, MatchRequest.parse({ profile, question, records }))
      verdicts.forEach(({ verdict }, i) => {
        compared.push({ file, expected: verdict, found: items[i]!.verdict })
      })
    }
    return compared
  } finally {
    await engine.close()
  }
}

/** Rates by file of cases and by verdict, the table of confusions, and the count that must be nought. */
export function matchReport(compared: readonly Compared[]): string {
  const count = (expected?: string, found?: string) =>
    compared.filter((one) => (!expected || one.expected === expected) && (!found || one.found === found))
      .length
  const right = VERDICTS.reduce((sum, verdict) => sum + count(verdict, verdict), 0)
  const line = (name: string, hit: number, all: number) => {
    const [low, high] = wilson(hit, all)
    const rate = all === 0 ? '·' : (hit / all).toFixed(3)
    return `${name.padEnd(16)}${String(all).padStart(4)}${rate.padStart(8)}  ${low.toFixed(3)}–${high.toFixed(3)}`
  }
  return [
    `== ${MATCH_SET}`,
    `${'verdict'.padEnd(16)}${'n'.padStart(4)}${'right'.padStart(8)}  95 % (Wilson)`,
    line('all', right, compared.length),
    ...[...new Set(compared.map(({ file }) => file))].map((file) => {
      const own = compared.filter((one) => one.file === file)
      return line(
        `cases: ${file}`,
        own.filter(({ expected, found }) => expected === found).length,
        own.length,
      )
    }),
    ...VERDICTS.map((verdict) => line(verdict, count(verdict, verdict), count(verdict))),
    '',
    `${'should be \\ is'.padEnd(16)}${VERDICTS.map((verdict) => verdict.padStart(14)).join('')}`,
    ...VERDICTS.map(
      (expected) =>
        expected.padEnd(16) + VERDICTS.map((found) => String(count(expected, found)).padStart(14)).join(''),
    ),
    '',
    `fits where the text excludes: ${count('does_not_fit', 'fits')}`,
  ].join('\n')
}
