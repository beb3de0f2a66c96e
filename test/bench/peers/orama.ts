// Orama 3: full text and exact vectors in memory, fused by itself. Persisted with Node's structured clone, because its
// JSON of 100,000 vectors is longer than a string may be.

import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { type AnyOrama, create, insertMultiple, load, type RawData, save, search } from '@orama/orama'
import { createTokenizer } from '@orama/tokenizers/mandarin'
import { recordsOf } from './fusion.ts'
import { CANDIDATES, ourTokenizer, type Setting } from './peer.ts'

type Components = NonNullable<Parameters<typeof create>[0]['components']>

/** Orama's Mandarin tokenizer cuts with the runtime's own segmenter. */
const mandarin = (): Components => ({ tokenizer: createTokenizer() })

/** With words besides, dev nDCG@10 is the same, 0.846 to 0.847, and each search slower. */
function ourCharacters(): Components {
  const tokenizer = ourTokenizer()
  return {
    tokenizer: {
      language: 'chinese',
      normalizationCache: new Map(),
      tokenize: (text: string) => [...new Set(tokenizer.characters(text))],
    },
  }
}

function empty(dimensions: number, components: () => Components): AnyOrama {
  const schema = { record: 'enum', text: 'string', vector: `vector[${dimensions}]` } as const
  return create({ schema, components: components() })
}

interface Options {
  setting: string
  components?: () => Components
  /** Absent: full text only. Otherwise Orama's hybrid mode with these weights. */
  weights?: { text: number; vector: number }
  qualityOnly?: true
}

const setting = ({ setting, components = () => ({}), weights, qualityOnly }: Options): Setting => ({
  engine: 'Orama',
  setting,
  ...(qualityOnly && { qualityOnly }),
  async index({ corpus, entries }, folder) {
    const db = empty(corpus.dimensions, components)
    const rows = entries.flatMap(({ record, text, vector }) =>
      weights ? [{ record, text, vector: Array.from(vector) }] : text === '' ? [] : [{ record, text }],
    )
    await insertMultiple(db, rows, 1000)
    await writeFile(path.join(folder, 'index.v8'), serialize([corpus.dimensions, save(db)]))
  },
  async open(folder) {
    const saved = deserialize(await readFile(path.join(folder, 'index.v8'))) as [number, RawData]
    const db = empty(saved[0], components)
    load(db, saved[1])
    return {
      async query({ joined, vector }, limit) {
        const asked = { term: joined, properties: ['text'], limit: CANDIDATES }
        const { hits } = weights
          ? await search(db, {
              ...asked,
              mode: 'hybrid',
              vector: { value: Array.from(vector), property: 'vector' },
              // The default, 0.8, leaves out most of what is near by this model's cosines.
              similarity: 0,
              hybridWeights: weights,
            })
          : await search(db, asked)
        const found = hits as unknown as { score: number; document: { record: string } }[]
        return recordsOf(
          found.map(({ score, document }) => ({ record: document.record, score })),
          limit,
        )
      },
      close: () => {},
    }
  },
})

export const orama: Setting[] = [
  setting({ setting: 'default tokenizer', qualityOnly: true }),
  setting({ setting: 'Mandarin tokenizer', components: mandarin, qualityOnly: true }),
  setting({
    setting: 'hybrid, Mandarin tokenizer',
    components: mandarin,
    weights: { text: 0.5, vector: 0.5 },
    qualityOnly: true,
  }),
  setting({
    setting: 'best: hybrid .2/.8, our pairs',
    components: ourCharacters,
    weights: { text: 0.2, vector: 0.8 },
  }),
]
