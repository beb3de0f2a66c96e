// Asking in a real browser while the server is scripted: streams, stops, failures, late replies, what follows.

import { beforeEach, describe, expect, it } from 'vitest'
import type { Answer } from '../../src/schema.ts'
import { expectCalm, until, useBrowser, type Visit } from './browser.ts'
import { type DeskPage, deskOn } from './desk-page.ts'
import { openScriptedDesk, type ScriptedDesk } from './scripted-desk.ts'
import { answerTo, nothingFor, SHELF } from './story.ts'

const QUESTION = '能不能先提货后缴税？'

const open = useBrowser()
let desk: ScriptedDesk
let visit: Visit
let page: DeskPage
beforeEach(async () => {
  desk = await openScriptedDesk(SHELF)
  visit = await open()
  await visit.page.goto(desk.address)
  page = deskOn(visit.page)
  return async () => {
    await desk.close()
  }
})

describe('an answer that comes in', () => {
  it('is shown piece by piece, with its state, and then with its sources', async () => {
    await page.ask(QUESTION)
    const asked = await desk.next()
    expect(asked.body.question).toBe(QUESTION)
    await visit.page.getByText('正在检索').first().waitFor()
    asked.hits()
    asked.text('企业可以')
    await page.turns.getByText('企业可以').waitFor()
    await visit.page.getByText('正在回答').first().waitFor()
    asked.text('先提货')
    await page.turns.getByText('企业可以先提货').waitFor()
    expect(await page.markers.count()).toBe(0)
    asked.final(answerTo(QUESTION))
    await page.turns.getByText('有原文依据').waitFor()
    expect(await page.markers.count()).toBe(3)
    expect(await page.stop.isVisible()).toBe(false)
    expectCalm(visit.trouble, desk.address)
  })

  it('is told to a screen reader once, whole, when it is complete', async () => {
    await page.ask(QUESTION)
    const asked = await desk.next()
    const polite = visit.page.locator('[role=status], [aria-live=polite]')
    for (const delta of ['企业可以', '把税款', '汇总缴纳']) {
      asked.text(delta)
      await page.turns.getByText(delta).waitFor()
      expect((await polite.allTextContents()).join('')).not.toContain(delta)
    }
    asked.final(answerTo(QUESTION))
    await until(async () => (await polite.allTextContents()).join('').includes('企业可以先提货后缴税'))
  })

  it('can be stopped: what came stays, marked as incomplete, the server is told, and it can be asked again', async () => {
    await page.ask(QUESTION)
    const asked = await desk.next()
    asked.text('企业可以')
    await page.turns.getByText('企业可以').waitFor()
    await page.stop.click()
    await page.turns.getByText('已停止').waitFor()
    await page.turns.getByText('企业可以').waitFor()
    await until(asked.gone)
    await visit.page.getByRole('button', { name: '重新提问' }).click()
    const again = await desk.next()
    expect(again.body.question).toBe(QUESTION)
    again.final(answerTo(QUESTION))
    await page.turns.getByText('有原文依据').waitFor()
    expect(await page.turns.count()).toBe(1)
  })

  it('stays answerable while the server is slow', async () => {
    await page.ask(QUESTION)
    const asked = await desk.next()
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await visit.page.getByText('正在检索').first().waitFor()
    expect(await page.stop.isVisible()).toBe(true)
    expect(await page.field.isEditable()).toBe(true)
    asked.final(answerTo(QUESTION))
    await page.turns.getByText('有原文依据').waitFor()
  })
})

describe('what goes wrong', () => {
  const failed = () => page.turns.getByText(/失败/u)
  const retry = () => visit.page.getByRole('button', { name: '重试' })

  it('is told when the server is down; a retry works once it is back', async () => {
    await desk.down()
    await page.ask(QUESTION)
    await failed().waitFor()
    expect(await failed().textContent()).toContain('暂时连接不上服务器')
    await desk.up()
    desk.answerAll = ({ question }) => answerTo(question)
    await retry().click()
    await page.turns.getByText('有原文依据').waitFor()
    expect(await failed().count()).toBe(0)
  })

  it.each([
    ['a stream that ends without its last event', 'end'],
    ['a connection that breaks', 'cut'],
  ] as const)('is told for %s, which is no answer', async (_, how) => {
    await page.ask(QUESTION)
    const asked = await desk.next()
    asked.text('企业可以先提货')
    await page.turns.getByText('企业可以先提货').waitFor()
    asked[how]()
    await failed().waitFor()
    expect(await failed().textContent()).toContain('中断')
    expect(await page.turns.getByText('有原文依据').count()).toBe(0)
    await retry().waitFor()
  })

  it.each([
    [
      'inside a stream',
      (asked: Awaited<ReturnType<ScriptedDesk['next']>>) => asked.error('回答出错，请稍后再试。'),
    ],
    [
      'before it',
      (asked: Awaited<ReturnType<ScriptedDesk['next']>>) => asked.refuse(503, '回答出错，请稍后再试。'),
    ],
  ])('is told in the words of the server, with the number of the request: %s', async (_, fail) => {
    await page.ask(QUESTION)
    fail(await desk.next())
    await page.turns.getByText('回答出错，请稍后再试。').waitFor()
    await page.turns.getByText('request-1').waitFor()
  })

  it.each([
    ['a gateway in between', { status: 503, error: 'Service Unavailable' }],
    ['nobody', { error: null }],
  ])('is told in our words where the error is that of %s', async (_, json) => {
    await visit.page.route('**/api/ask', (route) => route.fulfill({ status: 503, json }))
    await page.ask(QUESTION)
    await failed().waitFor()
    expect(await failed().textContent()).toMatch(/失败：\p{Script=Han}{4}/u)
    await retry().waitFor()
  })

  it('does not mix answers: an older question that is answered late changes nothing', async () => {
    await page.ask('旧问题')
    const older = await desk.next()
    older.text('旧回答')
    await page.turns.getByText('旧回答').waitFor()
    await page.ask('新问题')
    const newer = await desk.next()
    newer.text('新回答')
    await page.turns.getByText('新回答').waitFor()
    if (!older.gone()) {
      older.text('迟到的话')
      older.final(answerTo('旧问题', { text: '迟到的回答[1]' }))
    }
    newer.final(answerTo('新问题', { text: '新回答完整[1]' }))
    await page.turns.nth(1).getByText('新回答完整').waitFor()
    expect(await page.turns.nth(0).textContent()).toContain('已停止')
    expect(await page.turns.getByText('迟到').count()).toBe(0)
  })
})

describe('what follows', () => {
  it('is asked with the conversation so far', async () => {
    await page.ask(QUESTION)
    ;(await desk.next()).final(answerTo(QUESTION, { text: '可以。[1]' }))
    await page.turns.getByText('有原文依据').waitFor()
    await visit.page.getByRole('button', { name: '由哪个单位负责？' }).click()
    const { body } = await desk.next()
    expect(body.question).toBe('由哪个单位负责？')
    expect(body.history).toEqual([
      { role: 'user', content: QUESTION },
      { role: 'assistant', content: '可以。[1]' },
    ])
  })

  it('is asked without a filter whose chip was removed', async () => {
    await page.ask(QUESTION)
    const filters = { area: '榕城片区', year: ['2021'] }
    ;(await desk.next()).final(answerTo(QUESTION, { filters }))
    const chip = visit.page.getByRole('button', { name: /去掉筛选.*榕城片区/u })
    await chip.click()
    const again = await desk.next()
    expect(again.body).toMatchObject({ question: QUESTION, filters: { year: ['2021'] }, readFilters: false })
    again.final(answerTo(QUESTION, { filters: { year: ['2021'] } }))
    await page.turns.getByText('有原文依据').waitFor()
    expect(await chip.count()).toBe(0)
    expect(await visit.page.getByRole('button', { name: /去掉筛选.*2021/u }).count()).toBe(1)
    expect(await page.turns.count()).toBe(1)
  })
})

describe('a list that goes on', () => {
  it('is continued as it was asked for, whatever kind of question it was, until a filter is taken off', async () => {
    await page.ask(QUESTION)
    const filters = { year: ['2021'] }
    const listed: Partial<Answer> = { intent: 'precedent', total: 13, filters }
    ;(await desk.next()).final(answerTo(QUESTION, listed))
    await visit.page.getByRole('button', { name: '接着列出后 3 项（共 13 项）' }).click()
    const more = await desk.next()
    expect(more.body).toEqual({ question: QUESTION, limit: 10, offset: 10, filters: {}, history: [] })
    more.final(answerTo(QUESTION, listed))
    await page.turns.getByText('第 11 项起').waitFor()
    await page.turns.last().getByText('有原文依据').waitFor()
    expect(
      await page.turns
        .last()
        .getByRole('button', { name: /接着列出/u })
        .count(),
    ).toBe(0)
    await page.turns
      .last()
      .getByRole('button', { name: /去掉筛选.*2021/u })
      .click()
    ;(await desk.next()).final(answerTo(QUESTION, { ...listed, filters: {}, total: 30 }))
    await page.turns.last().getByRole('button', { name: '接着列出后 10 项（共 30 项）' }).waitFor()
    expect(await page.turns.getByText('第 11 项起').isVisible()).toBe(false)
  })
})

describe('what was read from a question', () => {
  it('is shown also where a filter cannot say it', async () => {
    await page.ask(QUESTION)
    const conditions: Answer['conditions'] = [{ key: 'area', values: ['榕城片区'], mode: 'only' }]
    ;(await desk.next()).final(answerTo(QUESTION, { conditions }))
    await visit.page.getByText('实施地区：只有 榕城片区').waitFor()
  })
})

describe('an answer that is taken away', () => {
  it('is copied with its references in official form and addresses that lead to the quotes', async () => {
    const other = await open({ permissions: ['clipboard-read', 'clipboard-write'] })
    await other.page.goto(desk.address)
    desk.answerAll = ({ question }) => answerTo(question)
    const { ask } = deskOn(other.page)
    await ask(QUESTION)
    await other.page.getByRole('button', { name: '复制回答和引用' }).click()
    await other.page.getByText('已复制').waitFor()
    const copied = String(await other.page.evaluate('navigator.clipboard.readText()'))
    const { text, citations } = answerTo(QUESTION)
    expect(copied).toContain(text)
    for (const { documentTitle, documentNumber, issuer, title, quote, url } of citations) {
      for (const part of [`《${documentTitle}》`, documentNumber, issuer, '2021年5月6日', title, quote])
        expect(copied).toContain(part)
      expect(copied).toContain(desk.address + url)
    }
  })
})

describe('an outcome', () => {
  it('says in its own words when nothing was found, and shows what is nearest', async () => {
    desk.answerAll = ({ question }) => nothingFor(question)
    await page.ask(QUESTION)
    await page.turns.getByText(/没有找到依据/u).waitFor()
    await page.turns.getByText('最接近的条目').waitFor()
    expect(await page.turns.getByText('有原文依据').count()).toBe(0)
    expect(await page.turns.getByText('船舶进出一次申报').count()).toBeGreaterThan(0)
  })

  it('says in its own words when it is only close', async () => {
    desk.answerAll = ({ question }) => answerTo(question, { outcome: 'partial' })
    await page.ask(QUESTION)
    await page.turns.getByText(/部分对应/u).waitFor()
    expect(await page.turns.getByText('有原文依据').count()).toBe(0)
  })
})
