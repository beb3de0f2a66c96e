// The page of all records, over the real desk: counts that hold, filters, order, comparison, and what is taken away.

import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PolicyRecord } from '../../src/schema.ts'
import { expectCalm, until, useBrowser, type Visit } from './browser.ts'
import { openRunningDesk, type RunningDesk } from './desk-server.ts'

const open = useBrowser()
let desk: RunningDesk
let visit: Visit
let page: Page
beforeAll(async () => {
  desk = await openRunningDesk()
})
afterAll(() => desk?.close())
beforeEach(async () => {
  visit = await open({ acceptDownloads: true, permissions: ['clipboard-read', 'clipboard-write'] })
  page = visit.page
  await page.goto(`${desk.address}/records`)
  await rows().first().waitFor()
})

const rows = () =>
  page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { level: 3 }) })
const titles = () => rows().getByRole('heading', { level: 3 }).allTextContents()
const total = () => page.getByRole('heading', { level: 2, name: /^共 \d+ 条/u })
const group = (name: string) => page.getByRole('group', { name, exact: true })

async function shownTotal(): Promise<number> {
  return Number(/\d+/u.exec((await total().textContent()) ?? '')?.[0])
}

/** Waits until the list says that it holds `count` records. */
const untilTotal = (count: number) => until(async () => (await shownTotal()) === count)

/** Quotation marks become single ones inside others. */
const unquoted = (text: string) => text.replaceAll(/[“”‘’]/gu, '')

/** What the server says by itself. */
async function recordsOf(query: string): Promise<{ total: number; items: PolicyRecord[] }> {
  const reply = await fetch(`${desk.address}/api/records?limit=500&${query}`)
  return reply.json() as Promise<{ total: number; items: PolicyRecord[] }>
}

/** Name and count of a box in a group of filters. */
async function countOf(box: Locator): Promise<number> {
  const words = await box.evaluate((input) => input.closest('label').textContent)
  return Number(/(\d+)\s*条?\s*$/u.exec(words)?.[1])
}

describe('the list of records', () => {
  it('holds all of them at first', async () => {
    expect(await shownTotal()).toBe((await recordsOf('')).total)
    expectCalm(visit.trouble, desk.address)
  })

  it.each([
    ['年份', 'year', '2017年', '2017'],
    ['类型', 'kind', '案例', 'case'],
    ['创新性', 'innovation', '全国首创', '全国首创'],
  ])(
    'shows beside a filter (%s) how many records it leaves, and leaves exactly these',
    async (name, key, label, value) => {
      const box = group(name).getByRole('checkbox', { name: new RegExp(`^${label}`, 'u') })
      const expected = (await recordsOf(`${key}=${encodeURIComponent(value)}`)).total
      expect(expected).toBeGreaterThan(0)
      expect(await countOf(box)).toBe(expected)
      await box.check()
      await untilTotal(expected)
      expect(page.url()).toContain(`${key}=${encodeURIComponent(value)}`)
      await page.getByRole('button', { name: new RegExp(`${label}.*取消这个筛选`, 'u') }).click()
      await untilTotal((await recordsOf('')).total)
    },
  )

  it('can be searched, keeps what was found when the address is shared, and says when there is nothing', async () => {
    const expected = await recordsOf(`q=${encodeURIComponent('缴税')}`)
    await page.getByLabel('在标题和内容中查找').fill('缴税')
    await untilTotal(expected.total)
    const other = await open()
    await other.page.goto(page.url())
    page = other.page
    await untilTotal(expected.total)
    expect(await titles()).toEqual(expected.items.slice(0, 50).map(({ title }) => title))
    await page.getByLabel('在标题和内容中查找').fill('没有任何条目会说这句话')
    await page.getByText('没有符合条件的条目').first().waitFor()
  })

  it('can be put into another order', async () => {
    const before = await titles()
    await page.getByLabel('排序').selectOption({ label: '按标题' })
    const expected = (await recordsOf('sort=title')).items.slice(0, 50).map(({ title }) => title)
    await until(async () => (await titles()).join() === expected.join())
    expect(expected).not.toEqual(before)
    await page.getByLabel('次序').selectOption({ label: '降序' })
    const turned = (await recordsOf('sort=title&order=desc')).items.slice(0, 50).map(({ title }) => title)
    await until(async () => (await titles()).join() === turned.join())
    expect(turned).not.toEqual(expected)
  })

  it('goes on over pages, and the way back works', async () => {
    const first = await titles()
    await page.getByRole('button', { name: '下一页' }).click()
    await until(async () => (await titles())[0] !== first[0])
    await page.goBack()
    await until(async () => (await titles())[0] === first[0])
  })
})

describe('two chosen records', () => {
  let chosen: PolicyRecord[]
  beforeEach(async () => {
    chosen = (await recordsOf('document=fj-2017-b5&kind=measure')).items.slice(0, 2)
    await page.goto(`${desk.address}/records?document=fj-2017-b5&kind=measure`)
    for (const { title } of chosen) await page.getByRole('checkbox', { name: title }).first().check()
    await page.getByText('已选择 2 条').waitFor()
  })

  it('stand side by side, field by field', async () => {
    await page.getByRole('button', { name: '比较', exact: true }).click()
    const table = page.getByRole('dialog').getByRole('table')
    await table.waitFor()
    const heads = await table.getByRole('columnheader').allTextContents()
    for (const [i, { title }] of chosen.entries()) expect(heads[i + 1]).toContain(title)
    const content = table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^内容/u }) })
    const cells = await content.getByRole('cell').allTextContents()
    for (const [i, record] of chosen.entries()) expect(cells[i]).toContain(record.content)
    const units = table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^牵头单位/u }) })
    expect(await units.textContent()).toContain(chosen[0]!.leadUnits![0])
    await page.keyboard.press('Escape')
    await table.waitFor({ state: 'hidden' })
    expectCalm(visit.trouble, desk.address)
  })

  it('leave as a table that spreadsheets open', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '导出 CSV' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/\.csv$/u)
    const file = await readFile(await download.path(), 'utf8')
    expect(file.startsWith('\uFEFF')).toBe(true)
    expect(file.split('\r\n')[0]).toMatch(/文件.*文号.*标题.*内容/u)
    for (const { title, content, leadUnits = [] } of chosen) {
      expect(file).toContain(title)
      expect(file.replaceAll('""', '"')).toContain(content)
      expect(file).toContain(leadUnits[0])
    }
    expect(file).toContain(`${desk.address}/documents/fj-2017-b5#${chosen[0]!.number}`)
  })

  it('leave as references that can be pasted, with title, issuer, number, date and item', async () => {
    const { items } = (await (await fetch(`${desk.address}/api/documents`)).json()) as {
      items: { id: string; title: string; issuer: string }[]
    }
    const { title, issuer } = items.find(({ id }) => id === 'fj-2017-b5')!
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '导出 Markdown' }).click(),
    ])
    const markdown = await readFile(await download.path(), 'utf8')
    await page.getByRole('button', { name: '复制到 Word' }).click()
    await page.getByText('已复制 2 条引用').waitFor()
    const pasted = String(await page.evaluate('navigator.clipboard.readText()'))
    for (const text of [markdown, pasted]) {
      expect(text).toContain(title.slice(0, 12))
      expect(text).toContain(issuer)
      expect(text).toMatch(/\d{4}年\d{1,2}月\d{1,2}日/u)
      for (const record of chosen) {
        expect(text).toContain(`第 ${record.number} 项`)
        expect(unquoted(text)).toContain(unquoted(record.title))
      }
    }
  })

  it('stay chosen when the head of the page is skipped', async () => {
    const address = page.url()
    await page.getByRole('link', { name: '跳到条目' }).press('Enter')
    expect(await page.getByRole('main').evaluate((main) => main === main.ownerDocument.activeElement)).toBe(
      true,
    )
    await page.getByText('已选择 2 条').waitFor()
    expect(page.url()).toBe(address)
  })
  it('stay chosen in a shared address', async () => {
    const other = await open()
    await other.page.goto(page.url())
    await other.page.getByText('已选择 2 条').waitFor()
  })
})
