// Under an answer: whether it helped, and if not, why. What is said goes to the server; a rating that does not arrive
// costs the reader nothing but a line that says so.

import type { Answer } from '../../schema.ts'
import { Failure, rateAnswer } from './api.ts'
import { button, keepKeys, make, rootOf } from './dom.ts'

const REASONS = ['没有回答我的问题', '引用不对', '内容过时', '其他'] as const
/** Longest comment that the server takes. */
const COMMENT_LONGEST = 500

/** @returns undefined for what needs no rating: the desk's word about itself */
export function ratingView({ answerId, intent }: Answer, server: string): HTMLElement | undefined {
  if (intent === 'help') return undefined
  const said = make('span', { class: 'copied' })
  said.setAttribute('role', 'status')
  said.tabIndex = -1
  let sending = false
  const send = async (rating: 1 | -1) => {
    if (sending) return
    sending = true
    said.textContent = '正在提交…'
    const words = rating === 1 ? {} : why.words()
    const failure = await rateAnswer({ answerId, rating, ...words }, server).then(
      () => undefined,
      (cause: unknown) => (cause instanceof Failure ? cause : new Failure(String(cause))),
    )
    sending = false
    said.textContent = failure === undefined ? '谢谢，已收到您的评价。' : `评价没能提交：${failure.message}`
    if (failure !== undefined) return
    const within = element.contains(rootOf(element).activeElement)
    for (const part of [asked, helped, not, why.element]) part.remove()
    if (within) said.focus({ preventScroll: true })
  }
  const unfold = (open: boolean) => {
    why.element.hidden = !open
    not.setAttribute('aria-expanded', String(open))
  }
  const why = reasons(answerId, () => void send(-1))
  const asked = make('span', {}, '这个回答有帮助吗？')
  const helped = button('有帮助', () => void send(1), { class: 'quiet' })
  const not = button('没帮助', () => unfold(why.element.hidden === true), { class: 'quiet' })
  const element = make(
    'div',
    { class: 'rating', label: '评价这个回答' },
    asked,
    helped,
    not,
    said,
    why.element,
  )
  element.setAttribute('role', 'group')
  unfold(false)
  return element
}

/** Why it did not help: a choice, and words of one's own; neither has to be given. */
function reasons(answerId: string, submit: () => void) {
  const choices = REASONS.map((reason) => {
    const choice = make('input')
    choice.type = 'radio'
    choice.name = `cewen-reason-${answerId}`
    choice.value = reason
    return choice
  })
  const comment = make('textarea')
  comment.rows = 2
  comment.maxLength = COMMENT_LONGEST
  keepKeys(comment)
  const element = make(
    'div',
    { class: 'reasons' },
    make(
      'fieldset',
      {},
      make('legend', {}, '哪里没有帮到您？（选填）'),
      ...choices.map((choice) => make('label', {}, choice, choice.value)),
    ),
    make('label', {}, '补充说明（选填，请不要写姓名、电话等个人信息）', comment),
    button('提交评价', submit),
  )
  const words = () => {
    const reason = choices.find((choice) => choice.checked)?.value
    const own = comment.value.trim()
    return { ...(reason !== undefined && { reason }), ...(own !== '' && { comment: own }) }
  }
  return { element, words }
}
