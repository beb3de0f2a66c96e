// An answer with its references as plain text, for pasting elsewhere. Pure: no DOM.

import type { Answer, Citation } from '../../schema.ts'
import { sourceLine } from './labels.ts'

/** @param base address of the page; paths of citations become full addresses */
export function citedText(answer: Pick<Answer, 'text' | 'citations'>, base: string): string {
  if (answer.citations.length === 0) return answer.text
  return [answer.text, '', '引用', ...answer.citations.map((citation) => reference(citation, base))].join(
    '\n',
  )
}

function reference(citation: Citation, base: string): string {
  const source = sourceLine(citation)
  const from = `《${citation.documentTitle}》${source === '' ? '' : `（${source}）`}`
  return `[${citation.marker}] ${from}：${citation.title}\n“${citation.quote}”\n${new URL(citation.url, base).href}`
}
