// Addresses of attackers, in citations and wherever a page makes a link: they lead to our own reader, or nowhere.

import path from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../../src/config.ts'
import { expectCalm, useBrowser } from './browser.ts'
import { deskOn } from './desk-page.ts'
import { BAD_ADDRESSES, FOREIGN_ADDRESSES } from './payloads.ts'
import { openScriptedDesk, type ScriptedDesk } from './scripted-desk.ts'
import { answerTo, citation } from './story.ts'

const open = useBrowser()
let desk: ScriptedDesk
beforeAll(async () => {
  desk = await openScriptedDesk({ documents: [], records: [] })
})
afterAll(() => desk?.close())

describe('an address in a citation', () => {
  it('leads to our own reader or nowhere, whatever it says', { timeout: 60_000 }, async () => {
    const { page, trouble } = await open()
    await page.goto(desk.address)
    const addresses = [...BAD_ADDRESSES, ...FOREIGN_ADDRESSES]
    desk.answerAll = ({ question }) =>
      answerTo(question, {
        text: addresses.map((_, i) => `话[${i + 1}]`).join(''),
        citations: addresses.map((url, i) => ({ ...citation(1), marker: i + 1, url })),
      })
    const { ask, turns, markers } = deskOn(page)
    await ask('地址')
    await turns.getByText('有原文依据').waitFor()
    expect(await markers.count()).toBe(addresses.length)
    const links = await turns.getByRole('link').evaluateAll((all) => all.map(({ href }) => String(href)))
    expect(links.filter((href) => !href.startsWith(`${desk.address}/`))).toEqual([])
    desk.answerAll = undefined
    expectCalm(trouble, desk.address)
  })
})

describe('a link', () => {
  it('is none where its address would run something', async () => {
    const { page, trouble } = await open()
    await page.goto(desk.address)
    // What all pages and the element make their links with.
    const { outputFiles } = await build({
      entryPoints: [path.join(ROOT, 'src/web/client/dom.ts')],
      bundle: true,
      format: 'iife',
      globalName: 'dom',
      write: false,
    })
    const links = (addresses: readonly string[]) =>
      page.evaluate(
        `${outputFiles[0]!.text}; ${JSON.stringify(addresses)}.map((address) =>
          { const made = dom.link('字', address, { newTab: true }); return [made.tagName, made.href, made.rel] })`,
      )
    expect(await links(BAD_ADDRESSES)).toEqual(BAD_ADDRESSES.map(() => ['SPAN', undefined, undefined]))
    expect(await links(['https://portal.example.gov.cn/a'])).toEqual([
      ['A', 'https://portal.example.gov.cn/a', 'noopener noreferrer'],
    ])
    expectCalm(trouble, desk.address)
  })
})
