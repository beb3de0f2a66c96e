// Generated growth: the seeds again and again with their sentences recombined, until there are as many passages as
// asked for. Same seed, same corpus. It shows speed and size; what it says of quality is a check on recall only.

import type { StoredPassage } from '../../src/builds/files.ts'
import { passagesOf } from '../../src/corpus/passages.ts'
import type { LibraryDocument } from '../../src/library.ts'
import type { PolicyRecord } from '../../src/schema.ts'
import { sentences } from '../../src/text/sentences.ts'
import { seeded } from '../support/random.ts'
import type { Corpus } from './entries.ts'

/**
 * A generated vector lies between those of two passages, as the vector of two texts together does, with noise of this
 * standard deviation per dimension. Noise alone, however little, would fill all dimensions, which texts never do.
 */
const NOISE = 0.005
/** Share of a generated record's sentences that come from another record. */
const STRANGERS = 0.5
const SEED = 20_260_601

/** The seeds followed by generated documents, whole ones, until there are `size` passages. */
export function grow(seeds: Corpus, size: number): Corpus {
  const random = seeded(SEED)
  const sources = sourcesOf(seeds)
  const pool = sources.flatMap(({ record, text }) => record.spans.flatMap(wordingOf(text)))
  const documents = [...seeds.documents]
  const passages: StoredPassage[] = [...seeds.passages]
  const generatedVectors: Float32Array[] = []
  for (let round = 1; passages.length < size; round++) {
    for (const document of seeds.documents) {
      if (passages.length >= size) break
      const generated = recombined(document, round, sources, pool, random)
      for (const { passage, like } of generated.passages) {
        generatedVectors.push(nearby(seeds, like, random))
        passages.push({ ...passage, digest: `generated ${passages.length}` })
      }
      documents.push(generated.document)
    }
  }
  const vectors = new Float32Array(passages.length * seeds.dimensions)
  vectors.set(seeds.vectors)
  for (const [i, vector] of generatedVectors.entries())
    vectors.set(vector, (seeds.passages.length + i) * seeds.dimensions)
  return { documents, passages, vectors, dimensions: seeds.dimensions }
}

interface Source {
  record: PolicyRecord
  text: string
  /** Labels of its passages in the seeds, by kind. */
  labels: Record<StoredPassage['kind'], number[]>
}

function sourcesOf({ documents, passages }: Corpus): Source[] {
  const sources = documents.flatMap(({ records, text }) =>
    records.map((record): Source => ({ record, text, labels: { passage: [], sentence: [], title: [] } })),
  )
  const byId = new Map(sources.map((source) => [source.record.id, source]))
  for (const [label, { recordId, kind }] of passages.entries()) byId.get(recordId)!.labels[kind].push(label)
  return sources.filter(({ labels }) => labels.passage.length > 0)
}

const wordingOf =
  (text: string) =>
  ({ field, start, end }: PolicyRecord['spans'][number]): string[] =>
    field === 'content'
      ? sentences(text.slice(start, end), start).map((span) => text.slice(span.start, span.end))
      : []

/** A document of its own with as many records: titles spliced, sentences exchanged, facets as in the original. */
function recombined(
  original: LibraryDocument,
  round: number,
  sources: readonly Source[],
  pool: readonly string[],
  random: () => number,
) {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const id = `${original.summary.id}-g${round}`
  const title = `${original.summary.title}（生成第${round}份）`
  let text = `${title}\n`
  const append = (piece: string) => {
    const start = text.length
    text += piece
    return { start, end: text.length }
  }
  const drafts = sources
    .filter(({ record }) => record.documentId === original.summary.id)
    .map(({ record, text: from, labels }) => {
      const { titleDerived, sections: _, lineage: __, spans: ___, ...fields } = record
      const named = `${half(record.title, 0)}${half(pick(sources).record.title, 1)}`
      const own = record.spans.flatMap(wordingOf(from))
      const content = own.map((sentence) => (random() < STRANGERS ? pick(pool) : sentence)).join('')
      const titled = { field: 'title', ...append(`${named}\n`.slice(0, -1)) }
      append('\n')
      const worded = { field: 'content', ...append(content) }
      append('\n')
      const generated: PolicyRecord = {
        ...fields,
        ...(titleDerived && { titleDerived }),
        id: `${id}/${record.number}`,
        documentId: id,
        title: named,
        content,
        start: titled.start,
        end: worded.end,
        spans: [titled, worded],
        url: `/documents/${id}#${record.number}`,
      }
      return { record: generated, labels }
    })
  const passages = drafts.flatMap(({ record, labels }) => {
    const all = [...labels.passage, ...labels.sentence]
    return passagesOf(record, text).map((passage) => ({
      passage,
      like: pick(labels[passage.kind].length > 0 ? labels[passage.kind] : all),
    }))
  })
  const records = drafts.map(({ record }) => record)
  const { documentNumber: _, ...summary } = original.summary
  const document: LibraryDocument = {
    ...original,
    summary: { ...summary, id, title, records: records.length },
    names: [],
    text,
    sections: [],
    records,
  }
  return { document, passages }
}

/** The first or second half of a title. */
function half(title: string, which: 0 | 1): string {
  const middle = Math.ceil(title.length / 2)
  return which === 0 ? title.slice(0, middle) : title.slice(middle)
}

/** Between a stored vector and another, nearer to the first, plus Gaussian noise; of length 1. */
function nearby({ vectors, dimensions }: Corpus, label: number, random: () => number): Float32Array {
  const vector = vectors.slice(label * dimensions, (label + 1) * dimensions)
  const other = Math.floor(random() * (vectors.length / dimensions)) * dimensions
  const share = random() / 2
  let squares = 0
  for (let i = 0; i < dimensions; i++) {
    // Box and Muller 1958.
    const noise = NOISE * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    vector[i] = (1 - share) * vector[i]! + share * vectors[other + i]! + noise
    squares += vector[i]! * vector[i]!
  }
  const length = Math.sqrt(squares)
  return vector.map((component) => component / length)
}
