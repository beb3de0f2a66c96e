// Keeps a running desk on the build that is current. When `current` has changed, an engine is opened over what it names,
// whole and beside the one in use; then they change places. It knows nothing of who asks, nor of how builds are made.

import { setImmediate } from 'node:timers/promises'
import { askEvents } from './ask.ts'
import { currentName } from './builds/current.ts'
import type { Settings } from './config.ts'
import { type Engine, type OpeningHooks, openCurrent, openEngine } from './engine.ts'
import { AppError } from './errors.ts'
import { topicVectors } from './gate/topics.ts'
import { AskRequest } from './schema.ts'
import { unused } from './uses.ts'

/** How long a finished build may wait for its first question. Reading thirty bytes this often costs nothing. */
const LOOK_MS = 2_000

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
  hooks: OpeningHooks = {},
  lookMs = LOOK_MS,
): Promise<Renewal> {
  // Before the engine is opened: what becomes current meanwhile is seen at the first look.
  let seen = await currentName(settings.INDEX_DIR)
  let engine = await openEngine(settings, hooks)
  warm(engine)
  let failure: string | undefined
  let closing = false
  const replaced = new Set<Engine>()

  const look = async () => {
    const name = await currentName(settings.INDEX_DIR)
    if (name === undefined || name === seen) return
    seen = name
    failure = undefined
    if (name === engine.build) return
    try {
      const next = await opened(settings, hooks, engine)
      if (closing) return await next.close()
      retire(engine)
      engine = next
    } catch (error) {
      failure = `新的索引没有启用，继续使用原有索引：${reasonOf(error)}`
      hooks.onWarning?.(failure)
    }
  }
  const retire = (old: Engine) => {
    replaced.add(old)
    old.tokenizer.yield()
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
      await looking
      for (const open of [...replaced, engine]) await open.close()
    },
  }
}

/** The engine over the build that is current now, ready for its first question and no worse than the one in use. */
async function opened(settings: Settings, hooks: OpeningHooks, inUse: Engine): Promise<Engine> {
  // What opening has to tell is told when it has succeeded: a failure is one line.
  const lines: string[] = []
  let tell = (line: string): void => {
    lines.push(line)
  }
  const next = await openCurrent(settings, { ...hooks, onWarning: (line) => tell(line) })
  if (inUse.dense && !next.dense) {
    await next.close()
    throw new AppError('embedder_failed', lines.join(' '))
  }
  await warm(next)
  tell = hooks.onWarning ?? (() => {})
  lines.forEach(tell)
  return next
}

/**
 * What the first questions would wait for is done now: vectors of topics, and code that has not run yet, which takes
 * several times as long. If it fails, the question tries again.
 */
async function warm(engine: Engine): Promise<void> {
  const { dense, phrases } = engine
  if (dense) await topicVectors(dense.embedder).catch(() => {})
  for (const question of phrases.examples) await askedInParts(engine, question).catch(() => {})
}

/** Between two parts of the answer, whoever asks the engine in use has a turn. */
async function askedInParts(engine: Engine, question: string): Promise<void> {
  const request = AskRequest.parse({ question, answerer: 'extractive' })
  for await (const _ of askEvents(engine, request)) await setImmediate()
}

const reasonOf = (error: unknown) => (error instanceof AppError ? error.message : `程序出错（${error}）。`)
