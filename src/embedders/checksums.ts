// Are the files of a model there, and are they the ones that belong there? A damaged model file may load and give
// other vectors, so the hashes are checked before any native code sees the files. It does not know how models run.

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { EmbeddingProfile } from './profiles.ts'

/** `<modelDir>/checksums.json`: model → file, relative to the model's folder → SHA-256 in hex. */
const Checksums = z.record(
  z.string(),
  z.record(
    z.string().refine((file) => !path.isAbsolute(file) && !file.split(/[\\/]/).includes('..')),
    z.string().regex(/^[0-9a-f]{64}$/),
  ),
)

const CHECKSUMS_FILE = 'checksums.json'

/** What makes a model. `special_tokens_map.json` is shipped but read by nobody, `config.json` only where it comes from a hub. */
const neededFiles = (profile: EmbeddingProfile): string[] => [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  profile.quantized ? 'onnx/model_quantized.onnx' : 'onnx/model.onnx',
]

/**
 * Hashes the files of the model `<modelDir>/<name>`. If `checksums.json` lists the model, each listed file must have
 * its listed hash and each needed file must be listed; a model that is not listed (one's own) must only be complete.
 * @returns relative file → SHA-256 in hex, of the needed files: so a model is the same model, listed or not.
 * @throws AppError `embedder_failed` naming the file and what to do.
 */
export async function hashModelFiles(
  modelDir: string,
  name: string,
  profile: EmbeddingProfile,
): Promise<ReadonlyMap<string, string>> {
  const listed = (await readChecksums(modelDir)).get(name)
  const needed = neededFiles(profile)
  const files = [...new Set([...Object.keys(listed ?? {}), ...needed])].sort()
  const hashes = new Map<string, string>()
  // One after the other: which file is named first must not depend on timing, and one disk is not faster in parallel.
  for (const file of files) {
    const hash = await hashFile(path.join(modelDir, name, file), (cause) => {
      const state = isMissing(cause) ? '缺少文件' : '读不了文件'
      return new AppError('embedder_failed', `向量模型 ${name} ${state} ${file}，请重新放入该文件。`, {
        cause,
      })
    })
    if (listed && listed[file] !== hash) {
      const problem = Object.hasOwn(listed, file)
        ? `与 ${CHECKSUMS_FILE} 不符（被改动、截断或没有下载完整），请从发行包重新取得该文件。`
        : `不在 ${CHECKSUMS_FILE} 里，请补上它的校验和，或改用别的 MODEL_PROFILE。`
      throw new AppError('embedder_failed', `向量模型 ${name} 的文件 ${file} ${problem}`)
    }
    if (needed.includes(file)) hashes.set(file, hash)
  }
  return hashes
}

/**
 * The name of model plus recipe: SHA-256 in hex over what identifies the model (its file hashes, or its place on a
 * hub) and every field of the profile but its name.
 */
export function fingerprintOf(
  profile: EmbeddingProfile,
  identity: Iterable<readonly [string, string]>,
): string {
  const { name: _, ...recipe } = profile
  const sorted = (entries: Iterable<readonly [string, unknown]>) =>
    [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const text = JSON.stringify([sorted(identity), sorted(Object.entries(recipe))])
  return createHash('sha256').update(text).digest('hex')
}

async function readChecksums(modelDir: string): Promise<Map<string, Record<string, string>>> {
  let text: string
  try {
    text = await readFile(path.join(modelDir, CHECKSUMS_FILE), 'utf8')
  } catch (cause) {
    // A folder with only one's own models needs no list.
    if (isMissing(cause)) return new Map()
    throw new AppError('embedder_failed', `读不了模型的 ${CHECKSUMS_FILE}，请检查文件权限。`, { cause })
  }
  try {
    return new Map(Object.entries(Checksums.parse(JSON.parse(text))))
  } catch (cause) {
    throw new AppError('embedder_failed', `模型的 ${CHECKSUMS_FILE} 格式不对，请从发行包重新取得。`, {
      cause,
    })
  }
}

async function hashFile(file: string, failure: (cause: unknown) => AppError): Promise<string> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
  } catch (cause) {
    throw failure(cause)
  }
  return hash.digest('hex')
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
}
