// F17 and F18: a model and a list of words that cannot be used. The desk opens without, says so, and finds by keywords or
// with the words that come with it; ordered to make a build, it refuses in one line.

import { cpSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../../../src/config.ts'
import { cewen } from '../../support/command.ts'
import { type Case, Count, type Tally } from '../case.ts'
import { ownFolder, startDesk } from '../running.ts'
import { countAnswers, health, search } from './asking.ts'

const ONNX = 'embed/onnx/model_quantized.onnx'
const POINTER =
  'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 21200000\n'

interface Spoilt {
  spoil: (models: string) => void
  more?: Record<string, string>
  /** Without a list of hashes, or where another model is meant, the files themselves are in order. */
  whole?: true
}

/** What is done to a copy of the models, and what else is set. */
const MODELS: Record<string, Spoilt> = {
  missing: { spoil: (models) => rmSync(path.join(models, 'embed'), { recursive: true }) },
  'a file missing': { spoil: (models) => rmSync(path.join(models, 'embed/tokenizer.json')) },
  truncated: { spoil: (models) => truncateSync(path.join(models, ONNX), 10_000_000) },
  empty: { spoil: (models) => truncateSync(path.join(models, ONNX), 0) },
  'an LFS pointer': { spoil: (models) => writeFileSync(path.join(models, ONNX), POINTER) },
  'another hash': { spoil: (models) => writeFileSync(path.join(models, 'embed/config.json'), '{}') },
  'no list of hashes, and truncated': {
    whole: true,
    spoil: (models) => {
      rmSync(path.join(models, 'checksums.json'))
      truncateSync(path.join(models, ONNX), 10_000_000)
    },
  },
  'of other dimensions': { whole: true, spoil: () => {}, more: { MODEL_PROFILE: 'bge-small-zh-v1.5' } },
}

async function unusableModels(): Promise<Tally> {
  const { folder, index, remove } = await ownFolder()
  const count = new Count()
  try {
    for (const [what, { spoil, more, whole }] of Object.entries(MODELS)) {
      const models = mkdtempSync(path.join(folder, 'model-'))
      cpSync(path.join(ROOT, 'index/model'), models, { recursive: true })
      spoil(models)
      const env = { INDEX_DIR: index, MODEL_DIR: models, ...more }
      await opens(count, `model ${what}`, env, /关键词/u, true)
      await refuses(count, `model ${what}`, env, /模型/u)
      await verifies(count, `model ${what}`, env, whole ? undefined : /向量模型[^\n]*\S/u)
    }
    await opens(count, 'the model again', { INDEX_DIR: index }, undefined, false)
    return count.tally(`${Object.keys(MODELS).length} models`)
  } finally {
    remove()
  }
}

const LISTS: Record<string, { spoil: (file: string) => void; says?: RegExp }> = {
  missing: { spoil: () => {} },
  empty: { spoil: (file) => writeFileSync(file, '') },
  malformed: {
    spoil: (file) => writeFileSync(file, '海外仓\n海外 仓 n n\n'),
    says: /dictionary\.txt 第 2 行/u,
  },
  'of frequency 0': { spoil: (file) => writeFileSync(file, '海外仓 0\n'), says: /dictionary\.txt 第 1 行/u },
  'with a NUL': {
    spoil: (file) => writeFileSync(file, '海外仓\n\n海\0外\n'),
    says: /dictionary\.txt 第 3 行/u,
  },
  'of another encoding': {
    spoil: (file) => writeFileSync(file, new Uint8Array([0xba, 0xa3, 0xcd, 0xe2, 0x0a])),
    says: /dictionary\.txt 第 1 行/u,
  },
  'of 6 MB': {
    spoil: (file) => writeFileSync(file, '海外仓\n'.repeat(600_000)),
    says: /dictionary\.txt .*5 MB/u,
  },
  'of 50 MB': {
    spoil: (file) => writeFileSync(file, '海外仓\n'.repeat(5_000_000)),
    says: /dictionary\.txt .*20 MB/u,
  },
  'a link to a device': {
    spoil: (file) => symlinkSync('/dev/zero', file),
    says: /dictionary\.txt 不是普通文件/u,
  },
}

async function unusableLists(): Promise<Tally> {
  const { folder, index, remove } = await ownFolder()
  const count = new Count()
  try {
    for (const [what, { spoil, says }] of Object.entries(LISTS)) {
      const seeds = mkdtempSync(path.join(folder, 'seeds-'))
      cpSync(path.join(ROOT, 'seeds'), seeds, { recursive: true })
      rmSync(path.join(seeds, 'dictionary.txt'))
      spoil(path.join(seeds, 'dictionary.txt'))
      const env = { INDEX_DIR: index, SEEDS_DIR: seeds }
      await opens(count, `list ${what}`, env, says, false)
      if (says) await refuses(count, `list ${what}`, env, says)
      await verifies(count, `list ${what}`, env, undefined)
      rmSync(seeds, { recursive: true })
    }
    return count.tally(`${Object.keys(LISTS).length} lists`)
  } finally {
    remove()
  }
}

/** @param says what health must say of it; undefined when all is well */
async function opens(
  count: Count,
  what: string,
  env: Record<string, string>,
  says: RegExp | undefined,
  keywordsOnly: boolean,
): Promise<void> {
  const desk = await startDesk(env).catch((error: Error) => error)
  if (desk instanceof Error) return count.add(`${what}: ${desk.message}`)
  try {
    const found = await search(desk)
    countAnswers(count, [found], Infinity)
    count.add(
      found.keywordsOnly === keywordsOnly ? undefined : `${what}: keywords only ${found.keywordsOnly}`,
    )
    const { status, degraded } = await health(desk)
    const told = says === undefined ? status === 'ok' : degraded.length === 1 && says.test(degraded[0]!)
    count.add(told ? undefined : `${what}: health says ${status}, ${degraded.join(' ')}`)
  } finally {
    count.add((await desk.stop()) === 0 ? undefined : `${what}: did not end in order`)
  }
}

async function refuses(count: Count, what: string, env: Record<string, string>, says: RegExp): Promise<void> {
  const { code, said } = await cewen(['ingest'], env)
  const inOneLine = code === 1 && says.test(said) && said.trim().split('\n').length === 1
  count.add(inOneLine ? undefined : `${what}: ingest ended with ${code}, ${said}`)
}

/** @param fault what `verify` must say; undefined when all that was kept is whole */
async function verifies(
  count: Count,
  what: string,
  env: Record<string, string>,
  fault: RegExp | undefined,
): Promise<void> {
  const { code, said } = await cewen(['verify'], env)
  const right = fault ? code === 1 && fault.test(said) : code === 0
  count.add(right ? undefined : `${what}: verify ended with ${code}, ${said}`)
}

export const UNUSABLE: readonly Case[] = [
  { id: 'F17', what: 'models that cannot be used', tiers: ['b'], run: unusableModels },
  { id: 'F18', what: 'lists of words that cannot be used', tiers: ['b'], beside: true, run: unusableLists },
]
