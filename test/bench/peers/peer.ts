// The port of the comparison: an engine, in one setting, indexes entries into a folder and later answers from it.
// To add a peer: write a file with a list of settings like the others, and name it in `peers.ts`.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../../../src/config.ts'
import { readDictionary } from '../../../src/text/dictionary.ts'
import { openTokenizer, type Tokenizer } from '../../../src/text/tokenize.ts'
import type { Corpus, Entry } from '../entries.ts'

/** A question as every peer gets it. */
export interface Asked {
  /** The person's earlier questions of the conversation and this one, joined by spaces. */
  readonly joined: string
  /** The vector of `joined`, of length 1. */
  readonly vector: Float32Array
  /** Only for our own engine, which reads conversations itself. */
  readonly question: string
  readonly history: { role: 'user' | 'assistant'; content: string }[] | undefined
}

export interface Source {
  readonly corpus: Corpus
  readonly entries: readonly Entry[]
  /** Our own tokenizer, for settings that bring their own words. */
  readonly tokenizer: Tokenizer
  /** SHA-256 of the model that the vectors come from. */
  readonly model: string
}

export interface Searcher {
  /** Ids of records, best first, each once; at most `limit`. */
  query(asked: Asked, limit: number): Promise<string[]> | string[]
  close(): Promise<void> | void
}

export interface Setting {
  /** Engine and setting, as the tables name them; the two together are unique. */
  readonly engine: string
  readonly setting: string
  /** Left out of the speed tables: only there to show what the setting is worth in quality. */
  readonly qualityOnly?: true
  /** Writes everything that `open` needs into an empty folder. Its time is the index time. */
  index(source: Source, folder: string): Promise<void>
  /** Opens what `index` wrote, in another process. */
  open(folder: string): Promise<Searcher>
}

/**
 * So many entries are fetched per leg: enough for ten distinct records, with room for fusion. Dev questions, nDCG@10 of
 * FTS5 and vectors in equal sum: 50: 0.844, 100: 0.845, 200: 0.841, 400: 0.845.
 */
export const CANDIDATES = 100

/**
 * Shares of text and vectors in a sum. Dev questions, nDCG@10, text 0.2 / 0.3 / 0.4 / 0.5: FTS5 0.828 / 0.835 / 0.842 /
 * 0.845; PGlite 0.3 / 0.4 / 0.5: 0.840 / 0.844 / 0.844; Zvec 0.3 / 0.5: 0.834 / 0.844.
 */
export const SHARES: readonly [number, number] = [0.5, 0.5]

/** Our tokenizer as an application would open it. */
export function ourTokenizer(): Tokenizer {
  const listed = readFileSync(path.join(ROOT, 'seeds', 'dictionary.txt'))
  return openTokenizer({ dictionary: readDictionary(listed, 'dictionary.txt') })
}

/** Words, characters and pairs of characters: what our own two lexical indexes are made of, in one list. */
export function termsOf(tokenizer: Tokenizer, text: string): string[] {
  return [...tokenizer.words(text), ...tokenizer.characters(text)]
}
