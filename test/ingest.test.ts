// Documents become builds, in real folders with a fake model: what is embedded, what is reused, what is refused.

import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { newestBuild, openBuild } from '../src/builds/builds.ts'
import {
  FILES,
  metaOf,
  openStore,
  readDocumentsFile,
  readLexical,
  readPassages,
} from '../src/builds/files.ts'
import { OWNER } from '../src/builds/owner.ts'
import { UnembeddableText } from '../src/embedders/embedder.ts'
import { AppError } from '../src/errors.ts'
import { ingest, inputsOf } from '../src/ingest.ts'
import { readSeeds } from '../src/seeds.ts'
import { openTokenizer } from '../src/text/tokenize.ts'
import { mountSmall } from './builds/folders.ts'
import { type FakeEmbedder, fakeEmbedder } from './support/fake-embedder.ts'
import { HARBOUR, NOTICE } from './support/short-documents.ts'

const tokenizer = openTokenizer()
const small = mountSmall()
if (!small) console.warn('Not permitted to mount anything: what cannot be removed is not tried.')
let folder: string
let dir: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'cewen-seeds-'))
  dir = path.join(await mkdtemp(path.join(os.tmpdir(), 'cewen-index-')), 'builds')
  await write('港口办法.txt', HARBOUR)
  await write('通知.txt', NOTICE)
})

const write = (name: string, content: string | Uint8Array) => writeFile(path.join(folder, name), content)
const make = async (embedder: FakeEmbedder | 'none' = fakeEmbedder()) =>
  ingest(await readSeeds(folder), { dir, tokenizer, ...(embedder !== 'none' && { embedder }) })
const current = async () => (await readFile(path.join(dir, 'current'), 'utf8')).trim()

describe('a build', () => {
  it('holds documents, passages, words and vectors that belong together', async () => {
    const embedder = fakeEmbedder()
    const { manifest } = await make(embedder)
    expect(await current()).toBe(manifest.id)
    const build = path.join(dir, manifest.id)
    const documents = await readDocumentsFile(build)
    const passages = await readPassages(build)
    expect(documents.map(({ summary }) => summary.id)).toEqual(['港口办法', '通知'])
    expect(metaOf({ manifest })).toMatchObject({
      model: embedder.fingerprint,
      counts: { documents: 2, records: 5, passages: passages.length },
    })
    expect((await readLexical(build, 'words')).size).toBe(
      passages.filter(({ kind }) => kind === 'passage').length,
    )
    const store = await openStore(build, embedder.profile.dimensions)
    const asked = await embedder.embedQuestion('第二条引航不收费。')
    const [nearest] = await store.search(asked, 1)
    expect(passages[nearest!.label]!.recordId).toBe('港口办法/2')
    await store.close()
  })

  it('keeps nothing of the files that only serve the proof', async () => {
    const { manifest } = await make()
    expect(await readFile(path.join(dir, manifest.id, FILES.documents), 'utf8')).not.toContain('"proof"')
  })

  it('without a model serves keywords only', async () => {
    const { manifest, embedded, reused } = await make('none')
    expect([embedded, reused]).toEqual([0, 0])
    expect(metaOf({ manifest })).not.toHaveProperty('model')
    expect(Object.keys(manifest.files).sort()).toEqual(
      [FILES.characters, FILES.documents, FILES.passages, FILES.words].sort(),
    )
  })

  it('tells how many passages have their vector', async () => {
    const seen: [number, number][] = []
    const { embedded } = await ingest(
      await readSeeds(folder),
      { dir, tokenizer, embedder: fakeEmbedder() },
      { onProgress: (...at) => seen.push(at) },
    )
    expect(seen[0]).toEqual([0, embedded])
    expect(seen.at(-1)).toEqual([embedded, embedded])
  })
})

describe('what is embedded', () => {
  it('is each different text once', async () => {
    await write('两遍.txt', `${NOTICE}\n${NOTICE}`)
    const embedder = fakeEmbedder()
    const { embedded, reused, manifest } = await make(embedder)
    expect(embedder.passages).toHaveLength(embedded)
    expect(new Set(embedder.passages).size).toBe(embedded)
    expect(embedded + reused).toBe(metaOf({ manifest }).counts.passages)
    expect(reused).toBeGreaterThan(0)
  })

  it('is nothing when nothing changed', async () => {
    await make()
    const embedder = fakeEmbedder()
    expect((await make(embedder)).embedded).toBe(0)
    expect(embedder.passages).toEqual([])
  })

  it('is only what changed, wherever it moved', async () => {
    await make()
    await write('港口办法.txt', HARBOUR.replace('引航不收费', '引航按次收费'))
    await write('通知.txt', `新增的一段话在最前面说明来由。\n\n${NOTICE}`)
    const embedder = fakeEmbedder()
    const { embedded, manifest } = await make(embedder)
    expect(embedded).toBeGreaterThan(0)
    for (const text of embedder.passages) expect(text).toMatch(/引航按次收费|新增的一段话/)
    const passages = await readPassages(path.join(dir, manifest.id))
    const store = await openStore(path.join(dir, manifest.id), embedder.profile.dimensions)
    const [nearest] = await store.search(await embedder.embedQuestion('第一条船舶可以提前申报靠泊。'), 1)
    expect(passages[nearest!.label]!.recordId).toBe('港口办法/1')
    await store.close()
  })

  it('is everything for another model', async () => {
    const { embedded } = await make()
    expect(await make(fakeEmbedder('other'))).toMatchObject({ embedded, reused: expect.any(Number) })
  })

  it('takes nothing from a damaged build', async () => {
    const { manifest, embedded } = await make()
    const file = path.join(dir, manifest.id, FILES.vectors)
    const bytes = await readFile(file)
    bytes[10]! ^= 1
    await writeFile(file, bytes)
    expect((await make()).embedded).toBe(embedded)
  })
})

describe('a failure', () => {
  it('of the model leaves the build in use as it was', async () => {
    const { manifest } = await make()
    await write('港口办法.txt', HARBOUR.replace('引航', '拖轮'))
    const embedder = fakeEmbedder()
    embedder.broken = true
    await expect(make(embedder)).rejects.toMatchObject({ code: 'embedder_failed' })
    expect(await current()).toBe(manifest.id)
    expect((await readdir(dir)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('of the model over one text names its document and words', async () => {
    const embedder = fakeEmbedder()
    const deadly = {
      ...embedder,
      embedPassages: async (texts: readonly string[]) => {
        const index = texts.findIndex((text) => text.includes('午间不休息'))
        throw new UnembeddableText(index, '算不出向量。', undefined)
      },
    }
    const making = ingest(await readSeeds(folder), { dir, tokenizer, embedder: deadly })
    await expect(making).rejects.toMatchObject({
      code: 'embedder_failed',
      message: expect.stringMatching(/《通知》.*“周六上午照常办理，午间不休息/),
    })
  })

  it('of a vector that cannot be used is one as well', async () => {
    const embedder = fakeEmbedder()
    const nan = {
      ...embedder,
      embedPassages: async (texts: readonly string[]) => texts.map(() => new Float32Array(64)),
    }
    const seeds = await readSeeds(folder)
    await expect(ingest(seeds, { dir, tokenizer, embedder: nan })).rejects.toBeInstanceOf(AppError)
    expect(await newestBuild(dir)).toBeUndefined()
  })
})

describe.skipIf(!small)('what an old build has left and nobody can remove', () => {
  afterAll(() => small?.unmount())
  it('keeps no new one from being made, and is told', async () => {
    const leftover = path.join(dir, `20200101T000000000Z-abcdefgh-1.999999999-1-${OWNER.split('-')[2]}.tmp`)
    await mkdir(leftover, { recursive: true })
    execFileSync('mount', ['--bind', small!.folder, leftover])
    try {
      const warnings: string[] = []
      const { manifest } = await ingest(
        await readSeeds(folder),
        { dir, tokenizer, embedder: fakeEmbedder() },
        { onWarning: (line) => warnings.push(line) },
      )
      expect(await current()).toBe(manifest.id)
      expect(warnings).toEqual([expect.stringContaining('没有清理完（EBUSY）')])
    } finally {
      execFileSync('umount', [leftover])
    }
  })
})

describe('two at once in one folder', () => {
  it('leave two whole builds, one of them in use', async () => {
    const [one, two] = await Promise.all([make(), make()])
    expect([one!.manifest.id, two!.manifest.id]).toContain(await current())
    const { build, faults } = await openBuild(dir, one!.manifest.inputs)
    expect(build).toBeDefined()
    expect(faults).toEqual([])
  })
})

describe('the digest of what a build is made from', () => {
  it('changes with a document, its name, a side file and the model, and with nothing else', async () => {
    const embedder = fakeEmbedder()
    const inputs = async () => inputsOf(await readSeeds(folder), embedder)
    const before = await inputs()
    expect(await inputs()).toBe(before)
    await write('说明.pdf', 'not read')
    await write('.hidden.txt', '不读的文件。')
    expect(await inputs()).toBe(before)
    expect(inputsOf(await readSeeds(folder), fakeEmbedder('other'))).not.toBe(before)
    expect(inputsOf(await readSeeds(folder), undefined)).not.toBe(before)
    await rename(path.join(folder, '通知.txt'), path.join(folder, '通告.txt'))
    const renamed = await inputs()
    expect(renamed).not.toBe(before)
    await write('dictionary.txt', '引航站\n')
    expect(await inputs()).not.toBe(renamed)
  })
})
