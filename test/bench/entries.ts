// What every engine of the comparison indexes: one entry per passage, with the record it belongs to, its vector, and
// for stretches of sentences the text it is found by. It does not know who indexes them, nor whether they are real.

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { StoredPassage } from '../../src/builds/files.ts'
import { lexicalText, type PassageKind } from '../../src/corpus/passages.ts'
import type { LibraryDocument } from '../../src/library.ts'

/** Documents with their passages and vectors: what a build is made from once everything is embedded. */
export interface Corpus {
  readonly documents: readonly LibraryDocument[]
  readonly passages: readonly StoredPassage[]
  /** One after another in the order of the passages, each of length 1. */
  readonly vectors: Float32Array
  readonly dimensions: number
}

export interface Entry {
  /** Place in the list of entries, from 0. */
  readonly label: number
  /** Id of the record it belongs to: what a search has to bring back. */
  readonly record: string
  readonly kind: PassageKind
  /** The text for full-text search, header included; empty unless the kind is `passage`, as in our own index. */
  readonly text: string
  /** A view of length 1, not a copy. */
  readonly vector: Float32Array
}

export function entriesOf({ documents, passages, vectors, dimensions }: Corpus): Entry[] {
  const owners = new Map(
    documents.flatMap(({ records, summary, text }) =>
      records.map((record) => [record.id, { record, document: { title: summary.title, text } }] as const),
    ),
  )
  return passages.map((passage, label): Entry => {
    const { record, document } = owners.get(passage.recordId)!
    return {
      label,
      record: record.id,
      kind: passage.kind,
      text: passage.kind === 'passage' ? lexicalText(passage, record, document) : '',
      vector: vectors.subarray(label * dimensions, (label + 1) * dimensions),
    }
  })
}

export async function writeCorpus(folder: string, corpus: Corpus): Promise<void> {
  const { documents, passages, vectors, dimensions } = corpus
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, 'corpus.json'), JSON.stringify({ documents, passages, dimensions }))
  await writeFile(path.join(folder, 'vectors.f32'), new Uint8Array(vectors.buffer))
}

export async function readCorpus(folder: string): Promise<Corpus> {
  const rest = JSON.parse(await readFile(path.join(folder, 'corpus.json'), 'utf8')) as Omit<Corpus, 'vectors'>
  const bytes = await readFile(path.join(folder, 'vectors.f32'))
  return { ...rest, vectors: new Float32Array(new Uint8Array(bytes).buffer) }
}
