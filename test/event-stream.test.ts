// Events go through the network in pieces of any size and come out as they were sent.

import fc from 'fast-check'
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { describe, expect, it } from 'vitest'
import { readEvents, type StreamEvent } from '../src/event-stream.ts'

const encoder = new TextEncoder()

/** The events as the desk sends them. */
async function sent(events: readonly StreamEvent[]): Promise<Uint8Array> {
  const app = new Hono().get('/', (context) =>
    streamSSE(context, async (stream) => {
      for (const { event, data } of events) await stream.writeSSE({ event, data: JSON.stringify(data) })
    }),
  )
  return new Uint8Array(await (await app.request('/')).arrayBuffer())
}

/** The bytes in pieces, each as long as the next of the lengths, which begin anew at their end. */
function inPieces(bytes: Uint8Array, lengths: readonly number[]): ReadableStream<Uint8Array> {
  let at = 0
  let next = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      const length = lengths[next++ % lengths.length]!
      controller.enqueue(bytes.subarray(at, at + length))
      at += length
    },
  })
}

async function read(bytes: Uint8Array, lengths: readonly number[]): Promise<StreamEvent[]> {
  const events: StreamEvent[] = []
  for await (const event of readEvents(inPieces(bytes, lengths))) events.push(event)
  return events
}

const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 })
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('\r', '\n', '\r\n', ':', ' ', 'data:', 'event: x', '税', '😀', '\u2028', '\0'),
  }),
)

describe('events', () => {
  it('come out as the desk sent them, wherever the network cuts', async () => {
    const events = fc.array(
      fc.record({ event: fc.constantFrom('hits', 'text', 'final', 'error'), data: text }),
      {
        maxLength: 6,
      },
    )
    await fc.assert(
      fc.asyncProperty(events, lengths, async (told, cuts) => {
        const heard = await read(await sent(told), cuts)
        expect(heard.map(({ event, data }) => ({ event, data: JSON.parse(data) }))).toEqual(told)
      }),
    )
  })
  it('are the same with line ends of all three kinds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('\n', '\r', '\r\n'), lengths, async (end, cuts) => {
        const lines = ['event: text', 'data: 一', 'data: 二', '', ': a comment', 'data:三', '', ''].join(end)
        expect(await read(encoder.encode(lines), cuts)).toEqual([
          { event: 'text', data: '一\n二' },
          { event: 'message', data: '三' },
        ])
      }),
    )
  })
  it('never throw for any bytes, and hold no line end but between lines of data', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), lengths, async (bytes, cuts) => {
        for (const { event } of await read(bytes, cuts)) expect(event).not.toMatch(/[\r\n]/u)
      }),
    )
  })
})
