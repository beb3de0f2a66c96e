// Draws one question and its present state: searching, answering, stopped, failed, or its answer.
// Follows the turn it is given; asks nothing itself.

import { type AnswerActions, answerView, type Surroundings } from './answer-view.ts'
import type { Turn } from './conversation.ts'
import { button, make } from './dom.ts'

export interface TurnActions extends AnswerActions {
  retry(): void
}

export interface TurnView {
  readonly element: HTMLElement
  /** Shows the turn's present state. */
  update(): void
}

export function turnView(turn: Turn, around: () => Surroundings, actions: TurnActions): TurnView {
  const id = `cewen-turn-${turn.id}`
  const continued = make('small')
  const reply = make('div', { class: 'reply' })
  const question = make('h3', { id, class: 'asked' }, turn.asked.question, continued)
  const element = make('article', { class: 'turn' }, question, reply)
  element.setAttribute('aria-labelledby', id)

  // While the text comes in, one text node grows; everything else stays as it is.
  let growing: Text | undefined
  const update = () => {
    const { state } = turn
    // With other filters, what continued a list begins anew.
    const { offset = 0 } = turn.asked
    continued.hidden = offset === 0
    continued.textContent = offset === 0 ? '' : `第 ${offset + 1} 项起`
    element.setAttribute('aria-busy', String(state.phase === 'searching' || state.phase === 'answering'))
    if (state.phase === 'answering' && growing !== undefined) {
      growing.data = state.text
      return
    }
    growing = undefined
    if (state.phase === 'searching') reply.replaceChildren(statusLine('正在检索…', 'running'))
    else if (state.phase === 'answering') {
      growing = document.createTextNode(state.text)
      reply.replaceChildren(statusLine('正在回答…', 'running'), make('p', { class: 'answer' }, growing))
    } else if (state.phase === 'stopped') {
      const text = state.text === '' ? undefined : make('p', { class: 'answer unfinished' }, state.text)
      const line = statusLine(text === undefined ? '已停止' : '已停止，以下内容不完整', 'stopped')
      reply.replaceChildren(line, ...(text === undefined ? [] : [text]), again('重新提问', actions))
    } else if (state.phase === 'failed') {
      const { message, requestId } = state.failure
      const trace =
        requestId === undefined ? undefined : make('p', { class: 'source' }, `请求编号：${requestId}`)
      const line = statusLine(`失败：${message}`, 'failed')
      reply.replaceChildren(line, ...(trace === undefined ? [] : [trace]), again('重试', actions))
    } else reply.replaceChildren(answerView(state.answer, around(), offset, actions))
  }
  update()
  return { element, update }
}

function statusLine(text: string, kind: string): HTMLElement {
  return make('p', { class: `status ${kind}` }, text)
}

function again(text: string, actions: TurnActions): HTMLElement {
  return make('p', {}, button(text, actions.retry))
}
