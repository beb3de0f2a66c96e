// From a question to the words of the document, in a real browser over the real desk.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Answer, DocumentDetail } from '../../src/schema.ts'
import { expectCalm, until, useBrowser, type Visit } from './browser.ts'
import { deskOn, joinedText } from './desk-page.ts'
import { openRunningDesk, type RunningDesk } from './desk-server.ts'

const QUESTION = '进口货物能不能先提货后缴税？'

const open = useBrowser()
let desk: RunningDesk
let visit: Visit
let expected: Answer
beforeAll(async () => {
  desk = await openRunningDesk()
  const reply = await fetch(`${desk.address}/api/ask`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ question: QUESTION, history: [] }),
  })
  expected = (await reply.json()) as Answer
  expect(expected.citations.length).toBeGreaterThan(1)
})
afterAll(() => desk?.close())
beforeEach(async () => {
  visit = await open()
})

/** Without white space, which the page lays out anew. */
const plain = (text: string) => text.replaceAll(/\s+/gu, '')

describe('a person who asks', () => {
  it('gets an answer, opens its quote in the document, steps through all of them, and comes back', async () => {
    const page = deskOn(visit.page)
    await visit.page.goto(desk.address)
    await page.ask(QUESTION)
    await page.turns.getByText('有原文依据').waitFor()
    const marker = page.markers.first()
    await marker.click()
    await page.reader.box.waitFor()

    const count = expected.citations.length
    for (const [i, { quote }] of expected.citations.entries()) {
      await until(async () => plain(await joinedText(page.reader.quote)) === plain(quote))
      expect(plain((await page.reader.box.textContent()) ?? '')).toContain(`${i + 1}/${count}`)
      await until(() => seen(page.reader.quote.first()))
      if (i + 1 < count) await page.reader.next.click()
    }
    await page.reader.previous.click()
    const before = expected.citations[count - 2]!
    await until(async () => plain(await joinedText(page.reader.quote)) === plain(before.quote))

    await page.reader.close.click()
    await until(async () => (await page.reader.box.count()) === 0 || !(await page.reader.box.isVisible()))
    expect(await marker.evaluate((element) => element.getRootNode().activeElement === element)).toBe(true)
    expectCalm(visit.trouble, desk.address)
  })

  it('sees the quote beside a marker before opening it, and Escape takes it away', async () => {
    const page = deskOn(visit.page)
    await visit.page.goto(desk.address)
    await page.ask(QUESTION)
    await page.markers.first().hover()
    const preview = visit.page.getByRole('tooltip')
    await until(async () =>
      plain((await preview.textContent()) ?? '').includes(plain(expected.citations[0]!.quote).slice(0, 20)),
    )
    await visit.page.keyboard.press('Escape')
    await preview.waitFor({ state: 'hidden' })
  })

  it('finds the whole document in the panel, not an extract', async () => {
    const page = deskOn(visit.page)
    await visit.page.goto(desk.address)
    await page.ask(QUESTION)
    await page.markers.first().click()
    await page.reader.quote.first().waitFor()
    const { text } = await documentOf(expected.citations[0]!.documentId)
    expect(plain((await page.reader.box.textContent()) ?? '')).toContain(plain(text))
  })
})

describe('an address', () => {
  it('of a quote can be shared: it opens the document there, with exactly these words marked', async () => {
    const { url, quote } = expected.citations[1]!
    await visit.page.goto(new URL(url, desk.address).href)
    const marks = visit.page.locator('mark')
    await until(async () => plain(await joinedText(marks)) === plain(quote))
    await until(() => seen(marks.first()))
    expectCalm(visit.trouble, desk.address)
  })

  it('of a record opens the document at that record, with its fields beside it', async () => {
    await visit.page.goto(`${desk.address}/documents/fj-2017-b5#13`)
    const { start, end } = (await documentOf('fj-2017-b5')).records.find(({ id }) => id === 'fj-2017-b5/13')!
    const { text } = await documentOf('fj-2017-b5')
    const marks = visit.page.locator('mark')
    await until(async () => plain(await joinedText(marks)) === plain(text.slice(start, end)))
    await until(() => seen(marks.first()))
    await visit.page.getByText('牵头单位', { exact: true }).first().waitFor()
  })

  it('stays as it is when the head of the page is skipped, and so does the quote', async () => {
    const { url } = expected.citations[1]!
    await visit.page.goto(new URL(url, desk.address).href)
    const marks = visit.page.locator('mark')
    await until(() => seen(marks.first()))
    const address = visit.page.url()
    await visit.page.getByRole('link', { name: '跳到正文' }).press('Enter')
    expect(visit.page.url()).toBe(address)
    expect(await marks.count()).toBeGreaterThan(0)
    expect(await visit.page.getByText(/不存在/u).count()).toBe(0)
  })

  it('that leads nowhere says so', async () => {
    await visit.page.goto(`${desk.address}/documents/no-such-document`)
    await visit.page.getByText('没有找到这份文件').waitFor()
    await visit.page.goto(`${desk.address}/documents/fj-2017-b5#99999`)
    await visit.page.getByText(/链接指向的位置在这份文件里不存在/u).waitFor()
  })
})

async function documentOf(id: string): Promise<DocumentDetail> {
  return (await fetch(`${desk.address}/api/documents/${id}`)).json() as Promise<DocumentDetail>
}

/** Whether an element stands in the visible part of the window. */
async function seen(element: import('playwright-core').Locator): Promise<boolean> {
  return element.evaluate((node) => {
    const { top, bottom } = node.getBoundingClientRect()
    return top >= 0 && bottom > 0 && top < node.ownerDocument.defaultView.innerHeight
  })
}
