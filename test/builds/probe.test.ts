// What the probe of a build that was just written notices: for each part, one thing that is not as it was written.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { FILES, type StoredPassage } from '../../src/builds/files.ts'
import { probe, type Written } from '../../src/builds/probe.ts'
import { passagesOf } from '../../src/corpus/passages.ts'
import type { LibraryDocument } from '../../src/library.ts'
import { parseSeeds } from '../../src/seeds.ts'
import { buildBm25 } from '../../src/text/bm25.ts'

const TEXT =
  '第一条 船舶可以提前申报靠泊。\n第二条 引航不收费，拖轮按次收费。\n第三条 本办法自公布之日起施行。\n'
const DIMENSIONS = 4

let folder: string
let written: Written & { documents: LibraryDocument[]; passages: StoredPassage[]; vectors: Float32Array }
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'cewen-probe-'))
  const files = [{ name: '办法.txt', bytes: new TextEncoder().encode(TEXT) }]
  const documents = parseSeeds({ files, manifest: { documents: [] } }).map(({ proof: _, ...rest }) => rest)
  const passages = documents.flatMap(({ records, text }) =>
    records.flatMap((record) => passagesOf(record, text).map((passage) => ({ ...passage, digest: 'd' }))),
  )
  const texts = passages
    .filter(({ kind }) => kind === 'passage')
    .map(({ start, end }) => [...documents[0]!.text.slice(start, end)])
  const vectors = new Float32Array(passages.length * DIMENSIONS)
  passages.forEach((_, i) => {
    vectors[i * DIMENSIONS + (i % DIMENSIONS)] = 1
  })
  const index = buildBm25(texts)
  const terms = { words: (text: number) => texts[text]!, characters: (text: number) => texts[text]! }
  written = { documents, passages, words: index, characters: index, terms, vectors, dimensions: DIMENSIONS }
  await put(FILES.documents, JSON.stringify(documents))
  await put(FILES.passages, JSON.stringify(passages))
  await put(FILES.words, index.toBytes())
  await put(FILES.characters, index.toBytes())
  await put(FILES.vectors, new Uint8Array(vectors.buffer))
})
afterEach(() => rm(folder, { recursive: true }))

const put = (name: string, content: string | Uint8Array) => writeFile(path.join(folder, name), content)
const refused = (part: string) =>
  expect(probe(folder, written)).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringContaining(`（${part}）`),
  })
/** As if it had been written so on purpose. */
const both = async () => {
  await put(FILES.documents, JSON.stringify(written.documents))
  await put(FILES.passages, JSON.stringify(written.passages))
}

it('finds nothing wrong with files that are as they were written', async () => {
  await expect(probe(folder, written)).resolves.toBeUndefined()
})
it('knows an index without vectors', async () => {
  await rm(path.join(folder, FILES.vectors))
  const { vectors: _, dimensions: __, ...words } = written
  await expect(probe(folder, words)).resolves.toBeUndefined()
})
it('refuses another document than was written', async () => {
  await put(FILES.documents, JSON.stringify(written.documents).replace('引航不收费', '引航要收费'))
  await refused('文件')
})
it('refuses a passage left out', async () => {
  await put(FILES.passages, JSON.stringify(written.passages.slice(1)))
  await refused('段落')
})
it.each([
  ['a record that ends behind its document', () => {
    written.documents[0]!.records[0]!.end = 10_000
  }],
  ['a record whose content is not what its spans point at', () => {
    written.documents[0]!.records[1]!.content += '。'
  }],
  ['a span outside of its record', () => {
    const [, record] = written.documents[0]!.records
    record!.start = record!.spans.find(({ field }) => field === 'content')!.start + 1
  }],
  ['a passage moved by one character', () => {
    written.passages[0]!.start += 1
  }],
  ['a passage of another record', () => {
    written.passages[0]!.recordId = written.passages.at(-1)!.recordId
  }],
  ['a passage too many', () => {
    written.passages.push({ ...written.passages[0]! })
  }],
] as const)('refuses offsets that do not hold: %s', async (_, change) => { change(); await both(); await refused('位置') }) // biome-ignore format: one fault after the other
it.each(['words', 'characters'] as const)('refuses %s that score otherwise', async (leg) => {
  const texts = Array.from({ length: written.words.size }, (_, i) => [...written.terms.words(i)])
  texts[0]!.push('引')
  await put(FILES[leg], buildBm25(texts).toBytes())
  await refused('关键词索引')
})
it('refuses an index of words in which a text is not found by its own', async () => {
  written.terms = { ...written.terms, words: () => ['月'] }
  await refused('关键词索引')
})
it('refuses vectors that are others, or too few', async () => {
  const { vectors } = written
  const turned = vectors.map((_, i) => vectors[i % DIMENSIONS === 0 ? i + DIMENSIONS - 1 : i - 1]!)
  await put(FILES.vectors, new Uint8Array(turned.buffer))
  await refused('向量')
  await put(FILES.vectors, new Uint8Array(vectors.buffer).subarray(DIMENSIONS * 4))
  await refused('向量')
})
