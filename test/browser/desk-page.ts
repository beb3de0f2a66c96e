// What a person sees and touches on the desk, named once: tests say what is done, this says how it is found.

import type { Locator, Page } from 'playwright-core'

export interface DeskPage {
  readonly field: Locator
  readonly send: Locator
  readonly stop: Locator
  /** Turns in the order of asking. */
  readonly turns: Locator
  /** Marker buttons `[n]` of the whole conversation. */
  readonly markers: Locator
  /** The panel with the whole document, while it is open. */
  readonly reader: ReaderPanel
  ask(question: string): Promise<void>
}

export interface ReaderPanel {
  readonly box: Locator
  /** The highlighted quote. */
  readonly quote: Locator
  readonly next: Locator
  readonly previous: Locator
  readonly close: Locator
}

export function deskOn(page: Page): DeskPage {
  const field = page.getByRole('textbox', { name: '您的问题' })
  const box = page.getByRole('dialog').filter({ has: page.getByRole('button', { name: '复制链接' }) })
  return {
    field,
    send: page.getByRole('button', { name: '提问', exact: true }),
    stop: page.getByRole('button', { name: '停止', exact: true }),
    turns: page.getByRole('region', { name: '问答' }).getByRole('article'),
    markers: page.getByRole('button', { name: /^引用 ?\d+/u }),
    reader: {
      box,
      quote: box.locator('mark'),
      next: box.getByRole('button', { name: '下一处引用' }),
      previous: box.getByRole('button', { name: '上一处引用' }),
      close: box.getByRole('button', { name: '关闭' }),
    },
    ask: async (question) => {
      await field.fill(question)
      await field.press('Enter')
    },
  }
}

/** The text of all matching elements, joined: a quote may be marked in several pieces. */
export async function joinedText(elements: Locator): Promise<string> {
  return (await elements.allTextContents()).join('')
}
