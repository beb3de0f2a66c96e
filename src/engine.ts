// Opens the parts that the settings name, checks them against the build, and closes them. After this, search and ask
// know a library, two lexical indexes and perhaps vectors; how they came about does not concern them.

import type { Answerer } from './answerers/answerer.ts'
import { type Answerers, openAnswerers } from './answerers/answerers.ts'
import type { Turn } from './answerers/fallback.ts'
import type { Budget } from './answerers/llm/budget.ts'
import { type Build, currentBuild } from './builds/builds.ts'
import {
  BUILD_FORMAT,
  metaOf,
  openStore,
  readDocumentsFile,
  readLexical,
  readPassages,
} from './builds/files.ts'
import { writingAlone } from './builds/lock.ts'
import type { Settings } from './config.ts'
import type { Embedder } from './embedders/embedder.ts'
import { type LocalEmbedder, openLocalEmbedder } from './embedders/local.ts'
import { AppError } from './errors.ts'
import { fittingBuild, freshBuild } from './fitting.ts'
import { type IngestReport, ingest } from './ingest.ts'
import { type Library, nominator, openLibrary } from './library.ts'
import type { Rest } from './pacing.ts'
import { type Phrases, readPhrases } from './prompts.ts'
import { type Vocabulary, vocabularyOf } from './question/vocabulary.ts'
import { checkLists, readSeeds, type Seeds, synonymsOf } from './seeds.ts'
import type { VectorStore } from './stores/vector-store.ts'
import type { Bm25 } from './text/bm25.ts'
import type { Synonyms } from './text/synonyms.ts'
import { openTokenizer, type Tokenizer } from './text/tokenize.ts'

/** Everything that answering needs, open and checked. */
export interface Engine {
  readonly build: string
  /** When it was built, ISO 8601. */
  readonly builtAt: string
  /** Fingerprint of the embedding model; absent when only keywords work. */
  readonly model?: string
  readonly library: Library
  /** What questions can name: documents, facet values, titles. */
  readonly vocabulary: Vocabulary
  readonly tokenizer: Tokenizer
  readonly synonyms: Synonyms
  readonly words: Bm25
  readonly characters: Bm25
  /** Both or neither: what turns a question into a vector, and where its neighbours are. */
  readonly dense?: { readonly embedder: Embedder; readonly store: VectorStore }
  /** What holds the model's process, for the next engine to share it; absent where only keywords work. */
  readonly modelProcess?: LocalEmbedder
  readonly phrases: Phrases
  /** `llm` where the operator has set one up. */
  readonly answerers: { readonly extractive: Answerer; readonly llm?: Answerer }
  /** Why the desk works with less than it should at this moment; empty when all is well. */
  readonly degraded: readonly string[]
  close(): Promise<void>
}

/** What opening has to tell while it goes on. */
export interface OpeningHooks {
  /** One line for the operator about something that is wrong but was overcome. */
  onWarning?: (line: string) => void
  /** How long the model took for a text, in milliseconds, as its own process timed it. */
  onModelCall?: (ms: number) => void
  /** Another process was started in place of the model's, which had ended. */
  onModelRestart?: () => void
  /** How a call of the language model ended. */
  onLanguageModel?: (ended: Turn) => void
  /** How often the language model may be asked, where several engines share that. */
  budget?: Budget
  /** Passages embedded so far, when a new build has to be made. */
  onProgress?: (done: number, total: number) => void
}

/**
 * Opens the engine: the build that fits documents, model and settings, or a new one where none does.
 * A model that cannot be used leaves keywords, a list of words that is refused leaves those that come with the desk; a
 * build that fails its check is passed over. Each is told once.
 * @throws AppError for a bad folder of documents, a bad manifest, an unknown profile, or a disk that takes no build.
 */
export function openEngine(settings: Settings, hooks: OpeningHooks = {}): Promise<Engine> {
  return openWith(settings, hooks, openEmbedder, async (dir, seeds, parts, warn) => {
    const fitting = await fittingBuild(dir, seeds, parts.embedder, warn)
    const engine = fitting && (await assembleUnlessMismatched(fitting, parts, warn))
    if (engine) return engine
    const { build, embedder } = await freshBuild(dir, seeds, parts, warn, fitting)
    return assemble(build, { ...parts, embedder })
  })
}

/**
 * Opens the engine over the build that `current` names, whether or not the documents have changed since it was made, and
 * makes none.
 * @param inUse its model's process is shared where the build is of the same model: to start another takes a second of the
 *   core on which people are answered
 * @param rest for them, between two parts of the work
 * @throws AppError as `openEngine`, and `index_mismatch` when that build is damaged or of another program or model
 */
export async function openCurrent(
  settings: Settings,
  hooks: OpeningHooks,
  inUse: Engine,
  rest: Rest,
): Promise<Engine> {
  const build = await currentBuild(settings.INDEX_DIR)
  const { format, model } = metaOf(build)
  const { modelProcess } = inUse
  const shared = modelProcess?.fingerprint === model ? modelProcess?.share() : undefined
  const openModel: OpenModel = async (...how) => shared ?? openEmbedder(...how)
  return openWith(settings, hooks, openModel, async (_, __, parts) => {
    if (format !== BUILD_FORMAT || (parts.embedder && parts.embedder.fingerprint !== model))
      throw new AppError('index_mismatch', '它由另一个版本的程序或另一个模型建立。')
    return assemble(build, parts, rest)
  })
}

/** Opens everything but the build, which `choose` names; closes the model when there is none. */
async function openWith(
  settings: Settings,
  hooks: OpeningHooks,
  openModel: OpenModel,
  choose: (dir: string, seeds: Seeds, parts: Parts, warn: (line: string) => void) => Promise<Engine>,
): Promise<Engine> {
  const degraded: string[] = []
  const warn = (line: string) => {
    degraded.push(line)
    hooks.onWarning?.(line)
  }
  // The model loads in its child while this process reads documents and loads the dictionary.
  const opening = openModel(settings, hooks, warn)
  // It is awaited further down; until then a failure must not count as one that nobody looks after.
  opening.catch(() => {})
  try {
    const seeds = await readSeeds(settings.SEEDS_DIR)
    if (seeds.unread.length > 0)
      hooks.onWarning?.(`没有读取（只支持 .txt 和 .md）：${seeds.unread.join('、')}`)
    if (seeds.dictionaryFault) warn(`词典没有采用，改用自带的词：${seeds.dictionaryFault}`)
    const tokenizer = openTokenizer({ dictionary: seeds.dictionary })
    const synonyms = await synonymsOf(seeds)
    const phrases = await readPhrases()
    const embedder = await opening
    const answerers = await openAnswerers(settings, phrases, hooks)
    const parts: Parts = { tokenizer, synonyms, phrases, answerers, embedder, degraded, hooks }
    return await choose(settings.INDEX_DIR, seeds, parts, warn)
  } catch (error) {
    await opening.then(
      (embedder) => embedder?.close(),
      () => {},
    )
    throw error
  }
}

/**
 * Makes a new build, whether or not one fits.
 * @throws AppError when the model or the list of words cannot be used: a build for keywords only, or one cut by other
 *   words, is not what was ordered; `conflict` when another process is making one
 */
export function rebuild(settings: Settings, hooks: OpeningHooks = {}): Promise<IngestReport> {
  return writingAlone(settings.INDEX_DIR, async () => {
    // The model loads in its child while this process reads documents and loads the dictionary.
    const opening = openLocalEmbedder({ ...embedderOptions(settings), onModelCall: hooks.onModelCall })
    opening.catch(() => {})
    try {
      const seeds = await readSeeds(settings.SEEDS_DIR)
      await checkLists(seeds)
      const tokenizer = openTokenizer({ dictionary: seeds.dictionary })
      const embedder = await opening
      return await ingest(seeds, { dir: settings.INDEX_DIR, tokenizer, embedder }, hooks)
    } finally {
      await opening.then(
        (embedder) => embedder.close(),
        () => {},
      )
    }
  })
}

/** What the settings say about the model. */
export const embedderOptions = ({ MODEL_DIR, MODEL_NAME, MODEL_PROFILE, MODEL_HUB }: Settings) => ({
  modelDir: MODEL_DIR,
  name: MODEL_NAME,
  profile: MODEL_PROFILE,
  ...(MODEL_HUB && { hub: MODEL_HUB }),
})

type OpenModel = (
  settings: Settings,
  hooks: OpeningHooks,
  warn: (line: string) => void,
) => Promise<LocalEmbedder | undefined>

const openEmbedder: OpenModel = async (settings, { onModelCall, onModelRestart, onWarning }, warn) => {
  try {
    return await openLocalEmbedder({
      ...embedderOptions(settings),
      onModelCall,
      onFailure: (failure) => onWarning?.(keywordsOnly(failure)),
      onRestart: onModelRestart,
    })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'embedder_failed') throw error
    warn(`向量模型不可用，只按关键词检索：${error.message}`)
    return undefined
  }
}

interface Parts extends Pick<Engine, 'tokenizer' | 'synonyms' | 'phrases' | 'degraded'> {
  answerers: Answerers
  embedder: LocalEmbedder | undefined
  hooks: OpeningHooks
}

/** A build whose files do not belong together has failed its check, though each file is as it was written. */
async function assembleUnlessMismatched(
  build: Build,
  parts: Parts,
  warn: (line: string) => void,
): Promise<Engine | undefined> {
  try {
    return await assemble(build, parts)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'index_mismatch') throw error
    warn(`索引有损坏，已改用新建的版本：索引版本 ${build.manifest.id}：${error.message}`)
    return undefined
  }
}

/**
 * @param rest between two parts, each of which keeps this thread for some tens of milliseconds
 * @throws AppError `index_mismatch` when the files of the build do not belong together
 */
async function assemble(build: Build, parts: Parts, rest: Rest = async () => {}): Promise<Engine> {
  const { answerers, embedder, degraded, hooks, ...kept } = parts
  const { folder, manifest } = build
  const passages = await readPassages(folder)
  const documents = await readDocumentsFile(folder)
  await rest()
  const library = openLibrary(documents, passages)
  await rest()
  const words = await readLexical(folder, 'words')
  await rest()
  const characters = await readLexical(folder, 'characters')
  await rest()
  const searched = library.lexicalPassages.length
  if (words.size !== searched || characters.size !== searched)
    throw new AppError('index_mismatch', '关键词索引与文件内容不符，请重新建立索引。')
  const { dimensions } = metaOf(build)
  const onScan = (failure: string) => hooks.onWarning?.(scansOnly(failure))
  const store =
    embedder && dimensions !== undefined ? await openStore(folder, dimensions, onScan, rest) : undefined
  if (store && store.size !== passages.length) {
    await store.close()
    throw new AppError('index_mismatch', '向量索引与文件内容不符，请重新建立索引。')
  }
  const dense = embedder && store && { embedder, store }
  await rest()
  const vocabulary = vocabularyOf(
    library,
    kept.synonyms.canonical,
    nominator(library, kept.tokenizer, characters),
  )
  const writing = answerers(vocabulary)
  await rest()
  return {
    ...kept,
    answerers: writing,
    build: manifest.id,
    builtAt: manifest.createdAt,
    library,
    vocabulary,
    words,
    characters,
    ...(embedder && { modelProcess: embedder }),
    ...(dense && { model: dense.embedder.fingerprint, dense }),
    get degraded() {
      const unembedded = dense?.embedder.failure()
      const scanned = dense?.store.failure()
      const unwritten = writing.llm?.failure()
      return [
        ...degraded,
        ...(unembedded === undefined ? [] : [keywordsOnly(unembedded)]),
        ...(scanned === undefined ? [] : [scansOnly(scanned)]),
        ...(unwritten === undefined ? [] : [unwritten]),
      ]
    },
    close: async () => {
      await store?.close()
      await embedder?.close()
    },
  }
}

const keywordsOnly = (failure: string) => `问题暂时算不出向量，只按关键词检索：${failure}`
const scansOnly = (failure: string) => `暂时逐一比对向量，结果相同但较慢：${failure}`
