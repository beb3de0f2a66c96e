// Reads the folder of documents from disk, whole, with a digest that tells whether anything in it changed.

import { createHash } from 'node:crypto'
import { lstat, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { ROOT } from './config.ts'
import { NOT_DOCUMENTS, type ParsedDocument, READABLE, readDocuments } from './corpus/documents.ts'
import { readManifest } from './corpus/manifest.ts'
import { AppError } from './errors.ts'

/** Larger files are no documents of this kind. */
const FILE_BYTES_MAX = 20 * 1024 * 1024

export interface Seeds {
  documents: ParsedDocument[]
  /** SHA-256 over the names and bytes of everything that was read. */
  digest: string
  /** Files that no reader knows, by name. */
  unread: string[]
  /** Path of the jieba dictionary and words of the synonyms in force: the folder's own, else the product's. */
  dictionary: string
  synonyms: string
}

/**
 * Reads and parses all documents of a folder.
 * @throws AppError `invalid_request` for a folder that is missing or empty, a bad manifest or an unreadable file.
 */
export async function readSeeds(folder: string): Promise<Seeds> {
  const names = (await listing(folder)).filter((name) => !name.startsWith('.')).sort()
  const wanted = names.filter((name) => READABLE.test(name) || NOT_DOCUMENTS.has(name))
  const files = await Promise.all(
    wanted.map(async (name) => ({ name, bytes: await readRegularFile(folder, name) })),
  )
  const manifest = files.find(({ name }) => name === 'manifest.json')
  const documents = readDocuments(files, manifest && readManifest(new TextDecoder().decode(manifest.bytes)))
  if (documents.every(({ records }) => records.length === 0))
    throw new AppError(
      'invalid_request',
      `SEEDS_DIR holds no document that can be read (.txt, .md): ${folder}`,
    )

  const dictionary = sideFile(folder, names, 'dictionary.txt')
  const synonyms = sideFile(folder, names, 'synonyms.txt')
  const hash = createHash('sha256')
  // Synonyms act at question time only: they make no other build.
  for (const { name, bytes } of files.filter(({ name }) => name !== 'synonyms.txt'))
    hash.update(`${name}\0${bytes.length}\0`).update(bytes)
  hash.update(await readFile(dictionary))
  return {
    documents,
    digest: hash.digest('hex'),
    unread: names.filter((name) => !READABLE.test(name) && !NOT_DOCUMENTS.has(name)),
    dictionary,
    synonyms,
  }
}

async function listing(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (cause) {
    throw new AppError('invalid_request', `SEEDS_DIR cannot be read: ${folder}`, { cause })
  }
}

async function readRegularFile(folder: string, name: string): Promise<Uint8Array> {
  const file = path.join(folder, name)
  const { size, ...stat } = await lstat(file).then((found) => ({ size: found.size, regular: found.isFile() }))
  if (!stat.regular)
    throw new AppError('invalid_request', `${name} is no regular file; put a copy into the folder.`)
  if (size > FILE_BYTES_MAX) throw new AppError('invalid_request', `${name} is larger than 20 MB.`)
  return readFile(file)
}

function sideFile(folder: string, names: readonly string[], name: string): string {
  return names.includes(name) ? path.join(folder, name) : path.join(ROOT, 'seeds', name)
}
