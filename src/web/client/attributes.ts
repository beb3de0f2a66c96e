// Reads what a host page wrote on the element: which server, which words, which filters, where it stands.
// Pure: no DOM, and nothing is asked of the server.

import type { FilterKey, Filters } from '../../schema.ts'
import { FILTER_LABELS } from './labels.ts'

/** Attributes that the element follows while it stands on a page. */
export const ATTRIBUTES = ['server', 'heading', 'welcome', 'examples', 'filters', 'position', 'lang'] as const
export type AttributeName = (typeof ATTRIBUTES)[number]

/** `page`: full size. `bottom-right`, `bottom-left`: a button there opens a panel. */
export type Position = 'inline' | 'page' | 'bottom-right' | 'bottom-left'
const POSITIONS: readonly string[] = ['inline', 'page', 'bottom-right', 'bottom-left'] satisfies Position[]

export interface Settings {
  /** Absolute address without a slash at its end; paths of the server are put behind it. */
  readonly server: string
  readonly heading: string | undefined
  readonly welcome: string | undefined
  /** Undefined: such as the server's documents suggest. */
  readonly examples: readonly string[] | undefined
  /** Given with every question; people cannot take them off. */
  readonly filters: Filters
  readonly position: Position
  /** Language of everything inside. */
  readonly lang: string
  /** Why no question can be asked, in words that can be shown. */
  readonly problem: string | undefined
}

/** @param home address of the server that the script came from: the default for `server` */
export function readSettings(read: (name: AttributeName) => string | null, home: string): Settings {
  const text = (name: AttributeName) => read(name)?.trim() || undefined
  const server = serverOf(text('server') ?? home)
  const filters = filtersOf(text('filters'))
  const position = text('position')?.toLowerCase() ?? 'inline'
  const lang = text('lang') ?? ''
  return {
    server: server ?? home,
    heading: text('heading'),
    welcome: text('welcome'),
    examples: text('examples')
      ?.split('|')
      .map((example) => example.trim())
      .filter((example) => example !== ''),
    filters: filters ?? {},
    position: POSITIONS.includes(position) ? (position as Position) : 'inline',
    // The words inside are Chinese whatever is asked for; calling them otherwise would mislead a screen reader.
    lang: /^zh(-|$)/i.test(lang) ? lang : 'zh-CN',
    problem:
      server === undefined
        ? '服务器地址（server）设置有误，请联系网站管理员。'
        : filters === undefined
          ? '筛选项（filters）设置有误，请联系网站管理员。'
          : undefined,
  }
}

/** Undefined for anything that is not an absolute http(s) address. */
function serverOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const { protocol, origin, pathname } = new URL(address)
  if (protocol !== 'http:' && protocol !== 'https:') return undefined
  return origin + pathname.replace(/(?<!\/)\/+$/, '')
}

/** Undefined for what is no JSON object of known keys with texts or lists of texts. */
function filtersOf(json: string | undefined): Filters | undefined {
  if (json === undefined) return {}
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const filters: Filters = {}
  for (const [key, wanted] of Object.entries(value)) {
    if (!Object.hasOwn(FILTER_LABELS, key) || !isWanted(wanted)) return undefined
    filters[key as FilterKey] = wanted
  }
  return filters
}

function isWanted(value: unknown): value is string | string[] {
  const isText = (text: unknown) => typeof text === 'string' && text !== ''
  return isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText))
}
