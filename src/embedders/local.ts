// The embedder that needs nothing but this machine: a model in a folder, run in a child process. With a hub address
// the files come from there instead; without one nothing outside is ever called.
// It does not know the model's library, which only the child imports.

import path from 'node:path'
import { ChildFailure, isOver } from '../children/failure.ts'
import { ChildKeeper } from '../children/keeper.ts'
import { siblingModule } from '../children/link.ts'
import { AppError } from '../errors.ts'
import { embedInBatches } from './batches.ts'
import { fingerprintOf, hashModelFiles } from './checksums.ts'
import type { Embedder } from './embedder.ts'
import type { ChildOptions, EmbedReply, EmbedRequest } from './local-child.ts'
import { profileNamed } from './profiles.ts'

/** A question is embedded in about 3 ms; whoever asks should not wait longer than this for its vector. */
const QUESTION_TIMEOUT_MS = 2000
/** For the passages that wait in the child at once, each about 10 ms, on a machine that is busy with other things. */
const PASSAGE_TIMEOUT_MS = 60_000
/** Loading takes about half a second from disk; from a hub it is a download. */
const START_TIMEOUT_MS = 30_000
const HUB_START_TIMEOUT_MS = 300_000
/**
 * UTF-16 units of a text that reach the tokenizer, which is linear and blocks (10,000 take about 9 ms). 512 tokens are
 * about 800 Chinese characters or 2,500 Latin ones, so nothing that counts is lost.
 */
const MAX_CHARACTERS = 4000

export interface LocalEmbedderOptions {
  /** Folder that holds the model's folder and `checksums.json`. */
  readonly modelDir: string
  /** Folder of the model, or owner/name on the hub. */
  readonly name: string
  /** Name of a declared profile. */
  readonly profile: string
  /** http(s) address of a hub to load the model from, each time the child starts. */
  readonly hub?: string | undefined
  /** Hears how long the model took for each text, in milliseconds, as its own process timed it. */
  readonly onModelCall?: ((ms: number) => void) | undefined
  /** Hears, in words for people, of the first failure after all was well. */
  readonly onFailure?: ((message: string) => void) | undefined
  /** Hears that another child is started in place of one that has ended. */
  readonly onRestart?: (() => void) | undefined
  /** Longest wait for the vector of a question, in milliseconds. */
  readonly questionTimeoutMs?: number
}

export interface LocalEmbedder extends Embedder {
  /** Process id of the child that holds the model; undefined while there is none. */
  readonly pid: number | undefined
  /** The same child for somebody else besides: it ends when all who share it have closed. Undefined once they have. */
  share(): LocalEmbedder | undefined
}

/**
 * Checks the model's files, starts the child and waits until it has given a usable vector, or has died.
 * A child that dies is replaced by itself; questions fail at once meanwhile, passages wait for the next child.
 * @throws AppError `invalid_request` for an unknown profile; `embedder_failed` for files that are missing or damaged
 * (naming them) and for a model that does not load or does not fit its profile.
 */
export async function openLocalEmbedder(options: LocalEmbedderOptions): Promise<LocalEmbedder> {
  const { modelDir, name, hub, onModelCall, onFailure, onRestart } = options
  const { questionTimeoutMs = QUESTION_TIMEOUT_MS } = options
  const profile = profileNamed(options.profile)
  const readFingerprint = async () =>
    fingerprintOf(
      profile,
      hub === undefined
        ? await hashModelFiles(modelDir, name, profile)
        : Object.entries({ hub: hub.replace(/(?<!\/)\/+$/, ''), name }),
    )
  const fingerprint = await readFingerprint()
  const child: ChildOptions = { modelDir: path.resolve(modelDir), name, profile, ...(hub && { hub }) }
  const keeper = new ChildKeeper<EmbedRequest, EmbedReply>({
    file: siblingModule('local-child', import.meta.url),
    argument: JSON.stringify(child),
    probe: (call) => call(`${profile.queryPrefix}政策`),
    startTimeoutMs: hub === undefined ? START_TIMEOUT_MS : HUB_START_TIMEOUT_MS,
    beforeRestart: async () => {
      // Otherwise vectors of two models would be compared with each other.
      if ((await readFingerprint()) !== fingerprint)
        throw new AppError('embedder_failed', `向量模型 ${name} 的文件在运行中被换过，请重新启动服务。`)
      onRestart?.()
    },
    onFailure: (failure) => onFailure?.(inWords(failure).message),
  })
  const embed = async (text: string, timeoutMs: number, assertOpen: () => void): Promise<Float32Array> => {
    assertOpen()
    const { vector, ms } = await keeper.call(text, timeoutMs)
    onModelCall?.(ms)
    // A copy, because the received one is a view that keeps a whole message buffer alive.
    return vector.slice()
  }
  await keeper.start().catch(async (error: Error) => {
    // A process that was killed is tried again by itself; a model that does not load never will.
    if (isOver(error.cause)) return onFailure?.(inWords(error).message)
    await keeper.close()
    throw inWords(error)
  })

  let holders = 0
  const held = (): LocalEmbedder => {
    holders += 1
    let closing: Promise<void> | undefined
    const assertOpen = () => {
      if (closing) throw new ChildFailure('closed')
    }
    return {
      profile,
      fingerprint,
      get pid() {
        return keeper.pid
      },
      async embedQuestion(text) {
        const input = prefixed(profile.queryPrefix, text)
        return embed(input, questionTimeoutMs, assertOpen).catch(raiseInWords)
      },
      async embedPassages(texts, onProgress) {
        const inputs = texts.map((text) => prefixed(profile.passagePrefix, text))
        const embedding = {
          start: () => keeper.start(),
          embed: (text: string) => embed(text, PASSAGE_TIMEOUT_MS, assertOpen),
        }
        return embedInBatches(embedding, inputs, onProgress).catch(raiseInWords)
      },
      failure: () => keeper.failure && inWords(keeper.failure).message,
      share: () => (holders > 0 ? held() : undefined),
      close() {
        closing ??= --holders === 0 ? keeper.close() : Promise.resolve()
        return closing
      },
    }
  }
  return held()
}

/** What the child's failures are to people; other errors as they are. */
function inWords(error: Error): Error {
  if (!(error instanceof ChildFailure)) return error
  const message = error.why === 'unstartable' ? UNSTARTABLE : error.of('向量模型')
  return new AppError('embedder_failed', message, { cause: error })
}

const UNSTARTABLE = '向量模型无法启动，请检查内存、模型文件和 MODEL_* 设置。'

function raiseInWords(error: Error): never {
  throw inWords(error)
}

/**
 * What the child embeds: the prefix and the text, without the white space around it and what is too long.
 * A blank text would get the vector of the prefix alone: a filler that is near everything.
 */
function prefixed(prefix: string, text: string): string {
  const trimmed = text.trim()
  if (trimmed === '') throw new AppError('embedder_failed', '要计算向量的文字是空的。')
  if (trimmed.length <= MAX_CHARACTERS) return prefix + trimmed
  const splitsPair = trimmed.codePointAt(MAX_CHARACTERS - 1)! > 0xffff
  return prefix + trimmed.slice(0, splitsPair ? MAX_CHARACTERS - 1 : MAX_CHARACTERS)
}
