// F19, S1 to S8, S20 to S22 and S25: promises that test files hold already, in a real browser or against scripted servers.
// A row runs its files and counts their tests.

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ROOT } from '../../../src/config.ts'
import { type Case, Count, type Tier } from '../case.ts'

interface Report {
  testResults: { name: string; assertionResults: { fullName: string; status: string }[]; message: string }[]
}

/** Runs test files and counts: a test that is passed over counts as one that failed. */
export async function runTests(
  files: readonly string[],
  { browser = false, through = [] as readonly string[] } = {},
): Promise<Count> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cewen-suite-'))
  const report = path.join(folder, 'report.json')
  const config = browser ? ['--config', 'test/browser/vitest.config.ts'] : []
  const [program, ...rest] = [
    ...through,
    process.execPath,
    path.join(ROOT, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...config,
    '--reporter=json',
    `--outputFile=${report}`,
    ...files,
  ]
  const count = new Count()
  try {
    const said = await new Promise<string>((resolve) => {
      execFile(program!, rest, { cwd: ROOT, maxBuffer: 1 << 28 }, (_, out, err) => resolve(out + err))
    })
    const { testResults } = read(report, said)
    for (const file of files)
      if (!testResults.some(({ name }) => name.includes(`/${file}`))) count.add(`${file} was not run`)
    for (const { assertionResults, message } of testResults) {
      if (assertionResults.length === 0) count.add(message || 'a file without tests')
      for (const { fullName, status } of assertionResults)
        count.add(status === 'passed' ? undefined : `${status}: ${fullName}`)
    }
    return count
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function read(report: string, said: string): Report {
  try {
    return JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    throw new Error(`no report of the tests: ${said.slice(-2000)}`)
  }
}

const suite = (
  id: string,
  what: string,
  tiers: readonly Tier[],
  files: readonly string[],
  browser = false,
): Case => ({
  id,
  what,
  tiers,
  run: async () => (await runTests(files, { browser })).tally(),
})

export const SUITES: readonly Case[] = [
  suite(
    'F19',
    'a language model that cannot be reached, hangs, breaks off or writes nonsense, 37 ways',
    ['t1', 'b'],
    ['test/answerers/llm-failures.test.ts'],
  ),
  suite(
    'RECALL',
    'neighbours in the graph against an exact scan, before and after a restart',
    ['t1', 'b'],
    ['test/stores/'],
  ),
  suite(
    'S1',
    '150 scripts and 44 addresses of attackers stay words (with S2 and S3: nothing is loaded)',
    ['b'],
    ['test/browser/hostile-words.test.ts', 'test/browser/hostile-addresses.test.ts'],
    true,
  ),
  suite('S4', 'the protecting headers are on every reply', ['t1', 'b'], ['test/app/headers.test.ts']),
  suite(
    'S5',
    'frames for allowed origins alone, and messages to nobody (S7)',
    ['t1', 'b'],
    ['test/browser/framing.test.ts'],
    true,
  ),
  suite('S6', 'replies can be read by allowed origins alone', ['t1', 'b'], ['test/app/embedding.test.ts']),
  suite('S8', 'the element on hostile pages', ['b'], ['test/browser/embedding.test.ts'], true),
  suite(
    'S21',
    '60 orders in questions and 40 poisoned documents (S22)',
    ['b'],
    ['test/answerers/llm-injections.test.ts'],
  ),
  suite(
    'S25',
    'what a language model may write, and how much (S20)',
    ['b'],
    [
      'test/answerers/llm/',
      'test/answerers/llm.test.ts',
      'test/answerers/fallback.test.ts',
      'test/app/llm-served.test.ts',
    ],
  ),
]
