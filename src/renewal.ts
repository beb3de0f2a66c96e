// Keeps a running desk on the build that is current. When `current` has changed, an engine is opened over what it names,
// whole and beside the one in use; then they change places. It knows nothing of who asks, nor of how builds are made.

import { setTimeout as pause } from 'node:timers/promises'
import { dailyBudget } from './answerers/llm/budget.ts'
import { askEvents } from './ask.ts'
import { CURRENT, currentName } from './builds/current.ts'
import type { Settings } from './config.ts'
import { type Engine, type OpeningHooks, openCurrent, openEngine } from './engine.ts'
import { AppError } from './errors.ts'
import { topicVectors } from './gate/topics.ts'
import { type Rest, resting } from './pacing.ts'
import { AskRequest } from './schema.ts'
import { unused } from './uses.ts'

/** How long a finished build may wait for its first question. Reading thirty bytes this often costs nothing. */
const LOOK_MS = 2_000
/** How long the end waits for an engine that is being opened, in milliseconds. */
const OPENING_MS = 2_000

export interface Renewal {
  /** The one for the next question. Whoever takes it keeps it for all of that question. */
  engine(): Engine
  /** Why the desk goes on with an older build, if it does. */
  failure(): string | undefined
  /** Stops looking, and closes all that is open. */
  close(): Promise<void>
}

/**
 * Opens the desk as `openEngine` does, and from then on takes up every build that becomes current. One that cannot be
 * opened is told once and left, until `current` changes again.
 * @throws AppError as `openEngine`
 */
export async function openRenewed(
  settings: Settings,
  own: OpeningHooks = {},
  lookMs = LOOK_MS,
): Promise<Renewal> {
  // A day's calls stay those of one day, however many builds are taken up in it.
  const hooks = { ...own, budget: dailyBudget(settings.LLM_DAILY_CALLS) }
  // Before the engine is opened: what becomes current meanwhile is seen at the first look.
  let seen = await pointed(settings.INDEX_DIR)
  let engine = await openEngine(settings, hooks)
  warm(engine, resting())
  let failure: string | undefined
  let closing = false
  const replaced = new Set<Engine>()

  const look = async () => {
    const now = await pointed(settings.INDEX_DIR)
    if (now.name === seen.name && now.fault === seen.fault) return
    seen = now
    if (now.name === undefined && now.fault === undefined) return
    failure = undefined
    if (now.name === engine.build) return
    // Both ask jieba from here on: each would have it read its own dictionary again, for 0.7 s.
    engine.tokenizer.yield()
    try {
      if (now.fault !== undefined) throw new AppError('index_mismatch', now.fault)
      const next = await opened(settings, hooks, engine)
      if (closing) return await next.close()
      retire(engine)
      engine = next
    } catch (error) {
      engine.tokenizer.resume()
      const kept = '新的索引没有启用，继续使用原有索引：'
      failure = kept + (error instanceof AppError ? error.message : '程序出错，详见日志。')
      hooks.onWarning?.(error instanceof AppError ? failure : `${kept}程序出错（${error}）。`)
    }
  }
  const retire = (old: Engine) => {
    replaced.add(old)
    unused(old)
      .then(() => old.close())
      .catch(() => {})
      .finally(() => replaced.delete(old))
  }
  let looking = Promise.resolve()
  const timer = setInterval(() => {
    looking = looking.then(look)
  }, lookMs)
  timer.unref()

  return {
    engine: () => engine,
    failure: () => failure,
    close: async () => {
      closing = true
      clearInterval(timer)
      // What is opened later closes itself.
      await Promise.race([looking, pause(OPENING_MS, undefined, { ref: false })])
      for (const open of [...replaced, engine]) await open.close()
    },
  }
}

/** What `current` names, or why it cannot be read. Neither where it is missing. */
const pointed = (dir: string): Promise<{ name?: string | undefined; fault?: string }> =>
  currentName(dir).then(
    (name) => ({ name }),
    ({ code }: NodeJS.ErrnoException) => ({
      fault: `读不了 INDEX_DIR 里的 ${CURRENT}（${code}），请检查它的权限。`,
    }),
  )

/** The engine over the build that is current now, ready for its first question and no worse than the one in use. */
async function opened(settings: Settings, hooks: OpeningHooks, inUse: Engine): Promise<Engine> {
  // What opening has to tell is told when it has succeeded: a failure is one line.
  const lines: string[] = []
  let tell = (line: string): void => {
    lines.push(line)
  }
  const rest = resting()
  const next = await openCurrent(settings, { ...hooks, onWarning: (line) => tell(line) }, inUse, rest)
  if (inUse.dense && !next.dense) {
    await next.close()
    throw new AppError('embedder_failed', lines.join(' '))
  }
  await warm(next, rest).catch(async (error) => {
    await next.close()
    throw error
  })
  tell = hooks.onWarning ?? (() => {})
  lines.forEach(tell)
  return next
}

/** Records whose wording is read in one go, which takes some milliseconds. */
const READ_IN_ONE_GO = 100

/**
 * What the first questions would wait for is done now: vectors of topics, wordings in the form in which they are
 * compared, and code that has not run yet, which takes several times as long. If it fails, the question tries again.
 */
async function warm(engine: Engine, rest: Rest): Promise<void> {
  const { dense, library, phrases, vocabulary } = engine
  if (dense) await topicVectors(dense.embedder).catch(() => {})
  for (const record of library.records.keys()) {
    vocabulary.wording(record)
    if (record % READ_IN_ONE_GO === 0) await rest()
  }
  for (const question of phrases.examples) await askedInParts(engine, question, rest).catch(() => {})
}

/** Between two parts of the answer, whoever asks the engine in use has a turn. */
async function askedInParts(engine: Engine, question: string, rest: Rest): Promise<void> {
  const request = AskRequest.parse({ question, answerer: 'extractive' })
  for await (const _ of askEvents(engine, request)) await rest()
}
