// What the files of a build are called and hold, and how they are read. Writing them is story 1 (`ingest.ts`);
// that they are whole is the business of `builds.ts`.

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Passage } from '../corpus/passages.ts'
import type { LibraryDocument } from '../library.ts'
import type { Rest } from '../pacing.ts'
import { openVectorStore } from '../stores/hnsw.ts'
import type { VectorStore } from '../stores/vector-store.ts'
import { type Bm25, readBm25 } from '../text/bm25.ts'
import type { Build } from './builds.ts'

/** Raise it when the meaning of a build's files, or what is embedded for a passage, changes: older builds are then left. */
export const BUILD_FORMAT = 7

export const FILES = {
  documents: 'documents.json',
  passages: 'passages.json',
  /** Lexical indexes over the passages of kind `passage`, in their order. */
  words: 'words.bm25',
  characters: 'characters.bm25',
  vectors: 'vectors.f32',
  /** Only from the size on where a graph pays. */
  hnsw: 'vectors.hnsw',
} as const

/** A passage as a build keeps it: with the digest of what was embedded for it. */
export type StoredPassage = Passage & { digest: string }

/** What a build's manifest says of it besides its files. */
export interface BuildMeta {
  /** `BUILD_FORMAT` of the program that wrote it; absent in builds before format 3. */
  format?: number
  /** Digest of the folder of documents. */
  seeds: string
  /** Fingerprint of the embedding model; absent in a build for keywords only. */
  model?: string
  dimensions?: number
  counts: { documents: number; records: number; passages: number }
}

export const metaOf = (build: Pick<Build, 'manifest'>): BuildMeta =>
  build.manifest.meta as unknown as BuildMeta

export async function readDocumentsFile(folder: string): Promise<LibraryDocument[]> {
  return JSON.parse(await readFile(path.join(folder, FILES.documents), 'utf8')) as LibraryDocument[]
}

export async function readPassages(folder: string): Promise<StoredPassage[]> {
  return JSON.parse(await readFile(path.join(folder, FILES.passages), 'utf8')) as StoredPassage[]
}

/** All vectors one after another, in the order of the passages. */
export async function readVectors(folder: string): Promise<Float32Array> {
  const bytes = await readFile(path.join(folder, FILES.vectors))
  const { buffer, byteOffset, length } = bytes
  // A buffer may be part of a larger one, where it need not start at a multiple of four.
  return byteOffset % 4 === 0 && length % 4 === 0
    ? new Float32Array(buffer, byteOffset, length / 4)
    : new Float32Array(new Uint8Array(bytes).buffer)
}

export async function readLexical(folder: string, file: 'words' | 'characters'): Promise<Bm25> {
  return readBm25(await readFile(path.join(folder, FILES[file])))
}

/** @param onFailure hears, in words for people, when the graph ceases to answer */
export async function openStore(
  folder: string,
  dimensions: number,
  onFailure?: (message: string) => void,
  rest: Rest = async () => {},
): Promise<VectorStore> {
  const hnswFile = path.join(folder, FILES.hnsw)
  const vectors = await readVectors(folder)
  await rest()
  return openVectorStore({ vectors, dimensions, onFailure, ...(existsSync(hnswFile) && { hnswFile }) })
}
