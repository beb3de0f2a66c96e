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

function streamOf(...pieces: (string | Uint8Array)[]) {
  const state = { cancelled: false }
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces)
        controller.enqueue(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece)
      controller.close()
    },
    cancel() {
      state.cancelled = true
    },
  })
  return { stream, state }
}

async function readPieces(...pieces: (string | Uint8Array)[]): Promise<StreamEvent[]> {
  const events: StreamEvent[] = []
  for await (const event of readEvents(streamOf(...pieces).stream)) events.push(event)
  return events
}

describe('an event', () => {
  it.each([
    ['name and data', 'event: text\ndata: 税\n\n', [{ event: 'text', data: '税' }]],
    ['no name', 'data: x\n\n', [{ event: 'message', data: 'x' }]],
    ['several lines', 'data: a\ndata: b\ndata\n\n', [{ event: 'message', data: 'a\nb\n' }]],
    ['one space left out, no second', 'data:  a\ndata:b\n\n', [{ event: 'message', data: ' a\nb' }]],
    ['colons in it', 'data: a: b:c\n\n', [{ event: 'message', data: 'a: b:c' }]],
    ['comments and other fields', ': hi\nid: 7\nretry: 5\ndata: x\n\n', [{ event: 'message', data: 'x' }]],
    ['a mark at the head of the stream', '\ufeffdata: x\n\n', [{ event: 'message', data: 'x' }]],
    ['no data: it is none', 'event: text\n\ndata: x\n\n', [{ event: 'message', data: 'x' }]],
    ['no end: it is none', 'data: x\n\ndata: y\n', [{ event: 'message', data: 'x' }]],
    [
      'a name for itself alone',
      'event: a\ndata: x\n\ndata: y\n\n',
      [
        { event: 'a', data: 'x' },
        { event: 'message', data: 'y' },
      ],
    ],
  ] as [string, string, StreamEvent[]][])('with %s', async (_, text, events) => {
    expect(await readPieces(text)).toEqual(events)
  })
  it.each(['\n', '\r', '\r\n'])('may have lines that end with %j', async (end) => {
    expect(await readPieces(['event: a', 'data: x', 'data: y', '', ''].join(end))).toEqual([
      { event: 'a', data: 'x\ny' },
    ])
  })
  it('is the same wherever the stream is cut', async () => {
    const bytes = new TextEncoder().encode('event: text\r\ndata: 税😀\r\ndata: b\r\n\r\ndata: c\n\n')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length)), async (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length]
        const pieces = places.slice(1).map((end, i) => bytes.slice(places[i], end))
        expect(await readPieces(...pieces)).toEqual([
          { event: 'text', data: '税😀\nb' },
          { event: 'message', data: 'c' },
        ])
      }),
    )
  })
  it('whose line comes in very many parts is read in time that grows with its length', async () => {
    const parts = Array.from({ length: 20_000 }, () => 'x'.repeat(50))
    const started = process.cpuUsage()
    expect((await readPieces('data: ', ...parts, '\n\n'))[0]!.data).toHaveLength(1_000_000)
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(5_000)
  })
  it('is the last where the reader leaves: the stream is cancelled', async () => {
    let pulled = 0
    let cancelled = false
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++
        controller.enqueue(new TextEncoder().encode('data: x\n\n'))
      },
      cancel() {
        cancelled = true
      },
    })
    for await (const _ of readEvents(endless)) break
    expect(cancelled).toBe(true)
    expect(pulled).toBeLessThan(5)
  })
})
