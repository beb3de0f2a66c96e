// Saying whether an answer helped: on the page, on a portal, by keyboard, and when the server does not take it.

import { beforeEach, describe, expect, it } from 'vitest'
import { expectCalm, until, useBrowser, type Visit } from './browser.ts'
import { type DeskPage, deskOn } from './desk-page.ts'
import { type HostSite, openHostSite, openScriptedDesk, type ScriptedDesk } from './scripted-desk.ts'
import { answerTo, nothingFor, SHELF } from './story.ts'

const QUESTION = '能不能先提货后缴税？'
const THANKS = '谢谢，已收到您的评价。'

const open = useBrowser()
let host: HostSite
let desk: ScriptedDesk
let visit: Visit
let page: DeskPage
beforeEach(async () => {
  host = await openHostSite()
  desk = await openScriptedDesk(SHELF, [host.address])
  desk.answerAll = ({ question }) => answerTo(question)
  visit = await open()
  await visit.page.goto(desk.address)
  page = deskOn(visit.page)
  return async () => {
    await Promise.all([desk.close(), host.close()])
  }
})

const group = () => visit.page.getByRole('group', { name: '评价这个回答' })
const press = (name: string) => group().getByRole('button', { name }).click()
const said = () => group().getByRole('status')

describe('an answer', () => {
  it('that helped is rated with one press, and that is all', async () => {
    await page.ask(QUESTION)
    await press('有帮助')
    await group().getByText(THANKS).waitFor()
    expect(desk.rated).toEqual([{ answerId: 'answer-1', rating: 1 }])
    expect(await group().getByRole('button').count()).toBe(0)
    expectCalm(visit.trouble, desk.address)
  })

  it('that did not help may be given a reason and words of one’s own', async () => {
    desk.answerAll = ({ question }) => nothingFor(question)
    await page.ask(QUESTION)
    expect(await group().getByRole('radio').count()).toBe(0)
    await press('没帮助')
    expect(await group().getByRole('radio').count()).toBe(4)
    await group().getByRole('radio', { name: '内容过时' }).check()
    await group().getByRole('textbox').fill('  去年改了  ')
    await press('提交评价')
    await group().getByText(THANKS).waitFor()
    expect(desk.rated).toEqual([
      { answerId: 'answer-1', rating: -1, reason: '内容过时', comment: '去年改了' },
    ])
  })

  it('can be rated without any reason, and the reasons can be folded away again', async () => {
    await page.ask(QUESTION)
    const not = group().getByRole('button', { name: '没帮助' })
    expect(await not.getAttribute('aria-expanded')).toBe('false')
    await not.click()
    expect(await not.getAttribute('aria-expanded')).toBe('true')
    await not.click()
    expect(await group().getByRole('textbox').count()).toBe(0)
    expect(desk.rated).toEqual([])
    await not.click()
    await press('提交评价')
    await group().getByText(THANKS).waitFor()
    expect(desk.rated).toEqual([{ answerId: 'answer-1', rating: -1 }])
  })

  it('that is the desk’s word about itself is not rated', async () => {
    desk.answerAll = ({ question }) =>
      answerTo(question, { intent: 'help', citations: [], records: [], hits: [] })
    await page.ask('你好')
    await page.turns.getByText('使用说明').waitFor()
    expect(await group().count()).toBe(0)
  })
})

describe('answers', () => {
  it('are rated each for itself', async () => {
    let given = 0
    desk.answerAll = ({ question }) => {
      given += 1
      return answerTo(question, { answerId: `answer-${given}` })
    }
    for (const question of ['一', '二']) {
      await page.ask(question)
      await page.turns.filter({ hasText: question }).getByText('有原文依据').waitFor()
    }
    for (const button of await visit.page.getByRole('button', { name: '没帮助' }).all()) await button.click()
    await group().nth(0).getByRole('radio', { name: '引用不对' }).check()
    await group().nth(1).getByRole('radio', { name: '其他' }).check()
    await group().nth(0).getByRole('button', { name: '提交评价' }).click()
    await group().nth(0).getByText(THANKS).waitFor()
    await group().nth(1).getByRole('button', { name: '提交评价' }).click()
    await group().nth(1).getByText(THANKS).waitFor()
    expect(desk.rated).toEqual([
      { answerId: 'answer-1', rating: -1, reason: '引用不对' },
      { answerId: 'answer-2', rating: -1, reason: '其他' },
    ])
  })
})

describe('a rating that is not taken', () => {
  it('is told in the words of the server, keeps what was written, and can be sent again', async () => {
    desk.refuseRatings = '评价暂时没能保存。'
    await page.ask(QUESTION)
    await press('没帮助')
    await group().getByRole('textbox').fill('看不懂')
    await press('提交评价')
    await group().getByText('评价没能提交：评价暂时没能保存。').waitFor()
    desk.refuseRatings = undefined
    await press('提交评价')
    await group().getByText(THANKS).waitFor()
    expect(desk.rated).toEqual([{ answerId: 'answer-1', rating: -1, comment: '看不懂' }])
  })

  it('is told when the server is gone; the answer stays', async () => {
    await page.ask(QUESTION)
    await page.turns.getByText('有原文依据').waitFor()
    await desk.down()
    await press('有帮助')
    await group().getByText('暂时连接不上服务器').waitFor()
    expect(await page.turns.getByText('有原文依据').isVisible()).toBe(true)
    expect(visit.trouble.errors).toEqual([])
  })
})

describe('with nothing but a keyboard', () => {
  it('a person gives a reason; the thanks are spoken and take the focus', async () => {
    await page.ask(QUESTION)
    const { keyboard } = visit.page
    await group().getByRole('button', { name: '没帮助' }).focus()
    await keyboard.press('Enter')
    await keyboard.press('Tab')
    await keyboard.press('Space')
    expect(await group().getByRole('radio', { name: '没有回答我的问题' }).isChecked()).toBe(true)
    await keyboard.press('ArrowDown')
    await keyboard.press('Tab')
    await keyboard.type('缺少附件')
    await keyboard.press('Tab')
    await keyboard.press('Enter')
    await until(async () => (await said().textContent()) === THANKS)
    expect(await visit.page.locator(':focus').last().textContent()).toBe(THANKS)
    expect(desk.rated).toEqual([
      { answerId: 'answer-1', rating: -1, reason: '引用不对', comment: '缺少附件' },
    ])
  })
})

describe('on a portal', () => {
  it('a rating reaches the desk of the widget', async () => {
    host.html = `<!doctype html><html lang="zh-CN"><title>门户</title><body>
      <script src="${desk.address}/widget.js"></script><cewen-chat server="${desk.address}"></cewen-chat></body></html>`
    await visit.page.goto(host.address)
    await page.ask(QUESTION)
    await press('有帮助')
    await group().getByText(THANKS).waitFor()
    expect(desk.rated).toEqual([{ answerId: 'answer-1', rating: 1 }])
  })
})
