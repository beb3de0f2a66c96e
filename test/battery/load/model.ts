// A language model that takes its time: it copies clauses out of the evidence it was given, so that each sentence
// stands, at so many tokens a second.

import { begin, DONE, type FakeModel, pause, piece, STOP, startModel } from '../../support/fake-model.ts'
import { answering } from '../asking.ts'

export interface Pace {
  tokensPerSecond: number
  seconds: number
  /**
   * `short`: a sentence in two tokens, however long those are. A sentence is passed on when it is whole and stands: the
   * pause of two, one of them dropped, is then the model's own, and what is more is the desk's.
   * `whole`: tokens as tokenizers of today cut Chinese, so that a sentence takes about a second.
   */
  sentences: 'short' | 'whole'
}

export type ModelOrder = { start: Pace } | 'connections'

const SHORT_TOKENS = 2
/** Characters of a token: 1.5 to 1.8 on average in the vocabularies of Chinese models. */
const WHOLE_TOKEN = 2
/** A model that repeats itself is not listened to: each time round the clauses begin further on. */
const ROUNDS = Array.from({ length: 30 }, (_, from) => from)
const LEAST = 4
const CLAUSE = /[\p{Script=Han}]{6,40}/gu

let model: FakeModel | undefined

answering<ModelOrder, { address: string; connections: number }>(async (order) => {
  if (order !== 'connections') model = await startModel(writer(order.start))
  return { address: model!.address, connections: model!.connections() }
})

function writer({ tokensPerSecond, seconds, sentences }: Pace): FakeModel['play'] {
  return async (response, _, prompt) => {
    begin(response)
    const began = performance.now()
    const tokens = answerTo(prompt, sentences)
    for (let i = 0; i < tokensPerSecond * seconds && !response.destroyed; i++) {
      await pause(Math.max(0, began + (i * 1000) / tokensPerSecond - performance.now()))
      const token = tokens[i]
      // With nothing left to say it goes on in silence, as a model that thinks.
      response.write(token === undefined ? ': \n\n' : piece(token))
    }
    response.end(STOP + DONE)
  }
}

/** Clauses of the numbered quotes, each as a sentence in tokens. */
function answerTo(prompt: string, sentences: Pace['sentences']): string[] {
  const quotes = [...prompt.matchAll(/^\[(?<number>\d+)\] (?<text>.*)$/gmu)]
  const clauses = quotes.flatMap(({ groups }) =>
    (groups!.text!.match(CLAUSE) ?? []).map((clause) => ({ clause, marker: `[${groups!.number}]。` })),
  )
  return ROUNDS.flatMap((from) =>
    clauses.flatMap(({ clause, marker }) => {
      const words = clause.slice(from)
      if (words.length < LEAST) return []
      const sentence = words + marker
      return inTokens(
        sentence,
        sentences === 'short' ? Math.ceil(sentence.length / SHORT_TOKENS) : WHOLE_TOKEN,
      )
    }),
  )
}

const inTokens = (sentence: string, length: number): string[] =>
  Array.from({ length: Math.ceil(sentence.length / length) }, (_, i) =>
    sentence.slice(i * length, (i + 1) * length),
  )
