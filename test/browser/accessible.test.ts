// Every view in every state, looked at by axe-core in a real browser: nothing serious, nothing critical.

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults, COLOURS, useBrowser } from './browser.ts'
import { type DeskPage, deskOn } from './desk-page.ts'
import { type HostSite, openHostSite, openScriptedDesk, type ScriptedDesk } from './scripted-desk.ts'
import { answerTo, DOCUMENT_ID, nothingFor, SHELF } from './story.ts'

const QUESTION = '能不能先提货后缴税？'

const open = useBrowser()
let desk: ScriptedDesk
let host: HostSite
beforeAll(async () => {
  host = await openHostSite()
  desk = await openScriptedDesk(SHELF, [host.address])
  host.html = `<!doctype html><html lang="zh-CN"><title>门户</title><body><main><h1>门户</h1></main>
    <script src="${desk.address}/widget.js"></script>
    <cewen-chat server="${desk.address}" position="bottom-right" heading="问政策"></cewen-chat></body></html>`
})
afterAll(() => Promise.all([desk?.close(), host?.close()]))

interface State {
  path?: string
  /** Brings the page into the state. */
  reach(page: Page, seen: DeskPage): Promise<void>
}

const answered: State['reach'] = async (_page, { ask, turns }) => {
  await ask(QUESTION)
  ;(await desk.next()).final(answerTo(QUESTION, { filters: { area: '榕城片区' }, notice: '请注意。' }))
  await turns.getByText('有原文依据').waitFor()
}

const STATES: Record<string, State> = {
  'the page before the first question': {
    reach: async (page) => void (await page.getByText('可以这样问').first().waitFor()),
  },
  'the page while it searches': {
    reach: async (page, { ask }) => {
      await ask(QUESTION)
      await desk.next()
      await page.getByText('正在检索').first().waitFor()
    },
  },
  'the page while it answers': {
    reach: async (_page, { ask, turns }) => {
      await ask(QUESTION)
      ;(await desk.next()).text('企业可以')
      await turns.getByText('企业可以').waitFor()
    },
  },
  'an answer': { reach: answered },
  'an answer that did not help': {
    reach: async (page, seen) => {
      await answered(page, seen)
      await page.getByRole('button', { name: '没帮助' }).click()
      await page.getByRole('radio', { name: '内容过时' }).check()
    },
  },
  'a preview of a quote': {
    reach: async (page, seen) => {
      await answered(page, seen)
      await seen.markers.first().hover()
      await page.getByRole('tooltip').waitFor()
    },
  },
  'a partial answer': {
    reach: async (_page, { ask, turns }) => {
      await ask(QUESTION)
      ;(await desk.next()).final(answerTo(QUESTION, { outcome: 'partial' }))
      await turns.getByText(/部分对应/u).waitFor()
    },
  },
  'no evidence': {
    reach: async (_page, { ask, turns }) => {
      await ask(QUESTION)
      ;(await desk.next()).final(nothingFor(QUESTION))
      await turns.getByText(/没有找到依据/u).waitFor()
    },
  },
  'a failure': {
    reach: async (_page, { ask, turns }) => {
      await ask(QUESTION)
      ;(await desk.next()).refuse(503, '回答出错，请稍后再试。')
      await turns.getByText('回答出错，请稍后再试。').waitFor()
    },
  },
  'a stopped answer': {
    reach: async (_page, { ask, turns, stop }) => {
      await ask(QUESTION)
      ;(await desk.next()).text('企业可以')
      await turns.getByText('企业可以').waitFor()
      await stop.click()
      await turns.getByText(/已停止/u).waitFor()
    },
  },
  'the reader panel': {
    reach: async (page, seen) => {
      await answered(page, seen)
      await seen.markers.first().click()
      await seen.reader.quote.first().waitFor()
    },
  },
  'the reader page': {
    path: `/documents/${DOCUMENT_ID}#2`,
    reach: async (page) => void (await page.locator('mark').first().waitFor()),
  },
  'the reader page of no document': {
    path: '/documents/none',
    reach: async (page) =>
      void (await page
        .getByText(/没有找到|没能读取/u)
        .first()
        .waitFor()),
  },
  'the list of records': {
    path: '/records',
    reach: async (page) => void (await page.getByText('共 3 条').first().waitFor()),
  },
  'records with a choice': {
    path: `/records?area=${encodeURIComponent('榕城片区')}#chosen=${DOCUMENT_ID}/1,${DOCUMENT_ID}/2`,
    reach: async (page) => void (await page.getByText('已选择 2 条').waitFor()),
  },
  'the comparison': {
    path: `/records#chosen=${DOCUMENT_ID}/1,${DOCUMENT_ID}/2&view=compare`,
    reach: async (page) => void (await page.getByRole('dialog').getByRole('table').waitFor()),
  },
  'the page for frames': {
    path: '/embed',
    reach: async (_page, { field }) => void (await field.waitFor()),
  },
  'the description of the interface': {
    path: '/docs',
    reach: async (page) => void (await page.getByRole('heading', { level: 1 }).waitFor()),
  },
  'the button of the widget': {
    path: 'host',
    reach: async (page) => void (await page.locator('cewen-chat').getByRole('button').first().waitFor()),
  },
  'the widget, open, with an answer': {
    path: 'host',
    reach: async (page, seen) => {
      await page.locator('cewen-chat').getByRole('button').first().click()
      await answered(page, seen)
    },
  },
}

describe('nothing stands in the way of anybody', () => {
  it.each(Object.entries(STATES))('in %s', async (_, { path = '/', reach }) => {
    // Colours are judged as they are, not half-way through a fade.
    const { page } = await open({ reducedMotion: 'reduce' })
    await page.goto(path === 'host' ? host.address : desk.address + path)
    await reach(page, deskOn(page))
    expect(await axeFaults(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await axeFaults(page, COLOURS), 'on a dark screen').toEqual([])
  })

  it.each([
    'an answer',
    'an answer that did not help',
    'the reader panel',
    'the reader page',
    'records with a choice',
    'the comparison',
  ])('in %s on a phone', async (name) => {
    const { path = '/', reach } = STATES[name]!
    const { page } = await open({ viewport: { width: 320, height: 568 }, reducedMotion: 'reduce' })
    await page.goto(desk.address + path)
    await reach(page, deskOn(page))
    expect(await axeFaults(page)).toEqual([])
  })

  it('axe-core does see what is wrong', async () => {
    const { page } = await open()
    await page.setContent('<html lang="zh"><title>x</title><main><h1>x</h1><button></button></main></html>')
    expect((await axeFaults(page)).join()).toContain('button-name')
  })
})
