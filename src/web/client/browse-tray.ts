// The bar of what is done with the chosen records: compare, export, clear. Says what has been done.
// Does not know where the records come from.

import type { Entry } from './browse-comparison.ts'
import { markdownReferences, recordsCsv, wordReferences } from './browse-export.ts'
import { copyFormatted, saveFile } from './browse-outlets.ts'
import { need } from './dom.ts'

export const COMPARED_MIN = 2
export const COMPARED_MAX = 4

export interface Tray {
  /** Shows how many are chosen; hidden when none is. */
  show(count: number): void
  /** Says something once, politely. */
  say(message: string): void
}

interface TrayActions {
  /** The chosen records, in the order of choosing. */
  entries(): readonly Entry[]
  compare(): void
  clear(): void
}

/** Wires the bar's buttons. */
export function wireTray({ entries, compare, clear }: TrayActions): Tray {
  const bar = need('page-tray', HTMLElement)
  const count = need('page-chosen', HTMLElement)
  const remark = need('page-tray-remark', HTMLElement)
  const say = (message: string) => {
    remark.textContent = message
  }
  const on = (id: string, click: () => void) => need(id, HTMLButtonElement).addEventListener('click', click)

  on('page-compare', () => {
    const { length } = entries()
    if (length < COMPARED_MIN) say(`请再选择至少 ${COMPARED_MIN - length} 条，才能比较。`)
    else if (length > COMPARED_MAX) say(`最多比较 ${COMPARED_MAX} 条，请先取消 ${length - COMPARED_MAX} 条。`)
    else {
      say('')
      compare()
    }
  })
  on('page-csv', () => {
    saveFile(fileName('csv'), 'text/csv', recordsCsv(entries(), location.origin))
    say(`已导出 ${entries().length} 条为 CSV 表格。`)
  })
  on('page-markdown', () => {
    saveFile(fileName('md'), 'text/markdown', markdownReferences(entries(), location.origin))
    say(`已导出 ${entries().length} 条引用为 Markdown。`)
  })
  on('page-word', async () => {
    const references = wordReferences(entries())
    if (await copyFormatted(references)) return say(`已复制 ${entries().length} 条引用，可粘贴到 Word。`)
    saveFile(fileName('txt'), 'text/plain', references.text)
    say('浏览器不允许复制，已改为下载文本文件。')
  })
  on('page-clear', clear)

  return {
    show: (chosen) => {
      bar.hidden = chosen === 0
      count.textContent = `已选择 ${chosen} 条`
    },
    say,
  }
}

/** 策问条目-2024-05-24.csv, by the calendar of whoever exports. */
function fileName(extension: string): string {
  const today = new Date()
  const parts = [today.getFullYear(), today.getMonth() + 1, today.getDate()]
  return `策问条目-${parts.map((part) => String(part).padStart(2, '0')).join('-')}.${extension}`
}
