// LanceDB: columnar files with a full-text index and, from some thousands of rows on, an HNSW index with scalar
// quantisation; below that it scans, as its documentation advises.

import path from 'node:path'
import { connect, Index, MatchQuery, rerankers, type Table } from '@lancedb/lancedb'
import { convexSum, recordsOf, type Scored } from './fusion.ts'
import { CANDIDATES, ourTokenizer, type Setting, SHARES, termsOf } from './peer.ts'

const INDEX_VECTORS_FROM = 10_000
/** Width of the HNSW search, and how many times the candidates are compared by their full vectors. */
const EF = 300
const REFINE = 2

type Mode = 'vectors' | 'default text' | 'ngram text' | 'RRF' | 'sum'

const FTS = {
  'default text': {},
  'ngram text': { baseTokenizer: 'ngram', ngramMinLength: 2, ngramMaxLength: 2 },
  terms: { baseTokenizer: 'whitespace', lowercase: false, maxTokenLength: 100 },
} as const
/** English stop words and stems have nothing to do with Chinese. */
const NO_ENGLISH = { stem: false, removeStopWords: false, asciiFolding: false, withPosition: false }

const setting = (name: string, mode: Mode, qualityOnly?: true): Setting => {
  const ownTerms = mode === 'RRF' || mode === 'sum'
  const textKind = mode === 'default text' || mode === 'ngram text' ? mode : 'terms'
  return {
    engine: 'LanceDB',
    setting: name,
    ...(qualityOnly && { qualityOnly }),
    async index({ entries, tokenizer }, folder) {
      const rows = entries.map(({ record, text, vector }) => ({
        record,
        text: ownTerms ? termsOf(tokenizer, text).join(' ') : text,
        vector: Array.from(vector),
      }))
      const db = await connect(path.join(folder, 'lance'))
      const table = await db.createTable('entries', rows.slice(0, 10_000))
      for (let from = 10_000; from < rows.length; from += 10_000)
        await table.add(rows.slice(from, from + 10_000))
      if (mode !== 'vectors') {
        const config = Index.fts(textKind === 'default text' ? {} : { ...NO_ENGLISH, ...FTS[textKind] })
        await table.createIndex('text', { config })
      }
      if (rows.length >= INDEX_VECTORS_FROM)
        await table.createIndex('vector', {
          config: Index.hnswSq({ distanceType: 'cosine', m: 20, efConstruction: 300 }),
        })
      await table.optimize()
      table.close()
      db.close()
    },
    async open(folder) {
      const db = await connect(path.join(folder, 'lance'))
      const table = await db.openTable('entries')
      const terms = ownTerms ? termMaker() : (text: string) => text
      const fuse = await rerankers.RRFReranker.create()
      return {
        async query({ joined, vector }, limit) {
          const text = () => new MatchQuery(terms(joined), 'text')
          if (mode === 'RRF') {
            const rows = await near(table, vector)
              .fullTextSearch(text())
              // Scores are added by themselves.
              .select(['record'])
              .rerank(fuse)
              .toArray()
            return recordsOf(
              scored(rows, ({ _relevance_score }) => _relevance_score!),
              limit,
            )
          }
          if (mode === 'vectors') return recordsOf(await byVector(table, vector), limit)
          const rows = await table
            .query()
            .fullTextSearch(text())
            .select(['record', '_score'])
            .limit(CANDIDATES)
            .toArray()
          const lexical = scored(rows, ({ _score }) => _score!)
          if (mode !== 'sum') return recordsOf(lexical, limit)
          const legs = [
            { hits: lexical, weight: SHARES[0] },
            { hits: await byVector(table, vector), weight: SHARES[1] },
          ]
          return recordsOf(convexSum(legs), limit)
        },
        close: () => {
          table.close()
          db.close()
        },
      }
    },
  }
}

interface Row {
  record: string
  _score?: number
  _distance?: number
  _relevance_score?: number
}

const scored = (rows: Row[], score: (row: Row) => number): Scored[] =>
  rows.map((row) => ({ record: row.record, score: score(row) }))

function near(table: Table, vector: Float32Array) {
  return table.query().nearestTo(vector).distanceType('cosine').ef(EF).refineFactor(REFINE).limit(CANDIDATES)
}

async function byVector(table: Table, vector: Float32Array): Promise<Scored[]> {
  const rows: Row[] = await near(table, vector).select(['record', '_distance']).toArray()
  return scored(rows, ({ _distance }) => 1 - _distance!)
}

function termMaker(): (text: string) => string {
  const tokenizer = ourTokenizer()
  return (text) => [...new Set(termsOf(tokenizer, text))].join(' ')
}

export const lancedb: Setting[] = [
  setting('full text, default', 'default text', true),
  setting('full text, ngram 2', 'ngram text', true),
  setting('vectors', 'vectors', true),
  setting('our terms + vectors, its RRF', 'RRF'),
  setting('best: our terms + vectors, sum', 'sum'),
]
