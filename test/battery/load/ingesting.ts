// Documents that come in while a desk is serving, as operators add them: files in the folder, and the command line
// beside the server.

import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../../../src/config.ts'
import { bareEnvironment } from '../../support/desk.ts'
import { ASKING_CORE } from './pinned.ts'

const run = promisify(execFile)

export interface Ingested {
  ingested: number
  failures: string[]
  /** The last build that was made. */
  build?: string
}

/** Adds documents in so many goes, spread over a stretch of time. */
export async function ingestBeside(
  seeds: string,
  index: string,
  { documents, goes, seconds }: { documents: number; goes: number; seconds: number },
): Promise<Ingested> {
  const failures: string[] = []
  const began = performance.now()
  const each = documents / goes
  let ingested = 0
  let build: string | undefined
  for (let go = 0; go < goes; go++) {
    const due = began + (go * seconds * 1000) / goes
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
    for (let i = 0; i < each; i++) writeDocument(seeds, go * each + i)
    try {
      build = await ingest(seeds, index)
      ingested += each
    } catch (error) {
      failures.push(String(error))
    }
  }
  return { ingested, failures, ...(build && { build }) }
}

/** Runs `ingest` on the core of those who ask. @returns the build it made. @throws Error with what it said */
export async function ingest(
  seeds: string,
  index: string,
  more: Record<string, string> = {},
): Promise<string> {
  const command = [
    '-c',
    String(ASKING_CORE),
    process.execPath,
    path.join(ROOT, 'dist/bin.js'),
    'ingest',
    '--json',
  ]
  const { stdout } = await run('taskset', command, {
    env: bareEnvironment({ SEEDS_DIR: seeds, INDEX_DIR: index, ...more }),
  })
  return (JSON.parse(stdout) as { build: string }).build
}

const MATTERS = ['仓储', '引航', '检验', '报关', '结汇', '退税', '转运', '保税', '拆箱', '理货']

/** A notice of some twenty articles that no other document has word for word. */
export function writeDocument(folder: string, number: number): void {
  const articles = Array.from({ length: 20 }, (_, i) => {
    const matter = MATTERS[(number + i) % MATTERS.length]
    return `第${i + 1}条 第${number}号口岸的${matter}业务由第${number + i}窗口受理，企业应当在${i + 1}个工作日内提交材料，逾期的按照第${number}号通知办理。`
  })
  writeFileSync(
    path.join(folder, `口岸通知${number}.md`),
    `# 第${number}号口岸业务通知\n\n${articles.join('\n\n')}\n`,
  )
}
