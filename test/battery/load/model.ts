// A language model that takes its time: it copies clauses out of the evidence it was given, so that each sentence
// stands, at so many tokens a second.

import { begin, DONE, type FakeModel, pause, piece, STOP, startModel } from '../../support/fake-model.ts'
import { answering } from './pinned.ts'

export type ModelOrder = { start: { tokensPerSecond: number; seconds: number } } | 'connections'

/** A sentence is passed on when it is whole: so many tokens of the pause between two are the model's own. */
const TOKENS_A_SENTENCE = 3
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
      // What is left to say is said in silence, as a model that thinks.
      response.write(token === undefined ? ': \n\n' : piece(token))
    }
    response.end(STOP + DONE)
  }
}

/** Clauses of the numbered quotes, each as a sentence in a few tokens. */
function sentences(prompt: string): string[] {
  const quotes = prompt.matchAll(/^\[(?<number>\d+)\] (?<text>.*)$/gmu)
  return [...quotes].flatMap(({ groups }) =>
    [...groups!.text!.matchAll(CLAUSE)].flatMap(([clause]) => {
      const sentence = `${clause}[${groups!.number}]。`
      const length = Math.ceil(sentence.length / TOKENS_A_SENTENCE)
      return Array.from({ length: TOKENS_A_SENTENCE }, (_, i) => sentence.slice(i * length, (i + 1) * length))
    }),
  )
}
