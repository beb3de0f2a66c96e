// Verifying: each part of a desk is looked at, and what is wrong with one does not hide the others.

import { appendFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Settings } from '../src/config.ts'
import { ROOT } from '../src/config.ts'
import { verifyAll } from '../src/verify.ts'
import { contentsOf, filledDesk, tempRoot } from './backup/desk-folders.ts'

let root: string
let settings: Settings
beforeEach(async () => {
  root = tempRoot()
  settings = await filledDesk(root)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const faults = async (of: Settings = settings) =>
  Object.fromEntries((await verifyAll(of)).map((row) => [row.current ? 'build' : row.id, row.faults]))

it('finds nothing wrong with a whole desk, and changes nothing', async () => {
  const before = contentsOf(root)
  expect(await faults()).toEqual({ build: [], model: [], seeds: [], gaps: [] })
  expect(contentsOf(root)).toEqual(before)
})
it('names a damaged file of the model', async () => {
  const MODEL_DIR = path.join(root, 'model')
  cpSync(path.join(ROOT, 'index/model'), MODEL_DIR, { recursive: true })
  appendFileSync(path.join(MODEL_DIR, 'embed/tokenizer.json'), ' ')
  expect(await faults({ ...settings, MODEL_DIR })).toMatchObject({
    build: [],
    model: [expect.stringContaining('tokenizer.json')],
  })
})
it('does not look for a model that comes from a hub', async () => {
  expect(await faults({ ...settings, MODEL_HUB: 'http://hub.example' })).not.toHaveProperty('model')
})
it('names documents that cannot be taken', async () => {
  writeFileSync(path.join(settings.SEEDS_DIR, 'manifest.json'), '{')
  expect(await faults()).toMatchObject({ gaps: [], seeds: [expect.stringContaining('manifest.json')] })
})
it('names lists of words that cannot be taken', async () => {
  writeFileSync(path.join(settings.SEEDS_DIR, 'synonyms.txt'), '退税 退税款\n退税 返税\n')
  expect(await faults()).toMatchObject({ build: [], seeds: [expect.stringContaining('第 2 行')] })
  rmSync(path.join(settings.SEEDS_DIR, 'synonyms.txt'))
  writeFileSync(path.join(settings.SEEDS_DIR, 'dictionary.txt'), 'x\n')
  expect(await faults()).toMatchObject({ build: [], seeds: [expect.stringContaining('第 1 行')] })
})
it('names a journal that cannot be read, and takes none for whole', async () => {
  rmSync(settings.GAPS_DIR, { recursive: true })
  expect(await faults()).toMatchObject({ gaps: [] })
  mkdirSync(path.join(settings.GAPS_DIR, 'gaps.jsonl'), { recursive: true })
  expect(await faults()).toMatchObject({ seeds: [], gaps: [expect.stringContaining('GAPS_DIR')] })
})
