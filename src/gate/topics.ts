// The other things that people ask offices and chat desks about: a question that is nearer to one of them than to any
// record is about something else. It does not know what the library is about.

import type { Embedder } from '../embedders/embedder.ts'
import type { Engine } from '../engine.ts'
import { AppError } from '../errors.ts'
import topics from './topics.json' with { type: 'json' }

/** The vectors of the topics, by the fingerprint of the model. */
const vectors = new Map<string, Promise<Float32Array[]>>()

/** Embeds the topics, which takes about a second, unless it was done before. @throws AppError `embedder_failed` */
export function topicVectors(embedder: Embedder): Promise<Float32Array[]> {
  const known = vectors.get(embedder.fingerprint)
  if (known) return known
  const embedding = embedder.embedPassages(topics)
  vectors.set(embedder.fingerprint, embedding)
  // A model that failed once may be back for the next question.
  embedding.catch(() => vectors.delete(embedder.fingerprint))
  return embedding
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
    const all = await Promise.race([topicVectors(dense.embedder), late])
    return all?.reduce((most, topic) => Math.max(most, dot(topic, question)), -1)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'embedder_failed') throw error
    return undefined
  } finally {
    clearTimeout(timer)
  }
}

/** Of unit vectors their cosine. A plain loop: `reduce` takes 20 times as long. */
function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
