// Who may put the desk into a frame, and what strangers can say to it: nothing, for it listens to no message.

import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useBrowser } from './browser.ts'
import { openRunningDesk, type RunningDesk } from './desk-server.ts'
import { type HostSite, openHostSite } from './scripted-desk.ts'

const open = useBrowser()
let desk: RunningDesk
let portal: HostSite
let stranger: HostSite
beforeAll(async () => {
  portal = await openHostSite()
  stranger = await openHostSite()
  desk = await openRunningDesk([portal.address])
})
afterAll(() => Promise.all([desk?.close(), portal?.close(), stranger?.close()]))

const page = (path: string) => `<!doctype html><html lang="zh-CN"><title>门户</title><body>
  <iframe title="策问" src="${desk.address}${path}" width="600" height="600"></iframe></body></html>`

/** The frame's document, when the browser shows it. */
async function framed(visit: Page, site: string, path: string): Promise<Frame | undefined> {
  await visit.goto(site)
  await visit.waitForLoadState('networkidle')
  return visit.frames().find((frame) => frame !== visit.mainFrame() && frame.url() === desk.address + path)
}
const isShown = async (frame: Frame | undefined) =>
  frame !== undefined && (await frame.locator('cewen-chat, main, #page, body > *').count()) > 0

describe('a frame', () => {
  it('of /embed is shown by the allowed origin, and by five that are near it not', async () => {
    const { page: visit } = await open()
    const { port } = new URL(portal.address)
    const near = [
      stranger.address,
      `http://localhost:${port}`,
      `http://evil.localhost:${port}`,
      `http://portal.localhost:${port}`,
      stranger.address.replace('127.0.0.1', 'localhost'),
    ]
    portal.html = stranger.html = page('/embed')
    expect(await isShown(await framed(visit, portal.address, '/embed'))).toBe(true)
    for (const site of near)
      expect([site, await isShown(await framed(visit, site, '/embed'))]).toEqual([site, false])
  })
  it.each(['/', '/records', '/documents/fj-2017-b5', '/docs'])(
    'of %s is shown by nobody, not by the allowed origin either',
    async (path) => {
      const { page: visit } = await open()
      portal.html = page(path)
      expect(await isShown(await framed(visit, portal.address, path))).toBe(false)
    },
  )
})

/** What a stranger might think that it listens to. */
const MESSAGES = [
  'ask',
  'open',
  'close',
  'config',
  'resize',
  'setServer',
  'navigate',
  'eval',
  'theme',
  'ready',
].flatMap((type) => [
  { type, question: '税', server: 'https://evil.example', code: 'alert(1)' },
  JSON.stringify({ type, payload: '<img src=x onerror=alert(1)>' }),
  { source: 'cewen', event: type, data: { __proto__: { polluted: true } } },
])

describe('a message', () => {
  it.each(['the element', 'the frame'])('to %s has no effect', async (which) => {
    expect(MESSAGES).toHaveLength(30)
    const { page: visit, trouble } = await open()
    portal.html =
      which === 'the frame'
        ? page('/embed')
        : `<!doctype html><html lang="zh-CN"><title>门户</title><body><script src="${desk.address}/widget.js"></script>
          <cewen-chat server="${desk.address}"></cewen-chat></body></html>`
    await visit.goto(portal.address)
    const field = (which === 'the frame' ? visit.frameLocator('iframe') : visit).getByRole('textbox', {
      name: '您的问题',
    })
    await field.waitFor()
    await visit.waitForLoadState('networkidle')
    const looks = () =>
      visit
        .frames()
        .at(-1)!
        .locator('cewen-chat')
        .evaluate((chat) => chat.shadowRoot.innerHTML)
    const before = { looks: await looks(), requests: trouble.requests.length }
    await visit.locator('html').evaluate(async (html, messages) => {
      const { defaultView: window } = html.ownerDocument
      const targets = [window, ...Array.from(window.frames)]
      for (const message of messages) for (const target of targets) target.postMessage(message, '*')
      await new Promise((resolve) => setTimeout(resolve, 300))
    }, MESSAGES)
    expect({ looks: await looks(), requests: trouble.requests.length }).toEqual(before)
    expect([trouble.dialogs, trouble.errors]).toEqual([[], []])
  })
  it('is sent to nobody', async () => {
    for (const file of ['/widget.js', '/assets/browse.js', '/assets/reader.js']) {
      const script = await (await fetch(desk.address + file)).text()
      expect(script).not.toMatch(/postMessage|addEventListener\(["']message|onmessage/u)
    }
  })
})
