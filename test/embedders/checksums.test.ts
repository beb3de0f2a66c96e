// Which models are let in, and what their fingerprint depends on.

import { cpSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ROOT } from '../../src/config.ts'
import { fingerprintOf, hashModelFiles } from '../../src/embedders/checksums.ts'
import { openLocalEmbedder } from '../../src/embedders/local.ts'
import { profileNamed } from '../../src/embedders/profiles.ts'

const SHIPPED = path.join(ROOT, 'index/model')
const profile = profileNamed('cewen-embed')

let modelDir: string
beforeEach(() => {
  modelDir = mkdtempSync(path.join(os.tmpdir(), 'cewen-model-'))
  cpSync(SHIPPED, modelDir, { recursive: true })
})
afterEach(() => rmSync(modelDir, { recursive: true }))

const inModel = (file: string) => path.join(modelDir, 'embed', file)
const open = () => openLocalEmbedder({ modelDir, name: 'embed', profile: 'cewen-embed' })
const refusal = (file: string, problem: string) =>
  expect.objectContaining({
    code: 'embedder_failed',
    message: expect.stringMatching(new RegExp(`embed .*${problem}.* ?${file}|embed .*${file} .*${problem}`)),
  })

describe('the shipped model', () => {
  it.each([
    'config.json',
    'tokenizer.json',
    'tokenizer_config.json',
    'special_tokens_map.json',
    'onnx/model_quantized.onnx',
  ])('is refused without %s, which is named', async (file) => {
    rmSync(inModel(file))
    await expect(open()).rejects.toEqual(refusal(file, '缺少文件'))
  })

  it('is refused when a file is truncated', async () => {
    truncateSync(inModel('onnx/model_quantized.onnx'), 20_000_000)
    await expect(open()).rejects.toEqual(refusal('onnx/model_quantized.onnx', '不符'))
  })

  it('is refused when a file is changed, even without changing its size', async () => {
    const file = inModel('special_tokens_map.json')
    writeFileSync(file, ' '.repeat(statSync(file).size))
    await expect(open()).rejects.toEqual(refusal('special_tokens_map.json', '不符'))
  })

  it('is refused when its list does not cover a file that the profile needs', async () => {
    writeFileSync(inModel('onnx/model.onnx'), 'unlisted')
    const float = { ...profile, quantized: false }
    await expect(hashModelFiles(modelDir, 'embed', float)).rejects.toEqual(
      refusal('onnx/model.onnx', '不在 checksums.json 里'),
    )
  })

  it('is refused when the list itself is damaged', async () => {
    writeFileSync(path.join(modelDir, 'checksums.json'), '{"embed": {"config.json": "abc"}}')
    await expect(open()).rejects.toMatchObject({
      code: 'embedder_failed',
      message: /checksums\.json 格式不对/,
    })
  })

  it('tells nobody where it lies on the server', async () => {
    rmSync(inModel('config.json'))
    const error = await open().catch((reason: unknown) => reason)
    expect(String(error)).not.toContain(modelDir)
  })
})

describe('a model of one’s own', () => {
  beforeEach(() => rmSync(path.join(modelDir, 'checksums.json')))

  it('needs no list, and has the same hashes as with one', async () => {
    expect(await hashModelFiles(modelDir, 'embed', profile)).toEqual(
      await hashModelFiles(SHIPPED, 'embed', profile),
    )
  })

  it('is refused without a file that the loader opens', async () => {
    rmSync(inModel('tokenizer.json'))
    await expect(open()).rejects.toEqual(refusal('tokenizer.json', '缺少文件'))
  })
})

describe('the fingerprint', () => {
  const identity = [
    ['config.json', 'aa'],
    ['tokenizer.json', 'bb'],
  ] as const

  it('does not depend on the order of the files nor on the name of the profile', () => {
    const expected = fingerprintOf(profile, identity)
    expect(expected).toMatch(/^[0-9a-f]{64}$/)
    expect(fingerprintOf(profile, identity.toReversed())).toBe(expected)
    expect(fingerprintOf({ ...profile, name: 'other' }, identity)).toBe(expected)
  })

  it.each([
    { pooling: 'cls' },
    { queryPrefix: '' },
    { passagePrefix: '' },
    { dimensions: 512 },
    { maxTokens: 256 },
    { quantized: false },
  ] as const)('changes with the recipe: %o', (change) => {
    expect(fingerprintOf({ ...profile, ...change }, identity)).not.toBe(fingerprintOf(profile, identity))
  })

  it('changes with a file', () => {
    const changed = [['config.json', 'aa'] as const, ['tokenizer.json', 'bc'] as const]
    expect(fingerprintOf(profile, changed)).not.toBe(fingerprintOf(profile, identity))
  })
})

describe('an unknown profile', () => {
  it.each(['e5', '', '__proto__'])('is refused with the known names: %o', (name) => {
    expect(() => profileNamed(name)).toThrow(
      expect.objectContaining({
        code: 'invalid_request',
        message: expect.stringMatching(/cewen-embed、multilingual-e5-small、bge-small-zh-v1\.5/),
      }),
    )
  })

  it('is refused before anything is opened', async () => {
    const opening = openLocalEmbedder({ modelDir: '/nowhere', name: 'embed', profile: 'e5' })
    await expect(opening).rejects.toMatchObject({ code: 'invalid_request' })
  })
})
