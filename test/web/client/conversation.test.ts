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

describe('the rest of a list', () => {
  const listed = (text: string) => ({ ...answer(text), total: 35 }) as Answer

  it('is asked for as the list was, with the conversation before it, whatever was said since', async () => {
    const { conversation, turns, asked } = begin()
    const done = async (asking: Promise<void>, text: string) => {
      asked.at(-1)!.reply(listed(text))
      await asking
    }
    await done(conversation.ask('甲？'), '甲。')
    await done(conversation.ask('那乙有哪些？'), '乙一到乙十。')
    await done(conversation.ask('丙？'), '丙。')
    const history = asked[1]!.body.history
    expect(history).toHaveLength(2)
    await done(conversation.continueList(turns[1]!), '乙十一到乙二十。')
    await done(conversation.continueList(turns[3]!), '乙二十一到乙三十。')
    expect(asked.slice(3).map(({ body }) => body)).toEqual([
      { question: '那乙有哪些？', limit: 10, offset: 10, history },
      { question: '那乙有哪些？', limit: 10, offset: 20, history },
    ])
  })

  it('begins anew where a filter is taken off', async () => {
    const { conversation, turns, asked } = begin()
    void conversation.ask('甲有哪些？')
    asked[0]!.reply(listed('甲一到甲十。'))
    await Promise.resolve()
    void conversation.continueList(turns[0]!)
    void conversation.refine(turns[1]!, { batch: '5' })
    expect(asked.at(-1)!.body).toEqual({
      question: '甲有哪些？',
      filters: { batch: '5' },
      readFilters: false,
      history: [],
    })
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
