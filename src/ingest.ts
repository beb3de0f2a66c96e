// Story 1: documents become a new build. Lexical index and vectors are written whole, read again and probed before
// the build is switched to; vectors of passages that did not change are taken from the newest build.

import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { type Build, type BuildManifest, newestBuild, writeBuild } from './builds/builds.ts'
import {
  BUILD_FORMAT,
  type BuildMeta,
  FILES,
  metaOf,
  readPassages,
  readVectors,
  type StoredPassage,
} from './builds/files.ts'
import { probe } from './builds/probe.ts'
import { sweepBuilds } from './builds/sweep.ts'
import { embeddedText, lexicalText, type Passage, passagesOf } from './corpus/passages.ts'
import { type Embedder, UnembeddableText } from './embedders/embedder.ts'
import { AppError } from './errors.ts'
import type { LibraryDocument } from './library.ts'
import { parseSeeds, type Seeds } from './seeds.ts'
import { writeHnsw } from './stores/graph-writing.ts'
import { buildBm25 } from './text/bm25.ts'
import type { Tokenizer } from './text/tokenize.ts'

/**
 * Length counts more for characters than for words: a long passage has most single characters of any question.
 * Development questions, nDCG@10 of all signals: b 0.4: 0.899, 0.75: 0.906, 0.9: 0.907.
 */
const CHARACTERS_B = 0.9

export interface IngestReport {
  manifest: BuildManifest
  embedded: number
  reused: number
}

export interface IngestHooks {
  /** How many of the passages have their vector. */
  onProgress?: (done: number, total: number) => void
  /** One line for the operator about something that the build had to do without. */
  onWarning?: (line: string) => void
}

/** The digest of all that a build is made from: format, documents, model. */
export function inputsOf(seeds: Seeds, embedder: Pick<Embedder, 'fingerprint'> | undefined): string {
  return digest(`${BUILD_FORMAT}\0${seeds.digest}\0${embedder?.fingerprint ?? 'keywords only'}`)
}

/**
 * Makes a build from the documents and switches to it.
 * @param embedder without one the build serves keywords only
 * @throws AppError when a document cannot be read, or embedding or the disk fails; the build that is being served stays as it was.
 */
export async function ingest(
  seeds: Seeds,
  parts: { dir: string; tokenizer: Tokenizer; embedder?: Embedder | undefined },
  { onProgress = () => {}, onWarning }: IngestHooks = {},
): Promise<IngestReport> {
  const { dir, tokenizer, embedder } = parts
  const documents: LibraryDocument[] = parseSeeds(seeds).map(({ proof: _, ...document }) => document)
  const cut = documents.flatMap((document) =>
    document.records.flatMap((record) =>
      passagesOf(record, document.text).map((passage) => ({ passage, record, document })),
    ),
  )
  const texts = cut.map(({ passage, record, document: { summary, text } }) =>
    embeddedText(passage, record, { title: summary.title, text }),
  )
  const passages = cut.map(({ passage }, i): StoredPassage => ({ ...passage, digest: digest(texts[i]!) }))
  const known = embedder ? await knownVectors(dir, embedder) : new Map<string, Float32Array>()
  const missing = [...new Map(passages.map((p, i) => [p.digest, texts[i]!]))].filter(
    ([key]) => !known.has(key),
  )
  const placeOf = (text: number) => cut[passages.findIndex(({ digest }) => digest === missing[text]![0])]!
  const indexed: Indexed = {
    documents,
    passages,
    ...(embedder && {
      model: embedder.fingerprint,
      dimensions: embedder.profile.dimensions,
      vectors: () =>
        vectorsFor(passages, missing, known, embedder, onProgress).catch((error) => {
          throw error instanceof UnembeddableText ? named(error, placeOf(error.index)) : error
        }),
    }),
  }
  const manifest = await writeIndex(dir, seeds, tokenizer, indexed, onWarning)
  // Vectors cost minutes: builds for keywords only must not push out those that have them.
  const hasVectors = (build: Build) => metaOf(build).model !== undefined
  const ofTheseDocuments = (build: Build) => hasVectors(build) && metaOf(build).seeds === seeds.digest
  // The new one is in use by now: what is left over of old ones costs room, and nothing else.
  await sweepBuilds(dir, { spare: [hasVectors, ofTheseDocuments] }).catch(({ code }: NodeJS.ErrnoException) =>
    onWarning?.(`新的索引已经启用，但旧的索引版本没有清理完（${code}），请检查目录权限和磁盘。`),
  )
  return {
    manifest,
    embedded: embedder ? missing.length : 0,
    reused: embedder ? passages.length - missing.length : 0,
  }
}

/** What an index is made of. Without a model it holds words only. */
export interface Indexed {
  documents: readonly LibraryDocument[]
  /** In the order of the documents' records, those of a record together. */
  passages: readonly StoredPassage[]
  /** Fingerprint of the model that the vectors come from, and their dimensions. */
  model?: string
  dimensions?: number
  /** Asked last: embedding takes longest, and comes when the disk has taken everything else. */
  vectors?: () => Promise<Float32Array>
}

/**
 * Writes a build and switches to it.
 * @param seeds what the build will be taken for: a start looks for one of its own documents
 */
export async function writeIndex(
  dir: string,
  seeds: Seeds,
  tokenizer: Tokenizer,
  { documents, passages, model, dimensions, vectors }: Indexed,
  onWarning?: (line: string) => void,
): Promise<BuildManifest> {
  const texts = lexicalTexts(documents, passages)
  const terms = {
    words: (text: number) => tokenizer.words(texts[text]!),
    characters: (text: number) => tokenizer.characters(texts[text]!),
  }
  const words = buildBm25(await cutAll(texts, tokenizer.words))
  const characters = buildBm25(await cutAll(texts, tokenizer.characters), { b: CHARACTERS_B })
  const records = documents.reduce((sum, document) => sum + document.records.length, 0)
  const counts = { documents: documents.length, records, passages: passages.length }
  const meta: BuildMeta = {
    format: BUILD_FORMAT,
    seeds: seeds.digest,
    counts,
    ...(model !== undefined && dimensions !== undefined && { model, dimensions }),
  }
  let all: Float32Array | undefined
  return writeBuild(dir, {
    inputs: inputsOf(seeds, model === undefined ? undefined : { fingerprint: model }),
    meta: { ...meta },
    write: async (folder) => {
      const put = (name: string, content: string | Uint8Array) => writeFile(path.join(folder, name), content)
      await put(FILES.documents, JSON.stringify(documents))
      await put(FILES.passages, JSON.stringify(passages))
      await put(FILES.words, words.toBytes())
      await put(FILES.characters, characters.toBytes())
      if (!vectors || dimensions === undefined) return
      all = await vectors()
      await put(FILES.vectors, new Uint8Array(all.buffer, all.byteOffset, all.byteLength))
      await writeHnsw(all, dimensions, path.join(folder, FILES.hnsw), onWarning)
    },
    check: (folder) =>
      probe(folder, { documents, passages, words, characters, terms, vectors: all, dimensions }),
  })
}

/** What the stretches of sentences are found by in words, in the order of the passages. */
function lexicalTexts(documents: readonly LibraryDocument[], passages: readonly StoredPassage[]): string[] {
  const owners = new Map(
    documents.flatMap(({ records, summary, text }) =>
      records.map((record) => [record.id, { record, document: { title: summary.title, text } }] as const),
    ),
  )
  return passages.flatMap((passage) => {
    const owner = owners.get(passage.recordId)
    return passage.kind === 'passage' && owner ? [lexicalText(passage, owner.record, owner.document)] : []
  })
}

/** The terms of each text. Cutting takes most of what is done here in one go, and a desk that starts answers meanwhile. */
async function cutAll(texts: readonly string[], cut: (text: string) => string[]): Promise<string[][]> {
  const terms: string[][] = []
  for (const text of texts) {
    terms.push(cut(text))
    if (terms.length % CUT_IN_ONE_GO === 0) await setImmediate()
  }
  return terms
}

/** So many stretches of sentences take some 20 ms. */
const CUT_IN_ONE_GO = 50

/** Vectors of the newest build with the same model, by digest of what was embedded. */
async function knownVectors(dir: string, embedder: Embedder): Promise<Map<string, Float32Array>> {
  const build = await newestBuild(dir, (one) => metaOf(one).model === embedder.fingerprint)
  if (!build) return new Map()
  const passages = await readPassages(build.folder)
  const vectors = await readVectors(build.folder)
  const { dimensions } = embedder.profile
  // Of a build that does not fit together nobody knows which vector is whose.
  if (vectors.length !== passages.length * dimensions) return new Map()
  return new Map(
    passages.map(({ digest }, i) => [digest, vectors.slice(i * dimensions, (i + 1) * dimensions)]),
  )
}

async function vectorsFor(
  passages: readonly StoredPassage[],
  missing: readonly (readonly [string, string])[],
  known: Map<string, Float32Array>,
  embedder: Embedder,
  onProgress: (done: number, total: number) => void,
): Promise<Float32Array> {
  onProgress(0, missing.length)
  const embedded = await embedder.embedPassages(
    missing.map(([, text]) => text),
    (done) => onProgress(done, missing.length),
  )
  for (const [i, [key]] of missing.entries()) known.set(key, embedded[i]!)
  const { dimensions } = embedder.profile
  const vectors = new Float32Array(passages.length * dimensions)
  for (const [i, { digest }] of passages.entries()) vectors.set(known.get(digest)!, i * dimensions)
  return vectors
}

/** Says which words of which document have no vector: without them there is no build, for they would not be found. */
function named(
  error: UnembeddableText,
  { passage: { start, end }, document: { summary, text } }: { passage: Passage; document: LibraryDocument },
): AppError {
  const words = text.slice(start, Math.min(end, start + QUOTED))
  return new AppError(
    'embedder_failed',
    `文件《${summary.title}》里有一段文字使向量模型出错，没有建成带向量的索引：“${words}”。请修改或移走这段文字后重试。`,
    { cause: error },
  )
}

/** Characters of a passage that are enough to find it by. */
const QUOTED = 40

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
