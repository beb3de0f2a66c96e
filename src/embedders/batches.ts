// Many texts through a child that may die over one of them: in batches, and where it dies, the text it was working on once
// more alone, so that the one to blame is known and nothing is tried for ever. It does not know what the texts are.

import { ChildFailure, isOver } from '../children/failure.ts'
import { UnembeddableText } from './embedder.ts'

/** Texts that wait in the child at once. A question that arrives in between waits for at most this many. */
const BATCH_SIZE = 8

/** The child as it is seen from here. */
export interface Embedding {
  /** Resolves once a child runs. @throws ChildFailure when there is none to be had */
  start(): Promise<void>
  /** The child's answer, in the order of the calls. @throws ChildFailure */
  embed(text: string): Promise<Float32Array>
}

/**
 * One vector per text, in order.
 * @param onVector hears how many are done
 * @throws UnembeddableText when the child refuses a text, or dies of it twice, the second time on it alone; ChildFailure
 * when there is no child; what `onVector` throws
 */
export async function embedInBatches(
  { start, embed }: Embedding,
  texts: readonly string[],
  onVector: (done: number) => void = () => {},
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = []
  let suspect = -1
  while (vectors.length < texts.length) {
    const first = vectors.length
    await start()
    const batch = texts.slice(first, first + (suspect === first ? 1 : BATCH_SIZE))
    const calls = batch.map(async (text, i) => {
      const vector = await embed(text)
      onVector(first + i + 1)
      return vector
    })
    for (const call of await Promise.allSettled(calls)) {
      if (call.status === 'fulfilled') {
        vectors.push(call.value)
        continue
      }
      // The child answers in order, so the first text without an answer is the one it was working on.
      const { length: index } = vectors
      const fatal = isOver(call.reason)
      if (isRefusal(call.reason) || (fatal && suspect === index))
        throw new UnembeddableText(index, '有一段文字使向量模型出错，算不出向量。', call.reason)
      if (!fatal) throw call.reason
      suspect = index
      break
    }
  }
  return vectors
}

const isRefusal = (failure: unknown) => failure instanceof ChildFailure && failure.why === 'refused'
