// Runs test files and reads what came of them: rows that are promises which tests hold already.

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ROOT } from '../../src/config.ts'
import { Count } from './case.ts'

export interface TestReport {
  testResults: {
    name: string
    message: string
    assertionResults: { title: string; fullName: string; status: string; failureMessages: string[] }[]
  }[]
}

export interface RunningTests {
  /** Another configuration than that of `npm test`. */
  config?: string
  env?: Record<string, string>
  /** What it is started by. */
  through?: readonly string[]
}

/** What a run ended with besides its report: an error that no test waits for ends it with another code. */
interface Ended {
  report: TestReport
  code: number
  said: string
}

/** A report is a few kilobytes; what a failed property prints may be more. */
const OUTPUT_BYTES = 1 << 28

/** @param files or folders; all tests where there are none. @throws Error with what was said when there is no report */
export async function testReport(
  files: readonly string[],
  { config, env = {}, through = [] }: RunningTests = {},
): Promise<Ended> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cewen-tests-'))
  const report = path.join(folder, 'report.json')
  const [program, ...rest] = [
    ...through,
    process.execPath,
    path.join(ROOT, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...(config ? ['--config', config] : []),
    '--reporter=json',
    `--outputFile=${report}`,
    ...files,
  ]
  const options = { cwd: ROOT, env: { ...process.env, ...env }, maxBuffer: OUTPUT_BYTES }
  try {
    // A test that fails ends it with another code; what matters stands in the report.
    const { code, said } = await new Promise<Omit<Ended, 'report'>>((resolve) => {
      execFile(program!, rest, options, (error, out, err) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, said: out + err }),
      )
    })
    try {
      return { report: JSON.parse(readFileSync(report, 'utf8')), code, said }
    } catch (cause) {
      throw new Error(`no report of the tests: ${said.slice(-2000)}`, { cause })
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs test files and counts: a test that is passed over counts as one that failed. */
export async function countTests(files: readonly string[], options: RunningTests = {}): Promise<Count> {
  const { report, code, said } = await testReport(files, options)
  const { testResults } = report
  const count = new Count()
  for (const file of files)
    if (!testResults.some(({ name }) => name.includes(`/${file}`))) count.add(`${file} was not run`)
  for (const { assertionResults, message } of testResults) {
    if (assertionResults.length === 0) count.add(message || 'a file without tests')
    for (const { fullName, status } of assertionResults)
      count.add(status === 'passed' ? undefined : `${status}: ${fullName}`)
  }
  if (code !== 0 && count.survived === count.tried) count.add(`it ended with ${code}: ${said.slice(-2000)}`)
  return count
}
