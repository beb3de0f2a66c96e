// Takes the pictures of the README: the desk, the reader beside an answer, the widget on a host page, the records.
// They show the real desk with the documents that ship. `npm run screenshots` writes them to .github/.

import type { Server } from 'node:http'
import path from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import type { Page } from 'playwright-core'
import { createApp } from '../../src/app.ts'
import { ROOT, readSettings } from '../../src/config.ts'
import { openEngine } from '../../src/engine.ts'
import { launch, visitWith } from './browser.ts'
import { setup as buildPages } from './built-pages.ts'
import { deskOn } from './desk-page.ts'
import { listen, openHostSite, stop } from './scripted-desk.ts'

const QUESTION = '进口的货压在港口等着交关税，能不能先把货提走、税后面攒着一块付？'
const HOST_PAGE = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>政务服务门户</title><style>
  body { margin: 0; font-family: "Noto Serif CJK SC", serif; background: #f6f1e7; color: #3b2a1a }
  header { background: #8c1c13; color: #fff; padding: 28px 48px; font-size: 26px }
  nav { background: #a9342a; color: #fff; padding: 10px 48px; word-spacing: 24px }
  main { padding: 32px 48px; max-width: 640px; line-height: 2 }
</style></head><body><header>某市政务服务门户</header><nav>首页 办事 政策 互动</nav>
  <main><h1>政策直通车</h1><p>这里是一个普通的门户网站，样式与策问无关。右下角的问答由一行代码嵌入。</p></main>`

buildPages()
const host = await openHostSite()
const engine = await openEngine(readSettings(process.env))
const app = createApp({ engine: () => engine, allowedOrigins: [host.address] })
const server = createAdaptorServer({ fetch: app.fetch }) as Server
const address = await listen(server)
const browser = await launch()
try {
  await take('desk', { width: 1280, height: 860 }, address, async (page) => {
    await answered(page)
    await page.evaluate('scrollTo(0, 0)')
  })
  await take('reader', { width: 1280, height: 860 }, address, async (page) => {
    await answered(page)
    const { markers, reader } = deskOn(page)
    await markers.first().click()
    await reader.quote.first().waitFor()
  })
  host.html = `${HOST_PAGE}<script src="${address}/widget.js"></script>
    <cewen-chat server="${address}" position="bottom-right" heading="政策问答"></cewen-chat></body></html>`
  await take('widget', { width: 1280, height: 860 }, host.address, async (page) => {
    await page.locator('cewen-chat').getByRole('button').first().click()
    await answered(page)
  })
  const list = `${address}/records?document=fj-2017-b5&kind=measure#chosen=fj-2017-b5/1,fj-2017-b5/13`
  await take('records', { width: 1280, height: 860 }, list, async (page) => {
    await page.getByText('已选择 2 条').waitFor()
  })
} finally {
  await browser.close()
  await Promise.all([stop(server), host.close()])
  await engine.close()
}

async function answered(page: Page): Promise<void> {
  const { ask, turns } = deskOn(page)
  await ask(QUESTION)
  await turns.getByText('有原文依据').waitFor()
}

/** One picture of `url` after `prepare`, as `.github/<name>.png`. */
async function take(
  name: string,
  viewport: { width: number; height: number },
  url: string,
  prepare: (page: Page) => Promise<void>,
): Promise<void> {
  const { page } = await visitWith(browser, { viewport, reducedMotion: 'reduce', colorScheme: 'light' })
  await page.goto(url)
  await prepare(page)
  await page.screenshot({ path: path.join(ROOT, '.github', `${name}.png`) })
  await page.context().close()
}
