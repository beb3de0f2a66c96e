// The element on somebody else's page, over the real desk: pages that mean no harm and pages that do.

import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectCalm, until, useBrowser } from './browser.ts'
import { deskOn, joinedText } from './desk-page.ts'
import { openRunningDesk, type RunningDesk } from './desk-server.ts'
import { type HostSite, openHostSite } from './scripted-desk.ts'

const QUESTION = '进口货物能不能先提货后缴税？'

const open = useBrowser()
let desk: RunningDesk
let host: HostSite
let stranger: HostSite
beforeAll(async () => {
  host = await openHostSite()
  stranger = await openHostSite()
  desk = await openRunningDesk([host.address])
})
afterAll(() => Promise.all([desk?.close(), host?.close(), stranger?.close()]))

interface Extras {
  head?: string
  attributes?: string
  after?: string
}

const pageWith = ({ head = '', attributes = 'position="inline"', after = '' }: Extras = {}) =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>门户</title>${head}</head>
  <body><main><h1>门户</h1><p>欢迎。</p></main>
  <script src="${desk.address}/widget.js"></script>
  <cewen-chat server="${desk.address}" ${attributes}></cewen-chat>${after}</body></html>`

/** Opens the host page, asks, opens the first quote and sees it. */
async function askAndRead(html: string, policy?: string) {
  host.html = html
  host.policy = policy
  const visit = await open()
  await visit.page.goto(host.address)
  const page = deskOn(visit.page)
  await page.ask(QUESTION)
  await page.turns.getByText('有原文依据').waitFor()
  await page.markers.first().click()
  await until(async () => (await joinedText(page.reader.quote)).length > 10)
  await page.reader.close.click()
  return { ...visit, desk: page }
}

describe('on a host page', () => {
  it('the element answers and opens documents, without touching the page around it', async () => {
    const { page, trouble } = await askAndRead(pageWith())
    const around = await page.locator('body').evaluate((body) => ({
      children: [...body.children].map(({ localName }) => localName),
      text: body.querySelector('main').textContent,
    }))
    expect(around).toEqual({ children: ['main', 'script', 'cewen-chat'], text: '门户欢迎。' })
    expectCalm(trouble, host.address, desk.address)
  })

  it('a button in the corner opens the desk and gets the focus back', async () => {
    host.html = pageWith({ attributes: 'position="bottom-right" heading="问政策"' })
    host.policy = undefined
    const { page, trouble } = await open()
    await page.goto(host.address)
    const { field } = deskOn(page)
    expect(await field.isVisible()).toBe(false)
    const opener = page.locator('cewen-chat').getByRole('button').first()
    await opener.click()
    await field.waitFor()
    expect(await field.evaluate((node) => node.getRootNode().activeElement === node)).toBe(true)
    await page.getByText('问政策').first().waitFor()
    await page.keyboard.press('Escape')
    await field.waitFor({ state: 'hidden' })
    expect(await opener.evaluate((node) => node.getRootNode().activeElement === node)).toBe(true)
    expectCalm(trouble, host.address, desk.address)
  })

  it('all of it is Chinese whatever the page is, and keys that are pressed in it are its own', async () => {
    const heard = '<script>addEventListener("keydown", ({ key }) => (document.title += key))</script>'
    host.html = pageWith({ attributes: 'position="bottom-right"', head: heard }).replace('"zh-CN"', '"en"')
    host.policy = undefined
    const { page } = await open()
    await page.goto(host.address)
    const language = (place: Locator) => place.evaluate((node) => node.closest('[lang]')?.lang)
    const opener = page.locator('cewen-chat').getByRole('button').first()
    expect(await language(opener)).toBe('zh-CN')
    await opener.click()
    const { ask, field, turns, markers, reader } = deskOn(page)
    await ask(QUESTION)
    await turns.getByText('有原文依据').waitFor()
    expect(await language(turns.first())).toBe('zh-CN')
    await turns.getByRole('button', { name: '没帮助' }).click()
    await turns.getByRole('textbox').pressSequentially('j/k')
    expect(await page.title()).toBe('门户')
    // As Safari tells of the Escape that ends a composition.
    await field.dispatchEvent('keydown', { key: 'Escape', keyCode: 229, bubbles: true, composed: true })
    expect(await field.isVisible()).toBe(true)
    await markers.first().click()
    await reader.box.waitFor()
    expect(await language(reader.close)).toBe('zh-CN')
  })

  it('the fallback page works inside a frame, for an allowed site only', async () => {
    for (const site of [host, stranger]) {
      site.html = `<!doctype html><html lang="zh-CN"><title>门户</title><body>
        <iframe title="策问" src="${desk.address}/embed" width="600" height="600"></iframe></body></html>`
      site.policy = undefined
    }
    const { page } = await open()
    await page.goto(host.address)
    const framed = page.frameLocator('iframe').getByRole('textbox', { name: '您的问题' })
    await framed.fill(QUESTION)
    await framed.press('Enter')
    await page.frameLocator('iframe').getByText('有原文依据').waitFor()
    await page.goto(stranger.address)
    await page.waitForLoadState('networkidle')
    expect(await framed.count()).toBe(0)
  })
})

describe('a hostile host page', () => {
  const cases: Record<string, Extras & { policy?: () => string }> = {
    'whose style sheet hides and distorts everything': {
      head: `<style>
        * { all: unset; display: none !important; color: transparent !important; position: fixed !important }
        html, body, cewen-chat { display: block !important; position: static !important }
        button, textarea, dialog, mark, p { visibility: hidden !important; font-size: 0 !important }
      </style>`,
    },
    'that adds to the prototypes of lists, objects and texts': {
      head: `<script>
        Array.prototype.extra = function () {}
        Object.prototype.extra = 'x'
        String.prototype.extra = 1
        Array.prototype.toJSON = function () { return '[]' }
        Object.defineProperty(Object.prototype, 'get2', { get() { throw new Error('touched') }, enumerable: false })
      </script>`,
    },
    'that replaces JSON after the element has loaded': {
      after: "<script>JSON.parse = JSON.stringify = () => { throw new Error('hostile JSON') }</script>",
    },
    'that replaces fetch after the element has loaded': {
      after: "<script>window.fetch = () => { throw new Error('hostile fetch') }</script>",
    },
    'that replaces Promise after the element has loaded': {
      after: "<script>window.Promise = function () { throw new Error('hostile Promise') }</script>",
    },
    'with a strict policy': {
      policy: () =>
        `default-src 'none'; script-src ${desk.address}; connect-src ${desk.address}; require-trusted-types-for 'script'`,
    },
    'that blocks all storage': {
      head: `<script>
        for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
          Object.defineProperty(window, name, { get() { throw new DOMException('blocked', 'SecurityError') } })
        Object.defineProperty(document, 'cookie', { get() { throw new DOMException('blocked', 'SecurityError') } })
      </script>`,
    },
    'that loads the script twice': {
      head: '',
      after: '<script src="WIDGET"></script><script type="module" src="WIDGET?again"></script>',
    },
  }
  it.each(Object.entries(cases))(
    '%s does not keep the element from answering',
    async (_, { policy, ...extras }) => {
      const html = pageWith(extras).replaceAll('WIDGET', `${desk.address}/widget.js`)
      const { desk: seen, trouble } = await askAndRead(html, policy?.())
      expect(await seen.field.isVisible()).toBe(true)
      const size = await seen.field.evaluate((node) =>
        Number.parseFloat(node.ownerDocument.defaultView.getComputedStyle(node).fontSize),
      )
      expect(size).toBeGreaterThanOrEqual(13)
      expectCalm(trouble, host.address, desk.address)
    },
  )
})

describe('a host page that breaks the functions of lists and texts', () => {
  it.each([
    ['before the element loads', 'head', 'inline'],
    ['after the element has loaded', 'after', 'inline'],
    ['before, with the desk in a corner', 'head', 'bottom-right'],
  ] as const)('%s gets the desk in a frame of its own', async (_, where, position) => {
    const broken = `<script>
      for (const name of ['map', 'filter', 'forEach', 'join', 'flatMap', 'some'])
        Array.prototype[name] = () => { throw new Error('hostile ' + name) }
      String.prototype.replace = String.prototype.split = () => { throw new Error('hostile text') }
    </script>`
    // Where they are broken later, the element is put on the page later still.
    const late = `<script>document.querySelector('cewen-chat').remove()</script>${broken}
      <cewen-chat server="${desk.address}"></cewen-chat>`
    host.html = pageWith({ [where]: where === 'head' ? broken : late, attributes: `position="${position}"` })
    host.policy = undefined
    const { page } = await open()
    await page.goto(host.address)
    if (position !== 'inline') await page.getByText('政策问答').click()
    const frame = page.frameLocator('cewen-chat iframe')
    await frame.getByRole('textbox', { name: '您的问题' }).fill(QUESTION)
    await frame.getByRole('textbox', { name: '您的问题' }).press('Enter')
    await frame.getByText('有原文依据').waitFor()
  })

  it.each([
    ['filters of its own, which no frame takes', () => `server="${desk.address}" filters='{"batch":"5"}'`],
    ['a server that is none', () => 'server="desk"'],
  ])('and has %s is told that no question can be asked', async (_, attributes) => {
    const broken = `<script>Array.prototype.map = () => { throw new Error('hostile map') }</script>`
    host.html = pageWith({ head: broken }).replace(`server="${desk.address}"`, attributes())
    host.policy = undefined
    const { page } = await open()
    await page.goto(host.address)
    await page.getByText(/请联系网站管理员/u).waitFor()
    expect(await page.locator('cewen-chat iframe').count()).toBe(0)
  })
})

describe('a site that is not allowed', () => {
  it('is told so in plain words when somebody asks', async () => {
    stranger.html = pageWith()
    stranger.policy = undefined
    const { page, trouble } = await open()
    await page.goto(stranger.address)
    const { ask, turns } = deskOn(page)
    await ask(QUESTION)
    const told = turns.getByText(/失败/u).first()
    await told.waitFor()
    expect(await told.textContent()).toMatch(/\p{Script=Han}{6,}/u)
    expect(await told.textContent()).not.toMatch(/Error|CORS|undefined|fetch/u)
    expect(trouble.errors).toEqual([])
    expect(trouble.dialogs).toEqual([])
  })
})
