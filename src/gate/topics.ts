// The other things that people ask offices and chat desks about: a question that is nearer to one of them than to any
// record is about something else. It does not know what the library is about.

import type { Embedder } from '../embedders/embedder.ts'
import type { Engine } from '../engine.ts'
import { AppError } from '../errors.ts'
import { ExactStore } from '../stores/exact.ts'
import topics from './topics.json' with { type: 'json' }

/** The vectors of the topics, by the fingerprint of the model. */
const stores = new Map<string, Promise<ExactStore>>()

/**
 * Embeds the topics, which takes about a second, unless it was done before.
 * @throws AppError `embedder_failed`; `internal` for vectors that are none
 */
export function topicVectors(embedder: Embedder): Promise<ExactStore> {
  const known = stores.get(embedder.fingerprint)
  if (known) return known
  const embedding = embedTopics(embedder)
  stores.set(embedder.fingerprint, embedding)
  // A model that failed once may be back for the next question.
  embedding.catch(() => stores.delete(embedder.fingerprint))
  return embedding
}

async function embedTopics(embedder: Embedder): Promise<ExactStore> {
  const { dimensions } = embedder.profile
  const vectors = await embedder.embedPassages(topics)
  const all = new Float32Array(vectors.length * dimensions)
  for (const [i, vector] of vectors.entries()) all.set(vector, i * dimensions)
  return new ExactStore(all, dimensions)
}

/** Whoever asks right after a start is judged without the topics rather than kept waiting longer than this. */
const PATIENCE_MS = 5000

/** Highest cosine of a question and any of the topics; undefined without vectors, or while there are none of the topics. */
export async function nearestTopic(
  { dense }: Engine,
  question: Float32Array | undefined,
): Promise<number | undefined> {
  if (!dense || !question) return undefined
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS)
  })
  try {
    const store = await Promise.race([topicVectors(dense.embedder), late])
    const nearest = await store?.search(question, 1)
    return nearest?.[0]?.similarity
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'embedder_failed') throw error
    return undefined
  } finally {
    clearTimeout(timer)
  }
}
