// Phones, large type, keyboards, dark rooms and people whom movement makes ill: the same path for all of them.

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until, useBrowser } from './browser.ts'
import { deskOn } from './desk-page.ts'
import { openScriptedDesk, type ScriptedDesk } from './scripted-desk.ts'
import { answerTo, DOCUMENT_ID, SHELF } from './story.ts'

const QUESTION = '能不能先提货后缴税？'
const LONG = 'https://example.invalid/'.padEnd(300, 'a')

const open = useBrowser()
let desk: ScriptedDesk
beforeAll(async () => {
  desk = await openScriptedDesk(SHELF)
  desk.answerAll = ({ question }) =>
    answerTo(question, { text: `${answerTo(question).text}\n${LONG}`, filters: { area: '榕城片区' } })
})
afterAll(() => desk?.close())

/** How many pixels wider the page is than its window: what a person would have to scroll sideways. */
async function overflow(page: Page): Promise<number> {
  return page.locator('html').evaluate((root) => {
    const body = root.ownerDocument.body
    return Math.max(root.scrollWidth, body.scrollWidth) - root.clientWidth
  })
}

const SIZES = [
  { width: 375, height: 667 },
  { width: 320, height: 568 },
] as const

describe.each(SIZES)('at $width × $height', (viewport) => {
  it('a question is asked, a quote opened over the full screen and closed, and nothing has to be scrolled sideways', async () => {
    const { page } = await open({ viewport, hasTouch: true, isMobile: true })
    await page.goto(desk.address)
    expect(await overflow(page)).toBe(0)
    const { ask, turns, markers, reader } = deskOn(page)
    await ask(QUESTION)
    await turns.getByText('有原文依据').waitFor()
    expect(await overflow(page)).toBe(0)
    await markers.first().tap()
    await reader.quote.first().waitFor()
    expect(await overflow(page)).toBe(0)
    const box = await reader.box.boundingBox()
    expect(box?.width).toBeGreaterThanOrEqual(viewport.width - 1)
    expect(box?.height).toBeGreaterThanOrEqual(viewport.height * 0.9)
    await reader.close.tap()
    await reader.box.waitFor({ state: 'hidden' })
  })

  it.each([`/documents/${DOCUMENT_ID}#1`, '/records', '/embed'])('%s fits', async (path) => {
    const { page } = await open({ viewport, isMobile: true })
    await page.goto(desk.address + path)
    await page.waitForLoadState('networkidle')
    expect(await overflow(page)).toBe(0)
  })
})

describe('with nothing but a keyboard', () => {
  it('a person asks, opens a quote, steps on and comes back to the marker', async () => {
    const { page } = await open()
    await page.goto(desk.address)
    const { field, turns, markers, reader } = deskOn(page)
    await tabTo(page, field)
    await page.keyboard.type(QUESTION)
    await page.keyboard.press('Enter')
    await turns.getByText('有原文依据').waitFor()
    const marker = markers.first()
    await tabTo(page, marker, 'Shift+Tab')
    expect(await focusShows(marker)).toBe(true)
    await page.keyboard.press('Enter')
    await reader.quote.first().waitFor()
    await tabTo(page, reader.next)
    expect(await focusShows(reader.next)).toBe(true)
    await page.keyboard.press('Enter')
    await until(async () => (await reader.box.textContent())?.replaceAll(/\s/gu, '').includes('2/3'))
    // The keyboard stays inside the panel while it is open.
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab')
      expect(await page.locator('body').evaluate(deepestFocus)).not.toBe('textarea')
    }
    await page.keyboard.press('Escape')
    await reader.box.waitFor({ state: 'hidden' })
    expect(await hasFocus(marker)).toBe(true)
  })

  it('sends with Enter, breaks lines with Shift and Enter, and sends no empty question', async () => {
    const { page } = await open()
    await page.goto(desk.address)
    const { field, turns } = deskOn(page)
    const before = desk.count()
    await field.focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type('第一行')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('第二行')
    expect(await field.inputValue()).toBe('第一行\n第二行')
    expect(desk.count()).toBe(before)
    await page.keyboard.press('Enter')
    await turns.getByText('有原文依据').waitFor()
    expect(desk.count()).toBe(before + 1)
  })
})

describe('what a person has set on the machine', () => {
  it('a dark screen gives a dark page with light words, in the reader and in the list too', async () => {
    for (const path of ['/', `/documents/${DOCUMENT_ID}`, '/records']) {
      const light = await open({ colorScheme: 'light' })
      const dark = await open({ colorScheme: 'dark' })
      await light.page.goto(desk.address + path)
      await dark.page.goto(desk.address + path)
      expect(await paperOf(light.page), path).toBeGreaterThan(0.8)
      expect(await paperOf(dark.page), path).toBeLessThan(0.25)
    }
  })

  it('less movement means none', async () => {
    const { page } = await open({ reducedMotion: 'reduce' })
    await page.goto(desk.address)
    const { ask, turns, markers, reader } = deskOn(page)
    await ask(QUESTION)
    await turns.getByText('有原文依据').waitFor()
    await markers.first().click()
    await reader.quote.first().waitFor()
    const moving = await page.evaluate(
      'document.getAnimations().filter(({ effect }) => effect.getComputedTiming().duration > 50).length',
    )
    expect(moving).toBe(0)
  })

  it('twice the type size still fits', async () => {
    // What 200 % zoom leaves of a window 1280 wide.
    const { page } = await open({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 })
    await page.goto(desk.address)
    const { ask, turns, field } = deskOn(page)
    await ask(QUESTION)
    await turns.getByText('有原文依据').waitFor()
    expect(await overflow(page)).toBe(0)
    expect(await field.isVisible()).toBe(true)
  })
})

type Target = ReturnType<typeof deskOn>['field']

/** Presses Tab until `target` has the focus. */
async function tabTo(page: Page, target: Target, key = 'Tab'): Promise<void> {
  for (let i = 0; i < 60; i++) {
    if (await hasFocus(target)) return
    await page.keyboard.press(key)
  }
  throw new Error(`${target} cannot be reached with ${key}`)
}

async function hasFocus(target: Target): Promise<boolean> {
  return target.evaluate((node) => node.getRootNode().activeElement === node)
}

/** Whether the focus can be seen on an element: an outline of some width. */
async function focusShows(target: Target): Promise<boolean> {
  return target.evaluate((node) => {
    const { outlineStyle, outlineWidth, boxShadow } = node.ownerDocument.defaultView.getComputedStyle(node)
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none'
  })
}

/** Name of the element with the focus, in whatever shadow root. */
// biome-ignore lint/suspicious/noExplicitAny: runs inside the page, whose types are not known here
function deepestFocus(body: any): string {
  let active = body.ownerDocument.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return active?.localName ?? ''
}

/** How light the background is behind the page's main heading, 0…1. */
async function paperOf(page: Page): Promise<number> {
  return page.locator('html').evaluate((root) => {
    const { getComputedStyle } = root.ownerDocument.defaultView
    for (const element of [root.ownerDocument.body, root]) {
      const [r, g, b, alpha = 1] = (getComputedStyle(element).backgroundColor.match(/[\d.]+/gu) ?? []).map(
        Number,
      )
      if (r !== undefined && alpha > 0) return (r + g! + b!) / 765
    }
    // Nothing painted: the browser's own canvas, by the page's colour scheme.
    const dark =
      /dark/u.test(getComputedStyle(root).colorScheme) &&
      root.ownerDocument.defaultView.matchMedia('(prefers-color-scheme: dark)').matches
    return dark ? 0.07 : 1
  })
}
