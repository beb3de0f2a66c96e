// How soon something can be seen, and whether it stays where it is while an answer comes in.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { useBrowser } from './browser.ts'
import { deskOn } from './desk-page.ts'
import { openScriptedDesk, type ScriptedDesk } from './scripted-desk.ts'
import { answerTo, DOCUMENT_ID, SHELF } from './story.ts'

const open = useBrowser()
let desk: ScriptedDesk
beforeAll(async () => {
  desk = await openScriptedDesk(SHELF)
})
afterAll(() => desk?.close())

/** Adds up what moved without anybody's doing, from the first moment on. */
const WATCH_SHIFTS = `
  window.shifted = 0
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shifted += value
  }).observe({ type: 'layout-shift', buffered: true })`

// What else the machine does at that moment is no fault of the page: the best of three counts.
it.each(['/', `/documents/${DOCUMENT_ID}`, '/records'])(
  '%s is painted within a second',
  { retry: 2 },
  async (path) => {
    const { page } = await open()
    await page.goto(desk.address + path)
    const painted = await page.evaluate(`new Promise((resolve) =>
    new PerformanceObserver((list) => {
      const paint = list.getEntriesByName('first-contentful-paint')[0]
      if (paint) resolve(paint.startTime)
    }).observe({ type: 'paint', buffered: true }))`)
    expect(painted).toBeLessThan(1000)
  },
)

it.each([
  { width: 1280, height: 800 },
  { width: 375, height: 667 },
])('nothing jumps while an answer comes in, at $width pixels', async (viewport) => {
  const { page } = await open({ viewport })
  await page.addInitScript({ content: WATCH_SHIFTS })
  await page.goto(desk.address)
  await page.getByText('可以这样问').first().waitFor()
  const { ask, turns } = deskOn(page)
  for (const question of ['第一个问题', '第二个问题']) {
    await ask(question)
    const asked = await desk.next()
    // Longer than the time in which a shift counts as an effect of the key that was pressed.
    await new Promise((resolve) => setTimeout(resolve, 600))
    asked.hits()
    const answer = answerTo(question)
    const { text } = answer
    for (let at = 0; at < text.length; at += 6) {
      asked.text(text.slice(at, at + 6))
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    asked.final(answer)
    await turns.last().getByText('有原文依据').waitFor()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  expect(await page.evaluate('window.shifted')).toBeLessThan(0.05)
})
