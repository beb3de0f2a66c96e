// A language model without a model: an OpenAI-compatible server on this machine that says what a test tells it to, or
// fails as it is told. It keeps what it was asked and knows which connections are open.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** What the server does with a request. */
export type Play = (response: ServerResponse, request: IncomingMessage, prompt: string) => unknown

export interface FakeModel {
  /** Up to `/v1`, as `LLM_BASE_URL` has it. */
  readonly address: string
  /** Bodies and headers of what was asked, in order. */
  readonly asked: { url: string; headers: IncomingMessage['headers']; body: Record<string, unknown> }[]
  play: Play
  /** Connections that are open at the moment. */
  connections(): number
  close(): Promise<void>
}

export async function startModel(play: Play = says('')): Promise<FakeModel> {
  const sockets = new Set<Socket>()
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const body = JSON.parse(Buffer.concat(parts).toString('utf8'))
    fake.asked.push({ url: request.url!, headers: request.headers, body })
    response.on('error', () => {})
    await fake.play(
      response,
      request,
      body.messages.map(({ content }: { content: string }) => content).join('\n'),
    )
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const fake: FakeModel = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked: [],
    play,
    connections: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
  return fake
}

/** One event with a piece of text. */
export const piece = (content: string) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`
export const STOP = `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\n`
export const DONE = 'data: [DONE]\n\n'

export function begin(response: ServerResponse, type = 'text/event-stream; charset=utf-8'): void {
  response.writeHead(200, { 'Content-Type': type })
  response.flushHeaders()
}

/** The text, three characters at a time, and a proper end. */
export const says =
  (text: string): Play =>
  (response) => {
    begin(response)
    for (const [part] of text.matchAll(/[\s\S]{1,3}/gu)) response.write(piece(part))
    response.end(STOP + DONE)
  }

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
