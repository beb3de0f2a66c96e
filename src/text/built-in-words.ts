// jieba's own dictionaries on disk, each held against the hash it was published with: jieba ends the process over one that
// is missing or malformed, and cuts differently by one that was changed. It does not know jieba.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '../errors.ts'

/** Of nodejieba 3.5.8: what jieba calls a file, its name, its SHA-256. Hashing all of them takes 40 ms. */
const FILES = [
  ['dict', 'jieba.dict.utf8', '3043b77068e09c9904f27cad82f12b6ebe9dbdb5aeff3b25e45ab7f9c1122b55'],
  ['hmmDict', 'hmm_model.utf8', 'f17790586ac86dd048c8adffed052c4bd2b28ed0682972c1275e59040c0589a7'],
  ['idfDict', 'idf.utf8', 'dbd1e03d72b2263cc8d84a4304ed77677eed9e7deaf43a1a5133bbba9733b535'],
  ['stopWordDict', 'stop_words.utf8', 'b788b8a939d2e2fe079abd579ea98f12f9fb84370bfd0dddd81bb9381f7ab42c'],
] as const

/** The files in a folder, by what jieba calls them. @throws AppError `internal` naming one that is not as published */
export function builtInWords(folder: string): Record<(typeof FILES)[number][0], string> {
  const entries = FILES.map(([key, name, sha256]) => {
    const file = path.join(folder, name)
    if (hashOf(file) !== sha256)
      throw new AppError('internal', `分词词典 ${name} 缺失或不完整，请重新安装依赖。`)
    return [key, file]
  })
  return Object.fromEntries(entries)
}

function hashOf(file: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex')
  } catch {
    return undefined
  }
}
