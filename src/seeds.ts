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
import { type DictionaryWord, readDictionary } from './text/dictionary.ts'
import { readSynonyms, type Synonyms } from './text/synonyms.ts'

export const DICTIONARY = 'dictionary.txt'
/** The documents that come with the desk, whose words and synonyms count where a folder has none. */
const SHIPPED = path.join(ROOT, 'seeds')
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
  /** Words that the word cutter keeps whole: by the folder's own list, else the product's. */
  dictionary: DictionaryWord[]
  /** Why the list that should count does not: no documents are lost with it, so that the desk may open without. */
  dictionaryFault?: string
  /** Path of the synonyms in force: the folder's own, else the product's. */
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
  const words = await wordsInForce(folder, names)
  const files: SourceFile[] = []
  // One after another: thousands at once would need as many open files as the system allows.
  for (const name of wanted)
    if (name !== DICTIONARY || words.own) files.push({ name, bytes: await readRegularFile(folder, name) })
  const described = files.find(({ name }) => name === 'manifest.json')
  const manifest = described ? readManifest(new TextDecoder().decode(described.bytes)) : { documents: [] }
  checkFilesNamed(manifest, files)

  const hash = createHash('sha256')
  // Synonyms act at question time only: they make no other build.
  for (const { name, bytes } of files.filter(({ name }) => name !== 'synonyms.txt'))
    hash.update(`${name}\0${bytes.length}\0`).update(bytes)
  hash.update(words.bytes)
  return {
    files,
    manifest,
    digest: hash.digest('hex'),
    unread: names.filter((name) => !READABLE.test(name) && !NOT_DOCUMENTS.has(name)),
    dictionary: words.list,
    ...(words.fault !== undefined && { dictionaryFault: words.fault }),
    synonyms: path.join(names.includes('synonyms.txt') ? folder : SHIPPED, 'synonyms.txt'),
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

/** The words that count as one in a question. @throws AppError `invalid_request` naming the line that is bad */
export const synonymsOf = async ({ synonyms }: Pick<Seeds, 'synonyms'>): Promise<Synonyms> =>
  readSynonyms(await readFile(synonyms, 'utf8'))

/** @throws AppError `invalid_request` where the dictionary or the synonyms cannot be used: a desk would do without, or not open */
export async function checkLists(seeds: Pick<Seeds, 'dictionaryFault' | 'synonyms'>): Promise<void> {
  if (seeds.dictionaryFault) throw new AppError('invalid_request', seeds.dictionaryFault)
  await synonymsOf(seeds)
}

const noDocument = () =>
  new AppError('invalid_request', 'SEEDS_DIR 里没有可读的文件（.txt、.md），请放入文件后再试。')

async function listing(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new AppError('invalid_request', `SEEDS_DIR 读不到（${code}），请检查这个文件夹。`, { cause })
  }
}

async function readRegularFile(folder: string, name: string): Promise<Uint8Array> {
  const file = path.join(folder, name)
  const unreadable = (cause: NodeJS.ErrnoException) => {
    // It may have been moved or deleted since the folder was listed.
    throw new AppError('invalid_request', `${name} 读不到（${cause.code}），请检查后重试。`, { cause })
  }
  const stat = await lstat(file).catch(unreadable)
  if (!stat.isFile()) throw new AppError('invalid_request', `${name} 不是普通文件，请把文件本身放进文件夹。`)
  if (stat.size > FILE_BYTES_MAX)
    throw new AppError('invalid_request', `${name} 超过 20 MB，请拆分后再放入。`)
  return readFile(file).catch(unreadable)
}

interface WordList {
  list: DictionaryWord[]
  bytes: Uint8Array
  /** Whether it is the folder's. */
  own: boolean
  /** Why the one before it was refused. */
  fault?: string
}

/** The folder's own list, else the product's, else none. */
async function wordsInForce(folder: string, names: readonly string[]): Promise<WordList> {
  let fault: string | undefined
  for (const place of names.includes(DICTIONARY) ? [folder, SHIPPED] : [SHIPPED])
    try {
      const bytes = await readRegularFile(place, DICTIONARY)
      const list = readDictionary(bytes, DICTIONARY)
      return { list, bytes, own: place === folder, ...(fault !== undefined && { fault }) }
    } catch (error) {
      fault ??= error instanceof AppError ? error.message : `词典 ${DICTIONARY} 读不到，请检查文件。`
    }
  return { list: [], bytes: new Uint8Array(), own: false, fault: fault! }
}
