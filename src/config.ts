// The only reader of settings. Each setting stands here once, with its default and its help;
// the README's table and `cewen --help` are checked against this list.

import { isIP } from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { AppError } from './errors.ts'

/** The project's root folder: the parent of `src/` or of `dist/`, wherever this module runs from. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

const folder = (fallback: string) =>
  z
    .string()
    .min(1, 'must not be empty')
    .default(path.join(ROOT, fallback))
    .transform((value) => path.resolve(value))

/** Host names and IPv4 addresses as browsers write them; nothing that means more than itself in a policy's header. */
const ORIGIN = /^https?:\/\/[a-z\d_.-]+(:\d{1,5})?$/u

/** Whether a browser sends exactly this as `Origin`: scheme, host in lower case, port unless it is the default. */
function isOrigin(text: string): boolean {
  return ORIGIN.test(text) && URL.canParse(text) && new URL(text).origin === text
}

const origins = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((origin) => origin.trim())
      .filter(Boolean),
  )
  .superRefine((list, context) => {
    for (const origin of list)
      if (!isOrigin(origin))
        context.addIssue({
          code: 'custom',
          message: `${JSON.stringify(origin)} is no origin like https://portal.example.gov.cn (http or https, lower case, no path, no wildcard, no default port)`,
        })
  })
  .transform((list): readonly string[] => Object.freeze([...new Set(list)]))

/** An address, or a network as CIDR; a network of everybody would let everybody say who they are. */
function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/')
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)]!
  if (prefix === undefined) return bits > 0
  return rest.length === 0 && /^[1-9]\d{0,2}$/u.test(prefix) && Number(prefix) <= bits
}

const networks = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((network) => network.trim())
      .filter(Boolean),
  )
  .superRefine((list, context) => {
    for (const network of list)
      if (!isNetwork(network))
        context.addIssue({
          code: 'custom',
          message: `${JSON.stringify(network)} is no address and no network like 10.0.0.0/8 (prefix at least 1)`,
        })
  })
  .transform((list): readonly string[] => Object.freeze([...new Set(list)]))

/** A whole number from 0 on, in plain digits: `Number` takes a space for 0, which here means no limit, or any port. */
const upTo = (most: number, fallback: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/u, `must be a whole number from 0 to ${most}`)
    .transform(Number)
    .refine((value) => value <= most, `must be a whole number from 0 to ${most}`)
    .default(fallback)

/** One entry per setting: how it is read, its default as shown to people, and one line of help. */
export const SETTINGS = {
  PORT: {
    schema: upTo(65_535, 8787),
    shown: '8787',
    help: 'TCP port to listen on; 0 picks a free one.',
  },
  HOST: {
    schema: z.string().min(1, 'must not be empty').default('127.0.0.1'),
    shown: '127.0.0.1',
    help: 'Address to listen on. Anything but a loopback address makes the desk reachable from outside.',
  },
  ALLOWED_ORIGINS: {
    schema: origins,
    shown: '(none)',
    help: 'Origins whose pages may embed the desk, separated by commas, each exact: https://portal.example.gov.cn.',
  },
  TRUSTED_PROXIES: {
    schema: networks,
    shown: '(none)',
    help: 'Addresses or networks of proxies in front of the desk, separated by commas: 10.0.0.0/8. What their X-Forwarded-For says of who asks is believed, from nobody else.',
  },
  RATE_LIMIT_CHAT: {
    schema: upTo(1000, 20),
    shown: '20',
    help: 'Questions that one client may ask in any minute, and ratings, as many beside them; 0 sets no limit. On a loopback address without TRUSTED_PROXIES there is none unless it is set.',
  },
  RATE_LIMIT_SEARCH: {
    schema: upTo(1000, 60),
    shown: '60',
    help: 'Searches, matches and readings of records and documents, likewise.',
  },
  RATE_LIMIT_STREAMS: {
    schema: upTo(1000, 3),
    shown: '3',
    help: 'Answers that one client may have open at once, streamed or by a language model, likewise.',
  },
  SEEDS_DIR: {
    schema: folder('seeds'),
    shown: 'seeds',
    help: 'Folder with the documents; a manifest.json in it is optional.',
  },
  INDEX_DIR: {
    schema: folder('index/builds'),
    shown: 'index/builds',
    help: 'Folder where index builds are written. Safe to delete: the next start builds anew.',
  },
  MODEL_DIR: {
    schema: folder('index/model'),
    shown: 'index/model',
    help: 'Folder that holds the folder of the embedding model.',
  },
  MODEL_NAME: {
    schema: z
      .string()
      .regex(/^\w[\w.-]*(\/\w[\w.-]*)?$/, 'must be a folder name or owner/name')
      .default('embed'),
    shown: 'embed',
    help: 'Folder of the model inside MODEL_DIR, or its owner/name on MODEL_HUB.',
  },
  MODEL_PROFILE: {
    schema: z.string().default('cewen-embed'),
    shown: 'cewen-embed',
    help: 'How the model is used (pooling, prefixes, dimensions, length); one of the declared profiles.',
  },
  MODEL_HUB: {
    schema: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
    shown: '(none)',
    help: 'Address of a model hub to load MODEL_NAME from. With this and LLM_BASE_URL unset, nothing outside this machine is ever called.',
  },
  LLM_BASE_URL: {
    schema: z
      .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
      .refine((address) => !/[@#]/u.test(address), 'must hold neither a name or password nor #')
      .optional(),
    shown: '(none)',
    help: 'Address of an OpenAI-compatible server, mostly ending in /v1, whose language model writes answers; questions and quotes are sent there.',
  },
  LLM_MODEL: {
    schema: z
      .string()
      .regex(/^[\x21-\x7e]{1,200}$/u, 'must be the name of a model, without spaces')
      .optional(),
    shown: '(none)',
    help: 'Name of the language model on that server.',
  },
  LLM_API_KEY: {
    schema: z
      .string()
      .regex(/^[\x21-\x7e]+$/u, 'must be printable ASCII without spaces')
      .optional(),
    shown: '(none)',
    help: 'Key for that server, if it wants one. Never shown or logged.',
  },
  LLM_DAILY_CALLS: {
    schema: upTo(100_000_000, 2000),
    shown: '2000',
    help: 'Questions in a day that the language model is asked; beyond, answers are quotes alone. 0 sets no limit.',
  },
  GAPS: {
    schema: z.enum(['on', 'off']).default('on'),
    shown: 'on',
    help: 'Whether unanswered and rated questions are kept, without personal particulars; on or off.',
  },
  GAPS_DIR: {
    schema: folder('index/gaps'),
    shown: 'index/gaps',
    help: 'Folder where they are kept. It cannot be made anew: back it up with the documents.',
  },
  LOG_LEVEL: {
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    shown: 'info',
    help: 'What the server writes to its log: debug, info, warn, error or silent. No question is ever in it.',
  },
  METRICS: {
    schema: z.enum(['local', 'on', 'off']).default('local'),
    shown: 'local',
    help: 'Who may read /metrics: this machine under its own name, not through a proxy that says it is one (local), everybody who reaches the desk (on), nobody (off).',
  },
} as const

/** Left out of backups: what is of one machine, and what nobody may read there. */
const NOT_KEPT = /_DIR$|_KEY$/u

export type Settings = { readonly [K in keyof typeof SETTINGS]: z.output<(typeof SETTINGS)[K]['schema']> }

/**
 * Reads all settings from an environment. An empty variable counts as unset.
 * @throws AppError `invalid_request` naming every bad setting.
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const values: Record<string, unknown> = {}
  const faults: string[] = []
  for (const [name, { schema }] of Object.entries(SETTINGS)) {
    const read = schema.safeParse(env[name] === '' ? undefined : env[name])
    if (read.success) values[name] = read.data
    else faults.push(`${name}: ${read.error.issues.map((issue) => issue.message).join('; ')}`)
  }
  if (isOwnMachine(`${values.HOST}`) && `${values.TRUSTED_PROXIES}` === '')
    for (const name of CLIENT_LIMITS) if (!env[name]) values[name] = 0
  if (values.MODEL_HUB !== undefined && (!env.MODEL_NAME || !env.MODEL_PROFILE))
    faults.push('MODEL_HUB: needs MODEL_NAME and MODEL_PROFILE as well')
  const { LLM_BASE_URL, LLM_MODEL, LLM_API_KEY } = env
  if (LLM_BASE_URL && !LLM_MODEL) faults.push('LLM_BASE_URL: needs LLM_MODEL as well')
  if (LLM_MODEL && !LLM_BASE_URL) faults.push('LLM_MODEL: needs LLM_BASE_URL as well')
  if (LLM_API_KEY && !LLM_BASE_URL) faults.push('LLM_API_KEY: needs LLM_BASE_URL and LLM_MODEL as well')
  if (faults.length > 0) throw new AppError('invalid_request', `Bad settings: ${faults.join(' | ')}`)
  return Object.freeze(values) as Settings
}

const CLIENT_LIMITS = ['RATE_LIMIT_CHAT', 'RATE_LIMIT_SEARCH', 'RATE_LIMIT_STREAMS'] as const

/** Whether nobody but this machine reaches the desk there. */
const isOwnMachine = (host: string) =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

/** The settings that are not as they come, as lines of an environment file; without folders and secrets. */
export function keptSettings(settings: Settings): string {
  const defaults: Record<string, unknown> = { ...readSettings({}) }
  // The limits for clients come as others where other machines reach the desk.
  const reached = readSettings({ HOST: settings.HOST, TRUSTED_PROXIES: settings.TRUSTED_PROXIES.join() })
  for (const name of CLIENT_LIMITS) defaults[name] = reached[name]
  return Object.entries(settings)
    .filter(([name, value]) => !NOT_KEPT.test(name) && `${value}` !== `${defaults[name]}`)
    .map(([name, value]) => `${name}=${name === 'LLM_BASE_URL' ? withoutQuery(`${value}`) : value}\n`)
    .join('')
}

/** Some servers are given their key there. */
const withoutQuery = (address: string) => address.split('?', 1)[0]!
