import { describe, expect, it } from 'vitest'
import type { Answer } from '../../../src/schema.ts'
import { type AskBody, Failure, readAnswer, type Watch } from '../../../src/web/client/api.ts'
import { Conversation, type Turn } from '../../../src/web/client/conversation.ts'

const answer = (text: string) => ({ text, filters: {}, citations: [] }) as unknown as Answer

/** A conversation whose server answers when the test says so. */
function begin() {
  const turns: Turn[] = []
  const asked: { body: AskBody; watch: Watch; signal: AbortSignal; reply(answer: Answer): void }[] = []
  const conversation = new Conversation(
    (body, watch, signal) =>
      new Promise<Answer>((reply) => {
        asked.push({ body, watch, signal, reply })
      }),
    (turn) => {
      if (!turns.includes(turn)) turns.push(turn)
    },
  )
  return { conversation, turns, asked }
}

describe('a conversation', () => {
  it('does not let a late reply change an older turn or a newer one', async () => {
    const { conversation, turns, asked } = begin()
    const first = conversation.ask('甲？')
    asked[0]?.watch.text('甲的开头')
    const second = conversation.ask('乙？')
    asked[0]?.watch.text('甲的尾巴')
    asked[0]?.reply(answer('甲的全文'))
    asked[1]?.reply(answer('乙的全文'))
    await Promise.all([first, second])
    expect(turns.map(({ state }) => state)).toEqual([
      { phase: 'stopped', text: '甲的开头' },
      { phase: 'done', answer: answer('乙的全文') },
    ])
    expect(asked[0]?.signal.aborted).toBe(true)
  })

  it('sends along what was answered before, and not what was stopped', async () => {
    const { conversation, asked } = begin()
    const first = conversation.ask('甲？')
    asked[0]?.reply(answer('甲。'))
    await first
    void conversation.ask('乙？')
    conversation.stop()
    void conversation.ask('丙？')
    expect(asked[2]?.body.history).toEqual([
      { role: 'user', content: '甲？' },
      { role: 'assistant', content: '甲。' },
    ])
  })
})

describe('a stream', () => {
  const stream = (text: string) => new Blob([text]).stream() as ReadableStream<Uint8Array>
  const watch: Watch = { hits: () => undefined, text: () => undefined }

  it('that ends without its last event has failed', async () => {
    await expect(readAnswer(stream('event: text\ndata: {"delta":"甲"}\n\n'), watch)).rejects.toThrow(Failure)
  })

  it('that ends with its last event is an answer', async () => {
    const text = `event: text\ndata: {"delta":"甲"}\n\nevent: final\ndata: {"text":"甲"}\n\n`
    await expect(readAnswer(stream(text), watch)).resolves.toEqual({ text: '甲' })
  })
})
