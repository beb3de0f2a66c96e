// Talks to an OpenAI-compatible server and gives the pieces that its language model writes. It knows nothing of questions,
// evidence or answers, and never repeats what the server says of a failure: that may hold the key.

import { type IncomingMessage, request as overHttp } from 'node:http'
import { request as overTls } from 'node:https'
import { z } from 'zod'
import { AppError } from '../../errors.ts'
import { readEvents } from '../../event-stream.ts'

/** How long the model is waited for, in milliseconds. */
export interface Patience {
  /** Until the server is connected, with the name looked up and TLS agreed on. */
  connect: number
  /** Until the first piece, and from each piece to the next: signs of life without a piece do not count. */
  piece: number
  /** Until the end. */
  total: number
}

const PATIENCE: Patience = { connect: 3_000, piece: 15_000, total: 60_000 }

/** Longest answer of the model, in its own tokens; about 1,000 characters. */
const TOKENS_MAX = 800
/** All that is read of a response: each token comes in an event of some hundred bytes, unwritten thoughts as well. */
const BYTES_MAX = 4 * 1024 * 1024

export interface Message {
  role: 'system' | 'user'
  content: string
}

export interface LanguageModel {
  readonly name: string
  /**
   * The pieces of the model's text.
   * @param onAsked told once the server is connected: a model that was not reached costs nothing
   * @throws AppError `answerer_failed`, for the operator, when there is no whole text; the signal's reason on abort
   */
  write(messages: readonly Message[], signal: AbortSignal, onAsked?: () => void): AsyncGenerator<string, void>
}

export interface Connection {
  /** The address of the server up to `/v1`: where questions go is the operator's choice alone. */
  baseUrl: string
  model: string
  apiKey?: string | undefined
}

const Streamed = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish(), reasoning_content: z.string().nullish() }).nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .max(1),
})

/** @param patience shorter ones are for tests */
export function openLanguageModel(
  { baseUrl, model, apiKey }: Connection,
  patience: Patience = PATIENCE,
): LanguageModel {
  const address = new URL(baseUrl)
  address.pathname = `${address.pathname.replace(/(?<!\/)\/+$/u, '')}/chat/completions`
  const headers = {
    'Content-Type': 'application/json',
    Accept: 'text/event-stream',
    'Accept-Encoding': 'identity',
    ...(apiKey && { Authorization: `Bearer ${apiKey}` }),
  }
  return {
    name: model,
    async *write(messages, signal, onAsked = () => {}) {
      signal.throwIfAborted()
      const life = new AbortController()
      const leave = () => life.abort(signal.reason)
      signal.addEventListener('abort', leave, { once: true })
      const timers = new Set<NodeJS.Timeout>()
      const wait = (ms: number, what: string) => {
        const timer = setTimeout(() => life.abort(failed(`${what} ${ms / 1000} 秒`)), ms)
        timers.add(timer)
        return timer
      }
      const connecting = wait(patience.connect, '连接超过')
      const next = wait(patience.piece, '没有文字超过')
      wait(patience.total, '回答超过')
      const body = { model, messages, stream: true, temperature: 0, max_tokens: TOKENS_MAX }
      try {
        const response = await respond(address, headers, JSON.stringify(body), life.signal, () => {
          clearTimeout(connecting)
          onAsked()
        })
        for await (const piece of pieces(response)) {
          next.refresh()
          if (piece) yield piece
        }
      } catch (error) {
        if (life.signal.aborted) throw life.signal.reason
        throw error instanceof AppError ? error : failed('连接中断', error)
      } finally {
        timers.forEach(clearTimeout)
        signal.removeEventListener('abort', leave)
        // Also where nobody wants the rest: the server shall not go on writing.
        life.abort()
      }
    },
  }
}

function respond(
  address: URL,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
  onConnected: () => void,
): Promise<IncomingMessage> {
  const secure = address.protocol === 'https:'
  return new Promise((resolve, reject) => {
    // No agent: a connection of its own, closed with the answer. Redirects are not followed.
    const request = (secure ? overTls : overHttp)(address, { method: 'POST', headers, signal, agent: false })
    request.once('socket', (socket) => socket.once(secure ? 'secureConnect' : 'connect', onConnected))
    request.on('error', (cause) => reject(failed('连接不上', cause)))
    // Without either of the others, where a server changes to another protocol.
    request.once('close', () => reject(failed('连接中断')))
    request.once('response', (response) => {
      // After the response has begun, an error of its own tells of a cut; one without a listener would end the process.
      response.on('error', () => {})
      const type = response.headers['content-type'] ?? ''
      if (response.statusCode !== 200) reject(failed(`服务器答复 HTTP ${response.statusCode}`))
      else if (!/^text\/event-stream\b/iu.test(type) || response.headers['content-encoding'])
        reject(failed('服务器没有答复事件流'))
      else resolve(response)
    })
    request.end(body)
  })
}

/** The pieces of text; an empty one is a thought that is not written. */
async function* pieces(response: IncomingMessage): AsyncGenerator<string> {
  let whole = false
  for await (const { data } of readEvents(bounded(response))) {
    if (data === '[DONE]') return
    const [choice] = eventOf(data).choices
    if (!choice) continue
    const { content, reasoning_content: thought } = choice.delta ?? {}
    if (content) yield content
    else if (thought) yield ''
    whole ||= Boolean(choice.finish_reason)
  }
  if (!whole) throw failed('答复没有写完')
}

async function* bounded(response: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const part of response) {
    bytes += part.byteLength
    if (bytes > BYTES_MAX) throw failed('答复过长')
    yield part
  }
}

function eventOf(text: string): z.infer<typeof Streamed> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw failed('答复不是有效的 JSON')
  }
  const event = Streamed.safeParse(value)
  if (!event.success) throw failed('答复的格式不对')
  return event.data
}

const failed = (why: string, cause?: unknown) =>
  new AppError('answerer_failed', `语言模型没有写成回答：${why}。`, { cause })
