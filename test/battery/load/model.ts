// A language model that takes its time: it copies clauses out of the evidence it was given, so that each sentence
// stands, at so many tokens a second.

import { begin, DONE, type FakeModel, pause, piece, STOP, startModel } from '../../support/fake-model.ts'
import { answering } from '../asking.ts'

export type ModelOrder = { start: { tokensPerSecond: number; seconds: number } } | 'connections'

/** A sentence is passed on when it is whole and stands: the pause of two, one of them dropped, is the model's own. */
const TOKENS_A_SENTENCE = 2
/** A model that repeats itself is not listened to: each time round the clauses begin further on. */
const ROUNDS = Array.from({ length: 30 }, (_, from) => from)
const LEAST = 4
const CLAUSE = /[\p{Script=Han}]{6,40}/gu

let model: FakeModel | undefined

answering<ModelOrder, { address: string; connections: number }>(async (order) => {
  if (order !== 'connections') model = await startModel(writer(order.start))
  return { address: model!.address, connections: model!.connections() }
})

function writer({
  tokensPerSecond,
  seconds,
}: {
  tokensPerSecond: number
  seconds: number
}): FakeModel['play'] {
  return async (response, _, prompt) => {
    begin(response)
    const began = performance.now()
    const tokens = sentences(prompt)
    for (let i = 0; i < tokensPerSecond * seconds && !response.destroyed; i++) {
      await pause(Math.max(0, began + (i * 1000) / tokensPerSecond - performance.now()))
      const token = tokens[i]
      // With nothing left to say it goes on in silence, as a model that thinks.
      response.write(token === undefined ? ': \n\n' : piece(token))
    }
    response.end(STOP + DONE)
  }
}

/** Clauses of the numbered quotes, each as a sentence in a few tokens. */
function sentences(prompt: string): string[] {
  const quotes = [...prompt.matchAll(/^\[(?<number>\d+)\] (?<text>.*)$/gmu)]
  const clauses = quotes.flatMap(({ groups }) =>
    (groups!.text!.match(CLAUSE) ?? []).map((clause) => ({ clause, marker: `[${groups!.number}]。` })),
  )
  return ROUNDS.flatMap((from) =>
    clauses.flatMap(({ clause, marker }) => {
      const words = clause.slice(from)
      return words.length < LEAST ? [] : inTokens(words + marker)
    }),
  )
}

function inTokens(sentence: string): string[] {
  const length = Math.ceil(sentence.length / TOKENS_A_SENTENCE)
  return Array.from({ length: TOKENS_A_SENTENCE }, (_, i) => sentence.slice(i * length, (i + 1) * length))
}
