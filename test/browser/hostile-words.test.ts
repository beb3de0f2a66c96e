// Words of attackers in every field that a question, an answer, a document or a record has: shown as words, in a real
// browser, on our own page and on a host page without any policy that would stop a script.

import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, DocumentDetail, PolicyRecord } from '../../src/schema.ts'
import { expectCalm, useBrowser } from './browser.ts'
import { deskOn } from './desk-page.ts'
import { PAYLOADS } from './payloads.ts'
import { type HostSite, openHostSite, openScriptedDesk, type ScriptedDesk } from './scripted-desk.ts'
import { answerTo, citation, DOCUMENT, HITS, RECORDS } from './story.ts'

const open = useBrowser()
let desk: ScriptedDesk
let host: HostSite
beforeAll(async () => {
  host = await openHostSite()
  desk = await openScriptedDesk({ documents: [], records: [] }, [host.address])
})
afterAll(() => Promise.all([desk?.close(), host?.close()]))

/** A document with `words` in every field that is text, and in its text, which goes on with `rest`. */
function documentOf(words: string, rest: readonly string[] = PAYLOADS): DocumentDetail {
  const text = [words, ...rest].join('\n')
  return {
    ...DOCUMENT,
    title: words,
    issuer: words,
    documentNumber: words,
    date: words,
    text,
    sections: [{ title: words, start: 0, end: 5 }],
    records: [
      { id: `${DOCUMENT.id}/1`, start: 0, end: words.length },
      { id: `${DOCUMENT.id}/${words.replaceAll('/', '')}`, start: words.length + 1, end: text.length },
    ],
  }
}

function recordOf(words: string, id = `${DOCUMENT.id}/1`): PolicyRecord {
  const fields = [
    'promotionScope',
    'promotionTime',
    'innovationType',
    'innovationPoint',
    'domain',
    'group',
    'task',
  ]
  return {
    ...RECORDS[0]!,
    id,
    number: id.slice(id.lastIndexOf('/') + 1),
    title: words,
    content: words,
    implementedIn: [words],
    leadUnits: [words],
    providedBy: [words],
    ...Object.fromEntries(fields.map((field) => [field, words])),
    lineage: [{ id: `${words}/${words}`, relation: 'same' }],
    url: words,
  }
}

function answerOf(question: string, words: string): Answer {
  const cited = {
    ...citation(1),
    documentTitle: words,
    documentNumber: words,
    issuer: words,
    date: words,
    title: words,
    quote: words,
    url: words,
  }
  return answerTo(question, {
    standaloneQuestion: words,
    filters: { area: words, document: [words], batch: words },
    text: `${words}[1]${words}`,
    citations: [cited],
    hits: HITS.map((hit) => ({ ...hit, title: words, passage: { ...hit.passage, text: words } })),
    notice: words,
    followUps: [words],
    answeredBy: words,
  })
}

/** Everything in a page, shadow roots included, that could run or load something. */
async function dangers(page: Page | Frame): Promise<string[]> {
  return page.locator('html').evaluate((root) => {
    const found: string[] = []
    // biome-ignore lint/suspicious/noExplicitAny: runs inside the page, whose types are not known here
    const look = (tree: any) => {
      for (const element of tree.querySelectorAll('*')) {
        if (element.shadowRoot) look(element.shadowRoot)
        const name = element.localName
        if (
          /^(script|iframe|frame|object|embed|base|img|image|video|audio|math|marquee|meta|link|style|form)$/u.test(
            name,
          )
        )
          found.push(name)
        for (const attribute of element.attributes) {
          if (/^on|^srcdoc$|^style$/u.test(attribute.name)) found.push(`${name} ${attribute.name}`)
          const leads = /^(href|src|action|formaction|xlink:href)$/u.test(attribute.name)
          if (leads && !/^(https?:\/\/127\.0\.0\.1:|\/|#|data:image\/svg)/u.test(attribute.value))
            found.push(`${name} ${attribute.name}=${attribute.value}`)
        }
      }
    }
    look(root.ownerDocument)
    return found.sort()
  })
}

describe('words of attackers', () => {
  it.each(['our page', 'a host page without a policy'])(
    'in a question and in every field of its answer stay words on %s',
    { timeout: 90_000 },
    async (where) => {
      const own = where === 'our page'
      host.policy = undefined
      host.html = hostPage('inline')
      desk.shelf = { documents: [], records: [] }
      desk.answerAll = undefined
      const { page, trouble } = await open()
      await page.goto(own ? desk.address : host.address)
      const { ask, turns } = deskOn(page)
      // What an ordinary answer adds is not held against it.
      await ask('一般的问题')
      ;(await desk.next()).final(answerOf('一般的问题', '一般的回答'))
      await turns.getByText('一般的回答').first().waitFor()
      const before = new Set(await dangers(page))
      for (const [i, words] of PAYLOADS.entries()) {
        await ask(words)
        const asked = await desk.next()
        expect(asked.body.question).toBe(words)
        if (i % 10 === 9) asked.error(words)
        else {
          asked.text(words)
          asked.final(answerOf(words, words))
        }
        const turn = turns.last()
        await turn.and(page.locator('[aria-busy=false]')).waitFor()
        expect(await turn.textContent()).toContain(words)
        if (i % 10 !== 9) continue
        expect((await dangers(page)).filter((danger) => !before.has(danger))).toEqual([])
        await page.getByRole('button', { name: '清空问答' }).click()
      }
      expectCalm(trouble, desk.address, host.address)
    },
  )

  it('in quotes stay words beside their markers and in the panel', { timeout: 90_000 }, async () => {
    const { page, trouble } = await open()
    const cited = PAYLOADS.map((words, i) => ({
      ...answerOf('', words).citations[0]!,
      marker: i + 1,
      url: '',
    }))
    const answer = answerTo('引用', {
      text: cited.map((_, i) => `话[${i + 1}]`).join(''),
      citations: cited,
      hits: [],
    })
    desk.shelf = { documents: [documentOf(PAYLOADS[0]!)], records: [recordOf(PAYLOADS[0]!)] }
    await page.goto(desk.address)
    const { ask, turns, markers, reader } = deskOn(page)
    await ask('一般的问题')
    ;(await desk.next()).final(answerTo('一般的问题', {}))
    await turns.getByText('有原文依据').waitFor()
    // Our own preview places itself beside the marker.
    await markers.first().focus()
    const before = new Set(await dangers(page))
    await ask('引用')
    ;(await desk.next()).final(answer)
    await markers.nth(cited.length).waitFor()
    const own = (i: number) =>
      turns
        .last()
        .getByRole('button', { name: /^引用 ?\d+/u })
        .nth(i)
    const found: string[] = []
    for (const i of cited.keys()) {
      await own(i).focus()
      if (i % 10 === 0) found.push(...(await dangers(page)).filter((danger) => !before.has(danger)))
    }
    await own(0).click()
    await reader.box.waitFor()
    for (const i of cited.keys()) {
      if (i % 10 === 0) found.push(...(await dangers(page)).filter((danger) => !before.has(danger)))
      if (i + 1 < cited.length) await reader.next.click()
    }
    expect(found).toEqual([])
    expectCalm(trouble, desk.address)
  })

  it('in every field of a document and its records stay words in the reader', {
    timeout: 120_000,
  }, async () => {
    const { page, trouble } = await open()
    const show = async (words: string) => {
      const others = PAYLOADS.slice(0, 3).map((other) => recordOf(words, `${DOCUMENT.id}/${other}`))
      const document = documentOf(words, ['一般的正文', words])
      desk.shelf = { documents: [document], records: [recordOf(words), ...others] }
      await page.goto('about:blank')
      await page.goto(`${desk.address}/documents/${DOCUMENT.id}#1`)
      await page.getByRole('heading', { level: 1 }).getByText(words, { exact: true }).waitFor()
      await page.getByText('牵头单位', { exact: true }).first().waitFor()
    }
    await show('一般的文件')
    const before = new Set(await dangers(page))
    const found: string[] = []
    for (const words of PAYLOADS) {
      await show(words)
      found.push(...(await dangers(page)).filter((danger) => !before.has(danger)))
    }
    expect(found).toEqual([])
    expect(await page.locator('body').textContent()).toContain(PAYLOADS.at(-1))
    expectCalm(trouble, desk.address)
  })

  it('in every field of records stay words in the list and side by side', { timeout: 60_000 }, async () => {
    const records = (make: (words: string) => string) =>
      PAYLOADS.slice(0, 150).map((words, i) => recordOf(make(words), `${DOCUMENT.id}/${i + 1}`))
    const { page, trouble } = await open()
    const show = async (make: (words: string) => string) => {
      desk.shelf = { documents: [documentOf(make(PAYLOADS[0]!))], records: records(make) }
      const ids = records(make).map(({ id }) => id)
      const found: string[] = []
      for (const [at, id] of ids.entries()) {
        if (at % 50 !== 0) continue
        await page.goto('about:blank')
        await page.goto(
          `${desk.address}/records?page=${at / 50 + 1}#chosen=${id},${ids[at + 1]}&view=compare`,
        )
        await page.getByRole('columnheader').getByText(records(make)[at]!.title).first().waitFor()
        found.push(...(await dangers(page)))
        await page.goto('about:blank')
        await page.goto(`${desk.address}/records?page=${at / 50 + 1}`)
        await page.getByRole('heading', { level: 3 }).getByText(records(make)[at]!.title).first().waitFor()
        found.push(...(await dangers(page)))
      }
      return found
    }
    const before = new Set(await show(() => '一般的条目'))
    expect((await show((words) => words)).filter((danger) => !before.has(danger))).toEqual([])
    expectCalm(trouble, desk.address)
  })
})

describe('a printed answer', () => {
  it('holds the words of attackers as words', async () => {
    host.html = hostPage('inline')
    const { page, trouble } = await open()
    // Nobody is there to close the window in which a printer is chosen.
    await page.addInitScript({ content: 'window.print = () => {}' })
    await page.goto(host.address)
    const { ask, turns } = deskOn(page)
    await ask('打印')
    const all = PAYLOADS.map((words, i) => ({ ...answerOf('', words).citations[0]!, marker: i + 1 }))
    ;(await desk.next()).final(answerTo('打印', { text: PAYLOADS.join('\n'), citations: all, hits: [] }))
    await turns.getByText('有原文依据').waitFor()
    await page.getByRole('button', { name: '打印', exact: true }).click()
    const printed = page.frames().find((frame) => frame !== page.mainFrame())!
    expect(await printed.locator('body').textContent()).toContain(PAYLOADS[0])
    expect(await dangers(printed)).toEqual([])
    expectCalm(trouble, desk.address, host.address)
  })
})

function hostPage(position: string): string {
  return `<!doctype html><html lang="zh-CN"><title>门户</title><body><h1>门户</h1>
    <script src="${desk.address}/widget.js"></script>
    <cewen-chat server="${desk.address}" position="${position}"></cewen-chat></body></html>`
}
