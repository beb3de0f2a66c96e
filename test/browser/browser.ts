// A real Chromium for a test file, and pages in contexts of their own that remember everything that went wrong
// in them. Knows nothing of the product.

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
]
/** Longest wait for something to appear, milliseconds. */
const PATIENCE_MS = 5_000
const AXE_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Runs in every page before its own scripts; keeps its own hold of what a hostile page may redefine. */
const TELL_BREACHES = `{
  const tell = window.tellBreach
  addEventListener('securitypolicyviolation', (event) =>
    tell(event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sample))
}`

/** What a page did that nobody wanted to see. */
export interface Trouble {
  /** Texts of dialogs that opened. */
  readonly dialogs: string[]
  /** Uncaught errors of scripts. */
  readonly errors: string[]
  /** Breaches of a content security policy, as `directive blocked-address`. */
  readonly breaches: string[]
  /** Every request's address. */
  readonly requests: string[]
}

export interface Visit {
  readonly page: Page
  readonly trouble: Trouble
}

/** Launches a browser. @throws Error saying how to get one where there is none */
export async function launch(): Promise<Browser> {
  if (!existsSync(CHROMIUM))
    throw new Error(`No browser at ${CHROMIUM}: apt-get install chromium, or set CHROMIUM to another one.`)
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
}

/** Opens a page in a fresh context of `browser`. Close the context when done. */
export async function visitWith(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    locale: 'zh-CN',
    viewport: { width: 1280, height: 800 },
    ...options,
  })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  const trouble: Trouble = { dialogs: [], errors: [], breaches: [], requests: [] }
  page.on('dialog', (dialog) => {
    trouble.dialogs.push(dialog.message())
    // The page may be gone already.
    void dialog.dismiss().catch(() => undefined)
  })
  page.on('pageerror', (error) => trouble.errors.push(String(error)))
  page.on('request', (request) => trouble.requests.push(request.url()))
  await context.exposeFunction('tellBreach', (breach: string) => trouble.breaches.push(breach))
  await context.addInitScript({ content: TELL_BREACHES })
  return { page, trouble }
}

/**
 * Registers a browser for the tests of this file: one process, a fresh context per visit, closed after the test.
 * @returns opens a page
 */
export function useBrowser(): (options?: BrowserContextOptions) => Promise<Visit> {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()))
  })
  afterAll(async () => {
    await browser?.close()
  })
  return (options) => visitWith(browser, options)
}

/** Nothing unwanted has happened; requests went to the given origins only. */
export function expectCalm({ dialogs, errors, breaches, requests }: Trouble, ...origins: string[]): void {
  const foreign = requests.filter(
    (url) => !/^(data|blob|about):/u.test(url) && !origins.includes(new URL(url).origin),
  )
  expect({ dialogs, errors, breaches, foreign }).toEqual({
    dialogs: [],
    errors: [],
    breaches: [],
    foreign: [],
  })
}

/** What of axe-core is run: everything that WCAG 2.2 AA asks for and what is good practice. */
const EVERYTHING = { runOnly: AXE_RULES }
/** Only what another colour scheme can change. */
export const COLOURS = { runOnly: { type: 'rule', values: ['color-contrast'] } }

/** Serious and critical faults of the page as it stands, shadow roots included: rule, how grave, where. */
export async function axeFaults(page: Page, rules: object = EVERYTHING): Promise<string[]> {
  // As an expression from outside, which a page's own policy does not forbid.
  await page.evaluate(AXE)
  const { violations } = (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'], ...${JSON.stringify(rules)} })`,
  )) as AxeResults
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, impact, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${id} (${impact}) at ${target.join(' ')}: ${failureSummary}`,
      ),
    )
}

/** Waits for `seen` to give something; for what has no element to wait for. */
export async function until<T>(
  seen: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS
  for (;;) {
    const value = await seen()
    if (value !== undefined && value !== false) return value
    if (performance.now() > deadline) throw new Error(`Waited ${PATIENCE_MS} ms in vain for ${seen}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
