// Reads the folder of documents from disk, whole, with a digest that tells whether anything in it changed. Its parsing
// is a step of its own, because only a build that has to be made needs it.

import { createHash } from 'node:crypto'
import { lstat, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { ROOT } from './config.ts'
import {
  checkFilesNamed,
  NOT_DOCUMENTS,
  type ParsedDocument,
  READABLE,
  readDocuments,
  type SourceFile,
} from './corpus/documents.ts'
import { type Manifest, readManifest } from './corpus/manifest.ts'
import { AppError } from './errors.ts'

/** Larger files are no documents of this kind. */
const FILE_BYTES_MAX = 20 * 1024 * 1024

export interface Seeds {
  /** The documents and the manifest, as bytes, by name. */
  files: SourceFile[]
  manifest: Manifest
  /** SHA-256 over the names and bytes of everything that shapes a build. */
  digest: string
  /** Files that no reader knows, by name. */
  unread: string[]
  /** Path of the jieba dictionary and of the synonyms in force: the folder's own, else the product's. */
  dictionary: string
  synonyms: string
}

/**
 * Reads all files of a folder, but parses none of the documents: that is left to whoever makes a build.
 * @throws AppError `invalid_request` for a folder that is missing or has no file a reader knows, a file that cannot be
 *   taken, and a bad manifest or one that names a missing file.
 */
export async function readSeeds(folder: string): Promise<Seeds> {
  const names = (await listing(folder)).filter((name) => !name.startsWith('.')).sort()
  const wanted = names.filter((name) => READABLE.test(name) || NOT_DOCUMENTS.has(name))
  if (wanted.every((name) => NOT_DOCUMENTS.has(name))) throw noDocument()
  const files: SourceFile[] = []
  // One after another: thousands at once would need as many open files as the system allows.
  for (const name of wanted) files.push({ name, bytes: await readRegularFile(folder, name) })
  const described = files.find(({ name }) => name === 'manifest.json')
  const manifest = described ? readManifest(new TextDecoder().decode(described.bytes)) : { documents: [] }
  checkFilesNamed(manifest, files)

  const dictionary = sideFile(folder, names, 'dictionary.txt')
  const synonyms = sideFile(folder, names, 'synonyms.txt')
  const hash = createHash('sha256')
  // Synonyms act at question time only: they make no other build.
  for (const { name, bytes } of files.filter(({ name }) => name !== 'synonyms.txt'))
    hash.update(`${name}\0${bytes.length}\0`).update(bytes)
  hash.update(await readFile(dictionary))
  return {
    files,
    manifest,
    digest: hash.digest('hex'),
    unread: names.filter((name) => !READABLE.test(name) && !NOT_DOCUMENTS.has(name)),
    dictionary,
    synonyms,
  }
}

/**
 * Parses all documents of a folder that was read.
 * @throws AppError `invalid_request` where nothing is in them, and for what `readDocuments` refuses.
 */
export function parseSeeds({ files, manifest }: Pick<Seeds, 'files' | 'manifest'>): ParsedDocument[] {
  const documents = readDocuments(files, manifest)
  if (documents.every(({ records }) => records.length === 0)) throw noDocument()
  return documents
}

const noDocument = () =>
  new AppError('invalid_request', 'SEEDS_DIR 里没有可读的文件（.txt、.md），请放入文件后再试。')

async function listing(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (cause) {
    throw new AppError('invalid_request', `SEEDS_DIR cannot be read: ${folder}`, { cause })
  }
}

async function readRegularFile(folder: string, name: string): Promise<Uint8Array> {
  const file = path.join(folder, name)
  const unreadable = (cause: NodeJS.ErrnoException) => {
    // It may have been moved or deleted since the folder was listed.
    throw new AppError('invalid_request', `${name} cannot be read (${cause.code}); check it and try again.`, {
      cause,
    })
  }
  const stat = await lstat(file).catch(unreadable)
  if (!stat.isFile())
    throw new AppError('invalid_request', `${name} is no regular file; put a copy into the folder.`)
  if (stat.size > FILE_BYTES_MAX) throw new AppError('invalid_request', `${name} is larger than 20 MB.`)
  return readFile(file).catch(unreadable)
}

function sideFile(folder: string, names: readonly string[], name: string): string {
  return names.includes(name) ? path.join(folder, name) : path.join(ROOT, 'seeds', name)
}
