// Zvec, an in-process vector database with full text: HNSW or a flat scan, jieba, and fusion of several queries.

import path from 'node:path'
import {
  type ZVecCollection,
  ZVecCollectionSchema,
  ZVecCreateAndOpen,
  ZVecDataType,
  type ZVecFieldSchema,
  ZVecIndexType,
  ZVecInitialize,
  ZVecLogLevel,
  ZVecMetricType,
  type ZVecMultiQuery,
  ZVecOpen,
} from '@zvec/zvec'
import { convexSum, recordsOf, type Scored } from './fusion.ts'
import { CANDIDATES, ourTokenizer, type Setting, SHARES, termsOf } from './peer.ts'

/** The largest batch it takes is 1024. */
const BATCH = 1000

type Mode = 'vectors' | 'its RRF' | 'its weights' | 'sum'

interface Options {
  setting: string
  mode: Mode
  /** Its own jieba over the text, or our terms with spaces between. */
  words: 'jieba' | 'our terms'
  qualityOnly?: true
}

let initialized = false

/** Once per process; it says much otherwise. */
function quiet(): void {
  if (!initialized) ZVecInitialize({ logLevel: ZVecLogLevel.ERROR })
  initialized = true
}

function schemaOf(dimension: number, words: Options['words']): ZVecCollectionSchema {
  const fts: NonNullable<ZVecFieldSchema['indexParams']> = {
    indexType: ZVecIndexType.FTS,
    tokenizerName: words === 'jieba' ? 'jieba' : 'whitespace',
    ...(words === 'jieba' && { extraParams: JSON.stringify({ cut_mode: 'search' }) }),
  }
  return new ZVecCollectionSchema({
    name: 'entries',
    fields: [
      { name: 'record', dataType: ZVecDataType.STRING },
      { name: 'text', dataType: ZVecDataType.STRING, nullable: true, indexParams: fts },
    ],
    vectors: {
      name: 'vector',
      dataType: ZVecDataType.VECTOR_FP32,
      dimension,
      indexParams: {
        indexType: ZVecIndexType.HNSW,
        metricType: ZVecMetricType.COSINE,
        m: 16,
        efConstruction: 200,
      },
    },
  })
}

const setting = ({ setting, mode, words, qualityOnly }: Options): Setting => ({
  engine: 'Zvec',
  setting,
  ...(qualityOnly && { qualityOnly }),
  async index({ corpus, entries, tokenizer }, folder) {
    quiet()
    const collection = ZVecCreateAndOpen(path.join(folder, 'zvec'), schemaOf(corpus.dimensions, words))
    const wording = (text: string) => (words === 'jieba' ? text : termsOf(tokenizer, text).join(' '))
    for (let from = 0; from < entries.length; from += BATCH) {
      const rows = entries.slice(from, from + BATCH).map(({ label, record, text, vector }) => ({
        id: String(label),
        fields: text === '' ? { record } : { record, text: wording(text) },
        vectors: { vector },
      }))
      const failed = collection.insertSync(rows).find(({ ok }) => !ok)
      if (failed) throw new Error(`${failed.code}: ${failed.message}`)
    }
    await collection.optimize()
    collection.closeSync()
  },
  async open(folder) {
    quiet()
    const collection = ZVecOpen(path.join(folder, 'zvec'), { readOnly: true })
    const tokenizer = words === 'our terms' ? ourTokenizer() : undefined
    const asked = (text: string) => (tokenizer ? [...new Set(termsOf(tokenizer, text))].join(' ') : text)
    return {
      query: ({ joined, vector }, limit) => recordsOf(found(collection, mode, asked(joined), vector), limit),
      close: () => collection.closeSync(),
    }
  },
})

function found(collection: ZVecCollection, mode: Mode, text: string, vector: Float32Array): Scored[] {
  const rows = (docs: ReturnType<ZVecCollection['querySync']>, sign: 1 | -1): Scored[] =>
    docs.map(({ fields, score }) => ({ record: fields.record as string, score: sign * score }))
  const outputFields = ['record']
  const byVector = { fieldName: 'vector', vector }
  const byText = { fieldName: 'text', fts: { matchString: text } }
  if (mode === 'its RRF' || mode === 'its weights') {
    const rerank: ZVecMultiQuery['rerank'] =
      mode === 'its RRF' ? { type: 'rrf' } : { type: 'weighted', weights: [...SHARES] }
    const queries = [byText, byVector].map((query) => ({ ...query, numCandidates: CANDIDATES }))
    return rows(collection.multiQuerySync({ queries, topk: CANDIDATES, outputFields, rerank }), 1)
  }
  // Its score of a vector is a cosine distance.
  const dense = rows(collection.querySync({ ...byVector, topk: CANDIDATES, outputFields }), -1)
  if (mode === 'vectors') return dense
  const lexical = rows(collection.querySync({ ...byText, topk: CANDIDATES, outputFields }), 1)
  return convexSum([
    { hits: lexical, weight: SHARES[0] },
    { hits: dense, weight: SHARES[1] },
  ])
}

export const zvec: Setting[] = [
  setting({ setting: 'vectors', mode: 'vectors', words: 'jieba', qualityOnly: true }),
  setting({ setting: 'jieba + vectors, its RRF', mode: 'its RRF', words: 'jieba' }),
  setting({
    setting: 'our terms + vectors, its RRF',
    mode: 'its RRF',
    words: 'our terms',
    qualityOnly: true,
  }),
  setting({
    setting: 'our terms + vectors, its weights',
    mode: 'its weights',
    words: 'our terms',
    qualityOnly: true,
  }),
  setting({ setting: 'best: our terms + vectors, sum', mode: 'sum', words: 'our terms' }),
]
