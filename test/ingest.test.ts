// Documents become builds, in real folders with a fake model: what is embedded, what is reused, what is refused.

import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  symlink,
  truncate,
  unlink,
  writeFile,
} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { newestBuild, openBuild } from '../src/builds/builds.ts'
import {
  FILES,
  metaOf,
  openStore,
  readDocumentsFile,
  readLexical,
  readPassages,
} from '../src/builds/files.ts'
import { UnembeddableText } from '../src/embedders/embedder.ts'
import { AppError } from '../src/errors.ts'
import { ingest, inputsOf } from '../src/ingest.ts'
import { parseSeeds, readSeeds } from '../src/seeds.ts'
import { openTokenizer } from '../src/text/tokenize.ts'
import { type FakeEmbedder, fakeEmbedder } from './support/fake-embedder.ts'

const HARBOUR = '第一条 船舶可以提前申报靠泊。\n第二条 引航不收费。\n第三条 本办法自公布之日起施行。\n'
const NOTICE = '为方便群众，现就窗口服务通知如下。\n\n周六上午照常办理，午间不休息，节假日另行通知。\n'

const tokenizer = openTokenizer()
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

describe('a folder of documents', () => {
  const refused = async (pattern: RegExp) => {
    const error = await readSeeds(folder)
      .then(parseSeeds)
      .then(
        () => undefined,
        (reason: unknown) => reason,
      )
    expect(error).toBeInstanceOf(AppError)
    const { code, message } = error as AppError
    expect(code).toBe('invalid_request')
    expect(message).toMatch(pattern)
    expect(message).not.toContain('\n')
  }

  it('is listed by name, and names what it does not read', async () => {
    await write('图.png', new Uint8Array([1, 2, 3]))
    await write('synonyms.txt', '靠泊 停靠\n')
    const seeds = await readSeeds(folder)
    const { unread, synonyms } = seeds
    expect(parseSeeds(seeds).map(({ summary }) => summary.sourceFile)).toEqual(['港口办法.txt', '通知.txt'])
    expect(unread).toEqual(['图.png'])
    expect(synonyms).toBe(path.join(folder, 'synonyms.txt'))
  })

  it('that is missing or without a document is refused', async () => {
    await unlink(path.join(folder, '港口办法.txt'))
    await unlink(path.join(folder, '通知.txt'))
    await refused(/没有可读的文件/)
    await write('空.txt', '')
    await refused(/没有可读的文件/)
    folder = path.join(folder, 'nowhere')
    await refused(/cannot be read/)
  })

  it('with a file that is no text is refused, by its name', async () => {
    await write('图片.txt', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]))
    await refused(/^图片\.txt: /)
  })

  it('is read without being parsed: a start with a build that fits does not wait for it', async () => {
    await write('图片.txt', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]))
    await expect(readSeeds(folder)).resolves.toMatchObject({ digest: expect.any(String) })
    await write('manifest.json', JSON.stringify({ documents: [{ ...entry, file: '无.txt' }] }))
    await expect(readSeeds(folder)).rejects.toMatchObject({ code: 'invalid_request' })
    await write('manifest.json', '{')
    await expect(readSeeds(folder)).rejects.toMatchObject({ code: 'invalid_request' })
  })

  it('has the words of its own list, else those that come with the desk', async () => {
    const shipped = (await readSeeds(folder)).dictionary
    expect(shipped.length).toBeGreaterThan(10)
    await write('dictionary.txt', '引航站 5\n')
    expect((await readSeeds(folder)).dictionary).toEqual([{ word: '引航站', frequency: 5, tag: 'n' }])
    await write('dictionary.txt', '')
    expect(await readSeeds(folder)).toMatchObject({ dictionary: [] })
    expect(await readSeeds(folder)).not.toHaveProperty('dictionaryFault')
  })

  it.each<[string, () => Promise<void>, RegExp]>([
    ['malformed', () => write('dictionary.txt', '引航站\n\n船 3\n'), /dictionary\.txt 第 3 行/],
    [
      'not UTF-8',
      () => write('dictionary.txt', new Uint8Array([0xba, 0xa3])),
      /dictionary\.txt 第 1 行不是 UTF-8/,
    ],
    ['of 6 MB', () => write('dictionary.txt', '引航站\n'.repeat(600_000)), /dictionary\.txt .*5 MB/],
    [
      'of 50 MB',
      async () => {
        await write('dictionary.txt', '')
        await truncate(path.join(folder, 'dictionary.txt'), 50_000_000)
      },
      /dictionary\.txt 超过 20 MB/,
    ],
    [
      'a folder',
      () => mkdir(path.join(folder, 'dictionary.txt')).then(() => {}),
      /dictionary\.txt 不是普通文件/,
    ],
    [
      'a link to nothing',
      () => symlink(path.join(folder, 'nowhere'), path.join(folder, 'dictionary.txt')),
      /dictionary\.txt 不是普通文件/,
    ],
  ])('whose list of words is %s is read without it, and says why', async (_, spoil, pattern) => {
    const before = await readSeeds(folder)
    await spoil()
    const { dictionary, digest, dictionaryFault } = await readSeeds(folder)
    expect(dictionaryFault).toMatch(pattern)
    expect(dictionaryFault).not.toContain(folder)
    expect([dictionary, digest]).toEqual([before.dictionary, before.digest])
  })

  it('with a link is refused: what it points to may change unseen', async () => {
    await symlink(path.join(folder, '通知.txt'), path.join(folder, '链接.txt'))
    await refused(/^链接\.txt /)
  })

  it('with a name that no encoding gives back is refused', async () => {
    await writeFile(Buffer.from(`${folder}/\xb9.txt`, 'latin1'), NOTICE)
    await refused(/\.txt 读不到/)
  })

  const entry = { id: 'a', file: '通知.txt', title: '通知' }
  it.each([
    ['is no JSON', '{"documents": [', /manifest\.json is not valid JSON/],
    [
      'has an unknown field',
      JSON.stringify({ documents: [{ ...entry, issuerr: '市' }] }),
      /documents\.0.*issuerr/,
    ],
    [
      'has a bad date',
      JSON.stringify({ documents: [{ ...entry, date: '2023-13-01' }] }),
      /documents\.0\.date/,
    ],
    ['lacks a title', JSON.stringify({ documents: [{ id: 'a', file: '通知.txt' }] }), /documents\.0\.title/],
    ['names a missing file', JSON.stringify({ documents: [{ ...entry, file: '无.txt' }] }), /无\.txt/],
    [
      'names a file elsewhere',
      JSON.stringify({ documents: [{ ...entry, file: '../a.txt' }] }),
      /documents\.0\.file/,
    ],
    ['has an id twice', JSON.stringify({ documents: [entry, { ...entry, file: '港口办法.txt' }] }), /\ba\b/],
    [
      'takes the id of another file',
      JSON.stringify({ documents: [{ ...entry, id: '港口办法' }] }),
      /港口办法/,
    ],
    [
      'looks for a line that is not there',
      JSON.stringify({ documents: [{ ...entry, beginsWith: '国务院' }] }),
      /通知\.txt.*国务院/,
    ],
  ])('whose manifest %s is refused with one clear line', async (_, manifest, pattern) => {
    await write('manifest.json', manifest)
    await refused(pattern)
  })

  it('may have a manifest for some of its files, with a byte order mark', async () => {
    await write('manifest.json', `\ufeff${JSON.stringify({ documents: [{ ...entry, batch: '7' }] })}`)
    expect(parseSeeds(await readSeeds(folder)).map(({ summary, batch }) => [summary.id, batch])).toEqual([
      ['a', '7'],
      ['港口办法', undefined],
    ])
  })
})
