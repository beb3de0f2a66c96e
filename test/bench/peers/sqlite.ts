// SQLite in one file: FTS5 for the text and sqlite-vec (an exact scan) for the vectors, through better-sqlite3.

import path from 'node:path'
import Database from 'better-sqlite3'
import * as sqliteVec from 'sqlite-vec'
import { convexSum, reciprocalRanks, recordsOf, type Scored } from './fusion.ts'
import { CANDIDATES, ourTokenizer, type Setting, SHARES, termsOf } from './peer.ts'

/** How text is put in and asked for: FTS5's own tokenizer, and the terms of a text where they are made beforehand. */
interface Words {
  tokenize: string
  terms: () => (text: string) => string[]
  /** Whether what is indexed are the terms, separated by spaces, and not the text itself. */
  termsIndexed: boolean
}

const byDefault: Words = {
  tokenize: 'unicode61',
  terms: () => (text) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean),
  termsIndexed: false,
}

const trigrams: Words = {
  tokenize: 'trigram',
  terms: () => (text) =>
    text
      .split(/[^\p{L}\p{N}]+/u)
      .flatMap((run) => Array.from({ length: Math.max(0, run.length - 2) }, (_, i) => run.slice(i, i + 3))),
  termsIndexed: false,
}

const ourTerms: Words = {
  // Terms have letters, digits, marks and these signs only.
  tokenize: "unicode61 remove_diacritics 0 tokenchars '.%‰'",
  terms: () => {
    const tokenizer = ourTokenizer()
    return (text) => termsOf(tokenizer, text)
  },
  termsIndexed: true,
}

type Fusion = 'sum' | 'ranks' | 'text only'

function opened(folder: string): Database.Database {
  const db = new Database(path.join(folder, 'peer.db'))
  sqliteVec.load(db)
  return db
}

const setting = (name: string, words: Words, fusion: Fusion, qualityOnly?: true): Setting => ({
  engine: 'SQLite FTS5 + sqlite-vec',
  setting: name,
  ...(qualityOnly && { qualityOnly }),
  async index({ corpus, entries }, folder) {
    const terms = words.terms()
    const db = opened(folder)
    db.pragma('journal_mode = WAL')
    db.exec(`
      CREATE TABLE entries (label INTEGER PRIMARY KEY, record TEXT NOT NULL);
      CREATE VIRTUAL TABLE texts USING fts5(text, content='', tokenize="${words.tokenize}");
      CREATE VIRTUAL TABLE vectors USING vec0(vector float[${corpus.dimensions}] distance_metric=cosine);`)
    const putEntry = db.prepare('INSERT INTO entries VALUES (?, ?)')
    const putText = db.prepare('INSERT INTO texts(rowid, text) VALUES (?, ?)')
    const putVector = db.prepare('INSERT INTO vectors(rowid, vector) VALUES (?, ?)')
    db.transaction(() => {
      for (const { label, record, text, vector } of entries) {
        putEntry.run(label, record)
        if (text !== '') putText.run(label, words.termsIndexed ? terms(text).join(' ') : text)
        if (fusion !== 'text only') putVector.run(BigInt(label), vector)
      }
    })()
    db.exec(`INSERT INTO texts(texts) VALUES ('optimize')`)
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
  },
  async open(folder) {
    const terms = words.terms()
    const db = opened(folder)
    const byText = db.prepare<[string, number], Scored>(`
      SELECT record, -rank AS score FROM (
        SELECT rowid, rank FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?
      ) AS found JOIN entries ON entries.label = found.rowid`)
    const byVector = db.prepare<[Float32Array, number], Scored>(`
      SELECT record, 1 - distance AS score FROM (
        SELECT rowid, distance FROM vectors WHERE vector MATCH ? AND k = ?
      ) AS found JOIN entries ON entries.label = found.rowid`)
    return {
      query({ joined, vector }, limit) {
        const match = [...new Set(terms(joined))].map((term) => `"${term}"`).join(' OR ')
        const lexical = match === '' ? [] : byText.all(match, CANDIDATES)
        if (fusion === 'text only') return recordsOf(lexical, limit)
        const dense = byVector.all(vector, CANDIDATES)
        const fused =
          fusion === 'ranks'
            ? reciprocalRanks([lexical, dense])
            : convexSum([
                { hits: lexical, weight: SHARES[0] },
                { hits: dense, weight: SHARES[1] },
              ])
        return recordsOf(fused, limit)
      },
      close: () => void db.close(),
    }
  },
})

export const sqlite: Setting[] = [
  setting('FTS5 default (unicode61)', byDefault, 'text only', true),
  setting('FTS5 trigram', trigrams, 'text only', true),
  setting('FTS5 our terms', ourTerms, 'text only', true),
  setting('our terms + vectors, RRF', ourTerms, 'ranks', true),
  setting('best: our terms + vectors, sum', ourTerms, 'sum'),
]
