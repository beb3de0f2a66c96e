// Sends what nobody should send to a running desk, and says what is wrong with the reply. Which inputs there are is not
// known here.

import { request } from 'node:http'
import { ERRORS, type ErrorCode } from '../../../src/errors.ts'
import { ErrorBody } from '../../../src/schema.ts'
import { Count, type Tally } from '../case.ts'
import { faultTold, ownFolder, type RunningDesk, startDesk } from '../running.ts'

/** What a desk may do with an input: a word of the caller's fault, a proper answer, or whichever of them. */
export type Expected = 'refused' | 'answered' | 'either'

export interface Input {
  /** In a few words, for the list of failures. */
  what: string
  /** A path of the desk, sent byte by byte as it stands. */
  path: string
  method?: string
  headers?: Record<string, string>
  body?: string | Uint8Array
  expected: Expected
  /** An id that the answer must hold: the input is only an odd spelling of a question that has it. */
  finds?: string
}

export interface Reply {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** A refusal says what is wrong, not what it was sent. */
const REFUSAL_CHARACTERS = 2_000
/** Words that give away how the desk is made. */
const INSIDE = /node_modules|\bat .+:\d+|\/(?:work|home|root|tmp|usr|app)\/|Error:/u
const PATIENCE_MS = 20_000

/** Tries all of them on a desk of its own. */
export async function tryAll(inputs: readonly Input[]): Promise<Tally> {
  return withDesk(async (desk) => {
    const count = new Count()
    for (const input of inputs) count.add(await faultWith(desk.address, input))
    count.add(standing(desk))
    return count.tally(`${inputs.length} inputs`)
  })
}

export async function withDesk<T>(
  act: (desk: RunningDesk) => Promise<T>,
  env: Record<string, string> = {},
): Promise<T> {
  const { index, remove } = await ownFolder()
  try {
    const desk = await startDesk({ INDEX_DIR: index, ...env })
    try {
      return await act(desk)
    } finally {
      await desk.stop()
    }
  } finally {
    remove()
  }
}

/** Why a desk did not come through unharmed. */
export function standing({ process, said }: RunningDesk): string | undefined {
  if (process.exitCode !== null || process.signalCode !== null) return 'the desk has ended'
  const fault = faultTold(said())
  return fault && `the operator was told: ${fault}`
}

/** Sends one input. @returns what is wrong with the reply */
export async function faultWith(address: string, input: Input): Promise<string | undefined> {
  try {
    const fault = faultOf(await send(address, input), input)
    return fault && `${input.what}: ${fault}`
  } catch (error) {
    return `${input.what}: ${error}`
  }
}

function faultOf({ status, headers, body }: Reply, input: Input): string | undefined {
  const { expected, finds } = input
  if (headers['x-content-type-options'] !== 'nosniff') return 'no nosniff'
  if (status >= 500) return `${status} ${body.slice(0, 200)}`
  const refused = status >= 400
  if (expected !== 'either' && refused !== (expected === 'refused'))
    return `${expected} expected, was ${status}`
  const type = String(headers['content-type'] ?? '')
  if (type.startsWith('text/html') && tagsIn(input).some((tag) => body.includes(tag)))
    return 'a page with its tags'
  if (refused && !type.startsWith('text/html')) return refusalFault(status, type, body)
  if (finds !== undefined && !JSON.stringify(idsIn(body)).includes(`"${finds}"`))
    return `${finds} was not found`
  return undefined
}

/** The tags of an input, in its address as a page would find them. */
const tagsIn = ({ path, body }: Input): string[] =>
  `${path} ${decoded(path)} ${typeof body === 'string' ? body : ''}`.match(/<[a-z!/][^>]{3,}>?/giu) ?? []

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return ''
  }
}

function refusalFault(status: number, type: string, body: string): string | undefined {
  if (!type.startsWith('application/json')) return `a refusal as ${type}`
  const read = ErrorBody.safeParse(jsonOf(body))
  if (!read.success) return `a refusal of another shape: ${body.slice(0, 200)}`
  const { code, message } = read.data.error
  const known = ERRORS[code as ErrorCode] as { status: number } | undefined
  if (known?.status !== status) return `${status} with the code ${code}`
  if (!/\p{Script=Han}/u.test(message)) return `no Chinese sentence: ${message.slice(0, 100)}`
  if (body.length > REFUSAL_CHARACTERS) return `a refusal of ${body.length} characters`
  return INSIDE.test(body) ? `gives away: ${body.slice(0, 200)}` : undefined
}

function idsIn(body: string): unknown {
  const { hits = [], records = [] } = jsonOf(body) as { hits?: { id: string }[]; records?: string[] }
  return [...hits.map(({ id }) => id), ...records]
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return {}
  }
}

function send(address: string, { path, method = 'GET', headers, body }: Input): Promise<Reply> {
  const { hostname, port } = new URL(address)
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: hostname, port, path, method, headers: headers ?? {}, agent: false },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.once('error', reject)
        response.once('end', () => {
          const { statusCode = 0, headers } = response
          resolve({ status: statusCode, headers, body: Buffer.concat(parts).toString('utf8') })
        })
      },
    )
    asked.setTimeout(PATIENCE_MS, () => asked.destroy(new Error('no reply in time')))
    asked.once('error', reject)
    asked.end(body)
  })
}
