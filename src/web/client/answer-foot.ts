// The line under an answer: copy it, print it, and who wrote it.
// What is copied and printed is the answer with its references in official form; nothing else of the page.

import type { Answer } from '../../schema.ts'
import { citedText } from './cited-text.ts'
import { copyText } from './clipboard.ts'
import { button, make } from './dom.ts'
import { printAnswer } from './printing.ts'

/** Milliseconds that the word about copying stays. */
const REMARK_STAYS = 4000

/** @param server absolute address that addresses of citations begin with */
export function answerFoot(answer: Answer, server: string): HTMLElement {
  const cites = answer.citations.length > 0
  const said = make('span', { class: 'copied' })
  said.setAttribute('role', 'status')
  const say = (words: string) => {
    said.textContent = words
    setTimeout(() => said.replaceChildren(), REMARK_STAYS)
  }
  const copy = button(
    cites ? '复制回答和引用' : '复制回答',
    async () => {
      const done = await copyText(citedText(answer, server), foot)
      say(done ? '已复制' : '没能复制，请选中文字后手动复制')
    },
    { class: 'quiet' },
  )
  const print = button(
    '打印',
    () => {
      if (!printAnswer(answer, server, foot)) say('没能打印，请用浏览器的打印功能')
    },
    { class: 'quiet' },
  )
  const written = answer.answeredBy === 'extractive' ? '由原文摘录组成' : '由语言模型撰写，请以引用的原文为准'
  const remark = cites ? make('span', { class: 'written' }, written) : undefined
  const foot = make('div', { class: 'foot' }, copy, print, said, remark)
  return foot
}
