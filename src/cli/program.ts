// The command line: serve, ingest, ask, search, gaps, verify, backup, restore, eval. Reads arguments, calls the stories, prints.

import { Command, InvalidArgumentError, Option } from 'commander'
import pc from 'picocolors'
import { ask } from '../ask.ts'
import { backUp } from '../backup/backup.ts'
import { restore } from '../backup/restore.ts'
import { readSettings, SETTINGS } from '../config.ts'
import { type Engine, type OpeningHooks, openEngine, rebuild } from '../engine.ts'
import { AppError } from '../errors.ts'
import { openLog } from '../operating/log.ts'
import { beNicer } from '../pacing.ts'
import { AskRequest, SearchRequest } from '../schema.ts'
import { search } from '../search.ts'
import { type Serving, serve } from '../serve.ts'
import { verifyAll } from '../verify.ts'
import { type Evaluated, evaluateSet, evaluationText, keepAsBaseline } from './evaluation.ts'
import { dayText, foundGaps, gapsCsv, gapsText } from './gaps.ts'
import { backupText, restoreText, verifiedText } from './keeping.ts'
import { type Compared, evaluateMatches, MATCH_SET, matchReport } from './match-evaluation.ts'
import { type Progress, progressBar, progressLines } from './progress.ts'
import { setNames } from './question-sets.ts'
import { answerText, hitsText } from './results.ts'

/** Whether this is a server: what it prints where it listens is not what it is for. */
let serves = false

// Whoever reads only the beginning, as `head` does, closes the pipe: that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE' && !serves) throw error
})

const BUILDING = '建立索引'

const SETTING_WIDTH = Math.max(...Object.keys(SETTINGS).map(({ length }) => length))
const settingsHelp = Object.entries(SETTINGS)
  .map(([name, { shown, help }]) => `  ${name.padEnd(SETTING_WIDTH)} ${help} [${shown}]`)
  .join('\n')

const program = new Command('cewen')
  .description('策问：政策文件问答。所有回答都逐字引用库内文件。')
  .configureHelp({ showGlobalOptions: true })
  .helpOption('-h, --help', '显示帮助')
  .helpCommand('help [command]', '显示某个命令的帮助')
  .addHelpText('after', `\n环境变量（Settings）：\n${settingsHelp}`)

program
  .command('serve')
  .description('启动服务；首次启动会先建立索引')
  .action(async () => {
    serves = true
    const settings = readSettings(process.env)
    const log = openLog(settings.LOG_LEVEL)
    // What this process starts has no business with it.
    delete process.env.LLM_API_KEY
    let serving: Serving | undefined
    // From the first moment on: the first process of a container is not ended by a signal that it does not take.
    const stop = async () => {
      await serving?.close()
      await log.close()
      process.exit(0)
    }
    process.once('SIGTERM', stop)
    process.once('SIGINT', stop)
    // Lines of the log stay among themselves, unless a person watches.
    const progress = process.stderr.isTTY ? progressBar(BUILDING) : progressLines(BUILDING, log.event)
    try {
      serving = await serve(settings, {
        onWarning: log.warning,
        onProgress: progress.update.bind(progress),
        onFault: log.fault,
        onRequest: log.request,
      })
    } catch (error) {
      await log.close()
      throw error
    }
    progress.stop()
    const { library, build } = serving.engine
    log.event(`索引 ${build}：${library.documents.length} 份文件，${library.records.length} 条`)
    console.log(`策问已就绪：${serving.address}`)
  })

program
  .command('ingest')
  .description('读取文件，建立新的索引版本；没有变化的段落不重复计算')
  .option('--json', '以 JSON 输出')
  .action(async ({ json }: { json?: boolean }) => {
    // A server on this machine goes first.
    beNicer()
    const { hooks, progress } = opening()
    const { manifest, embedded, reused } = await rebuild(readSettings(process.env), hooks)
    progress.stop()
    if (json) return print({ build: manifest.id, ...manifest.meta, embedded, reused })
    console.log(`已建立索引 ${manifest.id}：新算 ${embedded} 段，沿用 ${reused} 段。`)
  })

program
  .command('ask')
  .description('提一个问题，得到带引用的回答')
  .argument('<question...>', '问题')
  .addOption(
    new Option('--answerer <name>', '由谁撰写；不写则有语言模型用语言模型').choices(['extractive', 'llm']),
  )
  .option('--json', '以 JSON 输出')
  .action(async (words: string[], { answerer, json }: { answerer?: string; json?: boolean }) => {
    await withEngine(async (engine) => {
      const answer = await ask(engine, parsed(AskRequest, { question: words.join(' '), answerer }))
      if (json) print(answer)
      else console.log(answerText(answer))
      if (answer.outcome === 'no_evidence') process.exitCode = 3
    })
  })

program
  .command('search')
  .description('检索最相关的条目')
  .argument('<query...>', '检索内容')
  .option('-n, --limit <number>', '最多几条', wholeNumber, 10)
  .option('--explain', '说明每条为何命中')
  .option('--json', '以 JSON 输出')
  .action(
    async (
      words: string[],
      { limit, explain, json }: { limit: number; explain?: boolean; json?: boolean },
    ) => {
      await withEngine(async (engine) => {
        const found = await search(engine, parsed(SearchRequest, { query: words.join(' '), limit }))
        if (json) print(found)
        else console.log(hitsText(found, explain === true))
        if (found.hits.length === 0) process.exitCode = 3
      })
    },
  )

program
  .command('gaps')
  .description('列出没有答上、只答了一部分和被评为没帮助的问题，相近的归为一组')
  .option('--since <date>', '从哪天起，如 2026-01-31', dayOf)
  .option('--csv', '以 CSV 输出，可用表格软件打开')
  .option('--json', '以 JSON 输出')
  .action(async ({ since, csv, json }: { since?: Date; csv?: boolean; json?: boolean }) => {
    const { hooks, progress } = opening('比较问题')
    const found = await foundGaps(readSettings(process.env), since, hooks)
    progress.stop()
    if (json) print(found)
    else if (csv) process.stdout.write(gapsCsv(found))
    else console.log(gapsText(found))
  })

program
  .command('verify')
  .description('核对索引、向量模型、文件和留存的问题')
  .option('--json', '以 JSON 输出')
  .action(async ({ json }: { json?: boolean }) => {
    const rows = await verifyAll(readSettings(process.env))
    if (json) print(rows)
    else console.log(verifiedText(rows))
    if (rows.some(({ faults }) => faults.length > 0)) process.exitCode = 1
  })

program
  .command('backup')
  .description('备份索引、文件和留存的问题；服务运行时也可以')
  .argument('<folder>', '放备份的文件夹，还不存在')
  .option('--json', '以 JSON 输出')
  .action(async (folder: string, { json }: { json?: boolean }) => {
    const report = await backUp(readSettings(process.env), folder)
    if (json) print(report)
    else console.log(backupText(report, folder))
  })

program
  .command('restore')
  .description('核对并恢复一份备份；已有的内容不会被覆盖')
  .argument('<folder>', '备份所在的文件夹')
  .option('--json', '以 JSON 输出')
  .action(async (folder: string, { json }: { json?: boolean }) => {
    const report = await restore(readSettings(process.env), folder)
    if (json) print(report)
    else console.log(restoreText(report))
  })

program
  .command('eval')
  .description('用带标准答案的题集衡量检索和回答，并与各自的基线比较')
  .argument('[sets...]', '题集（test/eval 下的文件夹）；不写则全部')
  .option('--write-baseline', '把本次结果写成新基线')
  .option('--show', '同时列出每个问题和回答')
  .option('--json', '以 JSON 输出')
  .action(async (sets: string[], { writeBaseline, show, json }: EvalOptions) => {
    const { hooks, progress } = opening('评测')
    const all: (Evaluated | { set: string; compared: Compared[] })[] = []
    for (const set of sets.length > 0 ? sets : [...(await setNames()), MATCH_SET]) {
      if (set === MATCH_SET) {
        const compared = await evaluateMatches(readSettings(process.env), hooks)
        progress.stop()
        if (!json) console.log(`${matchReport(compared)}\n`)
        all.push({ set, compared })
        continue
      }
      const evaluated = await evaluateSet(set, readSettings(process.env), hooks)
      progress.stop()
      if (writeBaseline) await keepAsBaseline(evaluated)
      if (!json) console.log(`${await evaluationText(evaluated, show === true)}\n`)
      all.push(evaluated)
    }
    if (json) print(all)
  })

interface EvalOptions {
  writeBaseline?: boolean
  show?: boolean
  json?: boolean
}

async function withEngine(use: (engine: Engine) => Promise<void>): Promise<void> {
  const { hooks, progress } = opening()
  const engine = await openEngine(readSettings(process.env), hooks)
  progress.stop()
  try {
    await use(engine)
  } finally {
    await engine.close()
  }
}

function opening(label = BUILDING): { hooks: OpeningHooks; progress: Progress } {
  const progress = progressBar(label)
  const onWarning = (line: string) => console.error(pc.yellow(line))
  return { progress, hooks: { onWarning, onProgress: progress.update.bind(progress) } }
}

function parsed<T>(
  schema: {
    safeParse(
      value: unknown,
    ): { success: true; data: T } | { success: false; error: { issues: { message: string }[] } }
  },
  value: unknown,
): T {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  throw new AppError('invalid_request', read.error.issues.map(({ message }) => message).join(' '))
}

function wholeNumber(text: string): number {
  if (!/^([1-9]|[1-4]\d|50)$/u.test(text)) throw new InvalidArgumentError('应为 1 到 50 的整数。')
  return Number(text)
}

/** The beginning of a day where the desk stands. */
function dayOf(text: string): Date {
  const day = new Date(`${text}T00:00`)
  if (dayText(day) !== text) throw new InvalidArgumentError('应为日期，如 2026-01-31。')
  return day
}

function print(value: unknown): void {
  console.log(JSON.stringify(value, null, 2))
}

try {
  await program.parseAsync()
} catch (error) {
  // Expected failures are one line for people; anything else is a fault of ours and shows where.
  console.error(error instanceof AppError ? pc.red(error.message) : error)
  process.exit(1)
}
