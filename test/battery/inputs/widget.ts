// What a portal may write on the element by mistake or malice, and messages that other windows may send it: in a real
// browser, it works or says what is wrong, and nothing of it runs.

import type { Browser } from 'playwright-core'
import { launch, type Trouble, visitWith } from '../../browser/browser.ts'
import { type HostSite, openHostSite } from '../../browser/scripted-desk.ts'
import { type Case, Count } from '../case.ts'
import { withDesk } from './sent.ts'

const SCRIPT = '"><img src=x onerror=alert(1)><script>alert(1)</script>'

/** Attributes besides `server`, and whether the element can be asked with them. */
const CONFIGURED: readonly [what: string, attributes: Readonly<Record<string, string>>, works: boolean][] = [
  ['nothing', {}, true],
  ['a heading of markup', { heading: SCRIPT, position: 'bottom-right' }, true],
  ['a welcome of markup', { welcome: SCRIPT }, true],
  ['examples of markup', { examples: `${SCRIPT}|javascript:alert(1)|<svg onload=alert(1)>` }, true],
  ['examples of nothing', { examples: '|||  |' }, true],
  ['10,000 examples', { examples: '例|'.repeat(10_000) }, true],
  ['a welcome of 100,000 characters', { welcome: '欢迎'.repeat(50_000) }, true],
  ['a heading of direction marks', { heading: '\u202e政策\u202c\u0000', position: 'bottom-left' }, true],
  ['half characters', { heading: '\ud83d', welcome: '\udc00', position: 'bottom-right' }, true],
  ['a position that is none', { position: 'top' }, true],
  ['a position in capitals', { position: 'INLINE' }, true],
  ['a position of markup', { position: SCRIPT }, true],
  ['the whole page', { position: 'page' }, true],
  ['another language', { lang: 'en' }, true],
  ['a language of markup', { lang: SCRIPT }, true],
  ['filters that are no JSON', { filters: '{area:福州}' }, false],
  ['filters of a list', { filters: '["area"]' }, false],
  ['filters of null', { filters: 'null' }, false],
  ['filters of a number', { filters: '5' }, false],
  ['an unknown filter', { filters: '{"colour":"red"}' }, false],
  ['a filter of __proto__', { filters: '{"__proto__":{"area":"x"}}' }, false],
  ['a filter of constructor', { filters: '{"constructor":"x"}' }, false],
  ['a filter of nothing', { filters: '{"area":""}' }, false],
  ['a filter of no values', { filters: '{"area":[]}' }, false],
  ['a filter of numbers', { filters: '{"year":2020}' }, false],
  ['a filter nested deep', { filters: `{"area":${'['.repeat(5000)}${']'.repeat(5000)}}` }, false],
  ['a filter of markup', { filters: JSON.stringify({ area: SCRIPT }) }, true],
  ['a proper filter', { filters: '{"document":["fj-2017-b5"]}' }, true],
  ['a server of javascript', { server: 'javascript:alert(1)' }, false],
  ['a server of data', { server: 'data:text/html,<script>alert(1)</script>' }, false],
  ['a server that is a path', { server: '/desk' }, false],
  ['a server that is words', { server: '服务器' }, false],
  ['a server of a file', { server: 'file:///etc/passwd' }, false],
] // biome-ignore format: a table

const MESSAGES: readonly unknown[] = [
  SCRIPT,
  { type: 'ask', question: '税' },
  { type: 'cewen', action: 'navigate', url: 'javascript:alert(1)' },
  { source: 'cewen-chat', html: SCRIPT },
  null,
  Array(1000).fill({ command: 'open' }),
  { __proto__: { admin: true }, constructor: { prototype: {} } },
]

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('\0', '&#0;')

export const widget: Case = {
  id: 'I7',
  what: 'the element wrongly set up, and messages to it from other windows',
  tiers: ['t1', 'b'],
  async run() {
    const host = await openHostSite()
    const browser = await launch()
    try {
      return await withDesk(
        async ({ address }) => {
          const count = new Count()
          for (const [what, attributes, works] of CONFIGURED) {
            const fault = await configured(browser, host, address, attributes, works)
            count.add(fault && `${what}: ${fault}`)
          }
          for (const message of MESSAGES) {
            const fault = await told(browser, host, address, message)
            count.add(fault && `message ${JSON.stringify(message)?.slice(0, 60)}: ${fault}`)
          }
          return count.tally(`${CONFIGURED.length} configurations, ${MESSAGES.length} messages`)
        },
        { ALLOWED_ORIGINS: host.address },
      )
    } finally {
      await browser.close()
      await host.close()
    }
  },
}

async function configured(
  browser: Browser,
  host: HostSite,
  desk: string,
  attributes: Readonly<Record<string, string>>,
  works: boolean,
): Promise<string | undefined> {
  const written = Object.entries({ server: desk, ...attributes }).map(
    ([name, value]) => `${name}="${escaped(value)}"`,
  )
  host.html = page(`<script src="${desk}/widget.js"></script><cewen-chat ${written.join(' ')}></cewen-chat>`)
  const { page: visit, trouble } = await visitWith(browser)
  try {
    await visit.goto(host.address)
    if (attributes.position?.startsWith('bottom'))
      await visit.locator('cewen-chat').getByRole('button').first().click()
    const seen = works ? visit.getByRole('textbox', { name: '您的问题' }) : visit.getByText('设置有误')
    await seen.first().waitFor()
    return faultIn(trouble, [host.address, desk])
  } catch (error) {
    return String(error).split('\n')[0]
  } finally {
    await visit.context().close()
  }
}

/** Sends a message to the element's page and to the page in the frame; neither listens to any. */
async function told(
  browser: Browser,
  host: HostSite,
  desk: string,
  message: unknown,
): Promise<string | undefined> {
  const element = `<script src="${desk}/widget.js"></script><cewen-chat server="${desk}"></cewen-chat>`
  host.html = page(`${element}<iframe src="${desk}/embed"></iframe>`)
  const { page: visit, trouble } = await visitWith(browser)
  try {
    await visit.goto(host.address)
    await visit.getByRole('textbox', { name: '您的问题' }).first().waitFor()
    await visit.frameLocator('iframe').getByRole('textbox', { name: '您的问题' }).waitFor()
    const asked = trouble.requests.length
    await visit.evaluate(
      `for (const target of [window, document.querySelector('iframe').contentWindow])
        target.postMessage(${JSON.stringify(message)}, '*')`,
    )
    await visit.waitForTimeout(100)
    if (trouble.requests.length > asked) return `asked for ${trouble.requests.at(-1)}`
    return faultIn(trouble, [host.address, desk])
  } catch (error) {
    return String(error).split('\n')[0]
  } finally {
    await visit.context().close()
  }
}

const page = (body: string) =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>门户</title></head><body>${body}</body></html>`

function faultIn(
  { dialogs, errors, breaches, requests }: Trouble,
  origins: readonly string[],
): string | undefined {
  const foreign = requests.find(
    (url) => !/^(?:data|blob|about):/u.test(url) && !origins.includes(new URL(url).origin),
  )
  if (dialogs.length > 0) return `a dialog: ${dialogs[0]}`
  if (errors.length > 0) return `an error: ${errors[0]}`
  if (breaches.length > 0) return `a breach of the policy: ${breaches[0]}`
  return foreign && `a request to ${foreign}`
}
