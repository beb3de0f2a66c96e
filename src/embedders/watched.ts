// Remembers whether an embedder's last question failed, so that the desk can say that it has only keywords for the
// time being. It does not know why questions fail, nor what is done without a vector.

import { AppError } from '../errors.ts'
import type { Embedder } from './embedder.ts'

export interface Watched {
  readonly embedder: Embedder
  /** Why the last question got no vector; undefined once one got its vector again. */
  failure(): string | undefined
}

/** @param onFailure hears of the first failure after a success, not of every question that fails like it */
export function watched(inner: Embedder, onFailure: (message: string) => void): Watched {
  let failure: string | undefined
  let closed = false
  const embedder: Embedder = {
    profile: inner.profile,
    fingerprint: inner.fingerprint,
    embedPassages: (texts, onProgress) => inner.embedPassages(texts, onProgress),
    async embedQuestion(text) {
      try {
        const vector = await inner.embedQuestion(text)
        failure = undefined
        return vector
      } catch (error) {
        // A closed model is no news, and what is no failure of the model goes another way.
        if (!closed && error instanceof AppError && error.code === 'embedder_failed') {
          if (failure === undefined) onFailure(error.message)
          failure = error.message
        }
        throw error
      }
    },
    close: () => {
      closed = true
      return inner.close()
    },
  }
  return { embedder, failure: () => failure }
}
