// Which build is opened: one that fits documents and model, or a new one. It knows what a build is made from, and nothing
// of what is in it.

import path from 'node:path'
import { type Build, newestBuild, openBuild } from './builds/builds.ts'
import { BUILD_FORMAT, metaOf } from './builds/files.ts'
import { writingAlone } from './builds/lock.ts'
import type { Embedder } from './embedders/embedder.ts'
import { AppError } from './errors.ts'
import { type IngestHooks, ingest, inputsOf } from './ingest.ts'
import type { Seeds } from './seeds.ts'
import type { Tokenizer } from './text/tokenize.ts'

/** What a new build is made with; the model is closed when it gives out over it. */
export interface IngestParts {
  tokenizer: Tokenizer
  embedder: (Embedder & { close(): Promise<void> }) | undefined
  hooks: IngestHooks
}

/** A whole build for these documents and this model; without a model, the words of any build of these documents. */
export async function fittingBuild(
  dir: string,
  seeds: Seeds,
  embedder: Embedder | undefined,
  warn: (line: string) => void,
): Promise<Build | undefined> {
  const { build, faults } = await openBuild(dir, inputsOf(seeds, embedder))
  if (faults.length > 0)
    warn(`索引有损坏，已改用${build ? '上一个完好的版本' : '新建的版本'}：${faults.join('；')}`)
  if (build || embedder) return build
  return newestBuild(dir, (one) => {
    const { format, seeds: digest } = metaOf(one)
    return format === BUILD_FORMAT && digest === seeds.digest
  })
}

/** `embedder` is absent where it gave out. */
interface FreshBuild<Model> {
  build: Build
  embedder?: Model
}

/**
 * A new build, or the one that another process was making meanwhile, with the model that it is for. Where the model gives
 * out over it, one for keywords only: the desk opens all the same.
 * @param refused a build that fits and cannot be used
 */
export function freshBuild<Model extends IngestParts['embedder']>(
  dir: string,
  seeds: Seeds,
  parts: IngestParts & { embedder: Model },
  warn: (line: string) => void,
  refused: Build | undefined,
): Promise<FreshBuild<Model>> {
  const { tokenizer, embedder, hooks } = parts
  const make = async (): Promise<FreshBuild<Model>> => {
    const { build } = await openBuild(dir, inputsOf(seeds, embedder))
    if (build && build.manifest.id !== refused?.manifest.id) return { build, embedder }
    try {
      const { manifest } = await ingest(seeds, { dir, tokenizer, embedder }, hooks)
      return { build: { manifest, folder: path.join(dir, manifest.id) }, embedder }
    } catch (error) {
      if (!embedder || !(error instanceof AppError) || error.code !== 'embedder_failed') throw error
      warn(`向量没有算完，只按关键词检索：${error.message}`)
      await embedder.close()
      const known = await fittingBuild(dir, seeds, undefined, warn)
      if (known) return { build: known }
      const { manifest } = await ingest(seeds, { dir, tokenizer })
      return { build: { manifest, folder: path.join(dir, manifest.id) } }
    }
  }
  return writingAlone(dir, make, true)
}
